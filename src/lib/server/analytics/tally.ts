// Counts grades in a cut of the ratings: from the smallest rollup that has the cut, or, where service and officer
// meet and no rollup has it, from the ledger by its index on officer and day.
import { sql, type SQL } from 'drizzle-orm';
import type { Row } from '@libsql/client';
import type { Day } from '../../shared/day';
import { gradesOf, leaning, type Scale } from '../../shared/rating';
import { split } from './period';
import type { Question } from './question';

/** Which ratings: whole days, and branches that the reader's scope has been applied to already (cut.ts). */
export type Cut = {
	from: Day;
	to: Day;
	/** 'all' only for a reader of the whole department who has chosen no branch. */
	branches: 'all' | readonly number[];
	serviceId: number | null;
	officerId: number | null;
	/** Whether ratings that a plausibility rule has marked are counted; struck ones never are. */
	marked: boolean;
};

export type By = 'nothing' | 'day' | 'branch' | 'service' | 'officer';

/** How many ratings gave each grade, worst first, about the service and about the officer. One scale each. */
export type Tally = { key: string | number; scale: Scale; n: number; service: number[]; officer: number[] };

/** Whether a question can be answered from the rollups alone. */
export function isFolded(cut: Cut, by: By): boolean {
	return !(asksService(cut, by) && asksOfficer(cut, by));
}

const asksService = (cut: Cut, by: By) => cut.serviceId !== null || by === 'service';
const asksOfficer = (cut: Cut, by: By) => cut.officerId !== null || by === 'officer';

/** The counts of a cut, one tally for each key and scale. Officer 0 stands for "nobody on duty". */
export function tallies(cut: Cut, by: By): Question<Tally[]> {
	return {
		statement: isFolded(cut, by) ? fromRollup(cut, by) : fromLedger(cut, by),
		read: (rows) => rows.map(tally)
	};
}

/** How many ratings the ledger would have to be read for: those of the cut whatever their service. */
export function weight(cut: Cut): Question<number> {
	return {
		statement: fromRollup({ ...cut, serviceId: null }, 'nothing'),
		read: (rows) => rows.reduce((sum, row) => sum + Number(row.n), 0)
	};
}

const KEYS = { day: 'r.span', branch: 'r."branchId"', service: 'r."serviceId"', officer: 'r."officerId"' };

function fromRollup(cut: Cut, by: By): SQL {
	const service = asksService(cut, by);
	const officer = asksOfficer(cut, by);
	const branch = officer || by === 'branch' || cut.branches !== 'all';
	const table = `rollup_${branch ? 'branch' : service || officer ? '' : 'all'}${branch && (service || officer) ? '_' : ''}${service ? 'service' : officer ? 'officer' : ''}`;
	const key = by === 'nothing' ? `''` : KEYS[by];
	const sums = COUNTS.map((name) => `sum(r.${name}) AS ${name}`).join(', ');
	// CROSS JOIN keeps this order, in which the primary key of each rollup is read as a few short ranges.
	return sql`
		WITH piece(grain, low, high) AS (${pieces(cut, by)}), branch(id) AS (${branches(cut.branches)})
		SELECT ${sql.raw(key)} AS key, r.scale AS scale, ${sql.raw(sums)}
		FROM piece ${sql.raw(branch ? 'CROSS JOIN branch' : '')} CROSS JOIN ${sql.raw(table)} r
		WHERE r.grain = piece.grain AND r.span BETWEEN piece.low AND piece.high
			${branch ? sql`AND r."branchId" = branch.id` : sql``}
			${cut.serviceId === null ? sql`` : sql`AND r."serviceId" = ${cut.serviceId}`}
			${cut.officerId === null ? sql`` : sql`AND r."officerId" = ${cut.officerId}`}
			${cut.marked ? sql`` : sql`AND r.marked = 0`}
		GROUP BY 1, 2`;
}

