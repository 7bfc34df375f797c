// Erases what sheets say of a person: reasons that people wrote, then with the person the sheets themselves. Hashes of
// contents and seals stay, so that a paper that somebody kept can still be checked against them.
import { and, eq, inArray, isNotNull, isNull, lt, ne, notInArray, or, sql } from 'drizzle-orm';
import type { Actor } from '../../shared/actor';
import { demand } from '../../shared/can';
import type { Reads, Writes } from '../db/open';
import { periods, seals, sheetActs, sheets } from './table';

/** What is old: written before an instant (ms), of officers on whom no hold is. Of a sheet under way nothing is old. */
export type Old = { before: number; held: readonly number[] };

/** Sheets that nothing more happens to unless somebody reopens them. */
const isOver = (db: Reads) =>
	or(
		inArray(sheets.state, ['signed', 'excused']),
		inArray(sheets.periodId, db.select({ id: periods.id }).from(periods).where(isNotNull(periods.closedAt)))
	);

const oldReasons = (db: Reads, { before, held }: Old) =>
	and(
		isNotNull(sheetActs.reason),
		lt(sheetActs.at, before),
		inArray(
			sheetActs.sheetId,
			db
				.select({ id: sheets.id })
				.from(sheets)
				.where(and(isOver(db), or(isNull(sheets.officerId), notInArray(sheets.officerId, [...held]))))
		)
	);

/** How many reasons are old. */
export async function countOld(db: Reads, old: Old): Promise<number> {
	return db.$count(sheetActs, oldReasons(db, old));
}

/** Erases what is old and answers how much it was. Refuses not_allowed. The sweep writes the line of the trail. */
export async function eraseOld(tx: Writes, actor: Actor, old: Old): Promise<number> {
	demand(actor, 'retention.change');
	const count = await countOld(tx, old);
	await tx.update(sheetActs).set({ reason: null }).where(oldReasons(tx, old));
	return count;
}

/**
 * Erases an officer's sheets, seals and the reasons on them, and their name (`personIds`: their accounts) wherever they
 * acted. Answers how many sheets and seals. Refuses not_allowed.
 */
export async function eraseOf(
	tx: Writes,
	actor: Actor,
	officerId: number,
	personIds: readonly string[],
	at: number
): Promise<{ sheets: number; seals: number }> {
	demand(actor, 'retention.change');
	const theirs = tx.select({ id: sheets.id }).from(sheets).where(eq(sheets.officerId, officerId));
	await tx.update(sheetActs).set({ reason: null }).where(inArray(sheetActs.sheetId, theirs));
	await tx
		.update(sheetActs)
		.set({ actorName: '' })
		.where(and(inArray(sheetActs.actorId, [...personIds]), ne(sheetActs.actorName, sql`''`)));
	const sealed = await tx
		.update(seals)
		.set({ body: null, erasedAt: at })
		.where(and(inArray(seals.sheetId, theirs), isNull(seals.erasedAt)))
		.returning({ id: seals.id });
	const emptied = await tx
		.update(sheets)
		.set({ content: null })
		.where(and(eq(sheets.officerId, officerId), isNotNull(sheets.content)))
		.returning({ id: sheets.id });
	return { sheets: emptied.length, seals: sealed.length };
}

/** Whether a sheet of this officer is under way. */
export async function isOpen(db: Reads, officerId: number): Promise<boolean> {
	const all = await db.$count(sheets, eq(sheets.officerId, officerId));
	const over = await db.$count(sheets, and(eq(sheets.officerId, officerId), isOver(db)));
	return all > over;
}
