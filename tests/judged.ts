// What people say of ratings after they were recorded, said of many at once by the verbs that people use: for tests
// that check figures against the ledger.
import { eq, sql } from 'drizzle-orm';
import type { Db, Writes } from '../src/lib/server/db/open';
import type { Entry } from '../src/lib/server/ratings/record';
import { candidates } from '../src/lib/server/ratings/settle';
import * as strike from '../src/lib/server/ratings/strike';
import { find } from '../src/lib/server/ratings/subject';
import { marks, ratings, type MarkRule } from '../src/lib/server/ratings/table';
import { chance } from './ledger';
import { NOW, type Town } from './town';

/** When all of it is long past, also for HR. */
const LATER = NOW + 60 * 86_400_000;
const reason = 'Xem lại theo sổ trực';

/** Every second rating without an officer comes from a tablet that named one whom the roster does not know there. */
export function claimed(town: Town, entries: readonly Entry[]): Entry[] {
	return entries.map((one, index) =>
		one.officerId === null && index % 2 === 0
			? { ...one, claimedOfficerId: town.officers.giang, claimedOfficerGrade: (index % one.scale) + 1 }
			: one
	);
}

/**
 * Of the ratings after a position: marks some (by one rule or two, and clears a third of these marks), strikes some
 * (and lifts a third of these strikes), and settles who served where nobody is named; some of them are several of
 * these. Answers how many of each.
 */
export async function judge(db: Db, town: Town, after = 0, seed = 5) {
	const random = chance(seed);
	const { leaderA, leaderB, hr } = town.people;
	const second = { ...hr, id: 'second' };
	const done = { marked: 0, cleared: 0, struck: 0, lifted: 0, settled: 0 };
	const rows = await db.read
		.select({
			position: ratings.position,
			ratingId: ratings.id,
			branchId: ratings.branchId,
			officerId: ratings.officerId
		})
		.from(ratings)
		.where(sql`${ratings.position} > ${after}`);
	await db.write(async (tx) => {
		for (const { position, ratingId, branchId, officerId } of rows) {
			const leader = branchId === town.branches.a ? leaderA : leaderB;
			const said = { ratingId, reason };
			if (random() < 0.06)
				for (const rule of random() < 0.5 ? (['burst', 'too_soon'] as const) : (['clock'] as const)) {
					await mark(tx, position, rule);
					done.marked++;
					if (random() > 0.33) continue;
					await strike.clearMark(tx, leader, leader.scope, { ...said, rule }, LATER);
					done.cleared++;
				}
			if (officerId === null && random() < 0.5) {
				const subject = await find(tx, leader, leader.scope, ratingId, LATER);
				const officers = await candidates(tx, subject);
				const served = officers[Math.floor(random() * (officers.length + 1))]?.officerId ?? null;
				await strike.settleOfficer(tx, leader, leader.scope, { ...said, officerId: served }, LATER);
				done.settled++;
			}
			if (random() > 0.05) continue;
			const proposed = await strike.propose(tx, leader, leader.scope, said, LATER);
			await strike.confirm(tx, hr, hr.scope, proposed, said, LATER);
			done.struck++;
			if (random() > 0.33) continue;
			const lift = await strike.proposeLift(tx, hr, hr.scope, said, LATER);
			await strike.confirmLift(tx, second, hr.scope, lift, said, LATER);
			done.lifted++;
		}
	});
	return done;
}

/** As the marker does for what a tablet sent. */
export async function mark(tx: Writes, position: number, rule: MarkRule): Promise<void> {
	const id = (await tx.$count(marks)) + 1;
	await tx.insert(marks).values({ id, position, rule, numbers: { count: 5, seconds: 40 }, at: LATER });
}

/** A rating's id by its position. */
export async function idAt(db: Db, position: number): Promise<string> {
	const [row] = await db.read.select({ id: ratings.id }).from(ratings).where(eq(ratings.position, position));
	if (!row) throw new Error(`no rating at ${position}`);
	return row.id;
}
