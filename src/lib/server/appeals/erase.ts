// Erases what was written in replies and appeals: that there were some, their grounds and outcomes stay, for the figures
// and for sheets that count them.
import { and, eq, inArray, isNotNull, lt, ne, notInArray, sql } from 'drizzle-orm';
import type { Actor } from '../../shared/actor';
import { demand } from '../../shared/can';
import type { Reads, Writes } from '../db/open';
import { appealActs, appeals, replies } from './table';

/** What is old: written before an instant (ms), of officers on whom no hold is. Open appeals are never old. */
export type Old = { before: number; held: readonly number[] };

const oldReplies = ({ before, held }: Old) =>
	and(isNotNull(replies.body), lt(replies.at, before), notInArray(replies.officerId, [...held]));

const oldActs = (db: Reads, { before, held }: Old) =>
	and(
		isNotNull(appealActs.body),
		lt(appealActs.at, before),
		inArray(
			appealActs.appealId,
			db
				.select({ id: appeals.id })
				.from(appeals)
				.where(and(ne(appeals.state, 'open'), notInArray(appeals.officerId, [...held])))
		)
	);

/** How many replies and statements are old. */
export async function countOld(db: Reads, old: Old): Promise<{ replies: number; statements: number }> {
	return {
		replies: await db.$count(replies, oldReplies(old)),
		statements: await db.$count(appealActs, oldActs(db, old))
	};
}

/** Erases what is old and answers how much it was. Refuses not_allowed. The sweep writes the line of the trail. */
export async function eraseOld(tx: Writes, actor: Actor, old: Old, at: number) {
	demand(actor, 'retention.change');
	const counts = await countOld(tx, old);
	await tx.update(replies).set({ body: null, erasedAt: at }).where(oldReplies(old));
	await tx.update(appealActs).set({ body: null, erasedAt: at }).where(oldActs(tx, old));
	return counts;
}

/**
 * Erases all that was written about an officer's ratings, and their name (`personIds`: their accounts) wherever they
 * acted. Answers how much it was. Refuses not_allowed.
 */
export async function eraseOf(
	tx: Writes,
	actor: Actor,
	officerId: number,
	personIds: readonly string[],
	at: number
): Promise<{ replies: number; statements: number }> {
	demand(actor, 'retention.change');
	const written = await tx
		.update(replies)
		.set({ body: null, erasedAt: at })
		.where(and(eq(replies.officerId, officerId), isNotNull(replies.body)))
		.returning({ id: replies.id });
	const theirs = tx.select({ id: appeals.id }).from(appeals).where(eq(appeals.officerId, officerId));
	const said = await tx
		.update(appealActs)
		.set({ body: null, erasedAt: at })
		.where(and(inArray(appealActs.appealId, theirs), isNotNull(appealActs.body)))
		.returning({ id: appealActs.id });
	await tx
		.update(appealActs)
		.set({ actorName: '' })
		.where(and(inArray(appealActs.actorId, [...personIds]), ne(appealActs.actorName, sql`''`)));
	return { replies: written.length, statements: said.length };
}

/** Whether an appeal of this officer waits for its decision. */
export async function isOpen(db: Reads, officerId: number): Promise<boolean> {
	return (await db.$count(appeals, and(eq(appeals.officerId, officerId), eq(appeals.state, 'open')))) > 0;
}
