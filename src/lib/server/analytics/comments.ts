// What customers wrote, newest first, and found by words. A comment is shown once its day lies far enough back, with
// the service it was about, the day and the part of the day: never with the officer, the counter or the minute, from
// which the customer could be told; and where few came for that service that day, with its week alone.
import { sql, type SQL } from 'drizzle-orm';
import type { Row } from '@libsql/client';
import { clockOf, type Day } from '../../shared/day';
import { partOf, type Comment, type CommentPage } from '../../shared/figures';
import { matches, question, terms, type Term } from '../../shared/folding';
import type { Language } from '../../shared/language';
import type { Privacy } from '../../shared/privacy';
import type { Scale } from '../../shared/rating';
import { may, type Role } from '../../shared/role';
import type { Db } from '../db/open';
import * as texts from '../ratings/texts';
import * as upkeep from '../ratings/upkeep';
import { ask, type Question } from './question';
import { CAME, mondayOf, released, releases } from './release';
import type { Cut } from './tally';

export type Wanted = {
	branches: Cut['branches'];
	/** Null: of any day. */
	days: { from: Day; to: Day } | null;
	serviceId: number | null;
	language: Language | null;
	grades: { scale: Scale; grade: number } | null;
	/** What somebody typed to be found (shared/folding.ts); null: everything. */
	search: string | null;
	/** Only comments older than the one with this number, or only newer ones; null: from the newest. */
	from: { before: number } | { after: number } | null;
	limit: number;
	rules: Pick<Privacy, 'minCell' | 'commentDelayDays'>;
	at: number;
};

/** How much one page looks through at most, so that a rare filter holds nobody up: comments, and words found. */
export const WALK = { rows: 1_000_000, hits: 60_000 };

/** For more branches than this it is cheaper to walk through all comments than to sort those of each. */
const FEW_BRANCHES = 24;

/** Whether somebody of this role sees comments at all, by the house's rules. */
export function shown(role: Role, rules: Pick<Privacy, 'leadersSeeComments'>): boolean {
	return may(role, 'comments.see') && (role !== 'leader' || rules.leadersSeeComments);
}

/** A page of comments, newest arrival first, after catching up. Without the erased, the struck and the unreleased. */
export async function comments(db: Db, wanted: Wanted, walk = WALK): Promise<CommentPage> {
	const asked = wanted.search === null ? null : terms(wanted.search);
	const nothing = { comments: [], older: null, newer: null, cutShort: false };
	if (asked?.length === 0 || wanted.branches.length === 0) return nothing;
	await upkeep.catchUp(db);
	await texts.catchUp(db);
	const [top] = await ask(db, newest());
	const { from } = wanted;
	if (from && 'after' in from) {
		const up = await look(db, wanted, asked, { down: false, start: from.after, top }, walk);
		// Where a page is not full the newest one holds all of it.
		if (up.next === null) return comments(db, { ...wanted, from: null }, walk);
		const list = placed(up.found.reverse());
		return { comments: list.map(told(asked)), older: from.after + 1, newer: up.next, cutShort: up.cutShort };
	}
	const start = Math.min(from?.before ?? top + 1, top + 1);
	const { found, next, cutShort } = await look(db, wanted, asked, { down: true, start, top }, walk);
	const newer = start > top ? null : start - 1;
	return { comments: placed(found).map(told(asked)), older: next, newer, cutShort };
}

type Found = Comment & { id: number };
type Way = { down: boolean; start: number; top: number };
type Looked = { found: Found[]; next: number | null; cutShort: boolean };

// Comments are told by SQLite's own number, which grows as they arrive and never has gaps to speak of, because a
// comment is erased and not deleted.
function newest(): Question<number> {
	return {
		statement: sql`SELECT coalesce(max(id), 0) AS top FROM comment_rows`,
		read: (rows) => Number(rows[0]?.top ?? 0)
	};
}

/** Up to `limit` comments from one on, down to older or up to newer ones, in that order. */
async function look(
	db: Db,
	wanted: Wanted,
	asked: readonly Term[] | null,
	way: Way,
	walk: typeof WALK
): Promise<Looked> {
	const { branches } = wanted;
	const few = branches !== 'all' && branches.length <= FEW_BRANCHES ? branches : null;
	const hits = asked && hitsOf(question(asked, few), way, walk.hits);
	// Where the index of few branches is read there is no end to set.
	const end = hits || few ? null : way.down ? way.start - walk.rows : way.start + walk.rows;
	const source = hits
		? // They come in their order: to sort them would mean to read all of them for every page.
			{ from: sql`(${hits}) hit CROSS JOIN comment_rows c`, where: sql`c.id = hit.id`, order: sql`` }
		: rowsOf(way, end);
	const zones = await releases(db, wanted.days, wanted.at, wanted.rules.commentDelayDays);
	const condition = sql`${released(zones, wanted.rules.minCell)} AND ${filter(wanted, hits !== null)}`;
	const [found] = await ask(db, page(source, condition, way, wanted));
	if (found.length > wanted.limit) {
		const list = found.slice(0, wanted.limit);
		return { found: list, next: list.at(-1)?.id ?? null, cutShort: false };
	}
	let edge: number | null = null;
	if (hits) [edge] = await ask(db, edgeOf(hits, way, walk.hits));
	else if (end !== null && (way.down ? end > 1 : end <= way.top)) edge = end;
	return { found, next: edge, cutShort: edge !== null };
}

