// The last signature: it freezes sheets. A seal holds all that a sheet says and how it came about, its hash, and the
// checkpoint of the ledger it was computed from; one checkpoint seals many sheets. Seals are never changed.
import { desc, eq, sql } from 'drizzle-orm';
import { SYSTEM, type Person } from '../../shared/actor';
import type { Act, Sealed } from '../../shared/appraisal';
import { canonical } from '../../shared/canonical';
import { Problem } from '../../shared/problem';
import * as appeals from '../appeals/appeals';
import * as audit from '../audit/note';
import { hash } from '../db/chain';
import type { Reads, Writes } from '../db/open';
import * as checkpoints from '../ratings/checkpoint';
import { append } from './append';
import { hashOf, outcomeOf } from './content';
import { context, demandAct, type Context } from './rights';
import { next } from './state';
import { seals } from './table';

export type Seal = {
	id: number;
	sheetId: number;
	sealedAt: number;
	hash: string;
	/** The checkpoint's number. */
	checkpoint: number;
	/** Null once erased with a person's data; the hash stays. */
	body: Sealed | null;
	erasedAt: number | null;
};

export type SaidSignature = {
	/** The hash of each sheet's content as it was seen, by the sheet's id. */
	contentHashes: Record<number, string | null>;
};

/**
 * HR signs sheets that their leaders have signed, in one transaction with one checkpoint, and answers the seals' ids in
 * the order of the sheets. Refuses all where one cannot be signed: as rights.ts says; changed_meanwhile.
 */
export async function signHr(
	tx: Writes,
	actor: Person,
	sheetIds: readonly number[],
	said: SaidSignature,
	checkpointKey: checkpoints.Key,
	at: number
): Promise<number[]> {
	const ready: Context[] = [];
	for (const sheetId of new Set(sheetIds)) {
		const of = await context(tx, sheetId);
		demandAct(actor, of, 'signed_hr', at);
		const { content, contentHash } = of.sheet;
		if (contentHash === null || said.contentHashes[sheetId] !== contentHash)
			throw new Problem('changed_meanwhile', { sheet: sheetId });
		if (!content || hashOf(content) !== contentHash)
			throw new Error(`sheet ${sheetId} is not what its draft’s hash says`);
		ready.push(of);
	}
	if (ready.length === 0) return [];
	const checkpoint = await checkpoints.make(tx, checkpointKey, SYSTEM, at);
	const ids: number[] = [];
	for (const of of ready) ids.push(await freeze(tx, actor, of, checkpoint, at));
	return ids;
}

async function freeze(
	tx: Writes,
	actor: Person,
	of: Context,
	checkpoint: checkpoints.Checkpoint,
	at: number
): Promise<number> {
	const { content, contentHash, id: sheetId } = of.sheet;
	if (!content || contentHash === null) throw new Error(`sheet ${sheetId} has no draft`);
	checkCovered(checkpoint, content.moment);
	const sealId = (await newestId(tx)) + 1;
	const details = { contentHash, sealId };
	const act: Act = {
		id: 0,
		at,
		act: 'signed_hr',
		actorName: actor.name,
		actorRole: actor.role,
		reason: null,
		details
	};
	const { standing } = next(of.so, act);
	const body: Sealed = {
		form: 1,
		sheetId,
		content,
		contentHash,
		given: standing.given,
		outcome: outcomeOf(content, standing.given),
		standing,
		appeals: await appealsOf(tx, content),
		checkpoint: { number: checkpoint.number, hash: checkpoint.hash, at: checkpoint.at },
		sealedAt: at
	};
	const text = canonical(body);
	const row = {
		id: sealId,
		sheetId,
		sealedAt: at,
		body: text,
		hash: hash(text),
		checkpoint: checkpoint.number
	};
	await tx.insert(seals).values(row);
	await append(tx, actor, sheetId, 'signed_hr', { details }, at);
	// The trail is chained and goes into the next checkpoint: with the hash in it, the seal cannot be exchanged either.
	await audit.note(tx, actor, at, 'appraisals.signHr', `sheet:${sheetId}`, {
		seal: row.hash,
		checkpoint: checkpoint.number
	});
	return sealId;
}

/** A sheet cannot be computed from more than the ledger that its checkpoint states. */
function checkCovered(
	{ statement }: checkpoints.Checkpoint,
	{ position, entryId }: { position: number; entryId: number }
) {
	const { ratings, entries } = JSON.parse(statement) as checkpoints.Statement;
	if (position > ratings.position || entryId > entries.count)
		throw new Error(`a sheet of ledger position ${position} lies beyond its checkpoint`);
}

function appealsOf(tx: Reads, { subject, period }: Sealed['content']): Promise<Sealed['appeals']> {
	return subject.kind === 'officer'
		? appeals.summaries(tx, subject.officerId, period.from, period.to)
		: Promise.resolve([]);
}

async function newestId(db: Reads): Promise<number> {
	const [last] = await db.select({ id: sql<number>`coalesce(max(${seals.id}), 0)` }).from(seals);
	return last?.id ?? 0;
}

/** The seals of a sheet, the newest first; earlier ones were reopened. */
export async function ofSheet(db: Reads, sheetId: number): Promise<Seal[]> {
	const rows = await db.select().from(seals).where(eq(seals.sheetId, sheetId)).orderBy(desc(seals.id));
	return rows.map(read);
}

/** One seal; null where there is none. */
export async function one(db: Reads, sealId: number): Promise<Seal | null> {
	const [row] = await db.select().from(seals).where(eq(seals.id, sealId));
	return row ? read(row) : null;
}

/** The seal of a hash (as a QR code on paper names it); null where there is none. */
export async function byHash(db: Reads, sealHash: string): Promise<Seal | null> {
	const [row] = await db.select().from(seals).where(eq(seals.hash, sealHash));
	return row ? read(row) : null;
}

function read({ body, ...row }: typeof seals.$inferSelect): Seal {
	return { ...row, body: body === null ? null : (JSON.parse(body) as Sealed) };
}
