// Which bucket of the rollups a rating is counted in, as SQL: what the roller adds, what it takes back when a
// rating's standing changes, and what all of it must amount to.
import { sql, type SQL } from 'drizzle-orm';

export type Rollup = {
	table: string;
	/** For each of its keys the expression for it. */
	keys: Record<string, string>;
	grains: readonly Grain[];
	/** Whether it counts ratings with their grades, or reasons: one for each that a rating chose. */
	counts: 'grades' | 'reasons';
};
export type Grain = keyof typeof GRAINS;

/** How a rating's day is written at each grain; a week by its Monday. */
const GRAINS = {
	day: 'day',
	week: `date(day, 'weekday 0', '-6 days')`,
	month: 'substr(day, 1, 7)'
} as const;

// The clocks of the branch's zone, at the corrected instant; on the day of a change those after it.
const OFFSET = `(SELECT z.offsetMs FROM rollup_zones z WHERE z.zone = r.zone AND z.fromDay <= r.day
	ORDER BY z.fromDay DESC LIMIT 1)`;
const SLOT = `CAST(strftime('%w', day) AS INTEGER) * 24
	+ (tappedAt + skewMs + coalesce(${OFFSET}, 0)) / 3600000 % 24`;

const OFFICER = 'coalesce(officerId, 0)';
const REASON = { serviceId: 'serviceId', versionId: 'questionnaireId', code: 'reason.value' };
const DAYS = ['day', 'month'] as const;
const WEEKS = ['week', 'month'] as const;

const ROLLUPS: Rollup[] = [
	{ table: 'rollup_all', keys: {}, grains: DAYS, counts: 'grades' },
	{ table: 'rollup_branch', keys: { branchId: 'branchId' }, grains: DAYS, counts: 'grades' },
	{ table: 'rollup_service', keys: { serviceId: 'serviceId' }, grains: DAYS, counts: 'grades' },
	{
		table: 'rollup_branch_service',
		keys: { branchId: 'branchId', serviceId: 'serviceId' },
		grains: DAYS,
		counts: 'grades'
	},
	{
		table: 'rollup_desk',
		keys: { branchId: 'branchId', counterId: 'counterId', officerId: OFFICER, serviceId: 'serviceId' },
		grains: WEEKS,
		counts: 'grades'
	},
	{
		table: 'rollup_hour',
		keys: { branchId: 'branchId', slot: SLOT },
		grains: WEEKS,
		counts: 'grades'
	},
	{
		table: 'rollup_service_hour',
		keys: { serviceId: 'serviceId', slot: SLOT },
		grains: WEEKS,
		counts: 'grades'
	},
	{
		table: 'rollup_reason',
		keys: { branchId: 'branchId', ...REASON },
		grains: DAYS,
		counts: 'reasons'
	},
	{ table: 'rollup_all_reason', keys: REASON, grains: DAYS, counts: 'reasons' }
];

/** Every rollup at each of its grains. */
export const EACH: { rollup: Rollup; grain: Grain }[] = ROLLUPS.flatMap((rollup) =>
	rollup.grains.map((grain) => ({ rollup, grain }))
);
export const TABLES = ROLLUPS.map(({ table }) => table);

const COUNTS: Record<Rollup['counts'], Record<string, string>> = {
	grades: { n: 'count(*)' },
	reasons: { n: 'count(*)' }
};
for (const grade of [1, 2, 3, 4, 5]) {
	COUNTS.grades[`s${grade}`] = `count(*) FILTER (WHERE serviceGrade = ${grade})`;
	COUNTS.grades[`o${grade}`] = `count(*) FILTER (WHERE officerGrade = ${grade})`;
}

/**
 * How ratings are read. 'recorded': straight from the ledger, which costs no join and is right for nearly all of
 * them. 'standing': as they stand by now (the view counted_ratings).
 */
export type From = 'recorded' | 'standing';

function select(
	{ keys, counts: what }: Rollup,
	grain: Grain,
	from: From,
	where: string,
	sign: '' | '-' = ''
): string {
	const marked = from === 'standing' ? 'marked' : '0';
	const named = { ...keys, grain: `'${grain}'`, span: GRAINS[grain], scale: 'scale', marked };
	const counts = Object.entries(COUNTS[what]).map(([name, count]) => [name, `${sign}${count}`]);
	const columns = [...Object.entries(named), ...counts];
	const groups = [...Object.values(keys), GRAINS[grain], 'scale', ...(from === 'standing' ? ['marked'] : [])];
	const source = `${from === 'standing' ? 'counted_ratings' : 'ratings'} r`;
	return `SELECT ${columns.map(([name, value]) => `${value} AS "${name}"`).join(', ')}
		FROM ${what === 'reasons' ? `${source} CROSS JOIN json_each(r.reasons) reason` : source}
		WHERE ${where} GROUP BY ${groups.join(', ')}`;
}

const keyOf = ({ keys }: Rollup): string[] => [...Object.keys(keys), 'grain', 'span', 'scale', 'marked'];
const quoted = (names: readonly string[]): string => names.map((name) => `"${name}"`).join(', ');
const counted = ({ counts }: Rollup): string[] => Object.keys(COUNTS[counts]);
const all = (rollup: Rollup): string => quoted([...keyOf(rollup), ...counted(rollup)]);

/** Adds the ratings of a condition to one rollup, or with '-' takes them back. */
export function add(rollup: Rollup, grain: Grain, from: From, where: string, sign: '' | '-' = ''): SQL {
	const adds = counted(rollup).map((name) => `"${name}" = "${name}" + excluded."${name}"`);
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
