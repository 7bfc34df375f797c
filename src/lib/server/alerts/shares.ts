// Findings on shares: too many dissatisfied, too few rated. Each kind is one question for all rules; a branch stands
// for itself and all that lie under it, taken together, as everywhere on the desk.
import { sql } from 'drizzle-orm';
import { wilson } from '../analytics/statistics';
import { lean } from '../analytics/tally';
import type { Reads } from '../db/open';
import { gradesOf, type Scale } from '../../shared/rating';
import { pieces, windowsOf, type Finding, type Ground } from './finding';

/**
 * Branches with more than the rule's share dissatisfied with the service, of at least its least count (and never fewer
 * than `minSample`). Scales are never mixed: the first that is above is told, in the order of how many rated by it.
 * Marked ratings count, struck ones do not, as everywhere where nothing else is said.
 */
export async function dissatisfied(db: Reads, ground: Ground, minSample: number): Promise<Finding[]> {
	const windows = windowsOf(ground, 'dissatisfied', 0);
	if (windows.size === 0) return [];
	const sums = await db.all<Record<'ruleId' | 'scale' | 'n' | 's1' | 's2' | 's3' | 's4' | 's5', number>>(sql`
		WITH piece AS (SELECT value ->> 0 AS "ruleId", value ->> 1 AS branch, value ->> 2 AS low, value ->> 3 AS high
			FROM json_each(${pieces(ground, windows)}))
		SELECT piece."ruleId" AS "ruleId", r.scale AS scale, sum(r.n) AS n,
			sum(r.s1) AS s1, sum(r.s2) AS s2, sum(r.s3) AS s3, sum(r.s4) AS s4, sum(r.s5) AS s5
		FROM piece CROSS JOIN rollup_branch r
		WHERE r."branchId" = piece.branch AND r.grain = 'day' AND r.span BETWEEN piece.low AND piece.high
		GROUP BY 1, 2 ORDER BY 3 DESC`);
	return [...windows].flatMap(([rule, window]) => {
		const { percent = 100, least = 0, days = 1 } = rule.numbers;
		for (const row of sums.filter(({ ruleId }) => ruleId === rule.id)) {
			const scale = row.scale as Scale;
			const counts = gradesOf(scale).map((grade) => row[`s${grade as 1 | 2 | 3 | 4 | 5}`]);
			const { all: n, dissatisfied: count } = lean(counts, scale);
			if (n < Math.max(least, minSample) || count * 100 <= percent * n) continue;
			const { low, high } = wilson(count, n);
			const found = { ...window, days, scale, n, count, low, high, percent };
			return [{ rule, branchId: rule.branchId, subject: '', found }];
		}
		return [];
	});
}

/**
 * Branches where fewer than the rule's share of the cases served were rated, of at least its least count served, on
 * the days before today: a day's numbers come in when it is over. Counted as in ratings/visits.ts: only days and
 * services of which served is known, on both sides.
 */
export async function lowCoverage(db: Reads, ground: Ground): Promise<Finding[]> {
	const windows = windowsOf(ground, 'low_coverage', 1);
	if (windows.size === 0) return [];
	const sums = await db.all<Record<'ruleId' | 'served' | 'rated' | 'days', number>>(sql`
		WITH piece AS (SELECT value ->> 0 AS "ruleId", value ->> 1 AS branch, value ->> 2 AS low, value ->> 3 AS high
			FROM json_each(${pieces(ground, windows)})),
		known AS (
			SELECT piece."ruleId" AS "ruleId", v."branchId" AS branch, v.day AS day, v."serviceId" AS service,
				sum(v.count) AS served
			FROM piece CROSS JOIN visit_counts v
			WHERE v."branchId" = piece.branch AND v.day BETWEEN piece.low AND piece.high
			GROUP BY 1, 2, 3, 4)
		SELECT "ruleId", sum(served) AS served, count(DISTINCT day) AS days,
			sum((SELECT coalesce(sum(r.n), 0) FROM rollup_branch_service r WHERE r."branchId" = known.branch
				AND r.grain = 'day' AND r.span = known.day AND r."serviceId" = known.service)) AS rated
		FROM known GROUP BY 1`);
	const byRule = new Map(sums.map((row) => [row.ruleId, row]));
	return [...windows].flatMap(([rule, window]) => {
		const { percent = 0, least = 1 } = rule.numbers;
		const { served = 0, rated = 0, days = 0 } = byRule.get(rule.id) ?? {};
		if (served < least || rated * 100 >= percent * served) return [];
		const found = { ...window, days, served, rated, percent };
		return [{ rule, branchId: rule.branchId, subject: '', found }];
	});
}
