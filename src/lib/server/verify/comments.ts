// What customers wrote, against the salted digests in the ledger. An erased comment leaves nothing to compare, but
// somebody has said that it was erased.
import { sql } from 'drizzle-orm';
import type { Reads } from '../db/open';
import { commentDigest } from '../ratings/seal';

export type Wrong = { position: number; what: 'missing' | 'altered' | 'emptied' };

type Found = {
	id: string;
	body: string | null;
	salt: string | null;
	erasedAt: number | null;
	isSaid: number;
};

/** Which of these ratings (id, digest, position) have a comment that is not the one that was written. */
export async function compare(
	db: Reads,
	commented: readonly (readonly [id: string, digest: string, position: number])[]
): Promise<Wrong[]> {
	const rows = await db.all<Found>(
		sql`SELECT c."ratingId" AS id, c.body, c.salt, c."erasedAt",
			c."erasedAt" IS NOT NULL AND EXISTS (SELECT 1 FROM rating_entries e
				WHERE e."ratingId" = c."ratingId" AND e.act = 'comment_erased') AS "isSaid"
			FROM json_each(${JSON.stringify(commented.map(([id]) => id))}) AS asked
			CROSS JOIN comments c WHERE c."ratingId" = asked.value`
	);
	const found = new Map(rows.map((row) => [row.id, row]));
	const wrong: Wrong[] = [];
	for (const [id, digest, position] of commented) {
		const comment = found.get(id);
		if (!comment) wrong.push({ position, what: 'missing' });
		else if (comment.body === null || comment.salt === null) {
			if (!comment.isSaid) wrong.push({ position, what: 'emptied' });
		} else if (comment.erasedAt !== null || commentDigest(comment.salt, comment.body) !== digest)
			wrong.push({ position, what: 'altered' });
	}
	return wrong;
}

/** Comments of ratings that are not there, or that came without one: put in by somebody. Answers their rating ids. */
export async function strangers(db: Reads, upTo: number): Promise<string[]> {
	const rows = await db.all<{ id: string }>(
		sql`SELECT c."ratingId" AS id FROM comments c LEFT JOIN ratings r ON r.id = c."ratingId"
			WHERE r.id IS NULL OR (r.form = 2 AND r."commentDigest" IS NULL AND r.position <= ${upTo}) LIMIT 100`
	);
	return rows.map((row) => row.id);
}
