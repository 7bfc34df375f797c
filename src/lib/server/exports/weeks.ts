// The whole weeks that raw ratings are told by, and which branches are left out of each.
import { sql } from 'drizzle-orm';
import { addDays, weekdayOf, type Day } from '../../shared/day';
import type { Scope } from '../auth/scope';
import type { Reads } from '../db/open';
import type { Pace } from './pace';
import { leftOut, type Node } from './withhold';

export type Week = {
	monday: Day;
	sunday: Day;
	/** By scale, the branches whose ratings are left out. */
	out: ReadonlyMap<number, ReadonlySet<number>>;
	/** Of a choice of branches and on all scales: how many ratings there are, and how many of them are left out. */
	all: number;
	left: number;
};

/** The Mondays of the whole weeks that lie within some days and are over on a day. */
export function mondays(days: { from: Day; to: Day }, today: Day): Day[] {
	const first = addDays(days.from, (8 - weekdayOf(days.from)) % 7);
	const found: Day[] = [];
	for (let monday = first; addDays(monday, 6) <= days.to && addDays(monday, 6) < today;)
		monday = addDays(found[found.push(monday) - 1] ?? monday, 7);
	return found;
}

/**
 * What is left out of each week: decided among all branches of the reader's scope, so that it does not depend on which
 * of them are chosen; `chosen` only says of which the left out ones are counted.
 */
export async function plan(
	db: Reads,
	pace: Pace,
	wish: {
		mondays: readonly Day[];
		scope: Scope;
		chosen: Scope;
		tree: readonly Node[];
		minCell: number;
	}
): Promise<Week[]> {
	const weeks: Week[] = [];
	for (const monday of wish.mondays) {
		const sunday = addDays(monday, 6);
		const rows = await pace.piece(() => counts(db, wish.scope, monday, sunday));
		const out = new Map<number, ReadonlySet<number>>();
		for (const scale of new Set(rows.map((row) => row.scale))) {
			const ns = new Map(rows.filter((row) => row.scale === scale).map((row) => [row.branchId, row.n]));
			out.set(scale, leftOut(ns, wish.tree, wish.minCell));
		}
		const isChosen = (id: number) => wish.chosen === 'all' || wish.chosen.includes(id);
		const chosen = rows.filter(({ branchId }) => isChosen(branchId));
		const sum = (of: typeof rows) => of.reduce((all, { n }) => all + n, 0);
		const left = chosen.filter(({ branchId, scale }) => out.get(scale)?.has(branchId));
		weeks.push({ monday, sunday, out, all: sum(chosen), left: sum(left) });
	}
	return weeks;
}

function counts(db: Reads, scope: Scope, from: Day, to: Day) {
	const branches =
		scope === 'all'
			? sql`SELECT id FROM branches`
			: sql`SELECT value FROM json_each(${JSON.stringify(scope)})`;
	return db.all<{ branchId: number; scale: number; n: number }>(sql`
		SELECT "branchId" AS "branchId", scale, sum(n) AS n FROM rollup_branch
		WHERE "branchId" IN (${branches}) AND grain = 'day' AND span BETWEEN ${from} AND ${to}
		GROUP BY "branchId", scale`);
}
