// Lays many ratings out once, narrow and already counted where that serves, in temporary tables of the writing
// connection: the rollups are then made of these, and the wide rows of the ledger are read once and not eighteen times.
import { sql } from 'drizzle-orm';
import type { Writes } from '../db/open';
import { days, reasons, rows, type From, type Source } from './bucket';
import type { Clocks } from './zones';

const STAGED: Source = { rows: 'temp.fold_rows', days: 'temp.fold_days', reasons: 'temp.fold_reasons' };

/** From as many ratings on a stage pays. */
export const WORTH = 2_000;

/** Lays the ratings of a condition out, in place of what was laid out before. Not on a server: sqld has no such tables. */
export async function lay(tx: Writes, from: From, where: string, clocks: Clocks): Promise<Source> {
	await clear(tx);
	await tx.run(sql.raw(`CREATE TEMP TABLE fold_rows AS ${rows(from, where, clocks)}`));
	await tx.run(sql.raw(`CREATE TEMP TABLE fold_days AS ${days(STAGED.rows)}`));
	await tx.run(sql.raw(`CREATE TEMP TABLE fold_reasons AS ${reasons(STAGED.rows)}`));
	return STAGED;
}

/** Takes the stage away. */
export async function clear(tx: Writes): Promise<void> {
	for (const table of Object.values(STAGED)) await tx.run(sql.raw(`DROP TABLE IF EXISTS ${table}`));
}
