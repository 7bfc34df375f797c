// A rating as those who review it are told of it: where, about what, which day and part of the day, how it stands,
// what marked it, and all that was said of it.
import { sql } from 'drizzle-orm';
import { clockOf, type Day } from '../../shared/day';
import { partOf, type DayPart } from '../../shared/figures';
import type { Language } from '../../shared/language';
import type { Channel, Scale } from '../../shared/rating';
import type { Reads } from '../db/open';
import { stateOf, type RatingEntry } from './entries';
import { MARK_RULES, type MarkRule } from './table';

export type Marked = {
	rule: MarkRule;
	/** What made the mark; without the minute (`at`) for those who are not told it. */
	numbers: Record<string, number | string>;
	cleared: boolean;
};

export type Reviewed = {
	position: number;
	ratingId: string;
	channel: Channel;
	branchId: number;
	counterId: number;
	serviceId: number;
	/** As it stands now; the ledger's where nobody has settled it. */
	officerId: number | null;
	officerGrade: number | null;
	/** Whom the tablet named where the duty table says otherwise. */
	claimedOfficerId: number | null;
	day: Day;
	part: DayPart;
	/** The corrected instant, for auditors; else null. */
	at: number | null;
	scale: Scale;
	serviceGrade: number;
	language: Language;
	hasComment: boolean;
	struck: boolean;
	marked: boolean;
	settled: boolean;
	marks: Marked[];
	/** Oldest first. */
	entries: RatingEntry[];
};

type Row = Omit<Reviewed, 'part' | 'marks' | 'entries' | 'struck' | 'marked' | 'settled' | 'hasComment'> & {
	at: number;
	zone: string;
	graded: number | null;
	hasComment: number;
};

/** The ratings at these positions, by position. `exact`: with instants. */
export async function reviewed(
	db: Reads,
	positions: readonly number[],
	exact: boolean
): Promise<Map<number, Reviewed>> {
	const list = sql`SELECT value FROM json_each(${JSON.stringify(positions)})`;
	const rows = await db.all<Row>(sql`
		SELECT r.position AS position, r.id AS "ratingId", r.channel AS channel, r."branchId" AS "branchId",
			r."counterId" AS "counterId", r."serviceId" AS "serviceId", r."officerId" AS "officerId",
			r."officerGrade" AS "officerGrade", r."claimedOfficerId" AS "claimedOfficerId",
			coalesce(r."claimedOfficerGrade", r."officerGrade") AS graded, r.day AS day, r.zone AS zone,
			r."tappedAt" + r."skewMs" AS at, r.scale AS scale, r."serviceGrade" AS "serviceGrade",
			r.language AS language,
			EXISTS (SELECT 1 FROM comments c WHERE c."ratingId" = r.id AND c.body IS NOT NULL) AS "hasComment"
		FROM ratings r WHERE r.position IN (${list})`);
	const marks = await db.all<{ position: number; rule: MarkRule; numbers: string }>(
		sql`SELECT position, rule, numbers FROM marks WHERE position IN (${list})`
	);
	const entries = await db.all<RatingEntry>(
		sql`SELECT * FROM rating_entries
			WHERE "ratingId" IN (SELECT id FROM ratings WHERE position IN (${list})) ORDER BY id`
	);
	return new Map(
		rows.map((row) => {
			const made = marks.filter(({ position }) => position === row.position);
			const said = entries.filter(({ ratingId }) => ratingId === row.ratingId);
			return [row.position, told(row, made, said, exact)];
		})
	);
}

function told(
	{ zone, graded, ...row }: Row,
	made: { rule: MarkRule; numbers: string }[],
	entries: RatingEntry[],
	exact: boolean
): Reviewed {
	const { struck, settled, cleared } = stateOf(entries);
	const marks = made
		.map(({ rule, numbers }) => {
			const { at, ...others } = JSON.parse(numbers) as Marked['numbers'];
			const shown = exact && at !== undefined ? { at, ...others } : others;
			return { rule, numbers: shown, cleared: cleared.has(rule) };
		})
		.sort((a, b) => MARK_RULES.indexOf(a.rule) - MARK_RULES.indexOf(b.rule));
	return {
		...row,
		officerId: settled ? settled.officerId : row.officerId,
		officerGrade: settled ? (settled.officerId === null ? null : graded) : row.officerGrade,
		part: partOf(clockOf(row.at, zone).hour),
		at: exact ? row.at : null,
		hasComment: row.hasComment === 1,
		struck,
		marked: marks.some((mark) => !mark.cleared),
		settled: settled !== null,
		marks,
		entries
	};
}
