// Appeals in lists: for who decides or watches, overdue first and then by deadline; for the officer their own.
import { sql } from 'drizzle-orm';
import type { Person } from '../../shared/actor';
import type { AppealState, Ground } from '../../shared/appeal';
import type { Day } from '../../shared/day';
import { Problem } from '../../shared/problem';
import type { Scale } from '../../shared/rating';
import { may } from '../../shared/role';
import { DEFAULT_ZONE } from '../analytics/asked';
import { batches, kept } from '../analytics/shown';
import type { Db, Reads } from '../db/open';
import * as privacy from '../org/privacy';

export type Line = {
	id: number;
	ground: Ground;
	state: AppealState;
	filedAt: number;
	dueAt: number;
	isOverdue: boolean;
	officerId: number;
	branchId: number;
	opinions: number;
};

export type Wanted = { state: AppealState | 'all'; offset: number; limit: number };

/** The states' numbers of appeals that a person may see, and how many of the open ones are overdue. */
export type Tally = Record<AppealState, number> & { overdue: number };

/**
 * A page of the appeals that a person may see, open ones first by their deadline, then the newest: a leader those
 * about ratings of their branches. Refuses not_found for who sees none.
 */
export async function list(
	db: Reads,
	person: Person,
	{ state, offset, limit }: Wanted,
	at: number
): Promise<{ lines: Line[]; tally: Tally }> {
	if (!may(person.role, 'appeals.see')) throw new Problem('not_found');
	const inScope =
		person.scope === 'all'
			? sql`1`
			: sql`r."branchId" IN (SELECT value FROM json_each(${JSON.stringify(person.scope)}))`;
	const rows = await db.all<Line>(sql`
		SELECT a.id AS id, a.ground AS ground, a.state AS state, a."filedAt" AS "filedAt", a."dueAt" AS "dueAt",
			a.state = 'open' AND a."dueAt" < ${at} AS "isOverdue", a."officerId" AS "officerId",
			r."branchId" AS "branchId",
			(SELECT count(*) FROM appeal_acts o WHERE o."appealId" = a.id AND o.act = 'opinion') AS opinions
		FROM appeals a CROSS JOIN ratings r
		WHERE r.id = a."ratingId" AND ${inScope} AND ${state === 'all' ? sql`1` : sql`a.state = ${state}`}
		ORDER BY a.state <> 'open', CASE WHEN a.state = 'open' THEN a."dueAt" END, a.id DESC
		LIMIT ${limit} OFFSET ${offset}`);
	const sums = await db.all<{ state: AppealState; n: number; overdue: number }>(sql`
		SELECT a.state AS state, count(*) AS n, sum(a.state = 'open' AND a."dueAt" < ${at}) AS overdue
		FROM appeals a CROSS JOIN ratings r WHERE r.id = a."ratingId" AND ${inScope} GROUP BY 1`);
	const tally: Tally = { open: 0, withdrawn: 0, upheld: 0, rejected: 0, overdue: 0 };
	for (const sum of sums) {
		tally[sum.state] = sum.n;
		tally.overdue += sum.overdue;
	}
	return { lines: rows.map((row) => ({ ...row, isOverdue: Boolean(row.isOverdue) })), tally };
}

/** What an officer is told of an appeal of their own. */
export type OwnAppeal = {
	id: number;
	ground: Ground;
	state: AppealState;
	filedAt: number;
	dueAt: number;
	isOverdue: boolean;
	/** Null where it was erased. */
	statement: string | null;
	decision: { at: number; reason: string | null } | null;
	/** The weeks that the rating was shown under, and what it gave; null where it is no more theirs. */
	rating: { from: Day; to: Day; scale: Scale; grade: number } | null;
};

/** An officer's own appeals, the newest first; after catching up. */
export async function own(db: Db, officerId: number, at: number): Promise<OwnAppeal[]> {
	const rows = await db.read.all<
		Omit<OwnAppeal, 'decision' | 'rating'> & {
			ratingId: string;
			decidedAt: number | null;
			reason: string | null;
		}
	>(sql`
		SELECT a.id AS id, a.ground AS ground, a.state AS state, a."filedAt" AS "filedAt", a."dueAt" AS "dueAt",
			a.state = 'open' AND a."dueAt" < ${at} AS "isOverdue", a."ratingId" AS "ratingId",
			(SELECT f.body FROM appeal_acts f WHERE f."appealId" = a.id AND f.act = 'filed') AS statement,
			d.at AS "decidedAt", d.body AS reason
		FROM appeals a LEFT JOIN appeal_acts d ON d."appealId" = a.id AND d.act IN ('upheld', 'rejected')
		WHERE a."officerId" = ${officerId} ORDER BY a.id DESC`);
	if (rows.length === 0) return [];
	const shown = batches(await kept(db.read, officerId), await privacy.current(db.read), at, DEFAULT_ZONE);
	const known = new Map(
		shown.flatMap(({ from, to, ratings }) =>
			ratings.map(({ id, scale, grade }) => [id, { from, to, scale, grade }] as const)
		)
	);
	return rows.map(({ ratingId, decidedAt, reason, ...row }) => ({
		...row,
		isOverdue: Boolean(row.isOverdue),
		decision: decidedAt === null ? null : { at: decidedAt, reason },
		rating: known.get(ratingId) ?? null
	}));
}
