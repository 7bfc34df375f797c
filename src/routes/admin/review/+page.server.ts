// What waits for a person: proposals to answer, marked ratings, struck ones; one list at a time, page by page.
import { redirect } from '@sveltejs/kit';
import { dayOf } from '$lib/shared/day';
import { Problem } from '$lib/shared/problem';
import { asked as askedOf, readerOf as figuresReaderOf } from '$lib/server/analytics/asked';
import { choices } from '$lib/server/analytics/choices';
import * as marker from '$lib/server/ratings/marker';
import * as review from '$lib/server/ratings/review';
import { MARK_RULES } from '$lib/server/ratings/table';
import { tidy } from '$lib/ui/query';
import { HOUSE_ZONE } from '$lib/ui/when';
import { page } from '../../doors';
import { listed } from './address';
import { called } from './called';

const LISTS = ['proposals', 'marked', 'struck'] as const;
const PAGE = 40;

export async function load(event) {
	const { locals, url } = event;
	const better = tidy(url.searchParams);
	if (better) redirect(303, `?${better}`);
	return page(event, async () => {
		const { db } = locals.house;
		const reader = review.readerOf(locals.person);
		const list = oneOf(LISTS, url.searchParams.get('list')) ?? 'proposals';
		const rule = oneOf(MARK_RULES, url.searchParams.get('rule'));
		const asked = url.searchParams.get('find');
		const id = asked === null ? null : await review.named(db, locals.person!, asked, locals.at);
		if (id !== null) redirect(303, `/admin/review/${id}${listed(url.searchParams)}`);
		const before = url.searchParams.get('before');
		if (before !== null && !/^[1-9]\d{0,14}$/.test(before)) throw new Problem('not_found');
		const params = new URLSearchParams([...url.searchParams].filter(([name]) => name === 'branch'));
		const cut = await askedOf(db, figuresReaderOf(locals.person), params, locals.at);
		const wanted = {
			branches: cut.cut.branches,
			rule,
			before: before === null ? null : Number(before),
			limit: PAGE
		};
		await marker.look(db);
		const proposals = list === 'proposals' ? await review.proposals(db, reader, wanted, locals.at) : [];
		const found = list === 'proposals' ? null : await review[list](db, reader, wanted, locals.at);
		const place = await choices(db, reader.scope, cut, locals.language);
		return {
			list,
			rule,
			branchId: cut.branchId,
			branches: place.choices.branches,
			proposals,
			ratings: found?.ratings ?? [],
			next: found?.next ?? (proposals.length === PAGE ? (proposals.at(-1)?.entry.id ?? null) : null),
			cutShort: found?.cutShort ?? false,
			isFirst: before === null,
			missing: asked === null ? null : asked.slice(0, 60),
			mayLive: reader.live,
			called: await called(db.read, reader.scope, dayOf(locals.at, HOUSE_ZONE), locals.language)
		};
	});
}

function oneOf<T extends string>(known: readonly T[], text: string | null): T | null {
	if (text === null) return null;
	const found = known.find((one) => one === text);
	if (!found) throw new Problem('not_found', { asked: text.slice(0, 40) });
	return found;
}
