// A moment of the ledger: what a sheet counts, and what came after it.
import { sql } from 'drizzle-orm';
import type { Moment } from '../../shared/appraisal';
import type { Reads } from '../db/open';

/**
 * How far the ledger has come: the last rating that the plausibility rules have looked at, and the last entry and mark.
 * Ratings behind `position` have all marks that they had then; whoever wants the newest lets the rules look first
 * (ratings/upkeep.ts).
 */
export async function moment(db: Reads): Promise<Moment> {
	const [row] = await db.all<Moment>(
		sql`SELECT (SELECT "lookedPosition" FROM rollup_progress WHERE id = 1) AS position,
			(SELECT coalesce(max(id), 0) FROM rating_entries) AS "entryId",
			(SELECT coalesce(max(id), 0) FROM marks) AS "markId"`
	);
	if (!row) throw new Error('the ledger cannot be asked');
	return { position: row.position, entryId: row.entryId, markId: row.markId };
}
