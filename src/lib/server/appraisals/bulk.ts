// Acts on many sheets at once. Each sheet is judged by the same rules as alone; what was seen of each is said.
import { and, asc, eq } from 'drizzle-orm';
import type { Person } from '../../shared/actor';
import { Problem } from '../../shared/problem';
import { hash } from '../db/chain';
import type { Db, Reads } from '../db/open';
import type { Key } from '../ratings/checkpoint';
import { decide } from './acts';
import { outcomeOf } from './content';
import { context, refusal } from './rights';
import { signHr } from './seals';
import { sheets } from './table';

/** How many sheets one transaction signs, so that a tablet's ratings do not wait long behind it. */
const SIGNED_AT_ONCE = 40;

export type Ready = { ids: number[]; hashes: Record<number, string | null>; seen: string };

/** The sheets of a period that their leaders have signed, and one hash over all of their contents. */
export async function ready(db: Reads, periodId: number): Promise<Ready> {
	const rows = await db
		.select({ id: sheets.id, contentHash: sheets.contentHash })
		.from(sheets)
		.where(and(eq(sheets.periodId, periodId), eq(sheets.state, 'leader_signed')))
		.orderBy(asc(sheets.id));
	return {
		ids: rows.map(({ id }) => id),
		hashes: Object.fromEntries(rows.map(({ id, contentHash }) => [id, contentHash])),
		seen: hash(JSON.stringify(rows.map(({ id, contentHash }) => [id, contentHash])))
	};
}

/**
 * HR signs every sheet of a period that is ready, in several transactions, each with a checkpoint; those that this
 * person may not sign (another hand in them, a group changed since) are left. Answers how many were signed and left.
 * Refuses changed_meanwhile where what is ready is not what was seen; and like `signHr`.
 */
export async function signReady(
	db: Db,
	person: Person,
	periodId: number,
	seen: string,
	key: Key,
	at: number
): Promise<{ done: number; left: number }> {
	const now = await ready(db.read, periodId);
	if (now.seen !== seen) throw new Problem('changed_meanwhile');
	let done = 0;
	for (let i = 0; i < now.ids.length; i += SIGNED_AT_ONCE)
		done += await db.write(async (tx) => {
			const able: number[] = [];
			for (const id of now.ids.slice(i, i + SIGNED_AT_ONCE))
				if (refusal(person, await context(tx, id), 'signed_hr', at) === null) able.push(id);
			return (await signHr(tx, person, able, { contentHashes: now.hashes }, key, at)).length;
		});
	return { done, left: now.ids.length - done };
}

/**
 * Decides sheets as their figures propose, where there is a proposal and no band's edge lies inside its interval; others
 * are left, for a person to look at each. Refuses all where one cannot be decided now: as rights.ts says;
 * changed_meanwhile.
 */
export async function decideProposed(
	db: Db,
	person: Person,
	seen: readonly { id: number; contentHash: string | null }[],
	at: number
): Promise<{ done: number; left: number }> {
	return db.write(async (tx) => {
		let done = 0;
		for (const { id, contentHash } of seen) {
			const of = await context(tx, id);
			const outcome = of.sheet.content && outcomeOf(of.sheet.content, of.so.standing.given);
			const isPlain =
				outcome && outcome.band !== null && outcome.edges.length === 0 && of.so.standing.state === 'drafted';
			if (!isPlain) continue;
			await decide(tx, person, id, { contentHash, band: outcome.band }, at);
			done++;
		}
		return { done, left: seen.length - done };
	});
}
