// From when on a comment may be shown, and within which days it may be looked for: by its own day and its branch's
// zone, and where few came for its service that day, by its whole week alone (docs/decisions/023).
import { sql, type SQL } from 'drizzle-orm';
import { addDays, dayOf, weekdayOf, type Day } from '../../shared/day';
import type { Reads } from '../db/open';

/** The days of comments (c) that may be shown, for the branches of a zone: any, and only those in whole weeks. */
export type Release = { branchIds: number[]; from: Day; to: Day; monday: Day; sunday: Day };

/** How many rated the service of a comment (c) in its branch on its day. */
export const CAME = sql.raw(`(SELECT coalesce(sum(came.n), 0) FROM rollup_branch_service came
	WHERE came."branchId" = c."branchId" AND came.grain = 'day' AND came.span = c.day
		AND came."serviceId" = c."serviceId")`);

const FIRST: Day = '0000-01-01';

/** The Monday of a day's week. */
export function mondayOf(day: Day): Day {
	return addDays(day, -((weekdayOf(day) + 6) % 7));
}

/**
 * What may be shown at an instant of the comments within some days (null: any): from `delayDays` days after their own
 * on. The zone with the most branches stands last.
 */
export async function releases(
	db: { read: Reads },
	days: { from: Day; to: Day } | null,
	at: number,
	delayDays: number
): Promise<Release[]> {
	const zones = await db.read.all<{ zone: string; ids: string }>(sql`
		SELECT v.zone AS zone, json_group_array(v."branchId") AS ids FROM branch_versions v
		WHERE v."fromDay" = (SELECT max(l."fromDay") FROM branch_versions l WHERE l."branchId" = v."branchId")
		GROUP BY v.zone ORDER BY count(*), v.zone`);
	return zones.map(({ zone, ids }) => {
		const last = addDays(dayOf(at, zone), -delayDays);
		const to = days && days.to < last ? days.to : last;
		const from = days?.from ?? FIRST;
		return {
			branchIds: JSON.parse(ids) as number[],
			from,
			to,
			monday: days ? mondayOf(addDays(from, 6)) : FIRST,
			sunday: addDays(to, -weekdayOf(to))
		};
	});
}

/** The same as a condition on comment_rows c. */
export function released(zones: readonly Release[], minCell: number): SQL {
	const main = zones.at(-1);
	if (!main) return sql`0`;
	const one = ({ from, to, monday, sunday }: Release) =>
		sql`c.day BETWEEN ${from} AND ${to} AND (c.day BETWEEN ${monday} AND ${sunday} OR ${CAME} >= ${minCell})`;
	if (zones.length === 1) return sql`(${one(main)})`;
	const others = zones
		.slice(0, -1)
		.map(
			(zone) =>
				sql`WHEN c."branchId" IN (SELECT value FROM json_each(${JSON.stringify(zone.branchIds)})) THEN ${one(zone)}`
		);
	return sql`CASE ${sql.join(others, sql` `)} ELSE ${one(main)} END`;
}
