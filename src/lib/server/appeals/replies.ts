// What an officer answers to a rating: once, for whoever reads the rating later. The rating counts as before.
import { and, desc, eq, inArray } from 'drizzle-orm';
import type { Person } from '../../shared/actor';
import { demand } from '../../shared/can';
import { Problem } from '../../shared/problem';
import * as audit from '../audit/note';
import type { Reads, Writes } from '../db/open';
import { answerable, written } from './answerable';
import { replies } from './table';

export type Reply = { ratingId: string; at: number; body: string | null };

/**
 * Replies to one of one's own ratings, and answers the reply's number. Refuses: not_allowed; bad_shape (body);
 * not_found for a rating that is not theirs or not shown yet; appeal_too_late; replied_already.
 */
export async function reply(
	tx: Writes,
	person: Person,
	said: { ratingId: string; body: string },
	at: number
): Promise<number> {
	demand(person, 'own.answer');
	const body = written(said.body, 'body');
	const { id: ratingId } = await answerable(tx, person, said.ratingId, at);
	const officerId = person.officerId!;
	const [before] = await tx
		.select({ id: replies.id })
		.from(replies)
		.where(and(eq(replies.ratingId, ratingId), eq(replies.officerId, officerId)));
	if (before) throw new Problem('replied_already', { rating: ratingId });
	const [last] = await tx.select({ id: replies.id }).from(replies).orderBy(desc(replies.id)).limit(1);
	const id = (last?.id ?? 0) + 1;
	await tx.insert(replies).values({ id, ratingId, officerId, at, body });
	await audit.note(tx, person, at, 'appeals.reply', `reply:${id}`, { officerId, rating: ratingId });
	return id;
}

/** What an officer replied, by rating. */
export async function of(
	db: Reads,
	officerId: number,
	ratingIds: readonly string[]
): Promise<Map<string, Reply>> {
	const rows = await db
		.select({ ratingId: replies.ratingId, at: replies.at, body: replies.body })
		.from(replies)
		.where(and(eq(replies.officerId, officerId), inArray(replies.ratingId, [...ratingIds])));
	return new Map(rows.map((row) => [row.ratingId, row]));
}
