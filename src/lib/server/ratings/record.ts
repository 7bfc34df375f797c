// Appends to the ledger. The only code that writes `ratings` and `comments`.
import { sql } from 'drizzle-orm';
import { createHash } from 'node:crypto';
import type { Rating } from '../../shared/rating';
import type { Writes } from '../db/open';
import type { ratings } from './table';

/** A rating as the ledger keeps it, before it has its position, with what the customer wrote beside it. */
export type Entry = Omit<typeof ratings.$inferInsert, 'position'> & { comment: string | null };

const COLUMNS = [
	'id',
	'form',
	'channel',
	'deviceId',
	'seq',
	'branchId',
	'counterId',
	'serviceId',
	'officerId',
	'questionnaireId',
	'scale',
	'serviceGrade',
	'officerGrade',
	'reasons',
	'language',
	'tappedAt',
	'zone',
	'skewMs',
	'day',
	'receivedAt',
	'tookMs',
	'visitRef',
	'digest'
] as const satisfies readonly (keyof Entry)[];

const columnList = sql.raw(COLUMNS.map((column) => `"${column}"`).join(', '));
const valueList = sql.raw(COLUMNS.map((_, index) => `value ->> ${index}`).join(', '));

/**
 * Appends entries to the ledger in their order, each at the next position, and their comments; answers the last
 * position. One statement carries them all, which is several times faster than a statement each. The caller has
 * made sure that ids and sequence numbers are free; the triggers abort the whole transaction if they are not.
 */
export async function record(tx: Writes, entries: readonly Entry[]): Promise<number> {
	const [last] = await tx.all<{ position: number }>(
		sql`SELECT coalesce(max(position), 0) AS position FROM ratings`
	);
	const start = last?.position ?? 0;
	if (entries.length === 0) return start;
	const rows = JSON.stringify(
		entries.map((entry) =>
			COLUMNS.map((column) =>
				column === 'reasons' ? JSON.stringify(entry.reasons) : (entry[column] ?? null)
			)
		)
	);
	await tx.run(
		sql`INSERT INTO ratings (position, ${columnList}) SELECT ${start} + key + 1, ${valueList} FROM json_each(${rows})`
	);
	const written = entries.filter((entry) => entry.comment !== null).map((entry) => [entry.id, entry.comment]);
	if (written.length > 0)
		await tx.run(
			sql`INSERT INTO comments ("ratingId", body) SELECT value ->> 0, value ->> 1 FROM json_each(${JSON.stringify(written)})`
		);
	return start + entries.length;
}

/**
 * The digest of a rating as it was sent: SHA-256, in hex, of its canonical JSON (keys sorted, no spaces) without the
 * comment, which must stay erasable.
 */
export function digest(rating: Rating): string {
	const { comment: _comment, ...rest } = rating;
	const sorted = Object.fromEntries(Object.entries(rest).sort(([a], [b]) => (a < b ? -1 : 1)));
	return createHash('sha256').update(JSON.stringify(sorted)).digest('hex');
}
