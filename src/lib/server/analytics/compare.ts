// Branches, services, counters or officers side by side, inside what a reader may see and chose: who clearly stands
// above or below the others once the mix of services is taken out, and of whom nothing can be said.
import type { Comparison, Row, Side, SortBy, Verdict } from '../../shared/compare';
import { VERDICTS } from '../../shared/compare';
import { Problem } from '../../shared/problem';
import { SCALES, type Scale } from '../../shared/rating';
import type { Scope } from '../auth/scope';
import type { Db } from '../db/open';
import * as counts from '../ratings/counts';
import * as upkeep from '../ratings/upkeep';
import { field, funnel, rowOf, type Candidate, type Field } from './apart';
import type { Ground } from './desk';
import { across, among, cell, seenBy, UNSAID } from './hidden';
import { ask } from './question';
import { share } from './statistics';
import { isDesk, mixed, type Cut, type Mix } from './tally';

/** Everything of a comparison that does not depend on how it is shown. */
export type Compared = Omit<
	Comparison,
	'tally' | 'clear' | 'rows' | 'sort' | 'page' | 'dots' | 'mouth' | 'tail' | 'phi' | 'centre'
> & { field: Field };

/**
 * Compares the `by` of a ground, caught up with the ledger: officers by the officer's grade, all else by the service's.
 * What is chosen of the same kind does not narrow it: a chosen officer is seen among the others. Officers who may not
 * be shown: not_found.
 */
export async function compare(
	db: Db,
	{ asked, rules, officersShown }: Ground,
	scope: Scope,
	by: Side
): Promise<Compared> {
	if (by === 'officer' && !officersShown) throw new Problem('not_found', { by });
	await upkeep.catchUp(db);
	const cut = cutFor(by, asked, scope);
	const about = by === 'officer' ? ('officer' as const) : ('service' as const);
	const isAdjusted = by !== 'service';
	const none = {
		...{ by, about, isAdjusted, scale: asked.scale ?? 5, others: [], span: null, days: null },
		...{ counts: { marked: 0, struck: 0, late: 0 }, overall: UNSAID, isHidden: false }
	};
	if (!cut) return { ...none, field: field([], rules.minSample) };
	const seen = await seenBy(db.read, scope);
	const ends = await counts.endings(db.read, cut);
	const [beside, split, unsaid, isCell] = await ask(
		db,
		{ statement: counts.statement(cut, ends), read: counts.read },
		mixed(cut, by),
		across(cut, by, seen, rules.minCell),
		cell(cut, seen, rules.minCell)
	);
	const used = SCALES.map((one) => ({ scale: one, n: sumOf(split, one).n }))
		.filter(({ n }) => n > 0)
		.sort((a, b) => b.n - a.n);
	const scale = asked.scale ?? used[0]?.scale ?? 5;
	const own = split.filter((one) => one.scale === scale);
	const sum = sumOf(own, scale);
	const { satisfied, all } = sum[about];
	const isHidden = isCell(scale) || (sum.n > 0 && sum.n < rules.minCell);
	const groups = isHidden ? [] : candidates(own, about, scale, rules.minCell, unsaid?.(scale));
	return {
		...none,
		scale,
		others: used.filter((other) => other.scale !== scale),
		counts: beside,
		span: isDesk(cut, by) ? asked.desk : null,
		days: { from: cut.from, to: cut.to },
		overall: isHidden ? UNSAID : share(satisfied, all, rules.minSample),
		isHidden,
		// Ratings without an officer on duty are nobody's to be compared, and count in what is to be expected.
		field: named(field(groups, rules.minSample))
	};
}

/** The cut that is compared, without a choice of its own kind; null where it has no whole week or month. */
function cutFor(by: Side, { cut, desk }: Ground['asked'], scope: Scope): Cut | null {
	const open: Cut = { ...cut };
	if (by === 'service') open.serviceId = null;
	if (by === 'counter') open.counterId = null;
	if (by === 'officer') open.officerId = null;
	if (by === 'branch' && open.branches !== 'all' && open.branches.length === 1) open.branches = scope;
	if (!isDesk(open, by)) return open;
	return desk && { ...open, from: desk.from, to: desk.to };
}