const order = ({ down }: Way): SQL => (down ? sql`DESC` : sql`ASC`);

/** What comments (c) a page is read from, and how it comes by its order. */
type Source = { from: SQL; where: SQL; order: SQL };

function rowsOf({ down, start }: Way, end: number | null): Source {
	const [low, high] = down ? [end, start] : [start + 1, end];
	const where = sql`${low === null ? sql`1` : sql`c.id >= ${low}`} AND ${high === null ? sql`1` : sql`c.id < ${high}`}`;
	return { from: sql`comment_rows c`, where, order: sql`ORDER BY c.id ${down ? sql`DESC` : sql`ASC`}` };
}

/** The comments that the full-text index has for a question, from one on: in the order it has them already. */
function hitsOf(match: string, way: Way, most: number): SQL {
	const beyond = way.down ? sql`rowid < ${way.start}` : sql`rowid > ${way.start}`;
	return sql`SELECT rowid AS id FROM comment_words WHERE comment_words MATCH ${match} AND ${beyond}
		ORDER BY rowid ${order(way)} LIMIT ${most}`;
}

/** Where the hits end although there may be more beyond; null where these are all. */
function edgeOf(hits: SQL, { down }: Way, most: number): Question<number | null> {
	return {
		statement: sql`SELECT count(*) AS n, ${down ? sql`min(id)` : sql`max(id)`} AS edge FROM (${hits})`,
		read: ([row]) => (Number(row?.n) < most ? null : Number(row?.edge))
	};
}

function filter({ branches, serviceId, language, grades }: Wanted, isFound: boolean): SQL {
	const few = branches !== 'all' && branches.length <= FEW_BRANCHES;
	// A plus sign keeps SQLite from sorting many branches' comments instead of walking through all in their order.
	const branch = few && !isFound ? sql`c."branchId"` : sql`+c."branchId"`;
	return sql`NOT EXISTS (SELECT 1 FROM standings s WHERE s.position = c.position AND s.struck = 1)
		${branches === 'all' ? sql`` : sql`AND ${branch} IN (SELECT value FROM json_each(${JSON.stringify(branches)}))`}
		${serviceId === null ? sql`` : sql`AND c."serviceId" = ${serviceId}`}
		${language === null ? sql`` : sql`AND c.language = ${language}`}
		${grades === null ? sql`` : sql`AND c.scale = ${grades.scale} AND c.grade = ${grades.grade}`}`;
}

function page(
	{ from, where, order: sorted }: Source,
	condition: SQL,
	way: Way,
	{ limit, rules }: Wanted
): Question<Found[]> {
	return {
		statement: sql`
			WITH shown AS MATERIALIZED (
				SELECT c.* FROM ${from} WHERE ${where} AND ${condition} ${sorted} LIMIT ${limit + 1})
			SELECT c.id AS id, b.body AS body, c.language AS language, c.day AS day, r.zone AS zone,
				r."tappedAt" + r."skewMs" AS at, c."branchId" AS branch, c."serviceId" AS service, c.scale AS scale,
				c.grade AS grade, ${CAME} >= ${rules.minCell} AS told
			FROM shown c CROSS JOIN comments b CROSS JOIN ratings r
			WHERE b.rowid = c.id AND r.position = c.position
			ORDER BY c.id ${order(way)}`,
		read: (rows) => rows.map(comment)
	};
}

function comment(row: Row): Found {
	const isWeek = Number(row.told) === 0;
	const day = String(row.day);
	return {
		id: Number(row.id),
		body: String(row.body),
		language: row.language as Language,
		day: isWeek ? mondayOf(day) : day,
		isWeek,
		part: isWeek ? null : partOf(clockOf(Number(row.at), String(row.zone)).hour),
		branchId: Number(row.branch),
		serviceId: Number(row.service),
		scale: Number(row.scale) as Scale,
		grade: Number(row.grade),
		found: []
	};
}

/** Those told by their week alone behind all others of it on the page: between two days the day could be read off. */
function placed(list: readonly Found[]): Found[] {
	const result = list.filter(({ isWeek }) => !isWeek);
	for (const late of list.filter(({ isWeek }) => isWeek)) {
		const before = result.findLastIndex(({ day }) => day >= late.day);
		result.splice(before + 1, 0, late);
	}
	return result;
}

/** As it travels: without its number, which would tell between which others it came. */
const told =
	(asked: readonly Term[] | null) =>
	({ id: _, ...one }: Found): Comment => ({ ...one, found: asked ? matches(one.body, asked) : [] });