// As the view counted_ratings has it, but by the index on officer and day: those who were recorded for an officer and
// stand so, and the few whom a person has settled on one.
function fromLedger(cut: Cut, by: By): SQL {
	const key = by === 'nothing' ? `''` : by === 'day' ? 'r.day' : by === 'officer' ? 'r.officer' : KEYS[by];
	const officers =
		cut.officerId === null
			? sql`SELECT DISTINCT r."officerId" FROM piece CROSS JOIN branch CROSS JOIN rollup_branch_officer r
				WHERE r."branchId" = branch.id AND r.grain = piece.grain AND r.span BETWEEN piece.low AND piece.high`
			: sql`SELECT ${cut.officerId}`;
	return sql`
		WITH piece(grain, low, high) AS (${pieces(cut, 'nothing')}), branch(id) AS (${branches(cut.branches)}),
			officer(id) AS (${officers}),
			r(officer, day, branchId, serviceId, scale, serviceGrade, officerGrade, marked) AS (
				SELECT officer.id, r.day, r."branchId", r."serviceId", r.scale, r."serviceGrade", r."officerGrade", s.marked
				FROM officer CROSS JOIN ratings r LEFT JOIN standings s ON s.position = r.position
				WHERE r."officerId" IS nullif(officer.id, 0) AND r.day BETWEEN ${cut.from} AND ${cut.to}
					AND coalesce(s.settled, 0) = 0 AND coalesce(s.struck, 0) = 0
				UNION ALL
				SELECT officer.id, r.day, r."branchId", r."serviceId", r.scale, r."serviceGrade", s."officerGrade", s.marked
				FROM officer CROSS JOIN standings s JOIN ratings r ON r.position = s.position
				WHERE s."officerId" IS nullif(officer.id, 0) AND s.settled = 1 AND s.struck = 0
					AND r.day BETWEEN ${cut.from} AND ${cut.to})
		SELECT ${sql.raw(key)} AS key, r.scale AS scale, count(*) AS n, ${sql.raw(LEDGER_COUNTS)}
		FROM r
		WHERE r."branchId" IN (SELECT id FROM branch)
			${cut.serviceId === null ? sql`` : sql`AND r."serviceId" = ${cut.serviceId}`}
			${cut.marked ? sql`` : sql`AND coalesce(r.marked, 0) = 0`}
		GROUP BY 1, 2`;
}

const GRADES = [1, 2, 3, 4, 5];
const COUNTS = ['n', ...GRADES.map((grade) => `s${grade}`), ...GRADES.map((grade) => `o${grade}`)];
const LEDGER_COUNTS = GRADES.map(
	(grade) =>
		`count(*) FILTER (WHERE r."serviceGrade" = ${grade}) AS s${grade}, count(*) FILTER (WHERE r."officerGrade" = ${grade}) AS o${grade}`
).join(', ');

/** A trend needs every day; all else whole months where there are some. */
function pieces(cut: Cut, by: By): SQL {
	const list = by === 'day' ? [{ grain: 'day' as const, ...cut }] : split(cut);
	const rows = JSON.stringify(list.map(({ grain, from, to }) => [grain, from, to]));
	return sql`SELECT value ->> 0, value ->> 1, value ->> 2 FROM json_each(${rows})`;
}

function branches(ids: Cut['branches']): SQL {
	return ids === 'all'
		? sql`SELECT id FROM branches`
		: sql`SELECT value FROM json_each(${JSON.stringify(ids)})`;
}

function tally(row: Row): Tally {
	const scale = Number(row.scale) as Scale;
	const counts = (letter: 's' | 'o') => gradesOf(scale).map((grade) => Number(row[`${letter}${grade}`]));
	const key = row.key;
	return {
		key: typeof key === 'number' ? key : String(key),
		scale,
		n: Number(row.n),
		service: counts('s'),
		officer: counts('o')
	};
}

/** How many of these counts, worst grade first, are satisfied, dissatisfied, and all. */
export function lean(
	counts: readonly number[],
	scale: Scale
): { all: number; satisfied: number; dissatisfied: number } {
	const sums = { all: 0, satisfied: 0, dissatisfied: 0, neutral: 0 };
	counts.forEach((count, index) => {
		sums.all += count;
		sums[leaning(index + 1, scale)] += count;
	});
	return sums;
}
