// Who is in a period and in which peer group; who belongs to it and is not in it yet.
import { fail } from '@sveltejs/kit';
import { Problem } from '$lib/shared/problem';
import type { Person } from '$lib/shared/actor';
import type { Writes } from '$lib/server/db/open';
import * as members from '$lib/server/appraisals/members';
import * as periods from '$lib/server/appraisals/periods';
import { form, page } from '../../../../doors';
import { tickedIn } from '../../../appraisal/filter';
import { asked, fits } from '../../../appraisal/members';
import type { Actions, PageServerLoad } from './$types';

/** How many lines a page shows. */
const SHOWN = 200;

export const load: PageServerLoad = (event) =>
	page(event, async () => {
		const { locals, url, params } = event;
		const { db } = locals.house;
		const id = idOf(params.id);
		const period = await periods.one(db.read, locals.person!, id);
		const filter = asked(url.searchParams);
		const all = await members.list(db.read, period, locals.language);
		const found = all.filter((one) => fits(one, filter));
		const proposed = filter.adding ? await members.propose(db, period, locals.language) : null;
		const rest = proposed?.filter(({ isIn }) => !isIn) ?? [];
		const addable = rest.filter((one) => fits(one, filter));
		const groups = new Map<string, number>();
		for (const { group } of all) groups.set(group, (groups.get(group) ?? 0) + 1);
		return {
			period: {
				id,
				kind: period.kind,
				fromDay: period.fromDay,
				toDay: period.toDay,
				subject: period.subject,
				isClosed: period.closedAt !== null,
				isAnnounced: period.openedAt !== null
			},
			filter,
			total: all.length,
			members: found.slice(0, SHOWN),
			more: Math.max(0, found.length - SHOWN),
			branches: [...new Map([...all, ...rest].map((one) => [one.branchId, one.branch]))].map(
				([branchId, name]) => ({ id: branchId, name })
			),
			groups: [...groups].map(([name, n]) => ({ name, n })),
			candidates: filter.adding
				? { n: rest.length, list: addable.slice(0, SHOWN), more: Math.max(0, addable.length - SHOWN) }
				: null
		};
	});

export const actions: Actions = {
	move: act('move', (tx, person, id, data, at) =>
		members.group(tx, person, id, chosen(data), String(data.get('group') ?? ''), at)
	),
	take: act('take', (tx, person, id, data, at) => members.take(tx, person, id, chosen(data), at)),
	add: act('add', async (tx, person, id, data, at) => {
		const own = String(data.get('group') ?? '').trim();
		const wanted = chosen(data).map((one) => ({
			id: one,
			group: own || String(data.get(`group.${one}`) ?? '')
		}));
		await members.put(tx, person, id, wanted, at);
	})
};

type Verb = (tx: Writes, person: Person, id: number, data: FormData, at: number) => Promise<void>;

function act(name: string, verb: Verb): Actions[string] {
	return async (event) => {
		const { locals, request, params } = event;
		const data = await request.formData();
		const answer = await form(event, data, async () => {
			const id = idOf(params.id);
			await locals.house.db.write((tx) => verb(tx, locals.person!, id, data, locals.at));
			return { done: name, group: String(data.get('group') ?? '').trim() };
		});
		return 'status' in answer ? fail(answer.status, { ...answer.data, act: name }) : answer;
	};
}

function chosen(data: FormData): number[] {
	const ids = tickedIn(data, 'one');
	if (ids.length === 0) throw new Problem('bad_shape', { field: 'one' });
	return ids;
}

function idOf(text: string | undefined): number {
	if (!text || !/^[1-9]\d{0,14}$/.test(text)) throw new Problem('not_found');
	return Number(text);
}
