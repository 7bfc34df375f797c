// What stands beside the rollups: in which branches an officer was ever counted, and how far the clocks of each zone
// are before UTC.
import { sql } from 'drizzle-orm';
import type { Reads } from '../db/open';
import { offsets } from '../ratings/zones';
import { TOLD, type Finding } from './finding';

/**
 * Branches of officers that are missing, or where nothing was ever recorded or settled for them. A rating that was
 * struck since leaves its branch behind.
 */
export async function places(db: Reads): Promise<Finding[]> {
	const rows = await db.all<{ officer: number; branch: number; isKept: number }>(
		sql`SELECT "officerId" AS officer, "branchId" AS branch, 0 AS "isKept" FROM (
				SELECT DISTINCT "officerId", "branchId" FROM rollup_desk
				WHERE grain = 'month' AND n > 0 AND "officerId" <> 0
				EXCEPT SELECT "officerId", "branchId" FROM rollup_place)
			UNION ALL
			SELECT p."officerId", p."branchId", 1 FROM rollup_place p
			WHERE NOT EXISTS (SELECT 1 FROM ratings r WHERE r."officerId" = p."officerId" AND r."branchId" = p."branchId")
				AND NOT EXISTS (SELECT 1 FROM rating_entries e CROSS JOIN ratings r
					WHERE e.act = 'officer_settled' AND e."officerId" = p."officerId" AND r.id = e."ratingId"
						AND r."branchId" = p."branchId")
			LIMIT ${TOLD}`
	);
	return rows.map(({ officer, branch, isKept }) => ({
		kind: 'rollup',
		table: 'rollup_place',
		text: `rollup_place: officer ${officer} in branch ${branch} ${isKept ? 'was never counted there' : 'is missing'}`
	}));
}

/** Offsets of a zone's clocks that are not those of the calendar. */
export async function clocks(db: Reads): Promise<Finding[]> {
	const rows = await db.all<{ zone: string; fromDay: string; offsetMs: number }>(
		sql`SELECT zone, "fromDay", "offsetMs" FROM rollup_zones ORDER BY zone, "fromDay"`
	);
	const found = new Map<string, string[]>();
	for (const { zone, fromDay, offsetMs } of rows)
		found.set(zone, [...(found.get(zone) ?? []), `${fromDay} ${offsetMs}`]);
	return [...found].flatMap(([zone, lines]): Finding[] =>
		lines.join() === ought(zone)
			? []
			: [
					{
						kind: 'rollup',
						table: 'rollup_zones',
						text: `rollup_zones: the clocks of ${zone} are not its own`
					}
				]
	);
}

function ought(zone: string): string | null {
	try {
		return offsets(zone)
			.map(([day, offsetMs]) => `${day} ${offsetMs}`)
			.join();
	} catch {
		return null;
	}
}
