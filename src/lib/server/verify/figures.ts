// Do the figures follow from the ledger? What the examiners have counted, put right by the standings, is compared with
// the rollups as they lie there, span by span; where a span differs its buckets are counted again, to name them.
import { sql } from 'drizzle-orm';
import { addDays, isDay } from '../../shared/day';
import type { Reads } from '../db/open';
import { countsOf, keyOf, listed, ROLLUPS, type Rollup } from '../ratings/bucket';
import { inline, type Grain } from '../ratings/folds';
import * as zones from '../ratings/zones';
import { Counting, groupOf, partsOf } from './counts';
import { TOLD, type Finding } from './finding';
import { differing, Printer, type Part, type Prints } from './prints';
import type { Standing } from './standings';

const CHUNK = 5_000;
const turn = () => new Promise((resolve) => setImmediate(resolve));

/** Reads every rollup; within the transaction in which the watermarks were read. */
export async function kept(db: Reads, secret: string): Promise<Prints> {
	const printer = new Printer(secret);
	for (const rollup of ROLLUPS) {
		const [keys, counts] = [keyOf(rollup), countsOf(rollup)];
		const columns = sql.raw([...keys, ...counts].map((name) => `"${name}"`).join(', '));
		const table = sql.raw(rollup.table);
		for (let last = 0; ;) {
			// One text for many rows: a value of its own for every column would take ten times as long to cross over.
			const [found] = await db.all<{ last: number | null; rows: string }>(
				sql`SELECT max(row) AS last, json_group_array(json_array(${columns})) AS rows
					FROM (SELECT rowid AS row, * FROM ${table} WHERE rowid > ${last} ORDER BY rowid LIMIT ${CHUNK})`
			);
			for (const row of JSON.parse(found?.rows ?? '[]') as unknown[][]) count(printer, rollup, keys, row);
			if (!found?.last) break;
			last = found.last;
			await turn();
		}
	}
	return printer.prints();
}

function count(printer: Printer, rollup: Rollup, keys: readonly string[], row: readonly unknown[]): void {
	const of = Object.fromEntries(keys.map((key, index) => [key, row[index]]));
	const parts: Record<string, Part> = {
		kind: printer.part('kind', `${String(of.scale)} ${String(of.marked)}`)
	};
	for (const key of rollup.keys) parts[key] = printer.part(key, of[key]);
	printer.bucket(partsOf(rollup, parts));
	const place = printer.place(groupOf(rollup.table, String(of.grain), String(of.span)));
	for (let index = keys.length; index < row.length; index++) {
		const by = row[index];
		// What is no count is not to be mistaken for one.
		if (by !== 0) printer.add(place, index - keys.length, isCount(by) ? by : 0.5);
	}
}

const isCount = (value: unknown): value is number =>
	Number.isInteger(value) && Math.abs(value as number) < 2 ** 31;

/** Compares the rollups with what was counted of the ledger as recorded, put right by the standings. */
export async function compare(
	db: Reads,
	found: Prints,
	counted: readonly Prints[],
	ground: { secret: string; zones: readonly string[]; folded: number; upTo: number },
	standings: ReadonlyMap<number, Standing>
): Promise<Finding[]> {
	const counting = new Counting(ground.secret, ground.zones);
	for (const prints of counted) counting.take(prints);
	await correct(db, counting, standings, ground.folded);
	const findings = new Map<string, Finding[]>();
	const clocks = await zones.clocks(db);
	for (const { group, first, last } of differing(found, counting.prints())) {
		const [table = '', grain = '', span = ''] = group.split('|');
		const own = findings.get(`${table} ${grain}`) ?? [];
		findings.set(`${table} ${grain}`, own);
		if (own.length > TOLD) continue;
		const rollup = ROLLUPS.find((one) => one.table === table)!;
		// What was folded since lies beyond what was looked at.
		const position = `(position BETWEEN ${Math.min(first, last)} AND ${last} OR position > ${ground.upTo})
			AND position <= (SELECT position FROM rollup_progress WHERE id = 1)`;
		const where = `${position} AND ${daysOf(grain, span)}`;
		own.push(...(await named(db, rollup, grain, span, where, clocks)));
		await turn();
	}
	return [...findings].flatMap(([name, own]) => few(name, own));
}

