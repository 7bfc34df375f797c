// Folds the ledger into the rollups: in the ledger's own order, with the position kept in the same transaction as
// the counts. Intake pays nothing for it; whoever reads a figure catches up first, so that no figure is behind what
// was acknowledged. The rollups are disposable: `rebuild` makes them again, `compare` says whether they are right.
import { sql, type SQL } from 'drizzle-orm';
import type { Db, Reads, Writes } from '../db/open';

type Rollup = { table: string; keys: Record<string, string> };

/** Each rollup's table, and for each of its keys the ledger's expression for it. */
const ROLLUPS: Rollup[] = [
	{ table: 'rollup_all', keys: {} },
	{ table: 'rollup_branch', keys: { branchId: 'branchId' } },
	{ table: 'rollup_service', keys: { serviceId: 'serviceId' } },
	{ table: 'rollup_branch_service', keys: { branchId: 'branchId', serviceId: 'serviceId' } },
	{ table: 'rollup_branch_officer', keys: { branchId: 'branchId', officerId: 'coalesce(officerId, 0)' } }
];

const GRAINS = { day: 'day', month: 'substr(day, 1, 7)' } as const;

const COUNTS: Record<string, string> = { n: 'count(*)' };
for (const grade of [1, 2, 3, 4, 5]) {
	COUNTS[`s${grade}`] = `count(*) FILTER (WHERE serviceGrade = ${grade})`;
	COUNTS[`o${grade}`] = `count(*) FILTER (WHERE officerGrade = ${grade})`;
}

/** How many ratings one transaction folds, so that a long catch-up leaves room for intake between. */
const CHUNK = 50_000;

function select({ keys }: Rollup, grain: keyof typeof GRAINS, where: string): string {
	const named = { ...keys, grain: `'${grain}'`, span: GRAINS[grain], scale: 'scale' };
	const columns = [...Object.entries(named), ...Object.entries(COUNTS)];
	return `SELECT ${columns.map(([name, from]) => `${from} AS "${name}"`).join(', ')}
		FROM ratings WHERE ${where} GROUP BY ${[...Object.values(keys), GRAINS[grain], 'scale'].join(', ')}`;
}

function names({ keys }: Rollup): { all: string[]; key: string[] } {
	const key = [...Object.keys(keys), 'grain', 'span', 'scale'];
	return { key, all: [...key, ...Object.keys(COUNTS)] };
}

function foldOne(rollup: Rollup, grain: keyof typeof GRAINS, after: number, upTo: number): SQL {
	const { key, all } = names(rollup);
	const quoted = (list: string[]) => list.map((name) => `"${name}"`).join(', ');
	const adds = Object.keys(COUNTS).map((name) => `"${name}" = "${name}" + excluded."${name}"`);
	return sql.raw(
		`INSERT INTO ${rollup.table} (${quoted(all)}) ${select(rollup, grain, `position > ${after} AND position <= ${upTo}`)}
		ON CONFLICT (${quoted(key)}) DO UPDATE SET ${adds.join(', ')}`
	);
}

async function positions(db: Reads): Promise<{ folded: number; last: number }> {
	const [row] = await db.all<{ folded: number | null; last: number }>(
		sql`SELECT (SELECT position FROM rollup_progress WHERE id = 1) AS folded,
			(SELECT coalesce(max(position), 0) FROM ratings) AS last`
	);
	if (!row || row.folded === null) throw new Error('rollup_progress has lost its row');
	return { folded: row.folded, last: row.last };
}

async function foldChunk(tx: Writes): Promise<{ folded: number; last: number }> {
	const { folded, last } = await positions(tx);
	const upTo = Math.min(last, folded + CHUNK);
	if (upTo === folded) return { folded, last };
	for (const rollup of ROLLUPS)
		for (const grain of ['day', 'month'] as const) await tx.run(foldOne(rollup, grain, folded, upTo));
	await tx.run(sql`UPDATE rollup_progress SET position = ${upTo} WHERE id = 1`);
	return { folded: upTo, last };
}

/**
 * Folds whatever the ledger has beyond the rollups. Cheap when there is nothing; safe to call at any time and from
 * several places at once. `progress` hears (folded, last) after every chunk.
 */
export async function catchUp(db: Db, progress?: (folded: number, last: number) => void): Promise<void> {
	let at = await positions(db.read);
	while (at.folded < at.last) {
		at = await db.write(foldChunk);
		progress?.(at.folded, at.last);
		// A turn of the event loop for everybody else: the database's calls are synchronous underneath.
		await new Promise((resolve) => setImmediate(resolve));
	}
}

/** Empties the rollups and folds the whole ledger again. Figures read meanwhile catch up themselves. */
export async function rebuild(db: Db, progress?: (folded: number, last: number) => void): Promise<void> {
	await db.write(async (tx) => {
		for (const { table } of ROLLUPS) await tx.run(sql.raw(`DELETE FROM ${table}`));
		await tx.run(sql`UPDATE rollup_progress SET position = 0 WHERE id = 1`);
	});
	await catchUp(db, progress);
}

export type Difference = { table: string; grain: string; rows: number };

/**
 * Compares every rollup with a plain GROUP BY over the ledger up to the folded position. Answers one line for each
 * rollup and grain that differs, with the number of rows that are missing, too many or have other counts.
 */
export async function compare(db: Db): Promise<Difference[]> {
	await catchUp(db);
	const { folded } = await positions(db.read);
	const differences: Difference[] = [];
	for (const rollup of ROLLUPS)
		for (const grain of ['day', 'month'] as const) {
			const columns = names(rollup)
				.all.map((name) => `"${name}"`)
				.join(', ');
			const kept = `SELECT ${columns} FROM ${rollup.table} WHERE grain = '${grain}'`;
			const counted = `SELECT ${columns} FROM (${select(rollup, grain, `position <= ${folded}`)})`;
			const [row] = await db.read.all<{ rows: number }>(
				sql.raw(
					`SELECT (SELECT count(*) FROM (${kept} EXCEPT ${counted})) + (SELECT count(*) FROM (${counted} EXCEPT ${kept})) AS rows`
				)
			);
			if (row && row.rows > 0) differences.push({ table: rollup.table, grain, rows: row.rows });
			await new Promise((resolve) => setImmediate(resolve));
		}
	return differences;
}
