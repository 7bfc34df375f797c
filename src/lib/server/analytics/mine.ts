// An officer's own figures. They stand still for a week and end a week back, and fewer than ten answers are not shown
// at all: an officer who looks every day could otherwise read off who gave which grade.
import { sql } from 'drizzle-orm';
import { addDays, weekdayOf, type Day } from '../../shared/day';
import type { Counts, Share } from '../../shared/figures';
import type { Scale } from '../../shared/rating';
import type { Words } from '../../shared/language';
import type { Db } from '../db/open';
import * as counts from '../ratings/counts';
import * as upkeep from '../ratings/upkeep';
import { ask, type Question } from './question';
import { share, tooFew } from './statistics';
import { scales, total } from './summary';
import { lean, tallies } from './tally';

export const DELAY_DAYS = 7;
export const WINDOW_DAYS = 91;
/** A reason that fewer customers chose is left out. */
export const MIN_REASON = 3;

export type ReasonCount = { code: string; words: Words; fits: 'bad' | 'good'; count: number };

export type Mine = {
	from: Day;
	to: Day;
	scale: Scale;
	satisfied: Share;
	/** How many gave each grade, worst first; null where there are too few to say. */
	counts: number[] | null;
	/** What was said about the officer, most often first; null where there are too few to say. */
	reasons: ReasonCount[] | null;
	/** Of the same days: how many are marked and counted all the same, struck and not counted, or came late. */
	beside: Counts;
};

/** The days an officer sees, as of today: thirteen whole weeks, the last one a Sunday at least seven days back. */
export function windowOf(today: Day): { from: Day; to: Day } {
	const latest = addDays(today, -DELAY_DAYS);
	const to = addDays(latest, -weekdayOf(latest));
	return { from: addDays(to, 1 - WINDOW_DAYS), to };
}

/**
 * An officer's own figures, wherever they served, on the scale most used. Always with the marked ratings: the
 * difference to without them would tell who of a few gave which grade.
 */
export async function mine(db: Db, officerId: number, today: Day): Promise<Mine> {
	await upkeep.catchUp(db);
	const days = windowOf(today);
	const cut = {
		...days,
		branches: 'all' as const,
		serviceId: null,
		counterId: null,
		officerId,
		marked: true
	};
	const ends = await counts.endings(db.read, cut);
	const [graded, reasons, beside] = await ask(
		db,
		tallies(cut, 'nothing'),
		reasonsOf(officerId, days.from, days.to),
		{ statement: counts.statement(cut, ends), read: counts.read }
	);
	const scale = scales(graded)[0]?.scale ?? 5;
	const { officer } = total(graded, scale);
	const { all, satisfied } = lean(officer, scale);
	const hidden = tooFew(all);
	return {
		...days,
		scale,
		satisfied: hidden ? { ...share(0, 0), n: all } : share(satisfied, all),
		counts: hidden ? null : officer,
		reasons: hidden ? null : reasons,
		beside
	};
}

/**
 * Reasons about officers that customers tapped, by code; the words are those of the newest questionnaire. Of the
 * ratings that tallies() counts: recorded for the officer and standing so, or settled on the officer since.
 */
function reasonsOf(officerId: number, from: Day, to: Day): Question<ReasonCount[]> {
	return {
		statement: sql`
			WITH own(reasons, version) AS (
					SELECT r.reasons, r."questionnaireId" FROM ratings r LEFT JOIN standings s ON s.position = r.position
					WHERE r."officerId" = ${officerId} AND r.day BETWEEN ${from} AND ${to}
						AND coalesce(s.struck, 0) = 0 AND coalesce(s.settled, 0) = 0
					UNION ALL
					SELECT r.reasons, r."questionnaireId" FROM standings s CROSS JOIN ratings r
					WHERE s."officerId" = ${officerId} AND s.settled = 1 AND s.struck = 0
						AND r.position = s.position AND r.day BETWEEN ${from} AND ${to}),
				tapped(code, version, count) AS (
					SELECT reason.value, own.version, count(*) FROM own CROSS JOIN json_each(own.reasons) reason
					GROUP BY 1, 2)
			SELECT tapped.code AS code, sum(tapped.count) AS count, max(v.id) AS version,
				offered.value ->> 'fits' AS fits, offered.value ->> 'words' AS words
			FROM tapped JOIN questionnaire_versions v ON v.id = tapped.version
				CROSS JOIN json_each(v.content, '$.reasons') offered
			WHERE offered.value ->> 'code' = tapped.code AND offered.value ->> 'cause' = 'officer'
			GROUP BY tapped.code HAVING sum(tapped.count) >= ${MIN_REASON}
			ORDER BY 2 DESC, 1`,
		read: (rows) =>
			rows.map((row) => ({
				code: String(row.code),
				words: JSON.parse(String(row.words)) as Words,
				fits: row.fits === 'good' ? ('good' as const) : ('bad' as const),
				count: Number(row.count)
			}))
	};
}
