// The ratings of one week, read in short pieces.
import { sql, type SQL } from 'drizzle-orm';
import { addDays, type Day } from '../../shared/day';
import type { Language } from '../../shared/language';
import type { Scope } from '../auth/scope';
import type { Reads } from '../db/open';
import type { Pace } from './pace';
import { LATE, reach, type Reach } from './reach';

export type Raw = {
	position: number;
	branchId: number;
	serviceId: number;
	questionnaireId: number;
	scale: number;
	serviceGrade: number;
	officerGrade: number | null;
	reasons: string;
	language: Language;
	channel: string;
	marked: number;
};

export type Of = {
	monday: Day;
	sunday: Day;
	branches: Scope;
	/** Positions out of the order of arrival. */
	outside: readonly number[];
	/** How far to read, and how many the rollups have counted up to there. */
	last: number;
	count: number;
};

/**
 * The counted ratings of some branches in a week, by branch. What came within ten minutes lies together; what came late
 * is found by its index, and `outside` by its positions. Should fewer be found than the rollups have counted, because
 * a ledger came into being out of the order of arrival, the whole ledger is looked through.
 */
export async function readWeek(db: Reads, pace: Pace, of: Of): Promise<Map<number, Raw[]>> {
	if (of.count === 0) return new Map();
	const lies = await pace.piece(() => reach(db, { from: of.monday, to: of.sunday }, of.outside));
	const taken = sql`(SELECT value FROM json_each(${JSON.stringify(of.outside)}))`;
	const found = await within(db, pace, of, lies, sql`AND r.position NOT IN ${taken} AND NOT (${LATE})`);
	found.push(...(await late(db, pace, of)));
	if (of.outside.length > 0)
		found.push(...(await select(db, sql`r.position IN ${taken} AND NOT (${LATE}) ${inWeek(of)}`)));
	return byBranch(
		found.length < of.count ? await within(db, pace, of, { from: 1, to: of.last }, sql``) : found
	);
}

async function within(db: Reads, pace: Pace, of: Of, lies: Reach, more: SQL): Promise<Raw[]> {
	const found: Raw[] = [];
	for (let { from } = lies; from <= lies.to;)
		await pace.piece(async (size) => {
			const to = Math.min(lies.to, from + size - 1);
			for (const row of await select(db, sql`r.position BETWEEN ${from} AND ${to} ${more} ${inWeek(of)}`))
				found.push(row);
			from = to + 1;
		});
	return found;
}

/** The index is by day, and within a day by position. */
async function late(db: Reads, pace: Pace, of: Of): Promise<Raw[]> {
	const found: Raw[] = [];
	for (let [day, after] = [of.monday, 0]; day <= of.sunday;)
		await pace.piece(async (size) => {
			const limit = Math.ceil(size / 10);
			const rows = await select(
				db,
				sql`${LATE} AND r.day = ${day} AND r.position > ${after} ${inWeek(of)}
					ORDER BY r.position LIMIT ${limit}`
			);
			found.push(...rows);
			if (rows.length < limit) [day, after] = [addDays(day, 1), 0];
			else after = rows.at(-1)?.position ?? after;
		});
	return found;
}

function inWeek({ monday, sunday, branches, last }: Of): SQL {
	return sql`AND r.day BETWEEN ${monday} AND ${sunday} AND r.position <= ${last} ${
		branches === 'all'
			? sql``
			: sql`AND r."branchId" IN (SELECT value FROM json_each(${JSON.stringify(branches)}))`
	}`;
}

/** As plain objects: a row as the driver makes it is ten times as large, and a week of them lies in memory. */
async function select(db: Reads, where: SQL): Promise<Raw[]> {
	const rows = await db.all<Raw>(sql`
		SELECT r.position, r."branchId", r."serviceId", r."questionnaireId", r.scale, r."serviceGrade",
			r."officerGrade", r.reasons, r.language, r.channel, r.marked
		FROM counted_ratings r WHERE ${where}`);
	return rows.map((row) => ({
		...{ position: row.position, branchId: row.branchId, serviceId: row.serviceId },
		...{ questionnaireId: row.questionnaireId, scale: row.scale, serviceGrade: row.serviceGrade },
		...{ officerGrade: row.officerGrade, reasons: row.reasons, language: row.language },
		...{ channel: row.channel, marked: row.marked }
	}));
}

function byBranch(rows: readonly Raw[]): Map<number, Raw[]> {
	const found = new Map<number, Raw[]>();
	for (const row of rows) {
		const own = found.get(row.branchId);
		if (own) own.push(row);
		else found.set(row.branchId, [row]);
	}
	return found;
}
