// Which bucket of the rollups a rating is counted in, as SQL: what the roller adds, what it takes back when a
// rating's standing changes, and what all of it must amount to. What is counted, and from what, is said in folds.ts.
import { sql, type SQL } from 'drizzle-orm';
import { countsOfFold, FOLDS, kind, span, type Fold, type Grain, type Source } from './folds';

export type Rollup = {
	table: string;
	/** Its keys besides grain, span, scale and marked, in the order of its primary key. */
	keys: readonly string[];
	/** Its grains, and the fold that each is made of. */
	grains: Partial<Record<Grain, Fold>>;
};

const REASON = ['serviceId', 'versionId', 'code'];
const days = (fold: Fold) => ({ day: fold, month: fold });
const weeks = (fold: Fold) => ({ week: fold, month: fold });

export const ROLLUPS: readonly Rollup[] = [
	{ table: 'rollup_all', keys: [], grains: days('serviceDays') },
	{ table: 'rollup_branch', keys: ['branchId'], grains: days('branchDays') },
	{ table: 'rollup_service', keys: ['serviceId'], grains: days('serviceDays') },
	{
		table: 'rollup_branch_service',
		keys: ['branchId', 'serviceId'],
		grains: { ...days('days'), late: 'lates' }
	},
	{
		table: 'rollup_desk',
		keys: ['branchId', 'counterId', 'officerId', 'serviceId'],
		grains: { ...weeks('desks'), officer: 'officers' }
	},
	{ table: 'rollup_hour', keys: ['branchId', 'slot'], grains: weeks('hours') },
	{ table: 'rollup_service_hour', keys: ['serviceId', 'slot'], grains: weeks('serviceHours') },
	{ table: 'rollup_reason', keys: ['branchId', ...REASON], grains: days('reasons') },
	{ table: 'rollup_all_reason', keys: REASON, grains: days('serviceReasons') }
];

/** Every rollup at each of its grains. */
export const EACH: readonly { rollup: Rollup; grain: Grain; from: Fold }[] = ROLLUPS.flatMap((rollup) =>
	Object.entries(rollup.grains).map(([grain, from]) => ({ rollup, grain: grain as Grain, from }))
);
export const TABLES = ROLLUPS.map(({ table }) => table);

const quoted = (names: readonly string[]): string => names.map((name) => `"${name}"`).join(', ');
/** The primary key's columns. */
export const keyOf = ({ keys }: Rollup): string[] => [...keys, 'grain', 'span', 'scale', 'marked'];
/** The counters' columns. */
export const countsOf = ({ grains }: Rollup): readonly string[] => countsOfFold(grains.month ?? 'days');
const all = (rollup: Rollup): string => quoted([...keyOf(rollup), ...countsOf(rollup)]);

// Grouped in the order of the primary key, so that the buckets are found one beside the other.
function select(rollup: Rollup, grain: Grain, source: Source, sign: '' | '-' = ''): string {
	const { keys, grains } = rollup;
	const from = grains[grain] ?? 'days';
	const { by } = FOLDS[from];
	const { number, text } = span(by, grain);
	// What a fold has put together is told by 0.
	const has = new Set<string>(FOLDS[from].keys);
	const [own, rest] = [keys.filter((key) => key === 'branchId'), keys.filter((key) => key !== 'branchId')];
	// By day the fold has the buckets already.
	const isFolded = (grain === 'day' || grain === 'late') && FOLDS[from].keys.join() === keys.join();
	const counts = countsOf(rollup).map((name) =>
		isFolded ? `${sign}${name} AS ${name}` : `${sign}sum(${name}) AS ${name}`
	);
	const { scale, marked } = kind(by);
	const named = [
		...keys.map((key) => (has.has(key) ? key : `0 AS ${key}`)),
		`'${grain}' AS grain`,
		`${text} AS span`,
		`${scale} AS scale`,
		`${marked} AS marked`,
		...counts
	];
	const groups = [...own, number, ...rest.filter((key) => has.has(key)), `${by} % 16`];
	return `SELECT ${named.join(', ')} FROM ${source[from]} WHERE true ${isFolded ? '' : `GROUP BY ${groups.join(', ')}`}`;
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
	const same = keyOf(rollup).map((name) => `kept."${name}" = gone."${name}"`);
	return sql.raw(
		`DELETE FROM ${rollup.table} WHERE rowid IN (
			SELECT kept.rowid FROM (${select(rollup, grain, source)}) gone CROSS JOIN ${rollup.table} kept
			WHERE kept.n = 0 AND ${same.join(' AND ')})`
	);
}

/** The buckets of one span of a rollup, `side` 'rollup' as it lies there, 'ledger' as a source makes it, where they differ. */
export function listed(rollup: Rollup, grain: Grain, span: string, source: Source, limit: number): SQL {
	const kept = sql`SELECT ${sql.raw(all(rollup))} FROM ${sql.raw(rollup.table)}
		WHERE grain = ${grain} AND span = ${span} AND n <> 0`;
	const ought =
		grain in rollup.grains
			? select(rollup, grain, source)
			: `SELECT ${all(rollup)} FROM ${rollup.table} WHERE false`;
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
