// What becomes of refused ratings: a person takes one into the ledger, where it sits at the place its tablet sealed it
// for, or sets it aside for good. What tablets sealed is never changed on the way.
import { and, eq, isNotNull, sql } from 'drizzle-orm';
import type { Actor } from '../../shared/actor';
import { demand } from '../../shared/can';
import { Problem } from '../../shared/problem';
import { HashShape } from '../../shared/rating';
import * as v from 'valibot';
import * as audit from '../audit/note';
import type { Reads, Writes } from '../db/open';
import { devices } from '../devices/table';
import { leaveErased } from '../ratings/erase';
import { record, type Entry } from '../ratings/record';
import { chainHash } from '../ratings/seal';
import { reasonOf } from '../ratings/subject';
import { ratings, refusedRatings } from '../ratings/table';
import { check } from './check';
import * as facts from './facts';
import type { Sealed } from './sealed';

type Row = typeof refusedRatings.$inferSelect;

/**
 * Takes a refused rating in: it is judged again by the set-up as it is now, and if it fits it is recorded with its
 * own seal. Answers its branch, for those who wait for news, and its position. Refuses: not_allowed; not_found;
 * settled_already; recorded_already for an id or a place in the chain that the ledger has; device_forked for one that
 * has no place in its tablet's chain; and whatever still does not fit (intake/check.ts).
 */
export async function take(
	tx: Writes,
	actor: Actor,
	refusedId: number,
	at: number
): Promise<{ position: number; branchId: number }> {
	demand(actor, 'drawer.change');
	const row = await open(tx, refusedId);
	const sealed = sealedOf(row);
	const entry = await judge(tx, row, sealed);
	if (await isRecorded(tx, row, entry.id)) throw new Problem('recorded_already', { id: entry.id });
	const position = await record(tx, [{ ...entry, ticket: row.ticket, signature: row.signature }]);
	if (row.erasedAt !== null && entry.commentDigest)
		await leaveErased(tx, actor, { ratingId: entry.id, reason: 'erased while refused' }, at);
	await settle(tx, actor, refusedId, 'taken_in', null, at);
	await audit.note(tx, actor, at, 'intake.takeIn', `refused:${refusedId}`, {
		code: row.code,
		rating: entry.id,
		position
	});
	return { position, branchId: entry.branchId };
}

/** Sets a refused rating aside for good, with a reason. Refuses: not_allowed; not_found; settled_already; bad_shape. */
export async function setAside(
	tx: Writes,
	actor: Actor,
	{ refusedId, reason }: { refusedId: number; reason: string },
	at: number
): Promise<void> {
	demand(actor, 'drawer.change');
	const why = reasonOf(reason);
	const { code } = await open(tx, refusedId);
	await settle(tx, actor, refusedId, 'set_aside', why, at);
	await audit.note(tx, actor, at, 'intake.setAside', `refused:${refusedId}`, { code, reason: why });
}

async function open(db: Reads, refusedId: number): Promise<Row> {
	const [row] = await db.select().from(refusedRatings).where(eq(refusedRatings.id, refusedId));
	if (!row) throw new Problem('not_found', { refused: refusedId });
	if (row.settledAt !== null) throw new Problem('settled_already', { refused: refusedId });
	return row;
}

/** The rating as it came, at its place. Refuses device_forked where that is another's. */
function sealedOf({ body, comment, salt, seq, prev, digest }: Row): Sealed {
	if (seq === null || prev === null || digest === null) throw new Problem('device_forked');
	const raw = { ...(JSON.parse(body) as Record<string, unknown>), comment, salt };
	return { raw, seq, prev, digest, hash: chainHash({ seq, prev, digest }) };
}

async function judge(tx: Writes, row: Row, sealed: Sealed): Promise<Entry> {
	const [device] = await tx.select().from(devices).where(eq(devices.id, row.deviceId));
	const sender = { id: row.deviceId, counterId: device?.counterId ?? 0 };
	const { receivedAt, sentAt, details } = row;
	const arrival = {
		...{ receivedAt, sentAt: sentAt ?? receivedAt },
		...(typeof details.skewMs === 'number' ? { skewMs: details.skewMs } : {})
	};
	const known = await facts.reader(tx)();
	// Of an erased comment only the digest is left, which alone is no fault.
	const { commentDigest } = sealed.raw;
	const isErased = row.erasedAt !== null;
	const raw = isErased ? { ...sealed.raw, commentDigest: null } : sealed.raw;
	const entry = await check({ ...sealed, raw }, sender, arrival, known, facts.stood(tx));
	return isErased ? { ...entry, commentDigest: v.parse(v.nullable(HashShape), commentDigest) } : entry;
}

async function isRecorded(tx: Reads, { deviceId, seq }: Row, id: string): Promise<boolean> {
	const there = await tx.$count(
		ratings,
		sql`${ratings.id} = ${id} OR (${and(eq(ratings.deviceId, deviceId), eq(ratings.seq, seq ?? 0), isNotNull(ratings.seq))})`
	);
	return there > 0;
}

async function settle(
	tx: Writes,
	actor: Actor,
	refusedId: number,
	settledAs: 'taken_in' | 'set_aside',
	settledReason: string | null,
	at: number
): Promise<void> {
	await tx
		.update(refusedRatings)
		.set({ settledAt: at, settledAs, settledBy: String(actor.id), settledReason })
		.where(eq(refusedRatings.id, refusedId));
}
