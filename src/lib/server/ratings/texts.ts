// Makes comments findable: which branch, service and day each is of (comment_rows) and its words, folded
// (comment_words, under the same number). Both are disposable and follow `comments` by a watermark like the rollups'.
// What is erased goes from both in the transaction that erases it.
import { sql } from 'drizzle-orm';
import { indexed } from '../../shared/folding';
import type { Db, Reads, Writes } from '../db/open';

/** How many comments one transaction folds: about 40 ms, so that intake has room between. */
export const CHUNK = 1_000;

type At = { folded: number; last: number };

async function reached(db: Reads): Promise<At> {
	const [row] = await db.all<{ folded: number | null; last: number }>(
		sql`SELECT (SELECT "commentId" FROM rollup_progress WHERE id = 1) AS folded,
			(SELECT coalesce(max(rowid), 0) FROM comments) AS last`
	);
	if (!row || row.folded === null) throw new Error('rollup_progress has lost its row');
	return { folded: row.folded, last: row.last };
}

/**
 * Folds the comments that cannot be found yet. Cheap when there are none; safe to call at any time and from several
 * places at once. `progress` hears (folded, last) after every chunk.
 */
export async function catchUp(
	db: Db,
	progress?: (folded: number, last: number) => void,
	size = CHUNK
): Promise<void> {
	let at = await reached(db.read);
	while (at.folded < at.last) {
		at = await db.write((tx) => foldChunk(tx, size));
		progress?.(at.folded, at.last);
		// A turn of the event loop for everybody else: the database's calls are synchronous underneath.
		await new Promise((resolve) => setImmediate(resolve));
	}
}

/** Empties both and folds every comment again. */
export async function rebuild(db: Db, progress?: (folded: number, last: number) => void): Promise<void> {
	await db.write(async (tx) => {
		await tx.run(sql`DELETE FROM comment_rows`);
		await tx.run(sql`INSERT INTO comment_words(comment_words) VALUES ('delete-all')`);
		await tx.run(sql`UPDATE rollup_progress SET "commentId" = 0 WHERE id = 1`);
	});
	await catchUp(db, progress);
}

/**
 * Takes a rating's comment out of both, where it has been folded. A word that is only deleted lies on in the index's
 * pages (FTS5's secure-delete does nothing for an index that keeps no content), so the index is written anew: half a
 * second for 350,000 comments.
 */
export async function forget(tx: Writes, ratingId: string): Promise<void> {
	const [row] = await tx.all<{ id: number }>(
		sql`SELECT r.id AS id FROM comments c CROSS JOIN comment_rows r
			WHERE c."ratingId" = ${ratingId} AND r.id = c.rowid`
	);
	if (!row) return;
	await tx.run(sql`DELETE FROM comment_rows WHERE id = ${row.id}`);
	await tx.run(sql`DELETE FROM comment_words WHERE rowid = ${row.id}`);
	await tx.run(sql`INSERT INTO comment_words(comment_words) VALUES ('optimize')`);
}

/** The same of many at once: the index is written anew once. */
export async function forgetMany(tx: Writes, ratingIds: readonly string[]): Promise<void> {
	const rows = await tx.all<{ id: number }>(
		sql`SELECT r.id AS id FROM json_each(${JSON.stringify(ratingIds)}) asked CROSS JOIN comments c
			CROSS JOIN comment_rows r WHERE c."ratingId" = asked.value AND r.id = c.rowid`
	);
	if (rows.length === 0) return;
	const ids = sql`(SELECT value FROM json_each(${JSON.stringify(rows.map(({ id }) => id))}))`;
	await tx.run(sql`DELETE FROM comment_rows WHERE id IN ${ids}`);
	await tx.run(sql`DELETE FROM comment_words WHERE rowid IN ${ids}`);
	await tx.run(sql`INSERT INTO comment_words(comment_words) VALUES ('optimize')`);
}

type Row = Record<'id' | 'position' | 'branchId' | 'serviceId' | 'scale' | 'grade', number> &
	Record<'body' | 'day' | 'language', string>;

async function foldChunk(tx: Writes, size: number): Promise<At> {
	const { folded, last } = await reached(tx);
	const to = Math.min(last, folded + size);
	// An erased comment has no words and is nowhere to be found.
	const rows = await tx.all<Row>(
		sql`SELECT c.rowid AS id, c.body AS body, r.position AS position, r."branchId" AS "branchId",
				r."serviceId" AS "serviceId", r.day AS day, r.language AS language, r.scale AS scale,
				r."serviceGrade" AS grade
			FROM comments c CROSS JOIN ratings r
			WHERE c.rowid > ${folded} AND c.rowid <= ${to} AND c.body IS NOT NULL AND r.id = c."ratingId"`
	);
	const facts = rows.map(({ body: _, ...row }) => row);
	await tx.run(
		sql`INSERT INTO comment_rows (${COLUMNS})
			SELECT ${VALUES} FROM json_each(${JSON.stringify(facts)})`
	);
	const words = rows.map(({ id, body, branchId }) => [id, indexed(body, branchId)]);
	await tx.run(
		sql`INSERT INTO comment_words (rowid, words)
			SELECT value ->> 0, value ->> 1 FROM json_each(${JSON.stringify(words)})`
	);
	await tx.run(sql`UPDATE rollup_progress SET "commentId" = ${to} WHERE id = 1`);
	return { folded: to, last };
}

const NAMES = ['id', 'position', 'branchId', 'serviceId', 'day', 'language', 'scale', 'grade'];
const COLUMNS = sql.raw(NAMES.map((name) => `"${name}"`).join(', '));
const VALUES = sql.raw(NAMES.map((name) => `value ->> '$.${name}'`).join(', '));
