// What people say about ratings after they were recorded: strikes and their lifting, who served, marks looked at,
// comments erased. Appended and never changed, each linked to the one before; a rating's own row never changes.
import { asc, desc, eq } from 'drizzle-orm';
import type { Actor } from '../../shared/actor';
import { Problem } from '../../shared/problem';
import { GENESIS, link } from '../db/chain';
import type { Reads, Writes } from '../db/open';
import { ratingEntries } from './table';

export type RatingEntry = typeof ratingEntries.$inferSelect;

/** What is said of a rating; what does not belong to its act is left out. */
export type Said = Pick<RatingEntry, 'act' | 'ratingId' | 'reason'> &
	Partial<Pick<RatingEntry, 'answersId' | 'officerId' | 'rule' | 'appealId'>>;

/** The columns in the order in which an entry is linked; never changed, only added to at the end. */
export const COLUMNS = [
	'id',
	'at',
	'act',
	'ratingId',
	'answersId',
	'officerId',
	'rule',
	'ground',
	'appealId',
	'reason',
	'actorKind',
	'actorId',
	'actorName'
] as const satisfies readonly (keyof RatingEntry)[];

/** An entry's values in the order in which they are linked (db/chain.ts); before the first stands GENESIS. */
export function linked(entry: Omit<RatingEntry, 'link'>): (string | number | null)[] {
	return COLUMNS.map((column) => entry[column]);
}

/**
 * Appends what an actor says of a rating, at the next number and linked to the entry before, and answers the number.
 * Whether it may be said is the verbs' to judge (strike.ts, settle.ts, erase.ts). Refuses a device: not_allowed.
 */
export async function add(tx: Writes, actor: Actor, said: Said, at: number): Promise<number> {
	if (actor.kind === 'device') throw new Problem('not_allowed');
	const [before] = await tx
		.select({ id: ratingEntries.id, link: ratingEntries.link })
		.from(ratingEntries)
		.orderBy(desc(ratingEntries.id))
		.limit(1);
	const entry: Omit<RatingEntry, 'link'> = {
		answersId: null,
		officerId: null,
		rule: null,
		appealId: null,
		...said,
		id: (before?.id ?? 0) + 1,
		at,
		ground: said.appealId == null ? 'two_persons' : 'appeal',
		actorKind: actor.kind,
		actorId: actor.id,
		actorName: actor.name
	};
	await tx.insert(ratingEntries).values({ ...entry, link: link(before?.link ?? GENESIS, linked(entry)) });
	return entry.id;
}

/** All that was said of a rating, oldest first. */
export async function of(db: Reads, ratingId: string): Promise<RatingEntry[]> {
	return db
		.select()
		.from(ratingEntries)
		.where(eq(ratingEntries.ratingId, ratingId))
		.orderBy(asc(ratingEntries.id));
}

export async function one(db: Reads, id: number): Promise<RatingEntry | undefined> {
	const [entry] = await db.select().from(ratingEntries).where(eq(ratingEntries.id, id));
	return entry;
}

export type State = {
	struck: boolean;
	/** The proposal that waits for its answer, if any. */
	open: RatingEntry | null;
	/** Who a person has said served (null in it: nobody), if anybody has. */
	settled: { entryId: number; officerId: number | null } | null;
	/** The rules whose marks were cleared. */
	cleared: ReadonlySet<string>;
};

/** How a rating stands by all that was said of it, the oldest first. The standings say the same, once folded. */
export function stateOf(entries: readonly RatingEntry[]): State {
	const state = { struck: false, open: null, settled: null, cleared: new Set() } as {
		-readonly [K in keyof State]: State[K];
	} & { cleared: Set<string> };
	for (const entry of entries) {
		if (entry.act === 'strike_proposed' || entry.act === 'lift_proposed') state.open = entry;
		if (entry.answersId !== null && entry.answersId === state.open?.id) state.open = null;
		if (entry.act === 'strike_confirmed') state.struck = true;
		if (entry.act === 'lift_confirmed') state.struck = false;
		if (entry.act === 'officer_settled') state.settled = { entryId: entry.id, officerId: entry.officerId };
		if (entry.act === 'mark_cleared' && entry.rule !== null) state.cleared.add(entry.rule);
	}
	return state;
}
