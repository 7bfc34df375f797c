// Once a day what the rules let go is erased: old comments in chunks, so that intake has room between them; old
// statements; who has left long enough ago. Each sweep leaves a line in the trail that says how much it was.
import { sql } from 'drizzle-orm';
import { SYSTEM } from '../../shared/actor';
import { Problem } from '../../shared/problem';
import * as appeals from '../appeals/erase';
import * as sheets from '../appraisals/erase';
import * as audit from '../audit/note';
import { trail } from '../audit/trail';
import type { Db } from '../db/open';
import { eraseMany } from '../ratings/erase';
import * as upkeep from '../ratings/upkeep';
import * as holds from './holds';
import { commentsBefore, leaving, oldComments, oldRefused, statementsBefore, today, type Due } from './old';
import { erasePerson } from './person';
import * as rules from './rules';

/** What the entries of the ledger say of it: the house's own, in the language of its trail. */
export const REASON = 'retention';

/** Comments erased in one transaction: about half a second with 350,000 in the index. */
export const CHUNK = 500;

/** Erases what the rules let go at an instant and answers how much it was. */
export async function sweep(db: Db, at: number, chunk = CHUNK): Promise<Due> {
	// Who served may have been settled a moment ago: what is on hold is told by the standings.
	if ((await holds.held(db.read)).length > 0) await upkeep.catchUp(db);
	const gone: Due = {
		...(await comments(db, at, chunk)),
		replies: 0,
		statements: 0,
		reasons: 0,
		officers: 0
	};
	for (const { officer, why } of await leaving(db.read, await rules.current(db.read), at))
		if (why === 'due' && (await person(db, officer.id, at))) gone.officers++;
	await db.write(async (tx) => {
		const before = statementsBefore(await rules.current(tx), at);
		const old = before === null ? null : { before, held: await holds.held(tx) };
		const written = old === null ? {} : await appeals.eraseOld(tx, SYSTEM, old, at);
		const reasons = old === null ? 0 : await sheets.eraseOld(tx, SYSTEM, old);
		const counts = { ...gone, ...written, reasons };
		await audit.note(tx, SYSTEM, at, 'retention.sweep', 'retention:sweep', counts);
		Object.assign(gone, counts);
	});
	return gone;
}

async function comments(db: Db, at: number, chunk: number) {
	const gone = { comments: 0, refused: 0 };
	for (;;) {
		const done = await db.write(async (tx) => {
			const day = commentsBefore(await rules.current(tx), at);
			if (day === null) return null;
			const held = await holds.held(tx);
			const ratings = await tx.all<{ id: string }>(
				sql`SELECT id FROM ${oldComments(day, held)} LIMIT ${chunk}`
			);
			const drawer = await tx.all<{ id: number }>(
				sql`SELECT id FROM ${oldRefused(day, held)} LIMIT ${chunk}`
			);
			if (ratings.length + drawer.length === 0) return null;
			const ids = { ratingIds: ratings.map(({ id }) => id), refusedIds: drawer.map(({ id }) => id) };
			return eraseMany(tx, SYSTEM, { ...ids, reason: REASON }, at);
		});
		if (done === null) return gone;
		gone.comments += done.comments;
		gone.refused += done.refused;
		// A turn for everybody else: the database's calls are synchronous underneath.
		await new Promise((resolve) => setImmediate(resolve));
	}
}

/** Erases one person in a transaction of their own; false where something came between. */
async function person(db: Db, officerId: number, at: number): Promise<boolean> {
	try {
		await db.write((tx) => erasePerson(tx, SYSTEM, officerId, at));
		return true;
	} catch (problem) {
		if (problem instanceof Problem) return false;
		throw problem;
	}
}

/** The day's sweep (days by UTC) unless there was one; answers it, or null where none was due. */
export async function daily(db: Db, at: number): Promise<Due | null> {
	const [last] = await trail(db.read, { subject: 'retention:sweep', limit: 1 });
	return last && today(last.at) >= today(at) ? null : sweep(db, at);
}

/** Where the sweeper says what went wrong; the house's log. */
type Says = { info: (facts: object, text: string) => void; error: (facts: object, text: string) => void };

/**
 * Looks now and every `everyMs` whether the day's sweep is due; a failure is said and tried again the next time.
 * Answers how to stop: resolved once nothing is under way.
 */
export function start(
	db: Db,
	says: Says,
	now: () => number = Date.now,
	everyMs = 600_000
): () => Promise<void> {
	let running: Promise<void> = Promise.resolve();
	const look = () => {
		running = running
			.then(() => daily(db, now()))
			.then(
				(gone) => gone && says.info({ ...gone }, 'personal data swept'),
				(error: unknown) => says.error({ err: error }, 'personal data not swept')
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