function sumOf(list: readonly Mix[], scale: Scale): Omit<Mix, 'key' | 'serviceId'> {
	const sum = { scale, n: 0, service: { all: 0, satisfied: 0 }, officer: { all: 0, satisfied: 0 } };
	for (const one of list) {
		if (one.scale !== scale) continue;
		sum.n += one.n;
		for (const about of ['service', 'officer'] as const) {
			sum[about].all += one[about].all;
			sum[about].satisfied += one[about].satisfied;
		}
	}
	return sum;
}

function candidates(
	list: readonly Mix[],
	about: 'service' | 'officer',
	scale: Scale,
	minCell: number,
	isUnsaid: (key: string | number) => boolean = () => false
): Candidate[] {
	const byKey = new Map<number, Mix[]>();
	for (const one of list) {
		const own = byKey.get(one.key);
		if (own) own.push(one);
		else byKey.set(one.key, [one]);
	}
	const groups = [...byKey].map(([id, own]) => ({ id, own, sum: sumOf(own, scale) }));
	// How many graded is all that counts there, whichever grades they gave.
	const small = among(
		groups.map(({ sum: { n, service, officer } }) => ({
			scale,
			n,
			service: [service.all],
			officer: [officer.all]
		})),
		minCell
	);
	return groups.map(({ id, own }, at) => ({
		id,
		isHidden: small[at] === true || isUnsaid(id),
		strata: own.map((one) => ({ kind: one.serviceId, count: one[about].satisfied, n: one[about].all }))
	}));
}

function named(all: Field): Field {
	return { ...all, peers: all.peers.filter(({ id }) => id !== 0) };
}

/** How many rows a page shows, and how many of the clear ones are told at once. */
export const PAGE_SIZE = 100;
const MOST_CLEAR = 60;

/** All rows, in the order in which they were read; for who takes a table away. */
export function rows({ field: all, isAdjusted }: Compared): Row[] {
	return all.peers.map((peer) => rowOf(peer, all, isAdjusted));
}

/** A comparison as a screen shows it: one page of the table, sorted; `nameOf` is what a row is called. */
export function screen(
	compared: Compared,
	nameOf: (id: number) => string,
	order: (one: string, other: string) => number,
	sort: Comparison['sort'],
	page: number
): Comparison {
	const { field: all, ...rest } = compared;
	const names = new Map(all.peers.map(({ id }) => [id, nameOf(id)]));
	const value = { n: 'n', share: 'share', adjusted: 'adjusted' } as const;
	const key = (peer: Field['peers'][number], by: Exclude<SortBy, 'name'>): number => {
		if (peer.verdict === 'hidden') return -Infinity;
		if (value[by] === 'n') return peer.n;
		if (!peer.adjusted) return -Infinity;
		return by === 'share' || !rest.isAdjusted ? peer.count / peer.n : peer.adjusted.share;
	};
	const named = (one: { id: number }, other: { id: number }) =>
		order(names.get(one.id) ?? '', names.get(other.id) ?? '') || one.id - other.id;
	const { by, down } = sort;
	const sorted = all.peers.toSorted((one, other) => {
		if (by === 'name') return down ? named(other, one) : named(one, other);
		const [mine, theirs] = [key(one, by), key(other, by)];
		if (mine === theirs) return named(one, other);
		// Those of whom nothing can be said never stand first.
		if (mine === -Infinity || theirs === -Infinity) return mine === -Infinity ? 1 : -1;
		return down ? theirs - mine : mine - theirs;
	});
	const of = Math.max(1, Math.ceil(sorted.length / PAGE_SIZE));
	const number = Math.min(of, Math.max(1, page));
	const clear = all.peers
		.filter(({ verdict }) => verdict === 'above' || verdict === 'below')
		.toSorted(named)
		.slice(0, MOST_CLEAR);
	const count = (verdict: Verdict) => all.peers.filter((peer) => peer.verdict === verdict).length;
	const told = (peer: Field['peers'][number]) => rowOf(peer, all, rest.isAdjusted);
	return {
		...rest,
		tally: Object.fromEntries(VERDICTS.map((one) => [one, count(one)])) as Comparison['tally'],
		clear: clear.map(told),
		rows: sorted.slice((number - 1) * PAGE_SIZE, number * PAGE_SIZE).map(told),
		sort,
		page: { number, of, size: PAGE_SIZE },
		centre: all.centre,
		tail: all.tail,
		phi: all.phi,
		...funnel(all)
	};
}
