// Appeals: an officer files one about a rating, the branch's leader may say what they think of it, and a reviewer
// decides, once. Upheld means struck, by an entry in the ledger and in the same transaction.
import { and, desc, eq } from 'drizzle-orm';
import type { Person } from '../../shared/actor';
import { GROUNDS, type AppealState } from '../../shared/appeal';
import { demand } from '../../shared/can';
import { addDays, dayOf, instantOf } from '../../shared/day';
import { Problem } from '../../shared/problem';
import { DEFAULT_ZONE } from '../analytics/asked';
import * as audit from '../audit/note';
import { holds, widen } from '../auth/scope';
import { people, personBranches } from '../auth/table';
import type { Reads, Writes } from '../db/open';
import * as entries from '../ratings/entries';
import * as strike from '../ratings/strike';
import { reasonOf } from '../ratings/subject';
import { ratings } from '../ratings/table';
import * as acts from './acts';
import { answerable, written } from './answerable';
import * as rules from './rules';
import { appeals } from './table';

export { countsOf, ofSubject, summaries, type Counts, type Summary } from './counts';

export type Appeal = typeof appeals.$inferSelect;

/** The last instant in which an appeal filed at one is decided in time: the end of the day `decideDays` on. */
export function dueAt(filedAt: number, decideDays: number): number {
	return instantOf(addDays(dayOf(filedAt, DEFAULT_ZONE), decideDays + 1), DEFAULT_ZONE) - 1;
}

/**
 * Files an appeal about one of one's own ratings, and answers its number. Refuses: not_allowed; bad_shape (ground,
 * statement); not_found for a rating that is not theirs or not shown yet; appeal_too_late; struck_already;
 * appealed_already, also after it was withdrawn.
 */
export async function file(
	tx: Writes,
	person: Person,
	said: { ratingId: string; ground: string; statement: string },
	at: number
): Promise<number> {
	demand(person, 'own.answer');
	const ground = GROUNDS.find((one) => one === said.ground);
	if (!ground) throw new Problem('bad_shape', { field: 'ground' });
	const statement = written(said.statement, 'statement');
	const { id: ratingId } = await answerable(tx, person, said.ratingId, at);
	const officerId = person.officerId!;
	const [before] = await tx
		.select({ id: appeals.id })
		.from(appeals)
		.where(and(eq(appeals.ratingId, ratingId), eq(appeals.officerId, officerId)));
	if (before) throw new Problem('appealed_already', { appeal: before.id });
	// The standings may be behind: the entries are not.
	if (entries.stateOf(await entries.of(tx, ratingId)).struck) throw new Problem('struck_already');
	const [last] = await tx.select({ id: appeals.id }).from(appeals).orderBy(desc(appeals.id)).limit(1);
	const id = (last?.id ?? 0) + 1;
	const { decideDays } = await rules.current(tx);
	await tx
		.insert(appeals)
		.values({ id, ratingId, officerId, ground, filedAt: at, dueAt: dueAt(at, decideDays) });
	await acts.append(tx, person, { appealId: id, act: 'filed', body: statement }, at);
	await audit.note(tx, person, at, 'appeals.file', `appeal:${id}`, { officerId, ground, rating: ratingId });
	return id;
}

/** Takes one's own appeal back, for good. Refuses: not_allowed; not_found for another's; appeal_final. */
export async function withdraw(tx: Writes, person: Person, appealId: number, at: number): Promise<void> {
	demand(person, 'own.answer');
	const appeal = await one(tx, appealId);
	if (person.officerId === null || appeal.officerId !== person.officerId)
		throw new Problem('not_found', { appeal: appealId });
	await settle(tx, appeal, 'withdrawn');
	await acts.append(tx, person, { appealId, act: 'withdrawn', body: null }, at);
	await audit.note(tx, person, at, 'appeals.withdraw', `appeal:${appealId}`, { officerId: appeal.officerId });
}

/**
 * Says what a leader of the rating's branch thinks of an appeal. It decides nothing. Refuses: not_allowed; not_found
 * outside their branches; bad_shape (opinion); appeal_final.
 */
