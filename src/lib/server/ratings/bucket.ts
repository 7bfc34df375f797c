// Which bucket of the rollups a rating is counted in, as SQL: what the roller adds, what it takes back when a
// rating's standing changes, and what all of it must amount to.
import { sql, type SQL } from 'drizzle-orm';

export type Rollup = { table: string; keys: Record<string, string> };
export type Grain = keyof typeof GRAINS;

/** Each rollup's table, and for each of its keys the expression for it. */
const ROLLUPS: Rollup[] = [
	{ table: 'rollup_all', keys: {} },
	{ table: 'rollup_branch', keys: { branchId: 'branchId' } },
	{ table: 'rollup_service', keys: { serviceId: 'serviceId' } },
	{ table: 'rollup_branch_service', keys: { branchId: 'branchId', serviceId: 'serviceId' } },
	{ table: 'rollup_branch_officer', keys: { branchId: 'branchId', officerId: 'coalesce(officerId, 0)' } }
];

const GRAINS = { day: 'day', month: 'substr(day, 1, 7)' } as const;

/** Every rollup at each of its grains. */
export const EACH: { rollup: Rollup; grain: Grain }[] = ROLLUPS.flatMap((rollup) =>
	(['day', 'month'] as const).map((grain) => ({ rollup, grain }))
);
export const TABLES = ROLLUPS.map(({ table }) => table);

const COUNTS: Record<string, string> = { n: 'count(*)' };
for (const grade of [1, 2, 3, 4, 5]) {
	COUNTS[`s${grade}`] = `count(*) FILTER (WHERE serviceGrade = ${grade})`;
	COUNTS[`o${grade}`] = `count(*) FILTER (WHERE officerGrade = ${grade})`;
}

/**
 * How ratings are read. 'recorded': straight from the ledger, which costs no join and is right for nearly all of
 * them. 'standing': as they stand by now (the view counted_ratings).
 */
export type From = 'recorded' | 'standing';

function select({ keys }: Rollup, grain: Grain, from: From, where: string, sign: '' | '-' = ''): string {
	const marked = from === 'standing' ? 'marked' : '0';
	const named = { ...keys, grain: `'${grain}'`, span: GRAINS[grain], scale: 'scale', marked };
	const counts = Object.entries(COUNTS).map(([name, count]) => [name, `${sign}${count}`]);
	const columns = [...Object.entries(named), ...counts];
	const groups = [...Object.values(keys), GRAINS[grain], 'scale', ...(from === 'standing' ? ['marked'] : [])];
	return `SELECT ${columns.map(([name, value]) => `${value} AS "${name}"`).join(', ')}
		FROM ${from === 'standing' ? 'counted_ratings' : 'ratings'} WHERE ${where} GROUP BY ${groups.join(', ')}`;
}

const keyOf = ({ keys }: Rollup): string[] => [...Object.keys(keys), 'grain', 'span', 'scale', 'marked'];
const quoted = (names: readonly string[]): string => names.map((name) => `"${name}"`).join(', ');
const all = (rollup: Rollup): string => quoted([...keyOf(rollup), ...Object.keys(COUNTS)]);

/** Adds the ratings of a condition to one rollup, or with '-' takes them back. */
export function add(rollup: Rollup, grain: Grain, from: From, where: string, sign: '' | '-' = ''): SQL {
	const adds = Object.keys(COUNTS).map((name) => `"${name}" = "${name}" + excluded."${name}"`);
	return sql.raw(
		`INSERT INTO ${rollup.table} (${all(rollup)}) ${select(rollup, grain, from, where, sign)}
		ON CONFLICT (${quoted(keyOf(rollup))}) DO UPDATE SET ${adds.join(', ')}`
	);
}

/** Removes those buckets of the ratings of a condition that hold nobody any more; each is found by its whole key. */
export function sweep(rollup: Rollup, grain: Grain, from: From, where: string): SQL {
	const same = keyOf(rollup).map((name) => `kept."${name}" = gone."${name}"`);
	return sql.raw(
		`DELETE FROM ${rollup.table} WHERE rowid IN (
			SELECT kept.rowid FROM (${select(rollup, grain, from, where)}) gone CROSS JOIN ${rollup.table} kept
			WHERE kept.n = 0 AND ${same.join(' AND ')})`
	);
}

/** How many buckets of one rollup are missing, too many or have other counts than the ratings of a condition give. */
export function differing(rollup: Rollup, grain: Grain, where: string): SQL {
	const kept = `SELECT ${all(rollup)} FROM ${rollup.table} WHERE grain = '${grain}'`;
	return sql.raw(
		`WITH counted AS MATERIALIZED (SELECT ${all(rollup)} FROM (${select(rollup, grain, 'standing', where)}))
		SELECT (SELECT count(*) FROM (${kept} EXCEPT SELECT * FROM counted))
			+ (SELECT count(*) FROM (SELECT * FROM counted EXCEPT ${kept})) AS rows`
	);
}
