// The first screen: everything it shows, read in one snapshot for one cut of the ratings.
import { sql } from 'drizzle-orm';
import type { Overview, Period, Split, Step, TooWide } from '../../shared/figures';
import type { Scale } from '../../shared/rating';
import type { Db } from '../db/open';
import * as counts from '../ratings/counts';
import * as upkeep from '../ratings/upkeep';
import { before, length } from './period';
import { ask, type Question } from './question';
import { attention, change, groups, scales, summary } from './summary';
import { isFolded, tallies, weight, type Cut, type Tally } from './tally';
import { suits, trend } from './trend';

/** The most ratings that are read one by one for one answer; a thousand take about a millisecond. */
export const LEDGER_LIMIT = 50_000;

export type Wish = { period: Period; cut: Cut; scale: Scale | null; step: Step | null };

/**
 * The overview of a cut, caught up with the ledger. Where service and officer meet no rollup helps and the ledger
 * itself is read, up to `ledgerLimit` ratings: beyond that, a split by officer or service is left out (`unsplit` names
 * it), and where both are chosen the whole answer is TooWide.
 */
export async function overview(db: Db, wish: Wish, ledgerLimit = LEDGER_LIMIT): Promise<Overview | TooWide> {
	await upkeep.catchUp(db);
	const { cut, period } = wish;
	const then = { ...cut, ...before(period) };
	const splits = SPLITS.filter((by) => isSplit(cut, by));
	const isHeavy = !isFolded(cut, 'nothing');
	const needsLedger = isHeavy || splits.some((by) => !isFolded(cut, by));
	const [now, past] = needsLedger ? await ask(db, weight(cut), weight(then)) : [0, 0];
	if (isHeavy && now + past > ledgerLimit) return { kind: 'too-wide', weight: now };

	const unsplit = splits.filter((by) => !isFolded(cut, by) && now > ledgerLimit);
	const ends = await counts.endings(db.read, cut);
	const split = (by: Split) => (splits.includes(by) && !unsplit.includes(by) ? tallies(cut, by) : NOTHING);
	const [beside, days, earlier, services, officers, branches] = await ask(
		db,
		{ statement: counts.statement(cut, ends), read: counts.read },
		tallies(cut, 'day'),
		tallies(then, 'nothing'),
		split('service'),
		split('officer'),
		split('branch')
	);
	return { ...figures(wish, days, earlier, { services, officers, branches }), counts: beside, unsplit };
}

const SPLITS = ['service', 'officer', 'branch'] as const;
const NOTHING: Question<null> = { statement: sql`SELECT 1 WHERE 0`, read: () => null };

/** A cut is split by what it does not choose itself; by branch only where it holds more than one. */
function isSplit(cut: Cut, by: Split): boolean {
	if (by === 'service') return cut.serviceId === null;
	if (by === 'officer') return cut.officerId === null;
	return cut.branches === 'all' || cut.branches.length > 1;
}

function figures(
	{ period, cut, scale, step }: Wish,
	days: Tally[],
	past: Tally[],
	split: Record<'services' | 'officers' | 'branches', Tally[] | null>
): Omit<Overview, 'counts' | 'unsplit'> {
	const used = scales(days);
	const main = scale ?? used[0]?.scale ?? 5;
	const [now, then] = [summary(days, main), summary(past, main)];
	const as = (list: Tally[] | null) => (list ? groups(list, main) : null);
	const [services, officers, branches] = [as(split.services), as(split.officers), as(split.branches)];
	const chosen = step ?? suits(days, main, cut.from, cut.to);
	return {
		kind: 'overview',
		summary: now,
		before: { ...before(period), n: then.n },
		change: {
			service: change(now.service.satisfied, then.service.satisfied),
			officer: change(now.officer.satisfied, then.officer.satisfied)
		},
		others: used.filter((other) => other.scale !== main),
		step: chosen,
		trend: length(cut) === 0 ? [] : trend(days, main, cut.from, cut.to, chosen),
		services,
		officers,
		branches,
		attention:
			cut.officerId === null
				? [...attention('branch', branches ?? []), ...attention('service', services ?? [])]
				: []
	};
}
