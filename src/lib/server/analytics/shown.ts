// Which of an officer's ratings they may see one by one, and all that is ever told to them: whole weeks, some days after
// the week is over, and never fewer together than the smallest cell. A week of fewer waits for the next, and so does
// what came late: both are then shown under all the weeks that they come from (docs/decisions/031).
import { sql } from 'drizzle-orm';
import { addDays, dayOf, instantOf, weekdayOf, type Day } from '../../shared/day';
import type { Privacy } from '../../shared/privacy';
import type { Scale } from '../../shared/rating';
import type { Reads } from '../db/open';
import { mondayOf } from './release';

/** A rating that graded an officer: as the ledger and the standings have it. */
export type Own = {
	id: string;
	scale: Scale;
	/** What the customer gave the officer. */
	grade: number;
	/** Codes, in the words of the questionnaire of that version. */
	reasons: string[];
	versionId: number;
	struck: boolean;
	marked: boolean;
	hasComment: boolean;
};

/** One of them with what says when it may be shown; that part is never told. */
export type Kept = Own & {
	day: Day;
	/** From when on it counted for the officer: it arrived, or a person said who served. */
	fromAt: number;
	/** Since when it counts for another, or for nobody; null: it still is theirs. */
	untilAt: number | null;
};

/** What is shown together: ratings of the weeks from a Monday to a Sunday, shuffled, since the day `shownDay`. */
export type Batch = { from: Day; to: Day; shownDay: Day; ratings: Own[] };

export type Rules = Pick<Privacy, 'minCell' | 'officerDelayDays'>;

/** The last Sunday of which something may be shown on a day. */
export function lastSunday(today: Day, { officerDelayDays }: Rules): Day {
	const latest = addDays(today, -officerDelayDays);
	return addDays(latest, -weekdayOf(latest));
}

/**
 * The batches of an officer's ratings (in any order) as of an instant, oldest first. What was once shown together stays
 * so: a batch holds what had arrived when it was first shown, also where some of it was struck or settled since (what
 * is another's now is no more in it). The order within a batch is by id, which is chance.
 */
export function batches(kept: readonly Kept[], rules: Rules, at: number, zone: string): Batch[] {
	const last = lastSunday(dayOf(at, zone), rules);
	const first = kept.reduce((day, one) => (one.day < day ? one.day : day), last);
	const byDay = kept.toSorted((one, other) => (one.day < other.day ? -1 : one.day > other.day ? 1 : 0));
	const shown: Batch[] = [];
	let waiting: Kept[] = [];
	let next = 0;
	for (let sunday = addDays(mondayOf(first), 6); sunday <= last; sunday = addDays(sunday, 7)) {
		for (let one = byDay[next]; one && one.day <= sunday; one = byDay[++next]) waiting.push(one);
		if (waiting.length < rules.minCell) continue;
		const shownDay = addDays(sunday, rules.officerDelayDays);
		const shownAt = instantOf(shownDay, zone);
		waiting = waiting.filter(({ untilAt }) => untilAt === null || untilAt >= shownAt);
		const here = waiting.filter(({ fromAt }) => fromAt < shownAt);
		if (here.length < rules.minCell) continue;
		waiting = waiting.filter((one) => !here.includes(one));
		const from = here.reduce((day, one) => (one.day < day ? one.day : day), sunday);
		shown.push({ from: mondayOf(from), to: sunday, shownDay, ratings: told(here) });
	}
	return shown;
}

/** Without what says when, in the order of their ids. */
function told(kept: readonly Kept[]): Own[] {
	return kept
		.filter(({ untilAt }) => untilAt === null)
		.toSorted((one, other) => (one.id < other.id ? -1 : 1))
		.map(({ day: _day, fromAt: _from, untilAt: _until, ...own }) => own);
}

type Row = Omit<Kept, 'reasons' | 'struck' | 'marked' | 'hasComment'> & {
	reasons: string;
	struck: number;
	marked: number;
	hasComment: number;
};

/** An officer's ratings that graded them, wherever they served; after catching up (standings). */
export async function kept(db: Reads, officerId: number): Promise<Kept[]> {
	const told =
		sql.raw(`r.id AS id, r.scale AS scale, r.reasons AS reasons, r."questionnaireId" AS "versionId",
		coalesce(s.struck, 0) AS struck, coalesce(s.marked, 0) AS marked, r.day AS day,
		EXISTS (SELECT 1 FROM comments c WHERE c."ratingId" = r.id AND c.body IS NOT NULL) AS "hasComment"`);
	const settledAt = sql.raw(`(SELECT e.at FROM rating_entries e
		WHERE e."ratingId" = r.id AND e.act = 'officer_settled' ORDER BY e.id DESC LIMIT 1)`);
	const rows = await db.all<Row>(sql`
		SELECT ${told}, r."officerGrade" AS grade, r."receivedAt" AS "fromAt",
			CASE WHEN s.settled = 1 AND s."officerId" IS NOT r."officerId" THEN ${settledAt} END AS "untilAt"
		FROM ratings r LEFT JOIN standings s ON s.position = r.position
		WHERE r."officerId" = ${officerId} AND r."officerGrade" IS NOT NULL
		UNION ALL
		SELECT ${told}, s."officerGrade" AS grade, max(r."receivedAt", ${settledAt}) AS "fromAt", NULL AS "untilAt"
		FROM standings s CROSS JOIN ratings r
		WHERE s."officerId" = ${officerId} AND s.settled = 1 AND r.position = s.position
			AND r."officerId" IS NOT s."officerId" AND s."officerGrade" IS NOT NULL`);
	return rows.map(({ reasons, struck, marked, hasComment, ...row }) => ({
		...row,
		reasons: JSON.parse(reasons) as string[],
		struck: struck === 1,
		marked: marked === 1,
		hasComment: hasComment === 1
	}));
}
