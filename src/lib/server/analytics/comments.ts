// What customers wrote, newest first. A comment is shown with the service it was about, the day and the part of the
// day: never with the officer, the counter or the minute, from which the customer could be told.
import { sql } from 'drizzle-orm';
import type { Row } from '@libsql/client';
import { clockOf, type Day } from '../../shared/day';
import { partOf, type Comment, type CommentPage } from '../../shared/figures';
import type { Language } from '../../shared/language';
import type { Scale } from '../../shared/rating';
import type { Db } from '../db/open';
import { ask, type Question } from './question';
import type { Cut } from './tally';

export type Wanted = {
	branches: Cut['branches'];
	/** Null: of any day. */
	days: { from: Day; to: Day } | null;
	serviceId: number | null;
	language: Language | null;
	grades: { scale: Scale; grade: number } | null;
	/** Only comments older than the one with this id; null: from the newest. */
	before: number | null;
	limit: number;
};

/** How many comments one page looks through at most, so that a rare filter holds nobody up (about 60 ms). */
export const WALK = 20_000;

/** A page of comments, newest arrival first. Erased ones are left out. */
export async function comments(db: Db, wanted: Wanted, walk = WALK): Promise<CommentPage> {
	const [top] = await ask(db, newest());
	const start = Math.min(wanted.before ?? top + 1, top + 1);
	const floor = Math.max(0, start - walk);
	const [found] = await ask(db, page(wanted, start, floor));
	const isFull = found.length > wanted.limit;
	const shown = found.slice(0, wanted.limit);
	const last = shown.at(-1)?.id ?? null;
	return { comments: shown, next: isFull ? last : floor > 0 ? floor : null, cutShort: !isFull && floor > 0 };
}

// Comments carry no number of their own but SQLite's, which grows as they arrive and never has gaps to speak of,
// because a comment is erased and not deleted.
function newest(): Question<number> {
	return {
		statement: sql`SELECT coalesce(max(rowid), 0) AS top FROM comments`,
		read: (rows) => Number(rows[0]?.top ?? 0)
	};
}

function page(wanted: Wanted, start: number, floor: number): Question<Comment[]> {
	const { branches, days, serviceId, language, grades } = wanted;
	return {
		statement: sql`
			SELECT c.rowid AS id, c.body AS body, r.language AS language, r.day AS day, r.zone AS zone,
				r."tappedAt" + r."skewMs" AS at, r."branchId" AS branch, r."serviceId" AS service, r.scale AS scale,
				r."serviceGrade" AS grade
			FROM comments c CROSS JOIN ratings r LEFT JOIN standings s ON s.position = r.position
			WHERE c.rowid < ${start} AND c.rowid >= ${floor} AND c.body IS NOT NULL AND r.id = c."ratingId" AND coalesce(s.struck, 0) = 0
				${branches === 'all' ? sql`` : sql`AND r."branchId" IN (SELECT value FROM json_each(${JSON.stringify(branches)}))`}
				${days === null ? sql`` : sql`AND r.day BETWEEN ${days.from} AND ${days.to}`}
				${serviceId === null ? sql`` : sql`AND r."serviceId" = ${serviceId}`}
				${language === null ? sql`` : sql`AND r.language = ${language}`}
				${grades === null ? sql`` : sql`AND r.scale = ${grades.scale} AND r."serviceGrade" = ${grades.grade}`}
			ORDER BY c.rowid DESC LIMIT ${wanted.limit + 1}`,
		read: (rows) => rows.map(comment)
	};
}

function comment(row: Row): Comment {
	return {
		id: Number(row.id),
		body: String(row.body),
		language: row.language as Language,
		day: String(row.day),
		part: partOf(clockOf(Number(row.at), String(row.zone)).hour),
		branchId: Number(row.branch),
		serviceId: Number(row.service),
		scale: Number(row.scale) as Scale,
		grade: Number(row.grade)
	};
}
