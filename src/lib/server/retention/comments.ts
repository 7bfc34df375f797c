// Whether a comment may be erased by hand: not while it is about an officer whose data is on hold.
import { sql } from 'drizzle-orm';
import type { Actor } from '../../shared/actor';
import { demand } from '../../shared/can';
import { Problem } from '../../shared/problem';
import type { Reads } from '../db/open';

/**
 * Refuses officer_held for a comment about an officer on hold: who served, was said to have, or was settled since; and
 * not_allowed first, because that there is a hold is nothing for who may not erase.
 */
export async function checkComment(db: Reads, actor: Actor, ratingId: string): Promise<void> {
	demand(actor, 'comments.erase');
	const rows = await db.all(
		sql`SELECT h.id FROM ratings r JOIN legal_holds h ON h."liftedAt" IS NULL
				AND (h."officerId" = r."officerId" OR h."officerId" = r."claimedOfficerId"
					OR h."officerId" = (SELECT e."officerId" FROM rating_entries e
						WHERE e."ratingId" = r.id AND e.act = 'officer_settled' ORDER BY e.id DESC LIMIT 1))
			WHERE r.id = ${ratingId} LIMIT 1`
	);
	if (rows.length > 0) throw new Problem('officer_held', { rating: ratingId });
}

/** The same of a refused rating's comment: by the officer that its tablet named, and the rating it became. */
export async function checkRefused(db: Reads, actor: Actor, refusedId: number): Promise<void> {
	demand(actor, 'comments.erase');
	const rows = await db.all<{ ratingId: string | null; held: number }>(
		sql`SELECT f.body ->> '$.id' AS "ratingId", EXISTS (SELECT 1 FROM legal_holds h
				WHERE h."liftedAt" IS NULL AND h."officerId" = f.body ->> '$.officerId') AS held
			FROM refused_ratings f WHERE f.id = ${refusedId} AND json_valid(f.body)`
	);
	for (const { ratingId, held } of rows) {
		if (held) throw new Problem('officer_held', { refused: refusedId });
		if (ratingId !== null) await checkComment(db, actor, ratingId);
	}
}
