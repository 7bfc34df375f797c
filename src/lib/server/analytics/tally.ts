// Counts grades in a cut of the ratings, from the smallest rollup that has the cut. Officers and counters are counted
// by whole weeks or months only (desk figures): on a day or an hour of theirs there is nothing to ask.
import { sql, type SQL } from 'drizzle-orm';
import type { Row } from '@libsql/client';
import { weekdayOf, addDays, type Day } from '../../shared/day';
import { gradesOf, leaning, SCALES, type Scale } from '../../shared/rating';
import { split, type Piece } from './period';
import type { Question } from './question';

/** Which ratings: whole days, and branches that the reader's scope has been applied to already (asked.ts). */
export type Cut = {
	from: Day;
	to: Day;
	/** 'all' only for a reader of the whole department who has chosen no branch. */
	branches: 'all' | readonly number[];
	serviceId: number | null;
	counterId: number | null;
	officerId: number | null;
	/** Whether ratings that a plausibility rule has marked are counted; struck ones never are. */
	marked: boolean;
};

/** 'span': the Mondays of weeks ('2026-11-16') or the months ('2026-11') of a desk cut. */
export type By = 'nothing' | 'day' | 'span' | 'branch' | 'service' | 'counter' | 'officer';

/** How many ratings gave each grade, worst first, about the service and about the officer. One scale each. */
export type Tally = { key: string | number; scale: Scale; n: number; service: number[]; officer: number[] };

/** Whether a question is about officers or counters, and its days must be whole weeks or months (period.ts, desk). */
export function isDesk({ officerId, counterId }: Pick<Cut, 'officerId' | 'counterId'>, by: By): boolean {
	return officerId !== null || counterId !== null || by === 'officer' || by === 'counter' || by === 'span';
}

/**
 * The counts of a cut, one tally for each key and scale. Officer 0 stands for "nobody on duty". A desk question whose
 * days are neither whole weeks nor whole months is a bug: RangeError.
 */
export function tallies(cut: Cut, by: By): Question<Tally[]> {
	return { statement: from(cut, by), read: (rows) => unpacked(rows).map(tally) };
}

/** How many ratings a cut holds for each pair of keys and scale. */
export type Crossed = { one: string | number; other: string | number; scale: Scale; n: number };

/** The counts of a cut by two things at once, by which it is decided what of them is hidden (hidden.ts). */
export function crossed(cut: Cut, one: By, other: By): Question<Crossed[]> {
	return {
		statement: from(cut, one, other),
		read: (rows) => unpacked(rows).map(([one, other, scale, n]) => ({ one, other, scale, n }))
	};
}

/** How many of a key and a service graded, and how many of these are satisfied: less than a tally, and read faster. */
export type Mix = { key: number; serviceId: number; scale: Scale; n: number; service: Lean; officer: Lean };
export type Lean = { all: number; satisfied: number };

/**
 * The counts of a cut by something and by service, so that the mix of services can be taken out of a comparison; by
 * service alone (`serviceId` 0) where services are compared.
 */
export function mixed(cut: Cut, by: By): Question<Mix[]> {
	return {
		statement: from(cut, by, by === 'service' ? undefined : 'service', LEANS),
		read: (rows) =>
			unpacked(rows).map(([key, other, scale, n, s = 0, ss = 0, o = 0, os = 0]) => ({
				key: Number(key),
				serviceId: Number(other),
				scale,
				n,
				service: { all: s, satisfied: ss },
				officer: { all: o, satisfied: os }
			}))
	};
}

const KEYS = {
	nothing: `''`,
	day: 'r.span',
	span: 'r.span',
	branch: 'r."branchId"',
	service: 'r."serviceId"',
	counter: 'r."counterId"',
	officer: 'r."officerId"'
};

