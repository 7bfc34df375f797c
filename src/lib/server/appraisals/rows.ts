// The ledger's ratings on their way to the sheets, one short line of numbers for each: found by officers where few are
// asked for, else read through once from its first position to the last that counts.
import { sql, type SQL } from 'drizzle-orm';
import type { Subject } from '../../shared/appraisal';
import type { Day } from '../../shared/day';
import type { Reads } from '../db/open';
import type { Window } from './windows';

export type Asked = { kind: Subject; ids: readonly number[]; windows: readonly Window[]; position: number };

/**
 * Subject, service, month (windows.ts), and scale × 8 + grade. Of ratings whose causes or lateness must be looked at:
 * the questionnaire's version, the branch, the day, the instant of its arrival (-1: soon after the tap), the reasons.
 */
export type Line = [
	subject: number,
	service: number,
	month: number,
	graded: number,
	...([] | [version: number, branch: number, day: Day, receivedAt: number, reasons: string[]])
];

/** From so many officers on it is quicker to read all of the ledger than to look each up in the index. */
const MANY = 200;
/** How many positions one statement reads through: some 15 ms. */
const SCANNED = 20_000;
/** How many officers one statement looks up. */
const LOOKED_UP = 5;

/**
 * Every rating of the days asked for, as it was recorded, some thousand at a time with a turn for everybody else between;
 * `part`: how much of all has been read.
 */
export async function* lines(db: Reads, asked: Asked): AsyncGenerator<{ some: Line[]; part: number }> {
	const list = pieces(asked);
	for (const [at, { from, where }] of list.entries()) {
		const [row] = await db.all<{ packed: string | null }>(
			sql`SELECT group_concat(${line(asked)}) AS packed FROM ${from} WHERE ${where}`
		);
		yield { some: JSON.parse(`[${row?.packed ?? ''}]`) as Line[], part: (at + 1) / list.length };
		await new Promise((resolve) => setImmediate(resolve));
	}
}

export const isFew = ({ kind, ids }: Pick<Asked, 'kind' | 'ids'>): boolean =>
	kind === 'officer' && ids.length <= MANY;

/** The statements' sources and conditions, each of ratings r of the days asked for. */
export function pieces(asked: Asked): { from: SQL; where: SQL }[] {
	const { kind, ids, position } = asked;
	const days = daysOf(asked);
	const list: { from: SQL; where: SQL }[] = [];
	if (isFew(asked)) {
		for (let at = 0; at < ids.length; at += LOOKED_UP)
			list.push({
				from: sql`json_each(${JSON.stringify(ids.slice(at, at + LOOKED_UP))}) m
					CROSS JOIN ratings AS r INDEXED BY ratings_officer_day`,
				where: sql`r."officerId" = m.value AND ${days} AND r.position <= ${position}`
			});
		return list;
	}
	// A unit has no index of its own; whoever is not asked for costs a tenth of who is.
	const own = kind === 'unit' ? sql`AND r."branchId" IN ${listed(ids)}` : sql`AND r."officerId" IS NOT NULL`;
	for (let after = 0; after < position; after += SCANNED)
		list.push({
			from: sql`ratings AS r`,
			where: sql`r.position > ${after} AND r.position <= ${Math.min(position, after + SCANNED)} AND ${days} ${own}`
		});
	return list;
}

export function listed(ids: readonly number[]): SQL {
	return sql`(SELECT value FROM json_each(${JSON.stringify(ids)}))`;
}

/** From the first day of the earliest window to the last of the period. */
export function daysOf({ windows }: Pick<Asked, 'windows'>): SQL {
	const [first, last] = [windows.at(-1)?.from ?? '', windows[0]?.to ?? ''];
	return sql`r.day BETWEEN ${first} AND ${last}`;
}

/** What arrived so long after the tap may be late; whether it is, the day's end says (ledger.ts). As in ratings/counts.ts. */
export const MAYBE_LATE = sql.raw('r."receivedAt" - r."tappedAt" - r."skewMs" >= 600000');

// Texts put together rather than JSON functions, which take three times as long; reasons are JSON as they lie there.
// No scale calls more than its two lowest grades dissatisfied (shared/rating.ts), and only these name what went wrong.
function line({ kind, windows }: Asked): SQL {
	const [subject, grade] =
		kind === 'officer'
			? ['r."officerId"', 'coalesce(r."officerGrade", 0)']
			: ['r."branchId"', 'r."serviceGrade"'];
	const head = sql.raw(
		`'[' || ${subject} || ',' || r."serviceId" || ',' || (substr(r.day, 1, 4) * 12 + substr(r.day, 6, 2) - 1)
			|| ',' || (r.scale * 8 + ${grade})`
	);
	const wide = sql.raw(`',' || r."questionnaireId" || ',' || r."branchId" || ',"' || r.day || '",'`);
	const arrived = sql`CASE WHEN ${MAYBE_LATE} THEN r."receivedAt" ELSE -1 END`;
	return sql`${head} || CASE WHEN r.day >= ${windows[0]?.from ?? ''}
		AND (${sql.raw(grade)} BETWEEN 1 AND 2 AND r.reasons <> '[]' OR ${MAYBE_LATE}) THEN ${wide} || ${arrived} || ',' || r.reasons ELSE '' END || ']'`;
}
