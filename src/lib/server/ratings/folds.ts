// How ratings are counted together on their way into the rollups, as SQL: read once from the ledger as narrow rows of
// whole numbers, then counted coarser and coarser, each fold from the finest that holds it.
import { offset, type Clocks } from './zones';

/**
 * 'late': of a day those alone that came after it was over. 'officer': of a month all counters and services of an
 * officer together, which a department of thousands of officers reads in a third of the time.
 */
export type Grain = 'day' | 'week' | 'month' | 'late' | 'officer';

/**
 * How ratings are read. 'recorded': straight from the ledger, which costs no join and is right for nearly all of
 * them. 'standing': as they stand by now (the view counted_ratings).
 */
export type From = 'recorded' | 'standing';

/**
 * The ratings of a condition as they are counted: officer 0 for nobody; the day (of `weekKind` the Monday) with month,
 * scale and mark in one number, because few whole numbers are sorted soonest. Days are counted from a Thursday long
 * before 1970, so that none is below 0.
 */
function rows(from: From, where: string, clocks: Clocks): string {
	const marked = from === 'standing' ? 'r.marked' : '0';
	// The LIMIT keeps SQLite from working out each of these again wherever it is used.
	return `SELECT branchId, counterId, officerId, serviceId, versionId, serviceGrade, officerGrade,
			(d * 65536 + month) * 16 + kind AS dayKind, ((d - (d + 3) % 7) * 65536 + month) * 16 + kind AS weekKind,
			(d + 4) % 7 * 24 + (at + offset) / 3600000 % 24 AS slot, reasons,
			receivedAt - at >= 600000 AND receivedAt >= (d - 699999) * 86400000 - offset AS isLate
		FROM (SELECT r.branchId, r.counterId, coalesce(r.officerId, 0) AS officerId, r.serviceId,
				r.questionnaireId AS versionId, r.serviceGrade, r.officerGrade, nullif(r.reasons, '[]') AS reasons,
				unixepoch(r.day) / 86400 + 700000 AS d, substr(r.day, 1, 4) * 12 + substr(r.day, 6, 2) - 1 AS month,
				r.scale * 2 + ${marked} AS kind, r.tappedAt + r.skewMs AS at, r.receivedAt, ${offset(clocks)} AS offset
			FROM ${from === 'standing' ? 'counted_ratings' : 'ratings'} r WHERE ${where} LIMIT -1)`;
}

type By = 'dayKind' | 'weekKind';

/** The spans of a fold: a whole number to group by, and its text. */
export function span(by: By, grain: Grain): { number: string; text: string } {
	if (grain !== 'month' && grain !== 'officer') {
		const number = `${by} / 1048576`;
		return { number, text: `date((${number} - 700000) * 86400, 'unixepoch')` };
	}
	const number = `${by} / 16 % 65536`;
	return { number, text: `printf('%04d-%02d', ${number} / 12, ${number} % 12 + 1)` };
}

/** Scale and mark of a fold. */
export function kind(by: By): { scale: string; marked: string } {
	return { scale: `${by} % 16 / 2`, marked: `${by} % 2` };
}

const GRADES = ['s1', 's2', 's3', 's4', 's5', 'o1', 'o2', 'o3', 'o4', 'o5'];
const GRADED = GRADES.map((name) => {
	const column = name.startsWith('s') ? 'serviceGrade' : 'officerGrade';
	return `count(*) FILTER (WHERE ${column} = ${name.slice(1)}) AS ${name}`;
});

type Folding = {
	of: 'rows' | Fold;
	keys: readonly string[];
	by: By;
	counts: 'grades' | 'reasons';
	where?: string;
};
const REASON = ['serviceId', 'versionId', 'code'];

/** What is counted together. Grades of ratings, or the reasons that they chose. */
export const FOLDS = {
	days: { of: 'rows', keys: ['branchId', 'serviceId'], by: 'dayKind', counts: 'grades' },
	lates: { of: 'rows', keys: ['branchId', 'serviceId'], by: 'dayKind', counts: 'grades', where: 'isLate' },
	branchDays: { of: 'days', keys: ['branchId'], by: 'dayKind', counts: 'grades' },
	serviceDays: { of: 'days', keys: ['serviceId'], by: 'dayKind', counts: 'grades' },
	desks: {
		of: 'rows',
		keys: ['branchId', 'counterId', 'officerId', 'serviceId'],
		by: 'weekKind',
		counts: 'grades'
	},
	officers: { of: 'desks', keys: ['branchId', 'officerId'], by: 'weekKind', counts: 'grades' },
	hours: { of: 'rows', keys: ['branchId', 'slot'], by: 'weekKind', counts: 'grades' },
	serviceHours: { of: 'rows', keys: ['serviceId', 'slot'], by: 'weekKind', counts: 'grades' },
	reasons: { of: 'rows', keys: ['branchId', ...REASON], by: 'dayKind', counts: 'reasons' },
	serviceReasons: { of: 'reasons', keys: REASON, by: 'dayKind', counts: 'reasons' }
} as const satisfies Record<
	string,
	{ of: string; keys: readonly string[]; by: By; counts: string; where?: string }
>;

export type Fold = keyof typeof FOLDS;

/** For the ratings, and each fold of them, the SQL that it is read from: a table, or a query in brackets. */
export type Source = Record<'rows' | Fold, string>;

export function countsOfFold(fold: Fold): readonly string[] {
	return FOLDS[fold].counts === 'reasons' ? ['n'] : ['n', ...GRADES];
}

/** One fold, of what the source holds that it is of. */
function query(fold: Fold, from: string): string {
	const { of, keys, by, counts, where = 'true' }: Folding = FOLDS[fold];
	const isFirst = of === 'rows';
	const sums = isFirst
		? ['count(*) AS n', ...(counts === 'grades' ? GRADED : [])]
		: countsOfFold(fold).map((name) => `sum(${name}) AS ${name}`);
	const named = keys.map((key) => (key === 'code' && isFirst ? 'reason.value AS code' : key));
	const source =
		counts === 'reasons' && isFirst
			? `${from} r CROSS JOIN json_each(r.reasons) reason WHERE r.reasons IS NOT NULL`
			: `${from} WHERE ${where}`;
	const order = [...keys.slice(0, 1), by, ...keys.slice(1)];
	return `SELECT ${[...named, by, ...sums].join(', ')} FROM ${source} GROUP BY ${order.join(', ')}`;
}

/**
 * Every fold of the ratings of a condition. `keep` is given each name and query in turn, the finer before the coarser,
 * and answers what to read it from.
 */
export async function fold(
	from: From,
	where: string,
	clocks: Clocks,
	keep: (name: string, query: string) => string | Promise<string>
): Promise<Source> {
	const source: Partial<Source> = { rows: await keep('rows', rows(from, where, clocks)) };
	for (const name of Object.keys(FOLDS) as Fold[])
		source[name] = await keep(name, query(name, source[FOLDS[name].of] ?? ''));
	return source as Source;
}

/** The same, each read on the spot. */
export function inline(from: From, where: string, clocks: Clocks): Promise<Source> {
	return fold(from, where, clocks, (_, query) => `(${query})`);
}
