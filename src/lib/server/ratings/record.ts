// Appends to the ledger. The only code that writes `ratings` and `comments`.
import { sql } from 'drizzle-orm';
import { link } from '../db/chain';
import type { Writes } from '../db/open';
import type { ratings } from './table';

/** A rating as the ledger keeps it, before it has its position and link, with what the customer wrote beside it. */
export type Entry = Omit<typeof ratings.$inferInsert, 'position' | 'link'> & {
	comment: string | null;
	salt: string | null;
};

/** The ledger's columns in the order in which a row is linked; never changed, only added to at the end. */
export const COLUMNS = [
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
	'digest',
	'prev',
	'claimedOfficerId',
	'claimedOfficerGrade',
	'toldSkewMs',
	'sentAt',
	'commentDigest',
	'ticket',
	'signature'
] as const satisfies readonly (keyof Entry)[];

/** A row as it is read back for linking: `reasons` is the JSON text that lies in the file. */
export type Recorded = { position: number } & Record<(typeof COLUMNS)[number], string | number | null>;

const names = COLUMNS.map((column) => `"${column}"`).join(', ');
const columnList = sql.raw(names);
const valueList = sql.raw(COLUMNS.map((_, index) => `value ->> ${index + 1}`).join(', '));
/** What a row's link is made of, for a SELECT. */
export const SELECTED = sql.raw(`position, ${names}`);

/** A read row's values in the order in which they are linked. */
export function readable(row: Recorded): (string | number | null)[] {
	return [row.position, ...COLUMNS.map((column) => row[column])];
}

/** The link of a row whose values stand in the order of `readable`. */
export function linkOf(previous: string, values: readonly (string | number | null)[]): string {
	return link(previous, values);
}

/**
 * Appends entries to the ledger in their order, each at the next position and linked to the one before, and their
 * comments; answers the last position. One statement carries them all, which is several times faster than a
 * statement each. The caller has made sure that ids and sequence numbers are free; the triggers abort the whole
 * transaction if they are not.
 */
export async function record(tx: Writes, entries: readonly Entry[]): Promise<number> {
	const [last] = await tx.all<{ position: number; link: string | null }>(
		sql`SELECT coalesce(max(position), 0) AS position,
			coalesce((SELECT link FROM ratings ORDER BY position DESC LIMIT 1),
				(SELECT link FROM epochs ORDER BY number DESC LIMIT 1)) AS link FROM ratings`
	);
	let position = last?.position ?? 0;
	if (entries.length === 0) return position;
	let linked = last?.link;
	if (!linked) throw new Error('the ledger has no epoch to be linked to');
	const rows: unknown[][] = [];
	for (const entry of entries) {
		position++;
		const values = [position, ...COLUMNS.map((column) => valueOf(entry, column))];
		linked = linkOf(linked, values);
		rows.push([...values, linked]);
	}
	await tx.run(
		sql`INSERT INTO ratings (position, ${columnList}, link)
			SELECT value ->> 0, ${valueList}, value ->> ${sql.raw(String(COLUMNS.length + 1))}
			FROM json_each(${JSON.stringify(rows)})`
	);
	const written = entries
		.filter((entry) => entry.comment !== null)
		.map((entry) => [entry.id, entry.comment, entry.salt]);
	if (written.length > 0)
		await tx.run(
			sql`INSERT INTO comments ("ratingId", body, salt)
				SELECT value ->> 0, value ->> 1, value ->> 2 FROM json_each(${JSON.stringify(written)})`
		);
	return position;
}

function valueOf(entry: Entry, column: (typeof COLUMNS)[number]): string | number | null {
	if (column === 'reasons') return JSON.stringify(entry.reasons);
	return entry[column] ?? null;
}