function from(cut: Cut, by: By, other?: By, sums: Sums = GRADED): SQL {
	const is = (one: By) => by === one || other === one;
	const desk = isDesk(cut, by) || (other !== undefined && isDesk(cut, other));
	const service = cut.serviceId !== null || is('service');
	const branch = desk || is('branch') || cut.branches !== 'all';
	const table = desk
		? 'rollup_desk'
		: `rollup_${[...(branch ? ['branch'] : []), ...(service ? ['service'] : [])].join('_') || 'all'}`;
	// CROSS JOIN keeps this order, in which the primary key of each rollup is read as a few short ranges.
	return sql`
		WITH piece(grain, low, high) AS (${pieces(cut, is('day'), desk, by === 'officer' && other === undefined)}), branch(id) AS (${branches(cut)})
		SELECT json_group_array(json_array(key, other, scale, ${sql.raw(Object.keys(sums).join(', '))})) AS packed FROM (
		SELECT ${sql.raw(KEYS[by])} AS key, ${sql.raw(other ? KEYS[other] : `''`)} AS other, r.scale AS scale,
			${sql.raw(
				Object.entries(sums)
					.map(([name, of]) => `sum(${of}) AS ${name}`)
					.join(', ')
			)}
		FROM piece ${sql.raw(branch ? 'CROSS JOIN branch' : '')} CROSS JOIN ${sql.raw(table)} r
		WHERE r.grain = piece.grain AND r.span BETWEEN piece.low AND piece.high
			${branch ? sql`AND r."branchId" = branch.id` : sql``}
			${cut.serviceId === null ? sql`` : sql`AND r."serviceId" = ${cut.serviceId}`}
			${cut.counterId === null ? sql`` : sql`AND r."counterId" = ${cut.counterId}`}
			${cut.officerId === null ? sql`` : sql`AND r."officerId" = ${cut.officerId}`}
			${cut.marked ? sql`` : sql`AND r.marked = 0`}
		GROUP BY ${sql.raw(other ? '1, 2, 3' : '1, 3')})`;
}

/** A key, a second key, the scale, n, five counts of the service's grades and five of the officer's. */
type Line = [key: string | number, other: string | number, scale: Scale, n: number, ...grades: number[]];

// One JSON text for all rows: of thousands the client makes objects five times as slowly as JSON.parse does arrays.
function unpacked(rows: readonly Row[]): Line[] {
	return JSON.parse(String(rows[0]?.packed ?? '[]')) as Line[];
}

const GRADES = [1, 2, 3, 4, 5];
const columns = (letter: 's' | 'o') => GRADES.map((grade) => `r.${letter}${grade}`);

/** What is summed, by the name it gets. */
type Sums = Record<string, string>;
const GRADED: Sums = Object.fromEntries(
	['r.n', ...columns('s'), ...columns('o')].map((column) => [column.slice(2), column])
);
const LEANS: Sums = {
	n: 'r.n',
	s: columns('s').join(' + '),
	ss: satisfied('s'),
	o: columns('o').join(' + '),
	os: satisfied('o')
};

/** The satisfied among the columns of a letter, scale by scale. */
function satisfied(letter: 's' | 'o'): string {
	const of = SCALES.map((scale) => {
		const good = gradesOf(scale).filter((grade) => leaning(grade, scale) === 'satisfied');
		return `WHEN ${scale} THEN ${good.map((grade) => `r.${letter}${grade}`).join(' + ')}`;
	});
	return `CASE r.scale ${of.join(' ')} END`;
}

/** A trend needs every day; all else whole months where there are some. */
function pieces(cut: Cut, byDay: boolean, desk: boolean, byOfficer: boolean): SQL {
	const list = desk ? wholes(cut) : byDay ? [{ grain: 'day' as const, ...cut }] : split(cut);
	// The months of officers alone are kept as such.
	const isAlone = byOfficer && cut.serviceId === null && cut.counterId === null;
	const rows = JSON.stringify(
		list.map(({ grain, from, to }) => [isAlone && grain === 'month' ? 'officer' : grain, from, to])
	);
	return sql`SELECT value ->> 0, value ->> 1, value ->> 2 FROM json_each(${rows})`;
}

/** The days of a desk cut as its weeks or months; nothing where it has no day. */
export function wholes({ from, to }: Pick<Cut, 'from' | 'to'>): Piece[] {
	if (from > to) return [];
	if (from.endsWith('-01') && addDays(to, 1).endsWith('-01'))
		return [{ grain: 'month', from: from.slice(0, 7), to: to.slice(0, 7) }];
	if (weekdayOf(from) === 1 && weekdayOf(to) === 0) return [{ grain: 'week', from, to }];
	throw new RangeError(`neither whole weeks nor whole months: ${from}..${to}`);
}

/** The branches of a cut; of one officer only those where they were ever counted. */
function branches({ branches: ids, officerId }: Cut): SQL {
	const chosen =
		ids === 'all' ? sql`SELECT id FROM branches` : sql`SELECT value FROM json_each(${JSON.stringify(ids)})`;
	return officerId === null || officerId === 0
		? chosen
		: sql`${chosen} INTERSECT SELECT "branchId" FROM rollup_place WHERE "officerId" = ${officerId}`;
}

function tally([key, , scale, n, ...grades]: Line): Tally {
	return { key, scale, n, service: grades.slice(0, scale), officer: grades.slice(5, 5 + scale) };
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
