// What the rules let go at an instant: what customers wrote, what officers wrote, and who has left. Only reads; what is
// about an officer on hold is never among it.
import { sql } from 'drizzle-orm';
import type { Day } from '../../shared/day';
import type { Retention } from '../../shared/retention';
import * as appeals from '../appeals/erase';
import * as sheets from '../appraisals/erase';
import type { Reads } from '../db/open';
import { history, OFFICER, type Officer } from '../org/kind';
import * as holds from './holds';
import { months } from './rules';
import { erasedOfficers } from './table';

/** How much goes at the next sweep. */
export type Due = {
	comments: number;
	refused: number;
	replies: number;
	statements: number;
	reasons: number;
	officers: number;
};

export async function due(db: Reads, rules: Retention, at: number): Promise<Due> {
	const held = await holds.held(db);
	const written = statementsBefore(rules, at);
	const old = written === null ? null : { before: written, held };
	const day = commentsBefore(rules, at);
	const [comments] =
		day === null
			? []
			: await db.all<{ n: number; drawer: number }>(
					sql`SELECT (SELECT count(*) FROM ${oldComments(day, held)}) AS n,
						(SELECT count(*) FROM ${oldRefused(day, held)}) AS drawer`
				);
	return {
		comments: comments?.n ?? 0,
		refused: comments?.drawer ?? 0,
		...(old === null ? { replies: 0, statements: 0 } : await appeals.countOld(db, old)),
		reasons: old === null ? 0 : await sheets.countOld(db, old),
		officers: (await leaving(db, rules, at)).filter(({ why }) => why === 'due').length
	};
}

/** Comments of ratings before this day go; null: none. Days by UTC, which begins no later than any branch here. */
export function commentsBefore({ commentMonths }: Retention, at: number): Day | null {
	return commentMonths === null ? null : months(today(at), -commentMonths);
}

/** What was written before this instant (ms) goes; null: nothing. */
export function statementsBefore({ statementMonths }: Retention, at: number): number | null {
	return statementMonths === null ? null : Date.parse(months(today(at), -statementMonths));
}

export const today = (at: number): Day => new Date(at).toISOString().slice(0, 10);

const list = (ids: readonly number[]) => sql`(SELECT value FROM json_each(${JSON.stringify(ids)}))`;

/** Ratings (id) with a comment from before a day; whoever served, or was said or settled to have, is not on hold. */
export function oldComments(day: Day, held: readonly number[]) {
	return sql`(SELECT c."ratingId" AS id FROM comments c CROSS JOIN ratings r
		LEFT JOIN standings s ON s.position = r.position
		WHERE c."erasedAt" IS NULL AND r.id = c."ratingId" AND r.day < ${day}
			AND coalesce(r."officerId", 0) NOT IN ${list(held)}
			AND coalesce(r."claimedOfficerId", 0) NOT IN ${list(held)}
			AND coalesce(s."officerId", 0) NOT IN ${list(held)})`;
}

/** The same of refused ratings (id), by when they came. */
export function oldRefused(day: Day, held: readonly number[]) {
	return sql`(SELECT f.id AS id FROM refused_ratings f
		WHERE f.comment IS NOT NULL AND f."erasedAt" IS NULL AND f."receivedAt" < ${Date.parse(day)}
			AND coalesce(CASE WHEN json_valid(f.body) THEN f.body ->> '$.officerId' END, 0) NOT IN ${list(held)})`;
}

/** Somebody who has left and is still known by name. */
export type Leaving = {
	officer: Officer;
	/** The first day without them, and the day on which they are erased; null: never by rule. */
	closedDay: Day;
	goesDay: Day | null;
	/** 'due': at the next sweep. 'held' and 'busy' (an open appeal or sheet) wait, whatever the day. */
	why: 'due' | 'later' | 'kept' | 'held' | 'busy';
};

/** Who has left by now and is not erased, the earliest first. */
export async function leaving(db: Reads, { officerMonths }: Retention, at: number): Promise<Leaving[]> {
	const day = today(at);
	const gone = new Set((await db.select().from(erasedOfficers)).map(({ officerId }) => officerId));
	const held = await holds.held(db);
	const newest = new Map<number, Officer>();
	for (const version of await history(db, OFFICER)) newest.set(version.id, version);
	const left: Leaving[] = [];
	for (const officer of newest.values()) {
		const { closedDay } = officer;
		if (closedDay === null || closedDay > day || gone.has(officer.id)) continue;
		const goesDay = officerMonths === null ? null : months(closedDay, officerMonths);
		const why = held.includes(officer.id)
			? 'held'
			: (await isBusy(db, officer.id))
				? 'busy'
				: goesDay === null
					? 'kept'
					: goesDay <= day
						? 'due'
						: 'later';
		left.push({ officer, closedDay, goesDay, why });
	}
	return left.sort((a, b) => a.closedDay.localeCompare(b.closedDay) || a.officer.id - b.officer.id);
}

/** Whether an appeal or a sheet of an officer is under way. */
export async function isBusy(db: Reads, officerId: number): Promise<boolean> {
	return (await appeals.isOpen(db, officerId)) || (await sheets.isOpen(db, officerId));
}
