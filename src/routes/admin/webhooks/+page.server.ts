// Webhooks: other programs that are told of alerts. A secret is shown once, in the answer to the form that made it.
import { randomUUID } from 'node:crypto';
import { fail, type RequestEvent } from '@sveltejs/kit';
import * as v from 'valibot';
import type { Person } from '$lib/shared/actor';
import { dayOf } from '$lib/shared/day';
import { may } from '$lib/shared/role';
import { tree } from '$lib/shared/tree';
import * as branches from '$lib/server/org/branches';
import type { Writes } from '$lib/server/db/open';
import * as deliveries from '$lib/server/post/deliveries';
import * as webhooks from '$lib/server/post/webhooks';
import { HOUSE_ZONE } from '$lib/ui/when';
import * as m from '$words';
import { form, page } from '../../doors';
import { number } from '../fields';
import { ChoiceShape } from '../setup/act';
import type { Actions, PageServerLoad } from './$types';

const SHOWN = 10;

export const load: PageServerLoad = (event) =>
	page(event, async () => {
		event.depends('post:log');
		const { locals } = event;
		const { db } = locals.house;
		const list = await webhooks.list(db.read);
		const latest: deliveries.Line[] = [];
		for (const { id } of list)
			latest.push(...(await deliveries.log(db.read, { webhookId: id, limit: SHOWN })).slice(0, SHOWN));
		return {
			webhooks: list.map((one) => ({
				...one,
				last: latest.find(({ webhookId }) => webhookId === one.id) ?? null
			})),
			latest: latest.sort((a, b) => b.id - a.id).slice(0, SHOWN),
			branches: tree(await branches.list(db.read, dayOf(locals.at, HOUSE_ZONE))).map(
				({ id, code, name, depth }) => ({ id, code, name, depth })
			),
			mayChange: locals.person !== null && may(locals.person.role, 'webhooks.change')
		};
	});

const NewShape = v.object({
	name: v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(80)),
	url: v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(500)),
	branchId: ChoiceShape
});
const Id = v.object({ id: number(1) });

type Ask = { tx: Writes; person: Person; at: number };

async function act<S extends v.GenericSchema, T>(
	event: RequestEvent,
	shape: S,
	work: (ask: Ask, typed: v.InferOutput<S>) => Promise<T>
) {
	const data = await event.request.formData();
	const { house, person, at } = event.locals;
	const done = await form(event, data, async () => {
		const typed = v.parse(shape, Object.fromEntries(data));
		return house.db.write((tx) => work({ tx, person: person!, at }, typed));
	});
	house.post.poke();
	return done;
}

async function nameOf({ tx }: Ask, id: number): Promise<string> {
	return (await webhooks.list(tx)).find((one) => one.id === id)?.name ?? '';
}

export const actions: Actions = {
	add: async (event) => {
		const { origin, webhooksToPrivate } = event.locals.house.settings;
		const given = { secret: webhooks.newSecret(), reach: { origin, privateToo: webhooksToPrivate } };
		const answer = await act(event, NewShape, async ({ tx, person, at }, typed) => {
			await webhooks.add(tx, person, typed, given, at);
			return { secret: { name: typed.name, secret: given.secret } };
		});
		if (!('status' in answer) || !answer.data.fields.url || !answer.data.values.url) return answer;
		// Why an address is refused is more than that it does not fit.
		const url = m.alerts_hooks_url_wrong();
		return fail(400, { ...answer.data, code: 'url', problem: url, fields: { ...answer.data.fields, url } });
	},
	rotate: (event) => {
		const secret = webhooks.newSecret();
		return act(event, Id, async (ask, { id }) => {
			await webhooks.rotate(ask.tx, ask.person, id, secret, ask.at);
			return { secret: { name: await nameOf(ask, id), secret } };
		});
	},
	close: (event) =>
		act(event, Id, async (ask, { id }) => {
			await webhooks.close(ask.tx, ask.person, id, ask.at);
			return { closed: await nameOf(ask, id) };
		}),
	test: (event) =>
		act(event, Id, async (ask, { id }) => {
			await webhooks.test(ask.tx, ask.person, id, randomUUID(), ask.at);
			return { tested: await nameOf(ask, id) };
		})
};