export async function opine(
	tx: Writes,
	person: Person,
	appealId: number,
	opinion: string,
	at: number
): Promise<void> {
	demand(person, 'appeals.opine');
	const appeal = await one(tx, appealId);
	if (!holds(person.scope, await branchOf(tx, appeal))) throw new Problem('not_found', { appeal: appealId });
	const body = written(opinion, 'opinion');
	if (appeal.state !== 'open') throw new Problem('appeal_final', { appeal: appealId });
	await acts.append(tx, person, { appealId, act: 'opinion', body }, at);
	await audit.note(tx, person, at, 'appeals.opine', `appeal:${appealId}`, { officerId: appeal.officerId });
}

/**
 * Finds for the officer: the rating is struck by an entry that names the appeal. One that was struck meanwhile by two
 * persons stays struck by theirs. Refuses: not_allowed; bad_shape (reason); not_found; appeal_final for one that was
 * decided or withdrawn; not_independent.
 */
export async function uphold(
	tx: Writes,
	person: Person,
	appealId: number,
	reason: string,
	at: number
): Promise<void> {
	const { appeal, body } = await deciding(tx, person, appealId, reason);
	const { ratingId, officerId } = appeal;
	const said = await entries.of(tx, ratingId);
	const struck = entries.stateOf(said).struck && said.findLast(({ act }) => act === 'strike_confirmed');
	const entryId = struck
		? struck.id
		: await strike.byAppeal(tx, person, { ratingId, appealId, reason: body }, at);
	await settle(tx, appeal, 'upheld');
	await acts.append(tx, person, { appealId, act: 'upheld', body, entryId }, at);
	await audit.note(tx, person, at, 'appeals.uphold', `appeal:${appealId}`, { officerId, entry: entryId });
}

/** Finds against the officer: the rating goes on counting. Refuses like `uphold`. */
export async function reject(
	tx: Writes,
	person: Person,
	appealId: number,
	reason: string,
	at: number
): Promise<void> {
	const { appeal, body } = await deciding(tx, person, appealId, reason);
	await settle(tx, appeal, 'rejected');
	await acts.append(tx, person, { appealId, act: 'rejected', body }, at);
	await audit.note(tx, person, at, 'appeals.reject', `appeal:${appealId}`, { officerId: appeal.officerId });
}

/** An appeal by its number. Refuses not_found. */
export async function one(db: Reads, appealId: number): Promise<Appeal> {
	const [appeal] = await db.select().from(appeals).where(eq(appeals.id, appealId));
	if (!appeal) throw new Problem('not_found', { appeal: appealId });
	return appeal;
}

/** The branch of the rating that an appeal is about. */
export async function branchOf(db: Reads, { ratingId }: Pick<Appeal, 'ratingId'>): Promise<number> {
	const [rating] = await db
		.select({ branchId: ratings.branchId })
		.from(ratings)
		.where(eq(ratings.id, ratingId));
	return rating!.branchId;
}

/**
 * Whether a person has a part in an appeal that they would decide: they are the officer, lead the branch of the
 * rating, or have said something of this appeal already.
 */
export async function isConcerned(db: Reads, person: Person, appeal: Appeal): Promise<boolean> {
	const [account] = await db
		.select({ officerId: people.officerId })
		.from(people)
		.where(eq(people.id, person.id));
	if (account?.officerId === appeal.officerId) return true;
	const given = await db
		.select({ id: personBranches.branchId })
		.from(personBranches)
		.where(eq(personBranches.personId, person.id));
	const led = await widen(
		db,
		given.map(({ id }) => id)
	);
	if (led.includes(await branchOf(db, appeal))) return true;
	return (await acts.of(db, appeal.id)).some(({ actorId }) => actorId === person.id);
}

async function deciding(tx: Writes, person: Person, appealId: number, reason: string) {
	demand(person, 'appeals.decide');
	const appeal = await one(tx, appealId);
	// A reason stands in the ledger's entry too, which takes a thousand characters.
	const body = reasonOf(reason);
	if (appeal.state !== 'open') throw new Problem('appeal_final', { appeal: appealId });
	if (await isConcerned(tx, person, appeal)) throw new Problem('not_independent', { appeal: appealId });
	return { appeal, body };
}

async function settle(tx: Writes, { id, state }: Appeal, to: Exclude<AppealState, 'open'>): Promise<void> {
	if (state !== 'open') throw new Problem('appeal_final', { appeal: id });
	await tx.update(appeals).set({ state: to }).where(eq(appeals.id, id));
}
