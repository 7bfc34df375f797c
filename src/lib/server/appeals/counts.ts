// How many replies and appeals there are about ratings of a period, for sheets and their seals.
import { sql } from 'drizzle-orm';
import type { AppealState, Ground } from '../../shared/appeal';
import type { Day } from '../../shared/day';
import type { Reads } from '../db/open';

export type Counts = { replies: number; open: number; upheld: number; rejected: number; withdrawn: number };
export type Summary = { id: number; ground: Ground; state: AppealState };

/**
 * For each of these officers how many ratings of theirs, with a day from `from` to `to`, they replied to, and how
 * their appeals about such ratings stand. An officer with none is not in the map.
 */
export async function countsOf(
	db: Reads,
	officerIds: readonly number[],
	from: Day,
	to: Day
): Promise<Map<number, Counts>> {
	const list = sql`(SELECT value FROM json_each(${JSON.stringify(officerIds)}))`;
	const rows = await db.all<{ officerId: number; what: keyof Counts; n: number }>(sql`
		SELECT p."officerId" AS "officerId", 'replies' AS what, count(*) AS n
		FROM replies p CROSS JOIN ratings r
		WHERE p."officerId" IN ${list} AND r.id = p."ratingId" AND r.day BETWEEN ${from} AND ${to} GROUP BY 1
		UNION ALL
		SELECT a."officerId", a.state, count(*) FROM appeals a CROSS JOIN ratings r
		WHERE a."officerId" IN ${list} AND r.id = a."ratingId" AND r.day BETWEEN ${from} AND ${to} GROUP BY 1, 2`);
	const counts = new Map<number, Counts>();
	for (const { officerId, what, n } of rows) {
		const own = counts.get(officerId) ?? { replies: 0, open: 0, upheld: 0, rejected: 0, withdrawn: 0 };
		counts.set(officerId, { ...own, [what]: n });
	}
	return counts;
}

/** The appeals of these officers about ratings of some days, by number. */
export async function ofSubject(
	db: Reads,
	officerIds: readonly number[],
	from: Day,
	to: Day
): Promise<(Summary & { officerId: number })[]> {
	return db.all(sql`
		SELECT a.id AS id, a."officerId" AS "officerId", a.ground AS ground, a.state AS state
		FROM appeals a CROSS JOIN ratings r
		WHERE a."officerId" IN (SELECT value FROM json_each(${JSON.stringify(officerIds)}))
			AND r.id = a."ratingId" AND r.day BETWEEN ${from} AND ${to} ORDER BY a.id`);
}

/** The appeals of one officer about ratings of some days, as a seal names them: without what was written. */
export async function summaries(db: Reads, officerId: number, from: Day, to: Day): Promise<Summary[]> {
	const list = await ofSubject(db, [officerId], from, to);
	return list.map(({ id, ground, state }) => ({ id, ground, state }));
}
