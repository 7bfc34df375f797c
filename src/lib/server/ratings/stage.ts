// Lays many ratings and their folds out once, in temporary tables of the writing connection: the wide rows of the
// ledger are then read once and not eighteen times.
import { sql } from 'drizzle-orm';
import type { Writes } from '../db/open';
import { fold, FOLDS, type From, type Source } from './folds';
import type { Clocks } from './zones';

/** From as many ratings on a stage pays. */
export const WORTH = 2_000;

/** Lays the ratings of a condition out, in place of what was laid out before. Not on a server: sqld has no such tables. */
export async function lay(tx: Writes, from: From, where: string, clocks: Clocks): Promise<Source> {
	await clear(tx);
	return fold(from, where, clocks, async (name, query) => {
		await tx.run(sql.raw(`CREATE TEMP TABLE fold_${name} AS ${query}`));
		return `temp.fold_${name}`;
	});
}

/** Takes the stage away. */
export async function clear(tx: Writes): Promise<void> {
	for (const name of ['rows', ...Object.keys(FOLDS)])
		await tx.run(sql.raw(`DROP TABLE IF EXISTS temp.fold_${name}`));
}
