// Keys for programs and wall screens: made, listed, revoked and recognised. A key is its owner looking through a
// narrower window: what the owner loses, the key loses with the next request.
import { createHash } from 'node:crypto';
import { and, desc, eq, isNull, lte, or, sql } from 'drizzle-orm';
import type { Actor, Person } from '../../shared/actor';
import { can, demand } from '../../shared/can';
import { Problem } from '../../shared/problem';
import { may, type Role } from '../../shared/role';
import * as audit from '../audit/note';
import type { Db, Reads, Writes } from '../db/open';
import { apiKeys, KEY_USES, type KeyUse } from './keytable';
import { person } from './person';
import { holds, narrow, widen } from './scope';
import { people } from './table';

export type NewKey = {
	/** By which its owner knows it: 1 to 80 characters. */
	name: string;
	use: KeyUse;
	/** Branches, each with all that lies under it; null: all that the owner sees. */
	branchIds: number[] | null;
	/** From this instant on it opens nothing; null: no end. */
	expiresAt: number | null;
};

export type Key = Omit<typeof apiKeys.$inferSelect, 'hash'> & {
	ownerName: string;
	state: 'open' | 'expired' | 'revoked' | 'owner_closed';
};

const PREFIX = 'hl_';
const SECRET_BYTES = 32;
const HINT_LETTERS = PREFIX.length + 5;
const NAME_LETTERS = 80;
const USED_EVERY_MS = 60_000;

/**
 * Makes a key and answers it: the only time that it can be read. `chance` answers so many unguessable bytes
 * (node:crypto's randomBytes). Refuses: not_allowed; a branch outside the actor's scope, not_found; no name or one too
 * long, no branch at all, an end that has passed, bad_shape (field).
 */
export async function issue(
	tx: Writes,
	actor: Person,
	wanted: NewKey,
	at: number,
	chance: (size: number) => Uint8Array
): Promise<{ id: number; key: string }> {
	demand(actor, 'keys.own');
	const name = wanted.name.trim();
	if (name === '' || name.length > NAME_LETTERS) throw new Problem('bad_shape', { field: 'name' });
	if (!usesOf(actor.role).includes(wanted.use)) throw new Problem('bad_shape', { field: 'use' });
	if (wanted.branchIds?.length === 0) throw new Problem('bad_shape', { field: 'branchIds' });
	if (wanted.expiresAt !== null && !(wanted.expiresAt > at))
		throw new Problem('bad_shape', { field: 'expiresAt' });
	for (const branchId of wanted.branchIds ?? [])
		if (!holds(actor.scope, branchId)) throw new Problem('not_found', { branch: branchId });
	const key = PREFIX + Buffer.from(chance(SECRET_BYTES)).toString('base64url');
	const kept = {
		name,
		use: wanted.use,
		hint: key.slice(0, HINT_LETTERS),
		branchIds: wanted.branchIds,
		expiresAt: wanted.expiresAt
	};
	const [row] = await tx
		.insert(apiKeys)
		.values({ ...kept, hash: hash(key), ownerId: actor.id, createdAt: at })
		.returning({ id: apiKeys.id });
	if (!row) throw new Error('a key without a number');
	await audit.note(tx, actor, at, 'auth.issueKey', `key:${row.id}`, kept);
	return { id: row.id, key };
}

/** One's own keys, or everybody's for whoever may see them; the newest first. Never what opens. Refuses not_allowed. */
export async function list(db: Reads, actor: Person, at: number): Promise<Key[]> {
	const all = can(actor, 'keys.see');
	if (!all) demand(actor, 'keys.own');
	const rows = await db
		.select({ key: apiKeys, ownerName: people.name, closedAt: people.closedAt })
		.from(apiKeys)
		.innerJoin(people, eq(people.id, apiKeys.ownerId))
		.where(all ? undefined : eq(apiKeys.ownerId, actor.id))
		.orderBy(desc(apiKeys.id));
	return rows.map(({ key: { hash: _hash, ...key }, ownerName, closedAt }) => ({
		...key,
		ownerName,
		state: stateOf(key, closedAt, at)
	}));
}

/** Revokes one's own key, or anybody's with keys.revoke. Harmless when repeated. Refuses not_found, not_allowed. */
export async function revoke(tx: Writes, actor: Actor, id: number, at: number): Promise<void> {
	const [row] = await tx.select().from(apiKeys).where(eq(apiKeys.id, id));
	const isOwn = row?.ownerId === actor.id && can(actor, 'keys.own');
	if (!row || !(isOwn || can(actor, 'keys.see'))) throw new Problem('not_found', { key: id });
	if (!isOwn) demand(actor, 'keys.revoke');
	if (row.revokedAt !== null) return;
	await tx.update(apiKeys).set({ revokedAt: at }).where(eq(apiKeys.id, id));
	await audit.note(tx, actor, at, 'auth.revokeKey', `key:${id}`, { name: row.name, hint: row.hint });
}

/**
 * The owner of a key as they are now, seeing no more than the key's branches; null for a key that is unknown, for
 * another use, expired or revoked, or whose owner's account is closed or may have no keys any more. Read anew for every
 * request, so that a revocation holds from the next one. Found by its hash, and the same questions are asked whether
 * there is such a key or not, so that the time an answer takes tells nothing.
 */
export async function recognise(db: Db, key: string, use: KeyUse, at: number): Promise<Person | null> {
	const [row] = await db.read
		.select()
		.from(apiKeys)
		.where(eq(apiKeys.hash, hash(key)));
	const owner = await person(db.read, row?.ownerId ?? '');
	const under = await widen(db.read, row?.branchIds ?? []);
	if (!row || !owner || row.use !== use || row.revokedAt !== null || isPast(row.expiresAt, at)) return null;
	if (!may(owner.role, 'keys.own') || !usesOf(owner.role).includes(use)) return null;
	if ((row.lastUsedAt ?? -Infinity) <= at - USED_EVERY_MS) await used(db, row.id, at);
	return row.branchIds === null ? owner : { ...owner, scope: narrow(owner.scope, under) };
}

/** What a role's keys may be for: a leader's open figures and boards, HR's closed appraisals and nothing else. */
export function usesOf(role: Role): readonly KeyUse[] {
	return KEY_USES.filter((use) => may(role, use === 'appraisals' ? 'appraisals.export' : 'figures.live'));
}

/** SHA-256, base64url. Enough without salt or stretching, because what is hashed is chance and not a word. */
export function hash(key: string): string {
	return createHash('sha256').update(key).digest('base64url');
}

/** Not in the trail: which minute a program last read in is no act of a person. */
async function used(db: Db, id: number, at: number): Promise<void> {
	const isDue = or(isNull(apiKeys.lastUsedAt), lte(apiKeys.lastUsedAt, at - USED_EVERY_MS));
	await db.write((tx) =>
		tx
			.update(apiKeys)
			.set({ lastUsedAt: sql`max(coalesce(${apiKeys.lastUsedAt}, 0), ${at})` })
			.where(and(eq(apiKeys.id, id), isDue))
	);
}

function isPast(expiresAt: number | null, at: number): boolean {
	return expiresAt !== null && expiresAt <= at;
}

function stateOf(
	key: Pick<Key, 'revokedAt' | 'expiresAt'>,
	ownerClosedAt: number | null,
	at: number
): Key['state'] {
	if (key.revokedAt !== null) return 'revoked';
	if (isPast(key.expiresAt, at)) return 'expired';
	return ownerClosedAt === null ? 'open' : 'owner_closed';
}
