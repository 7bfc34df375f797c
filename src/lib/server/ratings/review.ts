// What waits for a person: proposals to answer, ratings that a rule has marked, and those that are struck. A rating is
// told with the part of the day and not the minute, from which the customer could be told; only an auditor is given
// the instant. What the customer wrote is not here at all, nor how they graded an officer who is not settled yet:
// whoever says who served should not know what it will do to them.
import { eq, inArray, sql, type SQL } from 'drizzle-orm';
import type { Person } from '../../shared/actor';
import { dayOf, type Day } from '../../shared/day';
import { Problem } from '../../shared/problem';
import { may } from '../../shared/role';
import { holds, type Scope } from '../auth/scope';
import type { Db, Reads } from '../db/open';
import type { RatingEntry } from './entries';
import { reviewed, type Reviewed } from './reviewed';
import * as rollup from './rollup';
import { candidates } from './settle';
import { find } from './subject';
import { ratings, type MarkRule } from './table';

export type { Reviewed } from './reviewed';

export type Reader = {
	scope: Scope;
	/** Whether today's ratings are shown; else whole past days only. */
	live: boolean;
	/** Whether exact instants are shown. */
	exact: boolean;
};

/** What a signed-in person may see of them. Refuses not_found. */
export function readerOf(person: Person | null): Reader {
	if (!person || !may(person.role, 'review.see')) throw new Problem('not_found');
	return { scope: person.scope, live: may(person.role, 'figures.live'), exact: person.role === 'auditor' };
}

export type Wanted = {
	/** Inside the reader's scope, or 'all' of it. */
	branches?: 'all' | readonly number[];
	/** Only what this rule has marked (and nobody cleared). */
	rule?: MarkRule | null;
	/** The `next` of the page before; null or left out: from the newest. */
	before?: number | null;
	limit?: number;
};

export type Proposal = { entry: RatingEntry; kind: 'strike' | 'lift'; rating: Reviewed };
export type Page = {
	ratings: Reviewed[];
	/** Where the next page begins; null at the end. */
	next: number | null;
	/** Fewer than the limit were found, although older ones have not been looked at yet. */
	cutShort: boolean;
};

/** How many marked or struck ratings one page looks through at most (about 30 ms). */
export const WALK = 20_000;
const LIMIT = 50;

/** The first page of everything that waits. `at`: now, which says what today is. */
export async function open(db: Db, reader: Reader, wanted: Wanted, at: number) {
	const first = { ...wanted, before: null };
	return {
		proposals: await proposals(db, reader, first, at),
		marked: await marked(db, reader, first, at),
		struck: await struck(db, reader, first, at)
	};
}

/** Proposals that wait for an answer, newest first, up to the limit; `before`: an entry's number. */
export async function proposals(db: Db, reader: Reader, wanted: Wanted, at: number): Promise<Proposal[]> {
	const rows = await db.read.all<{ id: number; position: number }>(sql`
		SELECT p.id AS id, r.position AS position FROM rating_entries p CROSS JOIN ratings r
		WHERE p.act IN ('strike_proposed', 'lift_proposed') AND r.id = p."ratingId"
			AND NOT EXISTS (SELECT 1 FROM rating_entries a WHERE a."ratingId" = p."ratingId" AND a."answersId" = p.id)
			AND p.id < ${wanted.before ?? Number.MAX_SAFE_INTEGER} AND ${await within(db.read, reader, wanted, at)}
		ORDER BY p.id DESC LIMIT ${wanted.limit ?? LIMIT}`);
	const known = await reviewed(
		db.read,
		rows.map(({ position }) => position),
		reader.exact
	);
	return rows.flatMap(({ id, position }) => {
		const rating = known.get(position);
		const entry = rating?.entries.find((one) => one.id === id);
		if (!rating || !entry) return [];
		return [{ entry, kind: entry.act === 'lift_proposed' ? ('lift' as const) : ('strike' as const), rating }];
	});
}

/** Ratings with a mark that nobody has cleared, newest arrival first; struck ones are left out. */
export function marked(db: Db, reader: Reader, wanted: Wanted, at: number, walk = WALK): Promise<Page> {
	const rule = wanted.rule ?? null;
	const byRule = sql`EXISTS (SELECT 1 FROM marks m WHERE m.position = r.position AND m.rule = ${rule}
		AND NOT EXISTS (SELECT 1 FROM rating_entries c WHERE c."ratingId" = r.id
			AND c.act = 'mark_cleared' AND c.rule = m.rule))`;
	return list(db, reader, wanted, at, sql`marked = 1 AND struck = 0`, rule === null ? sql`1` : byRule, walk);
}

