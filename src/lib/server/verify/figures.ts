// Do the figures follow from the ledger? Standings are made again from marks and entries, the rollups are summed from
// what the examiners have counted, and both are compared with what lies in the database, bucket by bucket.
import { sql } from 'drizzle-orm';
import type { Reads } from '../db/open';
import { EACH, type Rollup } from '../ratings/bucket';
import { TOLD, type Finding } from './finding';
import { gradeOf, Splits, Tally, WIDTH, type Counts } from './counts';
import type { Standing } from './standings';

/** The rollups as they lie there: table → bucket → its counters as text. */
export type Kept = Map<string, Map<string, string>>;

const NUMBERS = ['n', ...['s', 'o'].flatMap((who) => [1, 2, 3, 4, 5].map((grade) => `${who}${grade}`))];
const CHUNK = 5_000;

/** Reads every rollup; within the transaction in which the watermarks were read. */
export async function kept(db: Reads): Promise<Kept> {
	const found: Kept = new Map();
	for (const { table, keys } of new Set(EACH.map(({ rollup }) => rollup))) {
		const buckets = new Map<string, string>();
		found.set(table, buckets);
		const key = [...Object.keys(keys), 'grain', 'span', 'scale', 'marked'].join(` || '|' || `);
		const numbers = NUMBERS.join(` || ',' || `);
		for (let last = 0; ;) {
			const rows = await db.all<{ row: number; key: string; numbers: string }>(
				sql.raw(
					`SELECT rowid AS row, ${key} AS key, ${numbers} AS numbers FROM ${table} WHERE rowid > ${last} ORDER BY rowid LIMIT ${CHUNK}`
				)
			);
			for (const row of rows) if (!isEmpty(row.numbers)) buckets.set(row.key, row.numbers);
			last = rows.at(-1)?.row ?? last;
			if (rows.length < CHUNK) break;
			await new Promise((turn) => setImmediate(turn));
		}
	}
	return found;
}

const isEmpty = (numbers: string): boolean => /^(0,)*0$/.test(numbers);

/** Compares the rollups with what was counted of the ledger as recorded, put right by the standings. */
export async function compare(
	db: Reads,
	found: Kept,
	counted: readonly [Counts, Counts][],
	standings: ReadonlyMap<number, Standing>,
	folded: number
): Promise<Finding[]> {
	const splits = new Splits();
	for (const [byService, byOfficer] of counted) {
		for (const [index, key] of byService.keys.entries())
			splits.byService.sum(key, byService.numbers, index * WIDTH);
		for (const [index, key] of byOfficer.keys.entries())
			splits.byOfficer.sum(key, byOfficer.numbers, index * WIDTH);
	}
	await correct(db, splits, standings, folded);
	const findings: Finding[] = [];
	const [byService, byOfficer] = [splits.byService.counts(), splits.byOfficer.counts()];
	for (const { rollup, grain } of EACH) {
		const ought = summed(rollup, grain, 'officerId' in rollup.keys ? byOfficer : byService);
		findings.push(...differences(rollup, grain, found.get(rollup.table) ?? new Map(), ought));
		await new Promise((turn) => setImmediate(turn));
	}
	return findings;
}

type Values = Record<'position' | 'branchId' | 'serviceId' | 'scale', number> & { day: string } & Record<
		'officerId' | 'serviceGrade' | 'officerGrade',
		number | null
	>;

/** Takes ratings out of the bucket they were recorded for and puts them where they stand. */
async function correct(
	db: Reads,
	splits: Splits,
	standings: ReadonlyMap<number, Standing>,
	folded: number
): Promise<void> {
	const positions = [...standings.keys()].filter((position) => position <= folded);
	for (let from = 0; from < positions.length; from += CHUNK) {
		const rows = await db.all<Values>(
			sql`SELECT r.position, r."branchId", r."serviceId", r."officerId", r.day, r.scale, r."serviceGrade", r."officerGrade"
				FROM json_each(${JSON.stringify(positions.slice(from, from + CHUNK))}) AS asked
				CROSS JOIN ratings r WHERE r.position = asked.value`
		);
		for (const row of rows) {
			const standing = standings.get(row.position);
			const grades = { serviceGrade: gradeOf(row.serviceGrade), officerGrade: gradeOf(row.officerGrade) };
			splits.add({ ...row, ...grades, marked: 0 }, -1);
			if (!standing || standing.struck) continue;
			const settled = standing.settled
				? { officerId: standing.officerId, officerGrade: gradeOf(standing.officerGrade) }
				: {};
			splits.add({ ...row, ...grades, ...settled, marked: standing.marked ? 1 : 0 });
		}
		await new Promise((turn) => setImmediate(turn));
	}
}

/** The buckets of one rollup at one grain, summed from a split: branch|service or officer|day|scale|marked. */
function summed({ keys }: Rollup, grain: string, split: Counts): Counts {
	const tally = new Tally();
	for (const [index, key] of split.keys.entries()) {
		const [branch, other, day = '', scale, marked] = key.split('|');
		const own = Object.keys(keys).map((name) => (name === 'branchId' ? branch : other));
		const span = grain === 'day' ? day : day.slice(0, 7);
		tally.sum([...own, grain, span, scale, marked].join('|'), split.numbers, index * WIDTH);
	}
	return tally.counts();
}

function differences(
	{ table, keys }: Rollup,
	grain: string,
	found: Map<string, string>,
	ought: Counts
): Finding[] {
	const wrong: { key: string; is: string; ought: string }[] = [];
	const seen = new Set<string>();
	for (const [index, key] of ought.keys.entries()) {
		const numbers = ought.numbers.subarray(index * WIDTH, (index + 1) * WIDTH).join(',');
		if (isEmpty(numbers)) continue;
		seen.add(key);
		const is = found.get(key) ?? '0';
		if (is !== numbers) wrong.push({ key, is, ought: numbers });
	}
	const place = Object.keys(keys).length;
	for (const [key, is] of found)
		if (!seen.has(key) && key.split('|')[place] === grain) wrong.push({ key, is, ought: '0' });
	const findings = wrong.slice(0, TOLD).map(({ key, is, ought }): Finding => {
		const parts = key.split('|');
		const own = Object.keys(keys).map((name, index) => `${name.replace(/Id$/, '')} ${parts[index]}, `);
		const [, span, scale, marked] = parts.slice(place);
		const where = `${own.join('')}${grain} ${span}, scale ${scale}${marked === '1' ? ', marked' : ''}`;
		return {
			kind: 'rollup',
			table,
			text: `${table}, ${where}: it says ${said(is)}, the ledger ${said(ought)}`
		};
	});
	if (wrong.length > TOLD)
		findings.push({
			kind: 'rollup',
			table,
			text: `${table}, by ${grain}: ${wrong.length - TOLD} further buckets`
		});
	return findings;
}

function said(numbers: string): string {
	const [n, ...grades] = numbers.split(',');
	return grades.length === 0
		? 'nothing'
		: `n = ${n} (${grades.slice(0, 5).join(' ')}; ${grades.slice(5).join(' ')})`;
}
