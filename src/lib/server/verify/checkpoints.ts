// The checkpoints: do they follow each other, are they signed, and is what they said of the ledger still so? This is
// what finds a ledger that somebody rewrote from end to end.
import { createPublicKey, verify } from 'node:crypto';
import { sql } from 'drizzle-orm';
import { GENESIS, hash } from '../db/chain';
import type { Reads } from '../db/open';
import { nameOf, type Checkpoint, type Statement } from '../ratings/checkpoint';
import type { Finding } from './finding';
import { linkAt, type Life } from './trail';

/**
 * What is wrong with checkpoints, the first one first. `publicKey` is this server's, where its SECRET is known: the
 * newest must be signed by it.
 */
export async function check(
	db: Reads,
	list: readonly Checkpoint[],
	lives: readonly Life[],
	publicKey: string | null
): Promise<Finding[]> {
	const findings: Finding[] = [];
	let before: Checkpoint | undefined;
	for (const one of list) {
		const say = (text: string) =>
			findings.push({
				kind: 'checkpoint',
				number: one.number,
				text: `checkpoint ${one.number} (${new Date(one.at).toISOString()}): ${text}`
			});
		const ought = (before?.number ?? 0) + 1;
		if (one.number !== ought) say(`number ${ought} is missing before it`);
		const statement = read(one, say);
		if (statement) {
			if (one.number === ought && statement.previous !== (before?.hash ?? GENESIS))
				say('it does not follow the one before it');
			await compare(db, statement, lives, say);
		}
		before = one;
	}
	if (before && publicKey !== null && before.publicKey !== publicKey)
		findings.push({
			kind: 'checkpoint',
			number: before.number,
			text: `checkpoint ${before.number}: it is signed by key ${nameOf(before.publicKey)}, and this server's is ${nameOf(publicKey)} (a new SECRET needs a new checkpoint)`
		});
	return findings;
}

/** Its statement, if it is the one that was signed. */
function read(one: Checkpoint, say: (text: string) => void): Statement | null {
	if (hash(one.statement) !== one.hash) say('its hash is not that of its statement');
	if (!isSigned(one)) {
		say('its signature does not fit');
		return null;
	}
	const statement = JSON.parse(one.statement) as Statement;
	if (statement.number !== one.number || statement.at !== one.at)
		say('its number or time is not that of its statement');
	return statement;
}

function isSigned({ statement, signature, publicKey }: Checkpoint): boolean {
	try {
		const key = createPublicKey({
			key: Buffer.from(publicKey, 'base64url'),
			format: 'der',
			type: 'spki'
		});
		return verify(null, Buffer.from(statement), key, Buffer.from(signature, 'base64url'));
	} catch {
		return false;
	}
}

async function compare(
	db: Reads,
	{ epoch, ratings, entries, audit }: Statement,
	lives: readonly Life[],
	say: (text: string) => void
): Promise<void> {
	if (!lives.some((life) => life.id === epoch)) say('it speaks of a life of the database that is not known');
	const { count, position, link } = ratings;
	const is = await linkAt(db, position, lives);
	if (is === null && position > 0) say(`position ${position}, up to which it speaks, is missing`);
	else if (is !== link) say(`the ledger up to position ${position} is not what it was then`);
	if (count !== position) say(`it counts ${count} ratings up to position ${position}`);
	for (const [table, noun, then] of [
		['rating_entries', 'entries', entries],
		['audit_notes', 'lines of the trail', audit]
	] as const) {
		if (then.count === 0) continue;
		const [row] = await db.all<{ link: string | null }>(
			sql`SELECT link FROM ${sql.raw(table)} WHERE id = ${then.count}`
		);
		if (!row) say(`of the ${then.count} ${noun} that there were then, some are missing`);
		else if ((row.link ?? GENESIS) !== then.link)
			say(`the ${noun} up to ${then.count} are not what they were`);
	}
}
