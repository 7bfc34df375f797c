// How ratings stand that do not stand as they were recorded: struck, marked, or with the officer a person has
// settled. Made of marks and entries, disposable, and written by the roller alone, in the transaction of the counts.
import { sql, type SQL } from 'drizzle-orm';
import type { Writes } from '../db/open';

/** Marks and entries behind the roller's watermarks: what lies beyond has not been folded yet and says nothing. */
const MARKS = sql.raw('(SELECT markId FROM rollup_progress WHERE id = 1)');
const ENTRIES = sql.raw('(SELECT entryId FROM rollup_progress WHERE id = 1)');

/**
 * The next marks and entries after those given, up to `size` of each: their last ids, and the positions of the ratings
 * that they are about, each once, ascending.
 */
export async function touched(
	tx: Writes,
	after: { mark: number; entry: number },
	size: number
): Promise<{ mark: number; entry: number; touched: number[] }> {
	const marks = await tx.all<{ id: number; position: number }>(
		sql`SELECT id, position FROM marks WHERE id > ${after.mark} ORDER BY id LIMIT ${size}`
	);
	const entries = await tx.all<{ id: number; position: number }>(
		sql`SELECT e.id AS id, r.position AS position
			FROM (SELECT id, "ratingId" FROM rating_entries WHERE id > ${after.entry} ORDER BY id LIMIT ${size}) e
			CROSS JOIN ratings r WHERE r.id = e."ratingId" ORDER BY e.id`
	);
	return {
		mark: marks.at(-1)?.id ?? after.mark,
		entry: entries.at(-1)?.id ?? after.entry,
		touched: [...new Set([...marks, ...entries].map((row) => row.position))].sort((a, b) => a - b)
	};
}

/** Makes the standings of these ratings anew from what lies behind the watermarks. */
export async function make(tx: Writes, positions: readonly number[]): Promise<void> {
	const list = sql`SELECT value AS position FROM json_each(${JSON.stringify(positions)})`;
	await tx.run(sql`DELETE FROM standings WHERE position IN (${list})`);
	await tx.run(sql`INSERT INTO standings (${COLUMNS}) ${made(list)}`);
}

/** How many standings are missing, too many or other than marks and entries make them. */
export function differing(): SQL {
	const kept = sql`SELECT ${COLUMNS} FROM standings`;
	const every = sql`SELECT position FROM marks WHERE id <= ${MARKS}
		UNION SELECT r.position FROM rating_entries e CROSS JOIN ratings r
			WHERE e.id <= ${ENTRIES} AND r.id = e."ratingId"`;
	return sql`WITH made AS MATERIALIZED (${made(every)})
		SELECT (SELECT count(*) FROM (${kept} EXCEPT SELECT * FROM made))
			+ (SELECT count(*) FROM (SELECT * FROM made EXCEPT ${kept})) AS rows`;
}

const COLUMNS = sql.raw('position, struck, marked, settled, "officerId", "officerGrade"');

// A rating that stands as it was recorded has no row. The grade of a settled officer is the one the customer gave,
// whomever the tablet claimed it for: the customer graded the person they were served by.
function made(positions: SQL): SQL {
	return sql`SELECT ${COLUMNS} FROM (
		SELECT r.position AS position,
			coalesce((SELECT e.act = 'strike_confirmed' FROM rating_entries e
				WHERE e."ratingId" = r.id AND e.id <= ${ENTRIES} AND e.act IN ('strike_confirmed', 'lift_confirmed')
				ORDER BY e.id DESC LIMIT 1), 0) AS struck,
			EXISTS (SELECT 1 FROM marks m WHERE m.position = r.position AND m.id <= ${MARKS}
				AND NOT EXISTS (SELECT 1 FROM rating_entries c WHERE c."ratingId" = r.id AND c.id <= ${ENTRIES}
					AND c.act = 'mark_cleared' AND c.rule = m.rule)) AS marked,
			s.id IS NOT NULL AS settled,
			s."officerId" AS "officerId",
			CASE WHEN s."officerId" IS NOT NULL THEN coalesce(r."claimedOfficerGrade", r."officerGrade") END AS "officerGrade"
		FROM (${positions}) t CROSS JOIN ratings r
		LEFT JOIN rating_entries s ON s.id = (SELECT max(l.id) FROM rating_entries l
			WHERE l."ratingId" = r.id AND l.act = 'officer_settled' AND l.id <= ${ENTRIES})
		WHERE r.position = t.position
	) WHERE struck OR marked OR settled`;
}