/** Struck ratings, newest arrival first. */
export function struck(db: Db, reader: Reader, wanted: Wanted, at: number, walk = WALK): Promise<Page> {
	return list(db, reader, wanted, at, sql`struck = 1`, sql`1`, walk);
}

/**
 * One rating with all that was said of it, and who may have served. Refuses not_found: no such rating, outside the
 * scope, or of today for a reader of past days.
 */
export async function one(db: Db, person: Person, ratingId: string, at: number) {
	const reader = readerOf(person);
	const subject = await find(db.read, person, reader.scope, ratingId, at);
	const rating = (await reviewed(db.read, [subject.position], reader.exact)).get(subject.position);
	if (!rating) throw new Problem('not_found', { rating: ratingId });
	return { rating, candidates: await candidates(db.read, subject) };
}

/**
 * The id of the rating that somebody names by its number in the ledger (as typed: "18.227", "№ 18 227") or by its id;
 * null where there is none that this person may see.
 */
export async function named(db: Db, person: Person, text: string, at: number): Promise<string | null> {
	const { scope } = readerOf(person);
	const id = text.trim().toLowerCase();
	const position = id.replace(/^(№|#)/, '').replace(/[\s.,']/g, '');
	const isPosition = /^[1-9]\d{0,14}$/.test(position);
	const [row] = await db.read
		.select({ id: ratings.id })
		.from(ratings)
		.where(isPosition ? eq(ratings.position, Number(position)) : eq(ratings.id, id));
	if (!row) return null;
	try {
		return (await find(db.read, person, scope, row.id, at)).id;
	} catch (problem) {
		if (problem instanceof Problem && problem.code === 'not_found') return null;
		throw problem;
	}
}

/** The numbers in the ledger of ratings given by id. */
export async function positions(db: Reads, ids: readonly string[]): Promise<Map<string, number>> {
	const rows = await db
		.select({ id: ratings.id, position: ratings.position })
		.from(ratings)
		.where(inArray(ratings.id, [...ids]));
	return new Map(rows.map(({ id, position }) => [id, position]));
}

async function list(
	db: Db,
	reader: Reader,
	wanted: Wanted,
	at: number,
	standing: SQL,
	fits: SQL,
	walk: number
): Promise<Page> {
	await rollup.catchUp(db);
	const limit = wanted.limit ?? LIMIT;
	const walked = sql`SELECT position FROM standings
		WHERE ${standing} AND position < ${wanted.before ?? Number.MAX_SAFE_INTEGER}
		ORDER BY position DESC LIMIT ${walk}`;
	const found = await db.read.all<{ position: number }>(sql`
		SELECT w.position AS position FROM (${walked}) w CROSS JOIN ratings r
		WHERE r.position = w.position AND ${await within(db.read, reader, wanted, at)} AND ${fits}
		ORDER BY w.position DESC LIMIT ${limit + 1}`);
	const [end] = await db.read.all<{ count: number; last: number }>(
		sql`SELECT count(*) AS count, min(position) AS last FROM (${walked})`
	);
	const positions = found.slice(0, limit).map(({ position }) => position);
	const known = await reviewed(db.read, positions, reader.exact);
	const isFull = found.length > limit;
	const cutShort = !isFull && end !== undefined && end.count === walk;
	return {
		ratings: positions.flatMap((position) => known.get(position) ?? []),
		next: isFull ? (positions.at(-1) ?? null) : cutShort ? end.last : null,
		cutShort
	};
}

/** The branches asked for that lie in the scope, and for a reader of past days only what is of no branch's today. */
async function within(db: Reads, { scope, live }: Reader, { branches = 'all' }: Wanted, at: number) {
	const ids = branches === 'all' ? scope : branches.filter((id) => holds(scope, id));
	const inBranches =
		ids === 'all' ? sql`1` : sql`r."branchId" IN (SELECT value FROM json_each(${JSON.stringify(ids)}))`;
	return live ? inBranches : sql`${inBranches} AND r.day < ${await earliestToday(db, at)}`;
}

async function earliestToday(db: Reads, at: number): Promise<Day> {
	const zones = await db.all<{ zone: string }>(
		sql`SELECT DISTINCT zone FROM branch_versions WHERE "untilDay" IS NULL`
	);
	return zones.map(({ zone }) => dayOf(at, zone)).sort()[0] ?? dayOf(at, 'UTC');
}
