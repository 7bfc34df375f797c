// How far the clocks of each zone in use are before UTC, day by day, as rows that SQL can look up: SQLite knows no
// time zones, and the hour of a rating is that of its branch.
import { sql } from 'drizzle-orm';
import { addDays, instantOf, type Day } from '../../shared/day';
import type { Writes } from '../db/open';

/** Between these days; before and after them the first and the last offset hold. */
const [FIRST, LAST]: [Day, Day] = ['2015-01-01', '2045-01-01'];

/** Writes down the offsets of those zones of branches that are not written down yet. */
export async function ensure(tx: Writes): Promise<void> {
	const zones = await tx.all<{ zone: string }>(
		sql`SELECT DISTINCT zone FROM branch_versions WHERE zone NOT IN (SELECT zone FROM rollup_zones)`
	);
	for (const { zone } of zones)
		await tx.run(
			sql`INSERT INTO rollup_zones (zone, "fromDay", "offsetMs")
				SELECT ${zone}, value ->> 0, value ->> 1 FROM json_each(${JSON.stringify(offsets(zone))})`
		);
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
