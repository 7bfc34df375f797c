// The ratings of one week, read in short pieces.
import { sql, type SQL } from 'drizzle-orm';
import { addDays, type Day } from '../../shared/day';
import type { Language } from '../../shared/language';
import type { Scope } from '../auth/scope';
import type { Reads } from '../db/open';
import type { Pace } from './pace';
import { LATE, reach } from './reach';

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

/**
 * The counted ratings of some branches in a week, by branch, of the first `last` positions. What came within ten
 * minutes lies together; what came late is found by its index, and `outside` by its positions.
 */
export async function readWeek(
	db: Reads,
	pace: Pace,
	{ monday, sunday }: { monday: Day; sunday: Day },
	chosen: Scope,
	outside: readonly number[],
	last: number
): Promise<Map<number, Raw[]>> {
	const found = new Map<number, Raw[]>();
	const keep = (rows: Raw[]) => {
		for (const row of rows) {
			const own = found.get(row.branchId);
			if (own) own.push(row);
			else found.set(row.branchId, [row]);
		}
	};
	const branches =
		chosen === 'all'
			? sql``
			: sql`AND r."branchId" IN (SELECT value FROM json_each(${JSON.stringify(chosen)}))`;
	const inWeek = sql`r.day BETWEEN ${monday} AND ${sunday} AND r.position <= ${last} ${branches}`;
	const taken = sql`(SELECT value FROM json_each(${JSON.stringify(outside)}))`;
	const lies = await pace.piece(() => reach(db, { from: monday, to: sunday }, outside));
	for (let from = lies.from; from <= lies.to;) {
		await pace.piece(async (size) => {
			const to = Math.min(lies.to, from + size - 1);
			const here = sql`r.position BETWEEN ${from} AND ${to} AND r.position NOT IN ${taken}`;
			keep(await select(db, sql`${here} AND NOT (${LATE}) AND ${inWeek}`));
			from = to + 1;
		});
	}
	// The index of those that came late is by day, and within a day by position.
	for (let [day, after] = [monday, 0]; day <= sunday;)
		await pace.piece(async (size) => {
			const rows = await select(
				db,
				sql`${LATE} AND r.day = ${day} AND r.position > ${after} AND r.position <= ${last} ${branches}
					ORDER BY r.position LIMIT ${Math.ceil(size / 10)}`
			);
			keep(rows);
			if (rows.length < Math.ceil(size / 10)) [day, after] = [addDays(day, 1), 0];
			else after = rows.at(-1)?.position ?? after;
		});
	if (outside.length > 0) keep(await select(db, sql`r.position IN ${taken} AND NOT (${LATE}) AND ${inWeek}`));
	return found;
}

function select(db: Reads, where: SQL): Promise<Raw[]> {
	return db.all<Raw>(sql`
		SELECT r.position, r."branchId", r."serviceId", r."questionnaireId", r.scale, r."serviceGrade",
			r."officerGrade", r.reasons, r.language, r.channel, r.marked
		FROM counted_ratings r WHERE ${where}`);
}
