// The first screen: everything it shows, read in one snapshot for one cut of the ratings.
import { sql } from 'drizzle-orm';
import type { DeskSpan, Overview, Period, Split, Step } from '../../shared/figures';
import type { Scale } from '../../shared/rating';
import type { Db } from '../db/open';
import * as counts from '../ratings/counts';
import * as upkeep from '../ratings/upkeep';
import { before, beforeDesk, length } from './period';
import { ask, type Question } from './question';
import { attention, change, groups, scales, summary } from './summary';
import { isDesk, tallies, type Cut, type Tally } from './tally';
import { suits, trend } from './trend';

export type Wish = {
	period: Period;
	desk: DeskSpan | null;
	cut: Cut;
	scale: Scale | null;
	step: Step | null;
};

/**
 * The overview of a cut, caught up with the ledger. Officers are split by the whole weeks or months of `desk`; where
 * there are none, they are left out.
 */
export async function overview(db: Db, wish: Wish): Promise<Overview> {
	await upkeep.catchUp(db);
	const { cut, period, desk } = wish;
	const chosen = isDesk(cut, 'nothing');
	const then = { ...cut, ...(chosen && desk ? beforeDesk(desk) : before(period)) };
	const ends = await counts.endings(db.read, cut);
	const split = (by: Split) => {
		if (!isSplit(cut, by)) return NOTHING;
		if (!isDesk(cut, by)) return tallies(cut, by);
		return desk ? tallies({ ...cut, from: desk.from, to: desk.to }, by) : NOTHING;
	};
	const [beside, days, earlier, services, officers, branches] = await ask(
		db,
		{ statement: counts.statement(cut, ends), read: counts.read },
		tallies(cut, chosen ? 'span' : 'day'),
		tallies(then, 'nothing'),
		split('service'),
		split('officer'),
		split('branch')
	);
	return { ...figures(wish, days, earlier, { services, officers, branches }), counts: beside };
}

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
): Omit<Overview, 'counts'> {
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
