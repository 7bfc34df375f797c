// The lives of the database. A restored one begins a new life, which tablets notice: they send again what it lacks.
import { desc, sql } from 'drizzle-orm';
import { GENESIS, hash } from '../db/chain';
import type { Db, Reads, Writes } from '../db/open';
import { SELECTED } from './record';
import { epochs } from './table';

export type Epoch = typeof epochs.$inferSelect;

/** The life the database is in. Throws where there is none yet: `adopt` has not run. */
export async function current(db: Reads): Promise<Epoch> {
	const [epoch] = await db.select().from(epochs).orderBy(desc(epochs.number)).limit(1);
	if (!epoch) throw new Error('the database has no epoch: run npm run migrate');
	return epoch;
}

/** Begins a new life from where the ledger stands. `id` is chance. */
export async function begin(
	tx: Writes,
	id: string,
	reason: Epoch['reason'],
	details: Record<string, unknown>,
	at: number
): Promise<Epoch> {
	const [before] = await tx.select().from(epochs).orderBy(desc(epochs.number)).limit(1);
	const [last] = await tx.all<{ position: number; link: string }>(
		sql`SELECT position, link FROM ratings ORDER BY position DESC LIMIT 1`
	);
	const epoch: Epoch = {
		number: (before?.number ?? 0) + 1,
		id,
		startedAt: at,
		reason,
		position: last?.position ?? 0,
		link: last?.link ?? before?.link ?? GENESIS,
		details
	};
	await tx.insert(epochs).values(epoch);
	return epoch;
}

/** Ratings read at once while a ledger is adopted. */
const CHUNK = 5_000;

/**
 * Adopts a ledger from before the chain: links all its rows in memory and keeps the last link as the beginning of the
 * first epoch, so that they too can be verified. Does nothing where there is an epoch already.
 */
export async function adopt(db: Db, id: string, at: number): Promise<void> {
	const known = await db.read.$count(epochs);
	if (known > 0) return;
	let position = 0;
	let link = GENESIS;
	for (;;) {
		// As the database itself writes a row down: a number that is no whole one has no other single spelling.
		const rows = await db.read.all<{ position: number; text: string }>(
			sql`SELECT position, json_array(${SELECTED}) AS text FROM ratings
				WHERE position > ${position} ORDER BY position LIMIT ${CHUNK}`
		);
		if (rows.length === 0) break;
		for (const row of rows) {
			link = hash(`${link}\n${row.text}`);
			position = row.position;
		}
		await new Promise((turn) => setImmediate(turn));
	}
	await db.write(async (tx) => {
		await tx
			.insert(epochs)
			.values({ number: 1, id, startedAt: at, reason: 'adopted', position, link, details: {} });
	});
}
