// Checkpoints: signed statements of how far the ledger, what was said of it and the trail have come, each naming the
// hash of the one before. Whoever keeps a copy can prove later that nothing before it was changed, also by somebody
// who owned the server and rewrote the whole file (docs/decisions/012).
import { createHash, createPrivateKey, createPublicKey, hkdfSync, sign, type KeyObject } from 'node:crypto';
import { asc, desc, sql } from 'drizzle-orm';
import { SYSTEM, type Actor } from '../../shared/actor';
import { demand } from '../../shared/can';
import { canonical } from '../../shared/canonical';
import * as audit from '../audit/note';
import { GENESIS, hash } from '../db/chain';
import type { Db, Reads, Writes } from '../db/open';
import * as epochs from './epoch';
import { checkpoints } from './table';

export type Checkpoint = typeof checkpoints.$inferSelect;

export type Statement = {
	form: 1;
	number: number;
	/** Milliseconds. */
	at: number;
	/** The life of the database (ratings/epoch.ts). */
	epoch: string;
	/** How many ratings, the last one's position, and its link, which stands for all before it. */
	ratings: { count: number; position: number; link: string };
	entries: { count: number; link: string };
	audit: { count: number; link: string };
	/** The hash of the checkpoint before; GENESIS for the first. */
	previous: string;
};

/** The server's key for checkpoints; `publicKey` is SPKI, DER, base64url. */
export type Key = { privateKey: KeyObject; publicKey: string };

/** What stands before the 32 bytes of an Ed25519 key in PKCS8. */
const PKCS8 = Buffer.from('302e020100300506032b657004220420', 'hex');

/** The key that follows from the server's SECRET (HKDF-SHA256): the same on every start, stored nowhere. */
export function keyFrom(secret: string): Key {
	const seed = Buffer.from(hkdfSync('sha256', secret, '', 'hai-long checkpoints', 32));
	const privateKey = createPrivateKey({ key: Buffer.concat([PKCS8, seed]), format: 'der', type: 'pkcs8' });
	const publicKey = createPublicKey(privateKey).export({ type: 'spki', format: 'der' });
	return { privateKey, publicKey: publicKey.toString('base64url') };
}

/** A short name of a public key for people to compare: the first 16 characters of its SHA-256. */
export function nameOf(publicKey: string): string {
	return createHash('sha256').update(Buffer.from(publicKey, 'base64url')).digest('base64url').slice(0, 16);
}

/**
 * Makes a checkpoint of everything as it stands in this transaction. Its line in the trail is written first, so that
 * the trail it seals holds that line too. Refuses not_allowed.
 */
export async function make(tx: Writes, key: Key, actor: Actor, at: number): Promise<Checkpoint> {
	demand(actor, 'checkpoints.make');
	const before = await newest(tx);
	const number = (before?.number ?? 0) + 1;
	await audit.note(tx, actor, at, 'checkpoints.make', `checkpoint:${number}`);
	const epoch = await epochs.current(tx);
	const [now] = await tx.all<Record<'count' | 'position' | 'entries' | 'lines', number> & Links>(
		sql`SELECT count(*) AS count, coalesce(max(position), 0) AS position,
			(SELECT link FROM ratings ORDER BY position DESC LIMIT 1) AS link,
			(SELECT count(*) FROM rating_entries) AS entries,
			(SELECT link FROM rating_entries ORDER BY id DESC LIMIT 1) AS "entriesLink",
			(SELECT count(*) FROM audit_notes) AS lines,
			(SELECT link FROM audit_notes ORDER BY id DESC LIMIT 1) AS "linesLink" FROM ratings`
	);
	if (!now) throw new Error('the ledger cannot be counted');
	const statement: Statement = {
		form: 1,
		number,
		at,
		epoch: epoch.id,
		ratings: { count: now.count, position: now.position, link: now.link ?? epoch.link },
		entries: { count: now.entries, link: now.entriesLink ?? GENESIS },
		audit: { count: now.lines, link: now.linesLink ?? GENESIS },
		previous: before?.hash ?? GENESIS
	};
	const text = canonical(statement);
	const checkpoint: Checkpoint = {
		number,
		at,
		statement: text,
		hash: hash(text),
		signature: sign(null, Buffer.from(text), key.privateKey).toString('base64url'),
		publicKey: key.publicKey
	};
	await tx.insert(checkpoints).values(checkpoint);
	return checkpoint;
}

type Links = Record<'link' | 'entriesLink' | 'linesLink', string | null>;

/** All of them, the first one first. */
export async function list(db: Reads): Promise<Checkpoint[]> {
	return db.select().from(checkpoints).orderBy(asc(checkpoints.number));
}

async function newest(db: Reads): Promise<Checkpoint | undefined> {
	const [last] = await db.select().from(checkpoints).orderBy(desc(checkpoints.number)).limit(1);
	return last;
}

/** The file that people keep: read by static/verify-checkpoints.mjs. */
export function file(list: readonly Checkpoint[]): string {
	const kept = list.map(({ number, statement, hash, signature, publicKey }) => ({
		number,
		statement,
		hash,
		signature,
		publicKey
	}));
	return `${JSON.stringify({ form: 'hai-long checkpoints 1', checkpoints: kept }, null, '\t')}\n`;
}

const DAY_MS = 86_400_000;

/** Makes the day's checkpoint (days by UTC) unless there is one; answers it, or null where none was due. */
export async function daily(db: Db, key: Key, at: number): Promise<Checkpoint | null> {
	const isDue = (last: Checkpoint | undefined) =>
		!last || Math.floor(last.at / DAY_MS) < Math.floor(at / DAY_MS) || at - last.at >= DAY_MS;
	if (!isDue(await newest(db.read))) return null;
	// Asked again inside: `write` may be repeated, and another process may have been quicker.
	return db.write(async (tx) => (isDue(await newest(tx)) ? make(tx, key, SYSTEM, at) : null));
}

/** Where the keeper says what went wrong; the house's log. */
type Says = { info: (facts: object, text: string) => void; error: (facts: object, text: string) => void };

/**
 * Looks now and every `everyMs` whether the day's checkpoint is due, and makes it; a failure is said and tried again
 * the next time. Answers how to stop: resolved once nothing is under way.
 */
export function start(
	db: Db,
	key: Key,
	says: Says,
	now: () => number = Date.now,
	everyMs = 600_000
): () => Promise<void> {
	let running: Promise<void> = Promise.resolve();
	const look = () => {
		running = running
			.then(() => daily(db, key, now()))
			.then(
				(made) => made && says.info({ number: made.number, hash: made.hash }, 'checkpoint made'),
				(error: unknown) => says.error({ err: error }, 'checkpoint not made')
			)
			.then(() => undefined);
	};
	look();
	const timer = setInterval(look, everyMs).unref();
	return () => {
		clearInterval(timer);
		return running;
	};
}
