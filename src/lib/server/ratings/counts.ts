// What stands beside every figure: how many ratings of the same cut are marked, struck, or came late.
import { sql, type SQL } from 'drizzle-orm';
import { addDays, daysBetween, instantOf, type Day } from '../../shared/day';
import type { Counts } from '../../shared/figures';
import type { Db, Reads } from '../db/open';
import * as rollup from './rollup';

/** Which ratings: whole days, both ends included, and branches inside the reader's scope. Officer 0: nobody. */
export type Cut = {
	from: Day;
	to: Day;
	branches: 'all' | readonly number[];
	serviceId: number | null;
	counterId: number | null;
	officerId: number | null;
};

/** The counts of a cut, after catching up. Late is only what came ten minutes or more after the tap. */
export async function counts(db: Db, cut: Cut): Promise<Counts> {
	await rollup.catchUp(db);
	return read(await db.read.all(statement(cut, await endings(db.read, cut))));
}

/** When each day of a cut ends: for runs of days of each zone in use, how far its clocks are before UTC at their end. */
export type Ending = [zone: string, from: Day, to: Day, offsetMs: number];

export async function endings(db: Reads, { from, to }: Pick<Cut, 'from' | 'to'>): Promise<Ending[]> {
	const zones = await db.all<{ zone: string }>(sql`SELECT DISTINCT zone FROM branch_versions`);
	const runs: Ending[] = [];
	for (const { zone } of zones)
		for (const day of daysBetween(from, to)) {
			const offset = offsetAfter(day, zone);
			const last = runs.at(-1);
			if (last && last[0] === zone && last[3] === offset) last[2] = day;
			else runs.push([zone, day, day, offset]);
		}
	return runs;
}

/** What was asked before: a year of days takes some milliseconds to work out, and every overview asks for it. */
const offsets = new Map<string, number>();
const MOST_OFFSETS = 20_000;

function offsetAfter(day: Day, zone: string): number {
	const key = `${day} ${zone}`;
	const known = offsets.get(key);
	if (known !== undefined) return known;
	const next = addDays(day, 1);
	const offset = Date.parse(next) - instantOf(next, zone);
	if (offsets.size >= MOST_OFFSETS) offsets.clear();
	offsets.set(key, offset);
	return offset;
}

/** The same as one statement that answers one row, for asking it in the snapshot of other figures. */
export function statement(cut: Cut, ends: readonly Ending[]): SQL {
	const standing = sql`SELECT 1 FROM standings s CROSS JOIN ratings r WHERE r.position = s.position`;
	const officer = sql`CASE WHEN s.settled = 1 THEN s."officerId" ELSE r."officerId" END`;
	// Officers and counters are folded by whole weeks and months only; theirs are found among the few that are marked.
	const folded = cut.officerId === null && cut.counterId === null;
	const among = (which: SQL) =>
		sql`SELECT count(*) FROM (${standing} AND ${which} AND ${inCut(cut, officer)})`;
	return sql`SELECT (${folded ? inFolded(cut, sql`c.grain = 'day' AND c.marked = 1`) : among(sql`s.marked = 1 AND s.struck = 0`)}) AS marked,
		(${among(sql`s.struck = 1`)}) AS struck,
		(${folded ? inFolded(cut, sql`c.grain = 'late'`, 'branch_service') : late(cut, ends)}) AS late`;
}

/**
 * Of one officer or counter, among the ratings of the days on which any came late. The second condition is that of the
 * index ratings_late, word for word.
 */
function late(cut: Cut, ends: readonly Ending[]): SQL {
	return sql`WITH ended("branchId", first, last, offset) AS MATERIALIZED (
			SELECT b."branchId", o.value ->> 1, o.value ->> 2, o.value ->> 3
			FROM branch_versions b CROSS JOIN json_each(${JSON.stringify(ends)}) o
			WHERE b."untilDay" IS NULL AND o.value ->> 0 = b.zone),
		late(day) AS MATERIALIZED (
			SELECT DISTINCT c.span FROM branches b CROSS JOIN rollup_branch_service c
			WHERE c."branchId" = b.id AND c.grain = 'late' AND c.span BETWEEN ${cut.from} AND ${cut.to}
				${cut.branches === 'all' ? sql`` : sql`AND b.id IN (${ids(cut.branches)})`})
		SELECT count(*) FROM late CROSS JOIN counted_ratings r CROSS JOIN ended e
		WHERE r.day = late.day AND r."receivedAt" - r."tappedAt" - r."skewMs" >= 600000
			AND ${inCut(cut, sql`r."officerId"`)}
			AND e."branchId" = r."branchId" AND r.day BETWEEN e.first AND e.last
			AND r."receivedAt" >= (unixepoch(r.day) + 86400) * 1000 - e.offset`;
}

export function read([row]: readonly Record<string, unknown>[]): Counts {
	return { marked: Number(row?.marked ?? 0), struck: Number(row?.struck ?? 0), late: Number(row?.late ?? 0) };
}

/** From the smallest rollup that has the cut, or from the one that is named. */
function inFolded({ from, to, branches, serviceId }: Cut, which: SQL, named?: string): SQL {
	const parts = [...(branches !== 'all' ? ['branch'] : []), ...(serviceId !== null ? ['service'] : [])];
	const table = named ?? (parts.join('_') || 'all');
	// CROSS JOIN keeps the order in which each branch is a run of its primary key.
	const isByBranch = table.startsWith('branch');
	return sql`SELECT coalesce(sum(n), 0) FROM ${isByBranch ? sql`branches b CROSS JOIN` : sql``} ${sql.identifier(`rollup_${table}`)} c
		WHERE ${which} AND c.span BETWEEN ${from} AND ${to}
			${isByBranch ? sql`AND c."branchId" = b.id` : sql``}
			${branches === 'all' ? sql`` : sql`AND b.id IN (${ids(branches)})`}
			${serviceId === null ? sql`` : sql`AND c."serviceId" = ${serviceId}`}`;
}

function inCut({ from, to, branches, serviceId, counterId, officerId }: Cut, officer: SQL): SQL {
	return sql`r.day BETWEEN ${from} AND ${to}
		${branches === 'all' ? sql`` : sql`AND r."branchId" IN (${ids(branches)})`}
		${serviceId === null ? sql`` : sql`AND r."serviceId" = ${serviceId}`}
		${counterId === null ? sql`` : sql`AND r."counterId" = ${counterId}`}
		${officerId === null ? sql`` : sql`AND ${officer} IS nullif(${officerId}, 0)`}`;
}

function ids(branches: Cut['branches']): SQL {
	return branches === 'all'
		? sql`SELECT id FROM branches`
		: sql`SELECT value FROM json_each(${JSON.stringify(branches)})`;
}
