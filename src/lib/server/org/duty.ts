// Duty: which officer sat at which counter, from one instant until another. An officer is at one counter at a time;
// a counter may have several officers.
import { and, asc, eq, gt, inArray, isNull, lt, ne, or } from 'drizzle-orm';
import type { Actor } from '../../shared/actor';
import { demand } from '../../shared/can';
import { addDays, dayOf, instantOf, type Day } from '../../shared/day';
import { Problem } from '../../shared/problem';
import * as audit from '../audit/note';
import type { Reads, Writes } from '../db/open';
import * as kinds from './kind';
import { BRANCH, COUNTER, OFFICER } from './kind';
import { duties } from './table';

export type Duty = typeof duties.$inferSelect;
export type NewDuty = {
	officerId: number;
	counterId: number;
	/** Instants in milliseconds; `untilAt` is the first at which they sit there no more, null: until further notice. */
	fromAt: number;
	untilAt: number | null;
};

/**
 * Says that an officer sits at a counter, and answers the duty's id. Refuses: not_allowed; overlaps where the officer
 * has another duty in that time; bad_shape for an end that is not after the start, and for an officer or a counter
 * that is not there on the first day.
 */
export async function assign(tx: Writes, actor: Actor, duty: NewDuty, at: number): Promise<number> {
	demand(actor, 'setup.change');
	const { officerId, counterId, fromAt, untilAt } = duty;
	if (untilAt !== null && untilAt <= fromAt) throw new Problem('bad_shape', { field: 'untilAt' });
	const zone = await zoneOf(tx, counterId);
	if (zone === null) throw new Problem('bad_shape', { field: 'counterId' });
	const firstDay = dayOf(fromAt, zone);
	await kinds.checkThere(tx, COUNTER, counterId, 'counterId', firstDay);
	await kinds.checkThere(tx, OFFICER, officerId, 'officerId', firstDay);
	await checkFree(tx, { officerId, fromAt, untilAt });
	const [row] = await tx
		.insert(duties)
		.values({ officerId, counterId, fromAt, untilAt })
		.returning({ id: duties.id });
	if (!row) throw new Error('no id for a new duty');
	await audit.note(tx, actor, at, 'org.assignDuty', `duty:${row.id}`, {
		officerId,
		counterId,
		fromAt,
		untilAt
	});
	return row.id;
}

/**
 * Ends a duty at another instant, earlier or later; null: until further notice. One that has not begun and is ended
 * at or before its start is taken away. Refuses: not_allowed; not_found; overlaps; bad_shape for an end at or before
 * the start of one that has begun.
 */
export async function end(
	tx: Writes,
	actor: Actor,
	dutyId: number,
	untilAt: number | null,
	at: number
): Promise<void> {
	demand(actor, 'setup.change');
	const duty = await one(tx, dutyId);
	if (duty.untilAt === untilAt) return;
	if (untilAt !== null && untilAt <= duty.fromAt) {
		if (duty.fromAt <= at) throw new Problem('bad_shape', { field: 'untilAt' });
		await tx.delete(duties).where(eq(duties.id, dutyId));
	} else {
		await checkFree(tx, { ...duty, untilAt });
		await tx.update(duties).set({ untilAt }).where(eq(duties.id, dutyId));
	}
	await audit.note(tx, actor, at, 'org.endDuty', `duty:${dutyId}`, { ...duty, untilAt });
}

/** A duty. Refuses not_found. */
export async function one(db: Reads, dutyId: number): Promise<Duty> {
	const [duty] = await db.select().from(duties).where(eq(duties.id, dutyId));
	if (!duty) throw new Problem('not_found', { duty: dutyId });
	return duty;
}

/** The duties that touch a time (instants, the second excluded), at these counters or at all, by their start. */
export async function list(
	db: Reads,
	{ counterIds, fromAt, untilAt }: { counterIds?: readonly number[]; fromAt: number; untilAt: number }
): Promise<Duty[]> {
	return db
		.select()
		.from(duties)
		.where(and(counterIds && inArray(duties.counterId, [...counterIds]), touching(fromAt, untilAt)))
		.orderBy(asc(duties.fromAt), asc(duties.id));
}

/**
 * Ends the duties of an officer or at a counter with the beginning of a day in each counter's zone, and takes away
 * those that would begin later. `awayFrom`: only at counters that lie in another branch than this one on that day.
 * Answers how many were ended or taken away. For the verbs of this room; they leave the audit line.
 */
export async function endFrom(
	tx: Writes,
	{ officerId, counterId, awayFrom }: { officerId?: number; counterId?: number; awayFrom?: number },
	day: Day
): Promise<number> {
	const open = await tx
		.select()
		.from(duties)
		.where(
			and(
				officerId === undefined ? undefined : eq(duties.officerId, officerId),
				counterId === undefined ? undefined : eq(duties.counterId, counterId),
				// No zone's day begins earlier than this; what ended before needs no closer look.
				touching(instantOf(addDays(day, -1), 'UTC'), null)
			)
		);
	let count = 0;
	for (const duty of open) {
		const endAt = instantOf(day, (await zoneOf(tx, duty.counterId)) ?? 'UTC');
		if (duty.untilAt !== null && duty.untilAt <= endAt) continue;
		if (awayFrom !== undefined && (await branchOf(tx, duty.counterId, day)) === awayFrom) continue;
		if (duty.fromAt >= endAt) await tx.delete(duties).where(eq(duties.id, duty.id));
		else await tx.update(duties).set({ untilAt: endAt }).where(eq(duties.id, duty.id));
		count++;
	}
	return count;
}

/** The zone of the branch in which a counter stands by its newest version; null for an unknown counter. */
async function zoneOf(db: Reads, counterId: number): Promise<string | null> {
	const counter = (await kinds.history(db, COUNTER, counterId)).at(-1);
	return counter ? (await kinds.newest(db, BRANCH, counter.branchId)).zone : null;
}

async function branchOf(db: Reads, counterId: number, day: Day): Promise<number> {
	const versions = await kinds.history(db, COUNTER, counterId);
	const held = versions.find((row) => kinds.holds({ ...row, closedDay: null }, day));
	return (held ?? (await kinds.newest(db, COUNTER, counterId))).branchId;
}

async function checkFree(
	db: Reads,
	duty: { id?: number; officerId: number; fromAt: number; untilAt: number | null }
): Promise<void> {
	const [other] = await db
		.select({ id: duties.id, counterId: duties.counterId })
		.from(duties)
		.where(
			and(
				eq(duties.officerId, duty.officerId),
				duty.id === undefined ? undefined : ne(duties.id, duty.id),
				touching(duty.fromAt, duty.untilAt)
			)
		)
		.limit(1);
	if (other) throw new Problem('overlaps', { field: 'fromAt', duty: other.id, counterId: other.counterId });
}

function touching(fromAt: number, untilAt: number | null) {
	return and(
		untilAt === null ? undefined : lt(duties.fromAt, untilAt),
		or(isNull(duties.untilAt), gt(duties.untilAt, fromAt))
	);
}
