// How a thing begins, is otherwise from a day on, ends, and goes on after all. The verbs of branches, services,
// officers and counters add their own rules and the audit line.
import { and, eq } from 'drizzle-orm';
import { isDeepStrictEqual } from 'node:util';
import { isDay, type Day } from '../../shared/day';
import { Problem } from '../../shared/problem';
import type { Reads, Writes } from '../db/open';
import { after, history, newest, type Kind, type Row } from './kind';
import type { serviceVersions } from './table';

/** Begins a thing on a day and answers its id. Refuses a code that another has: already_exists. */
export async function begin<R extends Row, C extends { code: string }>(
	tx: Writes,
	of: Kind<R, C>,
	content: C,
	fromDay: Day
): Promise<number> {
	await checkCode(tx, of, content.code, fromDay);
	const [thing] = await tx.insert(of.things).values({ closedDay: null }).returning({ id: of.things.id });
	if (!thing) throw new Error(`no id for a new ${of.noun}`);
	await insert(tx, of, thing.id, content, fromDay);
	return thing.id;
}

/**
 * Says that a thing is otherwise from a day on: its newest version ends the day before, and what was true until
 * then stays true of then. On the very day the newest version began, that version is corrected instead; where
 * nothing is otherwise, there is no new version. Refuses a day before it (day_before_start), a closed thing
 * (closed_already), a code that another has (already_exists). Answers the row that was newest until now.
 */
export async function supersede<R extends Row, C extends { code: string }>(
	tx: Writes,
	of: Kind<R, C>,
	id: number,
	content: C,
	fromDay: Day
): Promise<R> {
	const last = await open(tx, of, id);
	if (fromDay < last.fromDay) throw new Problem('day_before_start', { field: 'fromDay', day: last.fromDay });
	await checkCode(tx, of, content.code, fromDay, id);
	if (Object.entries(content).every(([name, value]) => isDeepStrictEqual(value, last[name as keyof R])))
		return last;
	const version = and(eq(of.column, id), eq(of.versions.fromDay, last.fromDay));
	if (fromDay === last.fromDay) await tx.update(of.versions).set(content).where(version);
	else {
		await tx.update(of.versions).set({ untilDay: fromDay }).where(version);
		await insert(tx, of, id, content, fromDay);
	}
	return last;
}

/**
 * Closes a thing: `day` is the first on which it is no more. Refuses a day on or before the newest version's
 * start (day_before_start) and a thing that was closed on another day (closed_already). Answers null where it was
 * closed on this very day before, so that a repeated act does nothing; else the row it was.
 */
export async function end<R extends Row, C extends { code: string }>(
	tx: Writes,
	of: Kind<R, C>,
	id: number,
	day: Day
): Promise<R | null> {
	if (!isDay(day)) throw new Problem('bad_shape', { field: 'day' });
	const last = await newest(tx, of, id);
	if (last.closedDay === day) return null;
	if (last.closedDay !== null) throw new Problem('closed_already', { day: last.closedDay });
	if (day <= last.fromDay) throw new Problem('day_before_start', { field: 'day', day: last.fromDay });
	await tx.update(of.things).set({ closedDay: day }).where(eq(of.things.id, id));
	return last;
}

/**
 * Takes a closing back; answers null where there was none. Refuses when another has the code by now:
 * already_exists.
 */
export async function resume<R extends Row, C extends { code: string }>(
	tx: Writes,
	of: Kind<R, C>,
	id: number
): Promise<R | null> {
	const last = await newest(tx, of, id);
	if (last.closedDay === null) return null;
	await checkCode(tx, of, last.code, last.closedDay, id);
	await tx.update(of.things).set({ closedDay: null }).where(eq(of.things.id, id));
	return last;
}

/** The newest version of a thing that is not closed. Refuses not_found and closed_already. */
export async function open<R extends Row, C extends { code: string }>(
	db: Reads,
	of: Kind<R, C>,
	id: number
): Promise<R> {
	const last = await newest(db, of, id);
	if (last.closedDay !== null) throw new Problem('closed_already', { day: last.closedDay });
	return last;
}

// A code belongs to one thing at a time: no other may have it on any day from this one on.
async function checkCode<R extends Row, C extends { code: string }>(
	db: Reads,
	of: Kind<R, C>,
	code: string,
	fromDay: Day,
	own?: number
): Promise<void> {
	if (!isDay(fromDay)) throw new Problem('bad_shape', { field: 'fromDay' });
	const taken = (await history(db, of, undefined, code)).some(
		(row) => row.id !== own && after(row.untilDay, fromDay) && after(row.closedDay, fromDay)
	);
	if (taken) throw new Problem('already_exists', { field: 'code', code });
}

async function insert<R extends Row, C extends { code: string }>(
	tx: Writes,
	of: Kind<R, C>,
	id: number,
	content: C,
	fromDay: Day
): Promise<void> {
	const row = { ...content, [of.key]: id, fromDay, untilDay: null };
	await tx.insert(of.versions).values(row as unknown as typeof serviceVersions.$inferInsert);
}
