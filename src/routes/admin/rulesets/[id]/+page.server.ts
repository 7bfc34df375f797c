// One version of a rule set: read by all who see rule sets; a draft is written by HR, tried out and published.
import { redirect, type RequestEvent } from '@sveltejs/kit';
import * as v from 'valibot';
import { addDays } from '$lib/shared/day';
import { Problem } from '$lib/shared/problem';
import { may } from '$lib/shared/role';
import { RuleSetShape } from '$lib/shared/ruleset';
import * as rulesets from '$lib/server/rulesets/rulesets';
import { form, page } from '../../../doors';
import { DayShape } from '../../setup/act';
import { arrange, contentOf, freshBand, freshCriterion, read } from './draft';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals, params }) =>
	page({ locals }, async () => {
		const db = locals.house.db.read;
		const shown = await rulesets.version(db, idOf(params));
		const { versions, shipped } = await rulesets.one(db, shown.ruleSetId);
		const next = versions.findLast((one) => one.publishedAt !== null && one.version > shown.version);
		return {
			mayChange: locals.person !== null && may(locals.person.role, 'rulesets.change'),
			shipped,
			shown,
			/** Null: a draft, or nothing published after it yet. */
			untilDay: shown.publishedAt !== null && next ? addDays(next.fromDay, -1) : null,
			draftId: versions.find((one) => one.publishedAt === null)?.id ?? null,
			draftVersion: versions.find((one) => one.publishedAt === null)?.version ?? null,
			versions: versions.map(({ id, version, fromDay, publishedAt, publishedBy }) => ({
				...{ id, version, fromDay, publishedAt, publishedBy }
			}))
		};
	});

export const actions: Actions = {
	/** Without JavaScript, adding and moving rows goes through here; nothing is kept. */
	arrange: async ({ request }) => {
		const data = await request.formData();
		const draft = read(data);
		const act = String(data.get('do'));
		return {
			draft: act.startsWith('bands:')
				? { ...draft, bands: arrange(draft.bands, act, freshBand) }
				: { ...draft, criteria: arrange(draft.criteria, act, freshCriterion) }
		};
	},
	save: (event) =>
		act(event, async (id, data) => {
			await keep(event, id, data);
			return { done: 'saved' as const };
		}),
	publish: (event) =>
		act(event, async (id, data) => {
			await keep(event, id, data, true);
			return { done: 'published' as const };
		}),
	drop: async (event) => {
		const { house, person, at } = event.locals;
		const done = await act(event, async (id) => {
			const { ruleSetId } = await rulesets.version(house.db.read, id);
			await house.db.write((tx) => rulesets.drop(tx, person!, id, at));
			return { left: (await rulesets.one(house.db.read, ruleSetId)).versions[0]!.id };
		});
		if ('left' in done) redirect(303, `/admin/rulesets/${done.left}`);
		return done;
	},
	revise: async (event) => {
		const { house, person, at } = event.locals;
		const done = await act(event, async (id) => ({
			made: await house.db.write((tx) => rulesets.revise(tx, person!, id, at))
		}));
		if ('made' in done) redirect(303, `/admin/rulesets/${done.made}`);
		return done;
	}
};

/** Keeps what was typed, and publishes it in the same transaction where that was asked: both or neither. */
async function keep(event: RequestEvent, id: number, data: FormData, isFinal = false): Promise<void> {
	const { house, person, at } = event.locals;
	const draft = read(data);
	const content = v.parse(RuleSetShape, contentOf(draft));
	const { fromDay } = v.parse(v.object({ fromDay: DayShape }), draft);
	await house.db.write(async (tx) => {
		await rulesets.change(tx, person!, id, { content, fromDay }, at);
		if (isFinal) await rulesets.publish(tx, person!, id, at);
	});
}

function idOf(params: RequestEvent['params']): number {
	const id = /^\d{1,15}$/.test(params.id ?? '') ? Number(params.id) : NaN;
	if (Number.isNaN(id)) throw new Problem('not_found');
	return id;
}

async function act<T>(event: RequestEvent, work: (id: number, data: FormData) => Promise<T>) {
	const data = await event.request.formData();
	return form(event, data, () => work(idOf(event.params), data));
}
