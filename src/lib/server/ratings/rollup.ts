// Folds the ledger into the rollups, in the ledger's own order, and what has been said of ratings since into their
// standings; how far it has come is kept in the same transaction as the counts. Intake pays nothing for it; whoever
// reads a figure catches up first, so that no figure is behind what was acknowledged. Rollups and standings are
// disposable: `rebuild` makes them again, `compare` says whether they are right.
import { sql } from 'drizzle-orm';
import type { Db, Reads, Writes } from '../db/open';
import { add, differing, EACH, sweep, TABLES } from './bucket';
import { inline, type Source } from './folds';
import * as stage from './stage';
import * as standings from './standings';
import * as zones from './zones';

/** How many ratings, and marks and entries, one transaction folds: a long catch-up leaves room for intake between. */
export const SIZES = { ratings: 100_000, changes: 5_000, staged: stage.WORTH };
type Sizes = typeof SIZES;

type At = {
	folded: number;
	last: number;
	mark: number;
	lastMark: number;
	entry: number;
	lastEntry: number;
};

async function reached(db: Reads): Promise<At> {
	const [row] = await db.all<Omit<At, 'folded'> & { folded: number | null }>(
		sql`SELECT (SELECT position FROM rollup_progress WHERE id = 1) AS folded,
			(SELECT coalesce(max(position), 0) FROM ratings) AS last,
			(SELECT "markId" FROM rollup_progress WHERE id = 1) AS mark,
			(SELECT coalesce(max(id), 0) FROM marks) AS "lastMark",
			(SELECT "entryId" FROM rollup_progress WHERE id = 1) AS entry,
			(SELECT coalesce(max(id), 0) FROM rating_entries) AS "lastEntry"`
	);
	if (!row || row.folded === null) throw new Error('rollup_progress has lost its row');
	return { ...row, folded: row.folded };
}

const isBehind = (at: At): boolean => at.folded < at.last || changed(at);
const changed = (at: At): boolean => at.mark < at.lastMark || at.entry < at.lastEntry;

async function foldChunk(tx: Writes, sizes: Sizes, isFile: boolean): Promise<At> {
	let at = await reached(tx);
	const clocks = await zones.ensure(tx);
	if (changed(at)) at = await foldChanges(tx, at, sizes.changes, clocks);
	// Ratings wait until their marks are known: to fold them twice would be the dearer way.
	if (at.folded < at.last && !changed(at)) at = await foldRatings(tx, at, sizes, clocks, isFile);
	return at;
}

// As they were recorded, which costs no join, where none of them stands otherwise by now.
async function foldRatings(
	tx: Writes,
	at: At,
	sizes: Sizes,
	clocks: zones.Clocks,
	isFile: boolean
): Promise<At> {
	const folded = Math.min(at.last, at.folded + sizes.ratings);
	const where = `position > ${at.folded} AND position <= ${folded}`;
	const others = await tx.all(sql.raw(`SELECT 1 FROM standings WHERE ${where} LIMIT 1`));
	const from = others.length > 0 ? 'standing' : 'recorded';
	const isStaged = isFile && folded - at.folded >= sizes.staged;
	await putIn(tx, await (isStaged ? stage.lay(tx, from, where, clocks) : inline(from, where, clocks)));
	if (isStaged) await stage.clear(tx);
	await tx.run(sql`UPDATE rollup_progress SET position = ${folded} WHERE id = 1`);
	return { ...at, folded };
}

/** Takes the ratings that were folded already out of the buckets of their old standing, and adds them to the new. */
async function foldChanges(tx: Writes, at: At, size: number, clocks: zones.Clocks): Promise<At> {
	const { mark, entry, touched } = await standings.touched(tx, at, size);
	const moved = touched.filter((position) => position <= at.folded);
	const where = `position IN (SELECT value FROM json_each('${JSON.stringify(moved)}'))`;
	const source = await inline('standing', where, clocks);
	if (moved.length > 0) await takeOut(tx, source);
	await tx.run(sql`UPDATE rollup_progress SET "markId" = ${mark}, "entryId" = ${entry} WHERE id = 1`);
	await standings.make(tx, touched);
	if (moved.length > 0) await putIn(tx, source);
	return { ...at, mark, entry };
}

