// Alerts: what is open and what to do, what was closed and why, and the rules by which they come.
import { randomUUID } from 'node:crypto';
import { fail, type RequestEvent } from '@sveltejs/kit';
import * as v from 'valibot';
import type { Person } from '$lib/shared/actor';
import { ALERT_KINDS, NumbersShapes, type Numbers } from '$lib/shared/alert';
import { Problem } from '$lib/shared/problem';
import { may } from '$lib/shared/role';
import * as alerts from '$lib/server/alerts/alerts';
import * as rules from '$lib/server/alerts/rules';
import type { Writes } from '$lib/server/db/open';
import { widen } from '$lib/server/auth/scope';
import * as m from '$words';
import { form, page } from '../../doors';
import { number } from '../fields';
import { read } from './view';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = (event) =>
	page(event, async () => {
		event.depends('desk:figures');
		const { locals, url } = event;
		const person = locals.person as Person;
		const kept = {
			at: locals.at,
			mayAct: may(person.role, 'alerts.change'),
			mayLive: may(person.role, 'figures.live')
		};
		try {
			return {
				...kept,
				...(await read(locals.house.db.read, person, url.searchParams, locals.at)),
				failed: null
			};
		} catch (bug) {
			if (bug instanceof Problem) throw bug;
			const errorId = randomUUID();
			locals.house.log.error({ errorId, path: url.pathname, err: bug }, 'alerts not read');
			return { ...kept, failed: { errorId } };
		}
	});

const Id = v.object({ id: number(1) });
const NoteShape = v.pipe(v.string(), v.trim(), v.maxLength(500));
const Close = v.object({ id: number(1), note: v.pipe(NoteShape, v.minLength(1)) });
const NewRule = v.object({
	branchId: number(1),
	kind: v.picklist(ALERT_KINDS),
	isMailed: v.optional(v.literal('on'))
});
const Offer = v.object({ branchId: number(1), under: v.optional(v.literal('on')) });

type Ask = { tx: Writes; person: Person; at: number };

/** Reads the form, asks the verb in one transaction and answers what was done to which alert or rule. */
async function act<S extends v.GenericSchema, T>(
	event: RequestEvent,
	shape: S,
	work: (ask: Ask, typed: v.InferOutput<S>, data: FormData) => Promise<T>
) {
	const data = await event.request.formData();
	const { house, person, at } = event.locals;
	const done = await form(event, data, () => {
		const typed = v.parse(shape, Object.fromEntries(data));
		return house.db.write((tx) => work({ tx, person: person!, at }, typed, data));
	});
	house.post.poke();
	return done;
}

/** What an alert is called in the answer: by its kind and branch. */
async function named({ tx, person, at }: Ask, id: number, done: 'acknowledged' | 'closed' | 'reopened') {
	const { kind, branch } = await alerts.one(tx, person.scope, id, at);
	return { done, id, kind, where: branch.name };
}

async function ruleNamed({ tx, person }: Ask, id: number, done: 'saved' | 'off' | 'on') {
	const { kind, branchId } = await rules.one(tx, person.scope, id);
	return { rule: done, id, kind, branchId };
}

/** The numbers of a rule as they were typed: whole numbers, or bad_shape with the field. */
function numbersOf(kind: (typeof ALERT_KINDS)[number], data: FormData): Numbers {
	const typed: Record<string, unknown> = {};
	for (const name of Object.keys(NumbersShapes[kind].entries)) {
		const text = String(data.get(name) ?? '').trim();
		typed[name] = /^\d{1,9}$/.test(text) ? Number(text) : text;
	}
	return v.parse(NumbersShapes[kind], typed) as Numbers;
}

export const actions: Actions = {
	acknowledge: (event) =>
		act(event, Id, async (ask, { id }) => {
			await alerts.acknowledge(ask.tx, ask.person, id, { note: null }, ask.at);
			return named(ask, id, 'acknowledged');
		}),
	close: (event) =>
		act(event, Close, async (ask, { id, note }) => {
			await alerts.close(ask.tx, ask.person, id, { note }, ask.at);
			return named(ask, id, 'closed');
		}),
	reopen: (event) =>
		act(event, Id, async (ask, { id }) => {
			await alerts.reopen(ask.tx, ask.person, id, ask.at);
			return named(ask, id, 'reopened');
		}),
	add: async (event) => {
		const answer = await act(event, NewRule, async (ask, { branchId, kind, isMailed }, data) => {
			const rule = { branchId, kind, numbers: numbersOf(kind, data), isMailed: isMailed === 'on' };
			return ruleNamed(ask, await rules.add(ask.tx, ask.person, rule, ask.at), 'saved');
		});
		if (!('status' in answer) || answer.data.code !== 'already_exists') return answer;
		// The catalogue's sentence speaks of codes and names; here it is the kind that is taken.
		const problem = m.alerts_rule_taken();
		return fail(409, { ...answer.data, problem, fields: { branchId: problem } });
	},
	change: (event) =>
		act(event, Id, async (ask, { id }, data) => {
			const { kind } = await rules.one(ask.tx, ask.person.scope, id);
			const to = { numbers: numbersOf(kind, data), isMailed: data.get('isMailed') === 'on' };
			await rules.change(ask.tx, ask.person, id, to, ask.at);
			return ruleNamed(ask, id, 'saved');
		}),
	off: (event) =>
		act(event, Id, async (ask, { id }) => {
			await rules.close(ask.tx, ask.person, id, ask.at);
			return ruleNamed(ask, id, 'off');
		}),
	on: (event) =>
		act(event, Id, async (ask, { id }) => {
			await rules.reopen(ask.tx, ask.person, id, ask.at);
			return ruleNamed(ask, id, 'on');
		}),
	offer: (event) =>
		act(event, Offer, async ({ tx, person, at }, { branchId, under }) => {
			let offered = 0;
			for (const id of under === 'on' ? await widen(tx, [branchId]) : [branchId])
				offered += await rules.offer(tx, person, id, at);
			return { offered };
		})
};
