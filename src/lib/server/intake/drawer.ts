// The drawer: ratings that the ledger could not take, whole, for people to look at. They keep their place in their
// device's chain, so that nothing is missing from it.
import { createHash } from 'node:crypto';
import type { Problem } from '../../shared/problem';
import type { Writes } from '../db/open';
import { refusedRatings } from '../ratings/table';
import type { Sealed } from './sealed';

type Row = typeof refusedRatings.$inferInsert;

/** `skewMs` where it came out of a file (Arrival). */
export type Sent = { deviceId: number; receivedAt: number; sentAt: number; skewMs?: number };

/** The drawer's row of a refused rating. What the customer wrote stands apart, so that it can be erased. */
export function refused(
	{ raw, seq, prev, digest }: Sealed,
	{ skewMs, ...sent }: Sent,
	problem: Problem
): Row {
	const { comment, salt, ...rest } = raw;
	const body = JSON.stringify(rest);
	return {
		...sent,
		code: problem.code,
		details: { ...problem.details, ...(skewMs === undefined ? {} : { skewMs }) },
		body,
		bodyHash: createHash('sha256').update(body).digest('hex'),
		// As text whatever it was, so that nothing of it is lost.
		comment: comment == null ? null : typeof comment === 'string' ? comment : JSON.stringify(comment),
		salt: salt == null ? null : typeof salt === 'string' ? salt : JSON.stringify(salt),
		seq,
		prev,
		digest
	};
}

/**
 * The drawer's row of a rating that the ledger has already from another place: its tablet was paired anew and has
 * sealed it again. It fills that place in the new chain, and there is nothing to look at.
 */
export function resealed(sealed: Sealed, { skewMs: _, ...sent }: Sent): Row {
	const body = JSON.stringify({ id: sealed.raw.id, seq: sealed.seq, prev: sealed.prev });
	return {
		...sent,
		code: 'resealed',
		details: {},
		body,
		bodyHash: createHash('sha256').update(body).digest('hex'),
		seq: sealed.seq,
		prev: sealed.prev,
		digest: sealed.digest,
		settledAt: sent.receivedAt,
		settledAs: 'set_aside',
		settledBy: 'system',
		settledReason: 'resealed'
	};
}

/** Puts rows into the drawer, each once. */
export async function keep(tx: Writes, rows: readonly Row[]): Promise<void> {
	for (let from = 0; from < rows.length; from += 50)
		await tx
			.insert(refusedRatings)
			.values(rows.slice(from, from + 50))
			.onConflictDoNothing();
}