async function putIn(tx: Writes, source: Source): Promise<void> {
	await tx.run(
		sql.raw(
			`INSERT OR IGNORE INTO rollup_place SELECT DISTINCT officerId, branchId
			FROM ${source.desks} WHERE officerId <> 0`
		)
	);
	for (const { rollup, grain } of EACH) await tx.run(add(rollup, grain, source));
}

async function takeOut(tx: Writes, source: Source): Promise<void> {
	for (const { rollup, grain } of EACH) {
		await tx.run(add(rollup, grain, source, '-'));
		await tx.run(sweep(rollup, grain, source));
	}
}

/**
 * Folds whatever the ledger, the marks and the entries have beyond the rollups. Cheap when there is nothing; safe to
 * call at any time and from several places at once. `progress` hears (folded, last) after every chunk.
 */
export async function catchUp(
	db: Db,
	progress?: (folded: number, last: number) => void,
	sizes: Partial<Sizes> = {}
): Promise<void> {
	let at = await reached(db.read);
	while (isBehind(at)) {
		at = await db.write((tx) => foldChunk(tx, { ...SIZES, ...sizes }, db.guard.isFile));
		progress?.(at.folded, at.last);
		// A turn of the event loop for everybody else: the database's calls are synchronous underneath.
		await new Promise((resolve) => setImmediate(resolve));
	}
}

/**
 * Empties rollups and standings and folds everything again. Figures read meanwhile catch up themselves. What is emptied
 * is not overwritten, unlike everything else that is deleted: it is as many pages as a quarter of the ledger, and
 * nothing in them is not made again at once.
 */
export async function rebuild(db: Db, progress?: (folded: number, last: number) => void): Promise<void> {
	const overwrite = (how: 'ON' | 'OFF') =>
		db.guard.isFile ? db.guard.alone((writer) => writer.execute(`PRAGMA secure_delete = ${how}`)) : undefined;
	await overwrite('OFF');
	try {
		await db.write(async (tx) => {
			for (const table of [...TABLES, 'rollup_place', 'standings'])
				await tx.run(sql.raw(`DELETE FROM ${table}`));
			await tx.run(sql`UPDATE rollup_progress SET position = 0, "markId" = 0, "entryId" = 0 WHERE id = 1`);
		});
	} finally {
		await overwrite('ON');
	}
	await catchUp(db, progress);
}

/** `grain`: 'day' or 'month' of a rollup, 'rating' of the standings. */
export type Difference = { table: string; grain: string; rows: number };

/**
 * Compares every rollup with a plain GROUP BY over the ratings as they stand, up to the folded position, and the
 * standings with what marks and entries make of them. Answers one line for each rollup and grain (and one for the
 * standings) that differs, with the number of rows that are missing, too many or other. Each is compared in one
 * statement, which sees one moment: folding may go on meanwhile.
 */
export async function compare(db: Db): Promise<Difference[]> {
	await catchUp(db);
	const folded = 'position <= (SELECT position FROM rollup_progress WHERE id = 1)';
	const source = await inline('standing', folded, await zones.clocks(db.read));
	const questions = [
		...EACH.map(({ rollup, grain }) => ({
			table: rollup.table,
			grain: grain as string,
			asked: differing(rollup, grain, source)
		})),
		{ table: 'standings', grain: 'rating', asked: standings.differing() }
	];
	const differences: Difference[] = [];
	for (const { table, grain, asked } of questions) {
		const [row] = await db.read.all<{ rows: number }>(asked);
		if (row && row.rows > 0) differences.push({ table, grain, rows: row.rows });
		await new Promise((resolve) => setImmediate(resolve));
	}
	return differences;
}
