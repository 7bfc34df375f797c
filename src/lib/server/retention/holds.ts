// Legal holds: while one is on an officer, nothing of theirs is erased, neither by rule nor by hand. Set and lifted
// with a reason, and kept to be read after that.
import { and, desc, eq, isNull } from 'drizzle-orm';
import type { Actor } from '../../shared/actor';
import { demand } from '../../shared/can';
import { Problem } from '../../shared/problem';
import * as audit from '../audit/note';
import type { Reads, Writes } from '../db/open';
import { officers } from '../org/table';
import { reasonOf } from '../ratings/subject';
import { legalHolds } from './table';

export type Hold = typeof legalHolds.$inferSelect;

/**
 * Puts an officer's data on hold and answers the hold's number. Refuses: not_allowed; bad_shape (reason); not_found;
 * held_already.
 */
export async function set(
	tx: Writes,
	actor: Actor,
	{ officerId, reason }: { officerId: number; reason: string },
	at: number
): Promise<number> {
	demand(actor, 'retention.change');
	const why = reasonOf(reason);
	if ((await tx.$count(officers, eq(officers.id, officerId))) === 0)
		throw new Problem('not_found', { officer: officerId });
	if (await isHeld(tx, officerId)) throw new Problem('held_already', { officer: officerId });
	const [row] = await tx
		.insert(legalHolds)
		.values({ officerId, reason: why, setAt: at, setBy: actor.name })
		.returning({ id: legalHolds.id });
	if (!row) throw new Error('a hold without a number');
	await audit.note(tx, actor, at, 'retention.hold', `officer:${officerId}`, { hold: row.id, reason: why });
	return row.id;
}

/** Lifts a hold. Harmless when repeated. Refuses: not_allowed; bad_shape (reason); not_found. */
export async function lift(
	tx: Writes,
	actor: Actor,
	{ holdId, reason }: { holdId: number; reason: string },
	at: number
): Promise<void> {
	demand(actor, 'retention.change');
	const why = reasonOf(reason);
	const [hold] = await tx.select().from(legalHolds).where(eq(legalHolds.id, holdId));
	if (!hold) throw new Problem('not_found', { hold: holdId });
	if (hold.liftedAt !== null) return;
	await tx
		.update(legalHolds)
		.set({ liftedAt: at, liftedBy: actor.name, liftedReason: why })
		.where(eq(legalHolds.id, holdId));
	await audit.note(tx, actor, at, 'retention.lift', `officer:${hold.officerId}`, {
		hold: holdId,
		reason: why
	});
}

/** Every hold there ever was, those that hold first, then the newest. */
export async function list(db: Reads): Promise<Hold[]> {
	const rows = await db.select().from(legalHolds).orderBy(desc(legalHolds.id));
	return [
		...rows.filter(({ liftedAt }) => liftedAt === null),
		...rows.filter(({ liftedAt }) => liftedAt !== null)
	];
}

/** The officers who are on hold. */
export async function held(db: Reads): Promise<number[]> {
	const rows = await db
		.selectDistinct({ officerId: legalHolds.officerId })
		.from(legalHolds)
		.where(isNull(legalHolds.liftedAt));
	return rows.map(({ officerId }) => officerId);
}

export async function isHeld(db: Reads, officerId: number): Promise<boolean> {
	const open = and(eq(legalHolds.officerId, officerId), isNull(legalHolds.liftedAt));
	return (await db.$count(legalHolds, open)) > 0;
}
