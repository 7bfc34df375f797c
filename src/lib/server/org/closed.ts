// Closed days: days on which a branch is closed although its week says open, with all that lies under it, or all are.
import { and, asc, eq, gte, isNull } from 'drizzle-orm';
import type { Actor } from '../../shared/actor';
import { demand } from '../../shared/can';
import { isDay, type Day } from '../../shared/day';
import type { Words } from '../../shared/language';
import { Problem } from '../../shared/problem';
import * as audit from '../audit/note';
import type { Reads, Writes } from '../db/open';
import * as kinds from './kind';
import { BRANCH } from './kind';
import { closedDays } from './table';

export type ClosedDay = typeof closedDays.$inferSelect;
export type NewClosedDay = {
	/** The branch that is closed, with all that lies under it; null: every branch. */
	branchId: number | null;
	day: Day;
	/** Why, as people call it ("Quốc khánh"). */
	name: Words;
};

/**
 * Says that a branch, or every one (null), is closed on a day, and answers the closed day's id. Refuses: not_allowed;
 * bad_shape for what is no day and for a branch that is not there then; already_exists where that is said already.
 */
export async function add(tx: Writes, actor: Actor, closed: NewClosedDay, at: number): Promise<number> {
	demand(actor, 'setup.change');
	const { branchId, day, name } = closed;
	if (!isDay(day)) throw new Problem('bad_shape', { field: 'day' });
	if (branchId !== null) await kinds.checkThere(tx, BRANCH, branchId, 'branchId', day);
	const [same] = await tx
		.select({ id: closedDays.id })
		.from(closedDays)
		.where(
			and(
				eq(closedDays.day, day),
				branchId === null ? isNull(closedDays.branchId) : eq(closedDays.branchId, branchId)
			)
		);
	if (same) throw new Problem('already_exists', { field: 'day', day });
	const [row] = await tx.insert(closedDays).values({ branchId, day, name }).returning({ id: closedDays.id });
	if (!row) throw new Error('no id for a new closed day');
	await audit.note(tx, actor, at, 'org.addClosedDay', `closedDay:${row.id}`, { branchId, day, name });
	return row.id;
}

/** Takes a closed day back: the week holds again. One that is gone already is fine. Refuses not_allowed. */
export async function remove(tx: Writes, actor: Actor, closedDayId: number, at: number): Promise<void> {
	demand(actor, 'setup.change');
	const [row] = await tx.delete(closedDays).where(eq(closedDays.id, closedDayId)).returning();
	if (!row) return;
	const { branchId, day, name } = row;
	await audit.note(tx, actor, at, 'org.removeClosedDay', `closedDay:${closedDayId}`, { branchId, day, name });
}

/** The closed days from a day on, or all there ever were, by day; on one day, those of all branches first. */
export function list(db: Reads, { fromDay }: { fromDay?: Day } = {}): Promise<ClosedDay[]> {
	return db
		.select()
		.from(closedDays)
		.where(fromDay === undefined ? undefined : gte(closedDays.day, fromDay))
		.orderBy(asc(closedDays.day), asc(closedDays.branchId), asc(closedDays.id));
}