/** The days of a span as SQL; of none that there is, none. */
function daysOf(grain: string, span: string): string {
	if (isDay(`${span}-01`)) return `r.day BETWEEN '${span}-01' AND '${span}-31'`;
	if (!isDay(span)) return 'false';
	return `r.day BETWEEN '${span}' AND '${grain === 'week' ? addDays(span, 6) : span}'`;
}

/** The buckets of one span that are not what the ledger makes them. */
async function named(
	db: Reads,
	rollup: Rollup,
	grain: string,
	span: string,
	where: string,
	clocks: zones.Clocks
): Promise<Finding[]> {
	const { table } = rollup;
	const keys = keyOf(rollup);
	const rows = await db.all<Record<string, unknown>>(
		listed(rollup, grain as Grain, span, await inline('standing', where, clocks), TOLD * 2)
	);
	const buckets = new Map<string, { row: Record<string, unknown>; said: Record<string, string> }>();
	for (const row of rows) {
		const key = keys.map((name) => String(row[name])).join('|');
		const bucket = buckets.get(key) ?? { row, said: {} };
		bucket.said[String(row.side)] = said(countsOf(rollup).map((name) => Number(row[name])));
		buckets.set(key, bucket);
	}
	const text = (where: string, is: string) => ({
		kind: 'rollup' as const,
		table,
		text: `${table}, ${where}: ${is}`
	});
	if (buckets.size === 0) return [text(`${grain} ${span}`, 'it is not what the ledger makes it')];
	return [...buckets.values()].map(({ row, said }) => {
		const own = rollup.keys.map((name) => `${name.replace(/Id$/, '')} ${String(row[name])}, `);
		const where = `${own.join('')}${grain} ${span}, scale ${String(row.scale)}${row.marked === 1 ? ', marked' : ''}`;
		return text(where, `it says ${said.rollup ?? 'nothing'}, the ledger ${said.ledger ?? 'nothing'}`);
	});
}

function said([n, ...grades]: number[]): string {
	if (grades.length === 0) return `n = ${n}`;
	return `n = ${n} (${grades.slice(0, 5).join(' ')}; ${grades.slice(5).join(' ')})`;
}

function few(name: string, findings: readonly Finding[]): Finding[] {
	const rest = findings.length - TOLD;
	if (rest <= 0) return [...findings];
	const [table = '', grain] = name.split(' ');
	const more = {
		kind: 'rollup' as const,
		table,
		text: `${table}, by ${grain}: ${rest} further buckets or more`
	};
	return [...findings.slice(0, TOLD), more];
}

type Values = { position: number; tappedAt: number; skewMs: number } & Record<
	| 'branchId'
	| 'counterId'
	| 'serviceId'
	| 'officerId'
	| 'versionId'
	| 'day'
	| 'zone'
	| 'scale'
	| 'serviceGrade'
	| 'officerGrade'
	| 'reasons'
	| 'receivedAt',
	unknown
>;

/** Takes ratings out of the bucket they were recorded for and puts them where they stand. */
async function correct(
	db: Reads,
	counting: Counting,
	standings: ReadonlyMap<number, Standing>,
	folded: number
): Promise<void> {
	const positions = [...standings.keys()].filter((position) => position <= folded);
	for (let from = 0; from < positions.length; from += CHUNK) {
		const rows = await db.all<Values>(
			sql`SELECT r.position, r."branchId", r."counterId", r."serviceId", r."officerId",
				r."questionnaireId" AS "versionId", r.day, r.zone, r."tappedAt", r."skewMs", r."receivedAt", r.scale, r."serviceGrade",
				r."officerGrade", r.reasons
				FROM json_each(${JSON.stringify(positions.slice(from, from + CHUNK))}) AS asked
				CROSS JOIN ratings r WHERE r.position = asked.value`
		);
		for (const row of rows) {
			const standing = standings.get(row.position);
			const one = { ...row, at: Number(row.tappedAt) + Number(row.skewMs), marked: 0 as const };
			counting.add(one, -1);
			if (!standing || standing.struck) continue;
			const { officerId, officerGrade } = standing.settled ? standing : row;
			counting.add({ ...one, officerId, officerGrade, marked: standing.marked ? 1 : 0 });
		}
		await turn();
	}
}
