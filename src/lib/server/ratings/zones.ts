// How far the clocks of each zone in use are before UTC, day by day, as rows that SQL can look up: SQLite knows no
// time zones, and the hour of a rating is that of its branch.
import { sql } from 'drizzle-orm';
import { addDays, instantOf, type Day } from '../../shared/day';
import type { Reads, Writes } from '../db/open';

/** Between these days; before and after them the first and the last offset hold. */
const [FIRST, LAST]: [Day, Day] = ['2015-01-01', '2045-01-01'];

/** Zones whose clocks never change, and how far they are before UTC, in milliseconds: for these nothing is looked up. */
export type Clocks = readonly { zone: string; offsetMs: number }[];

/** Writes down the offsets of those zones of branches that are not written down yet; answers those that never change. */
export async function ensure(tx: Writes): Promise<Clocks> {
	const zones = await known(tx);
	const missing = zones.filter(({ count }) => count === 0);
	for (const { zone } of missing)
		await tx.run(
			sql`INSERT INTO rollup_zones (zone, "fromDay", "offsetMs")
				SELECT ${zone}, value ->> 0, value ->> 1 FROM json_each(${JSON.stringify(offsets(zone))})`
		);
	return steady(missing.length > 0 ? await known(tx) : zones);
}

/** The zones of branches, as they are written down, whose clocks never change. */
export async function clocks(db: Reads): Promise<Clocks> {
	return steady(await known(db));
}

type Known = { zone: string; count: number; offsetMs: number | null };

function known(db: Reads): Promise<Known[]> {
	return db.all<Known>(
		sql`SELECT v.zone AS zone, count(z.zone) AS count, max(z."offsetMs") AS "offsetMs"
			FROM (SELECT DISTINCT zone FROM branch_versions) v LEFT JOIN rollup_zones z ON z.zone = v.zone GROUP BY v.zone`
	);
}

function steady(zones: readonly Known[]): Clocks {
	return zones.flatMap(({ zone, count, offsetMs }) =>
		count === 1 && offsetMs !== null ? [{ zone, offsetMs }] : []
	);
}

const OFFSET = `(SELECT z.offsetMs FROM rollup_zones z WHERE z.zone = r.zone AND z.fromDay <= r.day
	ORDER BY z.fromDay DESC LIMIT 1)`;

/** How far the clocks of a rating `r` were before UTC at the end of its day, as SQL, in milliseconds. */
export function offset(clocks: Clocks): string {
	const cases = clocks.map(({ zone, offsetMs }) => `WHEN '${zone.replaceAll("'", "''")}' THEN ${offsetMs}`);
	const found = `coalesce(${OFFSET}, 0)`;
	return cases.length > 0 ? `CASE r.zone ${cases.join(' ')} ELSE ${found} END` : found;
}

/** The first day of each offset of a zone, and the offset in milliseconds at that day's end. */
export function offsets(zone: string): [from: Day, offsetMs: number][] {
	const found: [Day, number][] = [['0000-01-01', offsetAfter(FIRST, zone)]];
	for (let from = FIRST; from < LAST;) {
		const to = addDays(from, 28);
		// Clocks that went to and fro within four weeks would not be seen; none do, but for a Ramadan here and there.
		if (offsetAfter(to, zone) !== offsetAfter(from, zone)) {
			let [before, after] = [from, to];
			while (addDays(before, 1) < after) {
				const middle = addDays(before, Math.floor((Date.parse(after) - Date.parse(before)) / 172_800_000));
				if (offsetAfter(middle, zone) === offsetAfter(from, zone)) before = middle;
				else after = middle;
			}
			found.push([after, offsetAfter(after, zone)]);
		}
		from = to;
	}
	return found;
}

function offsetAfter(day: Day, zone: string): number {
	const next = addDays(day, 1);
	return Date.parse(next) - instantOf(next, zone);
}
