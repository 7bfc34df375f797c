// Ratings of which something was said by a moment: marks of the plausibility rules, and entries of people. They are few,
// and how they stand is worked out one by one, from all that was said of each up to then.
import { inArray, sql, type SQL } from 'drizzle-orm';
import type { Moment } from '../../shared/appraisal';
import type { Day } from '../../shared/day';
import type { Reads } from '../db/open';
import { stateOf, type RatingEntry } from '../ratings/entries';
import { ratingEntries } from '../ratings/table';
import { daysOf, isFew, listed, pieces, type Asked, type Line } from './rows';
import { numberOf } from './windows';

export type Touched = {
	/** As it was recorded, in full; without an officer the subject is 0. */
	recorded: Line;
	recordedId: number | null;
	struck: boolean;
	/** Whether a mark on it has not been cleared. */
	marked: boolean;
	/** Who served, and the grade they were given, as it stands. */
	officerId: number | null;
	officerGrade: number | null;
};

const CHUNK = 2_000;

/** Every such rating that may count for one of the subjects, or was recorded for one; some thousand at a time. */
export async function* touched(db: Reads, asked: Asked, moment: Moment): AsyncGenerator<Touched[]> {
	const positions = [...new Set(await found(db, asked, moment))].sort((one, other) => one - other);
	for (let at = 0; at < positions.length; at += CHUNK) {
		yield await read(db, asked, moment, positions.slice(at, at + CHUNK));
		await new Promise((resolve) => setImmediate(resolve));
	}
}

async function found(db: Reads, asked: Asked, { entryId, markId }: Moment): Promise<number[]> {
	const positions: number[] = [];
	const ask = async (statement: SQL) => {
		for (const row of await db.all<{ position: number }>(statement)) positions.push(row.position);
		await new Promise((resolve) => setImmediate(resolve));
	};
	if (isFew(asked)) {
		for (const { from, where } of pieces(asked))
			await ask(sql`SELECT r.position AS position FROM ${from} WHERE ${where}
				AND (EXISTS (SELECT 1 FROM marks k WHERE k.position = r.position AND k.id <= ${markId})
					OR EXISTS (SELECT 1 FROM rating_entries e WHERE e."ratingId" = r.id AND e.id <= ${entryId}))`);
		await ask(sql`SELECT r.position AS position FROM rating_entries e CROSS JOIN ratings r
			WHERE e.id <= ${entryId} AND e."officerId" IN ${listed(asked.ids)} AND r.id = e."ratingId"`);
		return positions;
	}
	for (let after = 0; after < markId; after += CHUNK)
		await ask(
			sql`SELECT position FROM marks WHERE id > ${after} AND id <= ${Math.min(markId, after + CHUNK)}`
		);
	for (let after = 0; after < entryId; after += CHUNK)
		await ask(sql`SELECT r.position AS position FROM rating_entries e CROSS JOIN ratings r
			WHERE e.id > ${after} AND e.id <= ${Math.min(entryId, after + CHUNK)} AND r.id = e."ratingId"`);
	return positions;
}

type Row = {
	position: number;
	id: string;
	officerId: number | null;
	officerGrade: number | null;
	claimedOfficerGrade: number | null;
	serviceGrade: number;
	serviceId: number;
	scale: number;
	questionnaireId: number;
	branchId: number;
	day: Day;
	receivedAt: number;
	maybeLate: number;
	reasons: string;
};

async function read(
	db: Reads,
	asked: Asked,
	{ entryId, markId }: Moment,
	positions: readonly number[]
): Promise<Touched[]> {
	const own = asked.kind === 'unit' ? sql`AND r."branchId" IN ${listed(asked.ids)}` : sql``;
	const rows = await db.all<Row>(sql`SELECT r.position, r.id, r."officerId", r."officerGrade",
			r."claimedOfficerGrade", r."serviceGrade", r."serviceId", r.scale, r."questionnaireId", r."branchId",
			r.day, r."receivedAt", r."receivedAt" - r."tappedAt" - r."skewMs" >= 600000 AS "maybeLate", r.reasons
		FROM json_each(${JSON.stringify(positions)}) p CROSS JOIN ratings r
		WHERE r.position = p.value AND r.position <= ${asked.position} AND ${daysOf(asked)} ${own}`);
	const entries = await entriesOf(db, rows, entryId);
	const marks = await marksOf(db, rows, markId);
	return rows.map((row) => {
		const state = stateOf(entries.get(row.id) ?? []);
		const served = state.settled === null ? row : settled(row, state.settled.officerId);
		return {
			recorded: lineOf(row, asked.kind),
			recordedId: row.officerId,
			struck: state.struck,
			marked: (marks.get(row.position) ?? []).some((rule) => !state.cleared.has(rule)),
			officerId: served.officerId,
			officerGrade: served.officerGrade
		};
	});
}

// As in ratings/standings.ts: the customer graded the person they were served by, whomever the tablet named.
function settled({ claimedOfficerGrade, officerGrade }: Row, officerId: number | null) {
	return { officerId, officerGrade: officerId === null ? null : (claimedOfficerGrade ?? officerGrade) };
}

function lineOf(row: Row, kind: Asked['kind']): Line {
	const [subject, grade] =
		kind === 'unit' ? [row.branchId, row.serviceGrade] : [row.officerId ?? 0, row.officerGrade ?? 0];
	return [
		subject,
		row.serviceId,
		numberOf(row.day),
		row.scale * 8 + grade,
		row.questionnaireId,
		row.branchId,
		row.day,
		row.maybeLate ? row.receivedAt : -1,
		JSON.parse(row.reasons) as string[]
	];
}

async function entriesOf(
	db: Reads,
	rows: readonly Row[],
	entryId: number
): Promise<Map<string, RatingEntry[]>> {
	const of = new Map<string, RatingEntry[]>();
	const list = sql`(SELECT value FROM json_each(${JSON.stringify(rows.map(({ id }) => id))}))`;
	const said = await db
		.select()
		.from(ratingEntries)
		.where(sql`${inArray(ratingEntries.ratingId, list)} AND ${ratingEntries.id} <= ${entryId}`)
		.orderBy(ratingEntries.id);
	for (const one of said) of.set(one.ratingId, [...(of.get(one.ratingId) ?? []), one]);
	return of;
}

async function marksOf(db: Reads, rows: readonly Row[], markId: number): Promise<Map<number, string[]>> {
	const of = new Map<number, string[]>();
	const made = await db.all<{ position: number; rule: string }>(
		sql`SELECT k.position AS position, k.rule AS rule FROM marks k
			WHERE k.position IN ${listed(rows.map(({ position }) => position))} AND k.id <= ${markId}`
	);
	for (const { position, rule } of made) of.set(position, [...(of.get(position) ?? []), rule]);
	return of;
}
