// Which bucket of the rollups a rating is counted in, as SQL: what the roller adds, what it takes back when a
// rating's standing changes, and what all of it must amount to.
import { sql, type SQL } from 'drizzle-orm';
import { slot, type Clocks } from './zones';

/** What is counted: ratings one by one; the same counted by branch, service and day; the reasons that they chose. */
export type Kind = 'rows' | 'days' | 'reasons';
/** For each kind the SQL that it is read from: a table, or a query in brackets. */
export type Source = Record<Kind, string>;

export type Grain = 'day' | 'week' | 'month';
export type Rollup = {
	table: string;
	/** Its keys besides grain, span, scale and marked, in the order of its primary key. */
	keys: readonly string[];
	grains: readonly Grain[];
	from: Kind;
};

const DAYS = ['day', 'month'] as const;
const WEEKS = ['week', 'month'] as const;
const REASON = ['serviceId', 'versionId', 'code'];

export const ROLLUPS: readonly Rollup[] = [
	{ table: 'rollup_all', keys: [], grains: DAYS, from: 'days' },
	{ table: 'rollup_branch', keys: ['branchId'], grains: DAYS, from: 'days' },
	{ table: 'rollup_service', keys: ['serviceId'], grains: DAYS, from: 'days' },
	{ table: 'rollup_branch_service', keys: ['branchId', 'serviceId'], grains: DAYS, from: 'days' },
	{
		table: 'rollup_desk',
		keys: ['branchId', 'counterId', 'officerId', 'serviceId'],
		grains: WEEKS,
		from: 'rows'
	},
	{ table: 'rollup_hour', keys: ['branchId', 'slot'], grains: WEEKS, from: 'rows' },
	{ table: 'rollup_service_hour', keys: ['serviceId', 'slot'], grains: WEEKS, from: 'rows' },
	{ table: 'rollup_reason', keys: ['branchId', ...REASON], grains: DAYS, from: 'reasons' },
	{ table: 'rollup_all_reason', keys: REASON, grains: DAYS, from: 'reasons' }
];

/** Every rollup at each of its grains. */
export const EACH: readonly { rollup: Rollup; grain: Grain }[] = ROLLUPS.flatMap((rollup) =>
	rollup.grains.map((grain) => ({ rollup, grain }))
);
export const TABLES = ROLLUPS.map(({ table }) => table);

/**
 * How ratings are read. 'recorded': straight from the ledger, which costs no join and is right for nearly all of
 * them. 'standing': as they stand by now (the view counted_ratings).
 */
export type From = 'recorded' | 'standing';

/** The ratings of a condition as they are counted: officer 0 for nobody, the week by its Monday. */
export function rows(from: From, where: string, clocks: Clocks): string {
	const isStanding = from === 'standing';
	return `SELECT branchId, counterId, coalesce(officerId, 0) AS officerId, serviceId, questionnaireId AS versionId,
			scale, ${isStanding ? 'marked' : '0'} AS marked, serviceGrade, officerGrade, day,
			date(day, 'weekday 0', '-6 days') AS week, ${slot(clocks)} AS slot, nullif(reasons, '[]') AS reasons
		FROM ${isStanding ? 'counted_ratings' : 'ratings'} r WHERE ${where}`;
}

const GRADES = ['s1', 's2', 's3', 's4', 's5', 'o1', 'o2', 'o3', 'o4', 'o5'];
const GRADED = GRADES.map((name) => {
	const column = name.startsWith('s') ? 'serviceGrade' : 'officerGrade';
	return `count(*) FILTER (WHERE ${column} = ${name.slice(1)}) AS ${name}`;
});

/** The same counted by branch, service and day. */
export function days(source: string): string {
	return `SELECT branchId, serviceId, day, scale, marked, count(*) AS n, ${GRADED.join(', ')}
		FROM ${source} GROUP BY branchId, day, serviceId, scale, marked`;
}

/** The reasons they chose, counted by branch, service and day. */
export function reasons(source: string): string {
	return `SELECT branchId, serviceId, versionId, reason.value AS code, day, scale, marked, count(*) AS n
		FROM ${source} r CROSS JOIN json_each(r.reasons) reason WHERE r.reasons IS NOT NULL
		GROUP BY branchId, day, serviceId, versionId, code, scale, marked`;
}

