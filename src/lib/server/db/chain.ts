// Chains of rows: each row's link is a hash of the link before it and of the row itself, so that no row can be
// altered, taken out or put in between without every later link being wrong.
import { createHash } from 'node:crypto';

/** What stands before the first link: the hash of 'hai-long ledger'. Also in drizzle/…_chain_triggers.sql. */
export const GENESIS = hash('hai-long ledger');

/** SHA-256 of a text's UTF-8, base64url, 43 characters. */
export function hash(text: string): string {
	return createHash('sha256').update(text).digest('base64url');
}

/** The link of a row: SHA-256 of the link before it, a line feed, and the row's values as a JSON array. */
export function link(previous: string, values: readonly (string | number | null)[]): string {
	return hash(`${previous}\n${JSON.stringify(values)}`);
}
