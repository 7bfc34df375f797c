// What every set-up page shows, read from its address: the rows that fit the filter, and the thing that is open.
import type { RequestEvent } from '@sveltejs/kit';
import { dayOf, type Day } from '$lib/shared/day';
import { Problem } from '$lib/shared/problem';
import { tree, under } from '$lib/shared/tree';
import type { Reads } from '$lib/server/db/open';
import * as branches from '$lib/server/org/branches';
import type { Row, State } from '$lib/server/org/kind';
import { HOUSE_ZONE } from '$lib/ui/when';

export type Listed<R> = R & { state: State };

/** What the pages ask of a noun of the org room. */
type Noun<R> = {
	all: (db: Reads, day: Day) => Promise<Listed<R>[]>;
	history: (db: Reads, id: number) => Promise<R[]>;
};

/** More rows than this are not drawn; a search narrows them. */
const MOST_ROWS = 300;

export type View<R> = {
	/** In the house's zone, for the list; and in that of the open thing, for its form. */
	today: Day;
	formDay: Day;
	mode: 'list' | 'add' | 'edit' | 'close';
	rows: Listed<R>[];
	/** How many rows fit the filter but are not drawn. */
	more: number;
	counts: { open: number; closed: number };
	filter: { q: string; branch: number | null; closed: boolean };
	saved: Listed<R> | null;
	/** The thing that is open: its newest version, and all versions, newest first. */
	last: R | null;
	history: R[];
};

export type Reading<R> = {
	/** What of a row the search looks at. */
	text: (row: R) => string[];
	/** Whether a row belongs to a branch or to one under it, for the filter. */
	within?: (row: R, branch: number) => boolean;
	zone?: (row: R) => string;
};

/** The view of a noun that the address asks for. Refuses an unknown id: not_found. */
export async function view<R extends Row>(
	{ locals, url }: Pick<RequestEvent, 'locals' | 'url'>,
	noun: Noun<R>,
	{ text, within = () => true, zone = () => HOUSE_ZONE }: Reading<R>
): Promise<View<R>> {
	const db = locals.house.db.read;
	const today = dayOf(locals.at, HOUSE_ZONE);
	const filter = {
		q: url.searchParams.get('q')?.trim() ?? '',
		branch: idIn(url, 'branch'),
		closed: url.searchParams.get('closed') === '1'
	};
	const all = await noun.all(db, today);
	const wanted = fold(filter.q);
	const fitting = all.filter(
		(row) =>
			(filter.closed || row.state !== 'closed') &&
			(filter.branch === null || within(row, filter.branch)) &&
			(wanted === '' || text(row).some((part) => fold(part).includes(wanted)))
	);
	const closed = all.filter((row) => row.state === 'closed').length;
	const mode = (['add', 'edit', 'close'] as const).find((name) => url.searchParams.has(name)) ?? 'list';
	const history = mode === 'edit' || mode === 'close' ? await noun.history(db, idIn(url, mode) ?? 0) : [];
	const last = history.at(-1) ?? null;
	if (!last && (mode === 'edit' || mode === 'close')) throw new Problem('not_found');
	return {
		today,
		formDay: dayOf(locals.at, last ? zone(last) : HOUSE_ZONE),
		mode,
		rows: fitting.slice(0, MOST_ROWS),
		more: Math.max(0, fitting.length - MOST_ROWS),
		counts: { open: all.length - closed, closed },
		filter,
		saved: all.find((row) => row.id === idIn(url, 'saved')) ?? null,
		last,
		history: history.toReversed()
	};
}

/**
 * The view of things that belong to a branch: filtered by it and what lies under it, in its zone. With all branches,
 * closed ones too, in the order of the tree.
 */
export async function placed<R extends Row & { branchId: number }>(
	event: Pick<RequestEvent, 'locals' | 'url'>,
	noun: Noun<R>,
	text: (row: R) => string[]
) {
	const { house, at } = event.locals;
	const all = await branches.all(house.db.read, dayOf(at, HOUSE_ZONE));
	const zones = new Map(all.map((branch) => [branch.id, branch.zone]));
	const seen = await view(event, noun, {
		text,
		within: (row, branch) => under(all, branch).has(row.branchId),
		zone: (row) => zones.get(row.branchId) ?? HOUSE_ZONE
	});
	return { ...seen, branches: tree(all) };
}

/** A number in the address, or null. */
export function idIn(url: URL, name: string): number | null {
	const value = url.searchParams.get(name) ?? '';
	return /^\d{1,15}$/.test(value) ? Number(value) : null;
}

/** Without case and without accents, so that "tham dinh" finds "Thẩm định". */
function fold(text: string): string {
	return text.normalize('NFD').replace(/\p{M}/gu, '').replace(/đ/gi, 'd').toLowerCase();
}
