// Erases what a customer wrote: personal data must go when it is asked for. The ledger holds only a salted digest of
// it, so that its chain still verifies; salt and words go together, or the digest could be guessed against.
import { and, eq, isNull, sql } from 'drizzle-orm';
import type { Actor } from '../../shared/actor';
import { demand } from '../../shared/can';
import { Problem } from '../../shared/problem';
import * as audit from '../audit/note';
import type { Writes } from '../db/open';
import * as entries from './entries';
import { reasonOf } from './subject';
import { comments, refusedRatings } from './table';
import * as texts from './texts';

/**
 * Erases a rating's comment, and copies of it that lie in the drawer of refused ratings under the same id. Does
 * nothing where it is erased already. Refuses: not_allowed; bad_shape (reason); not_found where there is no comment.
 */
export async function eraseComment(
	tx: Writes,
	actor: Actor,
	{ ratingId, reason }: { ratingId: string; reason: string },
	at: number
): Promise<void> {
	demand(actor, 'comments.erase');
	const why = reasonOf(reason);
	const [comment] = await tx.select().from(comments).where(eq(comments.ratingId, ratingId));
	if (!comment) throw new Problem('not_found', { rating: ratingId });
	if (comment.erasedAt !== null) return;
	const copies = await tx
		.update(refusedRatings)
		.set({ comment: null, salt: null, erasedAt: at })
		.where(
			and(
				isNull(refusedRatings.erasedAt),
				eq(refusedRatings.comment, comment.body ?? ''),
				eq(idInBody(), ratingId)
			)
		)
		.returning({ id: refusedRatings.id });
	await eraseRecorded(tx, actor, ratingId, why, at);
	await audit.note(tx, actor, at, 'ratings.eraseComment', `rating:${ratingId}`, {
		refused: copies.map((row) => row.id)
	});
}

/**
 * Erases the comment of a refused rating, and that of the ledger's rating where it was taken in. Does nothing where
 * it is erased already. Refuses: not_allowed; bad_shape (reason); not_found where there is no comment.
 */
export async function eraseRefused(
	tx: Writes,
	actor: Actor,
	{ refusedId, reason }: { refusedId: number; reason: string },
	at: number
): Promise<void> {
	demand(actor, 'comments.erase');
	const why = reasonOf(reason);
	const [refused] = await tx
		.select({
			comment: refusedRatings.comment,
			erasedAt: refusedRatings.erasedAt,
			ratingId: idInBody()
		})
		.from(refusedRatings)
		.where(eq(refusedRatings.id, refusedId));
	if (!refused || (refused.comment === null && refused.erasedAt === null))
		throw new Problem('not_found', { refused: refusedId });
	if (refused.erasedAt !== null) return;
	await tx
		.update(refusedRatings)
		.set({ comment: null, salt: null, erasedAt: at })
		.where(eq(refusedRatings.id, refusedId));
	const [same] = await tx
		.select({ ratingId: comments.ratingId })
		.from(comments)
		.where(and(eq(comments.ratingId, refused.ratingId ?? ''), eq(comments.body, refused.comment ?? '')));
	if (same) await eraseRecorded(tx, actor, same.ratingId, why, at);
	await audit.note(tx, actor, at, 'ratings.eraseRefused', `refused:${refusedId}`, {
		reason: why,
		rating: same?.ratingId ?? null
	});
}

/**
 * Leaves the place of a comment empty, for a rating that came into the ledger after its comment had been erased from
 * the drawer. Refuses not_allowed.
 */
export async function leaveErased(
	tx: Writes,
	actor: Actor,
	{ ratingId, reason }: { ratingId: string; reason: string },
	at: number
): Promise<void> {
	demand(actor, 'comments.erase');
	await tx.insert(comments).values({ ratingId, body: null, salt: null, erasedAt: at });
	await entries.add(tx, actor, { act: 'comment_erased', ratingId, reason }, at);
}

/**
 * Erases comments of many ratings, and comments in the drawer, at once: an entry for each rating, one line in the trail.
 * What is erased already is left. Answers how many it was. Refuses: not_allowed; bad_shape (reason).
 */
export async function eraseMany(
	tx: Writes,
	actor: Actor,
	{ ratingIds, refusedIds, reason }: { ratingIds: string[]; refusedIds: number[]; reason: string },
	at: number
): Promise<{ comments: number; refused: number }> {
	demand(actor, 'comments.erase');
	const why = reasonOf(reason);
	const asked = sql`(SELECT value FROM json_each(${JSON.stringify(ratingIds)}))`;
	const gone = { body: null, salt: null, erasedAt: at };
	const recorded = await tx
		.update(comments)
		.set(gone)
		.where(and(isNull(comments.erasedAt), sql`${comments.ratingId} IN ${asked}`))
		.returning({ ratingId: comments.ratingId });
	await texts.forgetMany(
		tx,
		recorded.map(({ ratingId }) => ratingId)
	);
	for (const { ratingId } of recorded)
		await entries.add(tx, actor, { act: 'comment_erased', ratingId, reason: why }, at);
	const copies = await tx
		.update(refusedRatings)
		.set({ comment: null, salt: null, erasedAt: at })
		.where(
			and(
				isNull(refusedRatings.erasedAt),
				sql`${refusedRatings.id} IN (SELECT value FROM json_each(${JSON.stringify(refusedIds)}))`
			)
		)
		.returning({ id: refusedRatings.id });
	const counts = { comments: recorded.length, refused: copies.length };
	await audit.note(tx, actor, at, 'ratings.eraseMany', 'ratings:comments', { ...counts, reason: why });
	return counts;
}

async function eraseRecorded(
	tx: Writes,
	actor: Actor,
	ratingId: string,
	reason: string,
	at: number
): Promise<void> {
	await tx
		.update(comments)
		.set({ body: null, salt: null, erasedAt: at })
		.where(eq(comments.ratingId, ratingId));
	await texts.forget(tx, ratingId);
	await entries.add(tx, actor, { act: 'comment_erased', ratingId, reason }, at);
}

/** The id that a refused rating came with, whatever came. */
function idInBody() {
	return sql<
		string | null
	>`CASE WHEN json_valid(${refusedRatings.body}) THEN ${refusedRatings.body} ->> '$.id' END`;
}