/** Everything read on the spot. */
export function inline(from: From, where: string, clocks: Clocks): Source {
	const all = `(${rows(from, where, clocks)})`;
	return { rows: all, days: `(${days(all)})`, reasons: `(${reasons(all)})` };
}

const SPANS: Record<Grain, string> = { day: 'day', week: 'week', month: 'substr(day, 1, 7)' };
const COUNTS: Record<Kind, readonly string[]> = {
	rows: ['n', ...GRADES],
	days: ['n', ...GRADES],
	reasons: ['n']
};

const quoted = (names: readonly string[]): string => names.map((name) => `"${name}"`).join(', ');
/** The primary key's columns. */
export const keyOf = ({ keys }: Rollup): string[] => [...keys, 'grain', 'span', 'scale', 'marked'];
/** The counters' columns. */
export const countsOf = ({ from }: Rollup): readonly string[] => COUNTS[from];
const all = (rollup: Rollup): string => quoted([...keyOf(rollup), ...countsOf(rollup)]);

// Grouped in the order of the primary key, so that the buckets are found one beside the other.
function select(rollup: Rollup, grain: Grain, source: Source, sign: '' | '-' = ''): string {
	const { keys, from } = rollup;
	const span = SPANS[grain];
	const [own, rest] = [keys.filter((key) => key === 'branchId'), keys.filter((key) => key !== 'branchId')];
	const counts =
		from === 'rows'
			? ['count(*) AS n', ...GRADED].map((count) => `${sign}${count}`)
			: countsOf(rollup).map((name) => `${sign}sum(${name}) AS ${name}`);
	const named = [...keys, `'${grain}' AS grain`, `${span} AS span`, 'scale', 'marked', ...counts];
	return `SELECT ${named.join(', ')} FROM ${source[from]} WHERE true
		GROUP BY ${[...own, span, ...rest, 'scale', 'marked'].join(', ')}`;
}

/** Adds what a source holds to one rollup, or with '-' takes it back. */
export function add(rollup: Rollup, grain: Grain, source: Source, sign: '' | '-' = ''): SQL {
	const adds = countsOf(rollup).map((name) => `"${name}" = "${name}" + excluded."${name}"`);
	return sql.raw(
		`INSERT INTO ${rollup.table} (${all(rollup)}) ${select(rollup, grain, source, sign)}
		ON CONFLICT (${quoted(keyOf(rollup))}) DO UPDATE SET ${adds.join(', ')}`
	);
}

/** Removes those buckets of what a source holds that hold nobody any more; each is found by its whole key. */
export function sweep(rollup: Rollup, grain: Grain, source: Source): SQL {
	const key = quoted(keyOf(rollup));
	return sql.raw(
		`DELETE FROM ${rollup.table} WHERE (${key}) IN (SELECT ${key} FROM (${select(rollup, grain, source)})) AND n = 0`
	);
}

/** The buckets of one span of a rollup, `side` 'rollup' as it lies there, 'ledger' as a source makes it, where they differ. */
export function listed(rollup: Rollup, grain: Grain, span: string, source: Source, limit: number): SQL {
	const kept = sql`SELECT ${sql.raw(all(rollup))} FROM ${sql.raw(rollup.table)}
		WHERE grain = ${grain} AND span = ${span} AND n <> 0`;
	const ought =
		grain in SPANS ? select(rollup, grain, source) : `SELECT ${all(rollup)} FROM ${rollup.table} WHERE false`;
	return sql`WITH counted AS MATERIALIZED (SELECT ${sql.raw(all(rollup))} FROM (${sql.raw(ought)}))
		SELECT 'rollup' AS side, * FROM (${kept} EXCEPT SELECT * FROM counted)
		UNION ALL SELECT 'ledger', * FROM (SELECT * FROM counted EXCEPT ${kept}) LIMIT ${limit}`;
}

/** How many buckets of one rollup are missing, too many or have other counts than the ratings of a condition give. */
export function differing(rollup: Rollup, grain: Grain, source: Source): SQL {
	const kept = `SELECT ${all(rollup)} FROM ${rollup.table} WHERE grain = '${grain}'`;
	return sql.raw(
		`WITH counted AS MATERIALIZED (SELECT ${all(rollup)} FROM (${select(rollup, grain, source)}))
		SELECT (SELECT count(*) FROM (${kept} EXCEPT SELECT * FROM counted))
			+ (SELECT count(*) FROM (SELECT * FROM counted EXCEPT ${kept})) AS rows`
	);
}
