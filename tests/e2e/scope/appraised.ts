// Appraisals of both branches: a period that was signed and closed, one that is drafted, and appeals, with words that
// must not come back to the other branch.
import { sql } from 'drizzle-orm';
import * as acts from '../../../src/lib/server/appraisals/acts';
import { draftAll } from '../../../src/lib/server/appraisals/draft';
import * as members from '../../../src/lib/server/appraisals/members';
import * as periods from '../../../src/lib/server/appraisals/periods';
import { sheets } from '../../../src/lib/server/appraisals/table';
import type { Db } from '../../../src/lib/server/db/open';
import { keyFrom } from '../../../src/lib/server/ratings/checkpoint';
import { inForce } from '../../../src/lib/server/rulesets/rulesets';
import { ship } from '../../../src/lib/server/rulesets/shipped';
import { addDays, dayOf, instantOf, type Day } from '../../../src/lib/shared/day';
import { ZONE, type Town } from '../../founding';

type Both = { a: number; b: number };
export type Appraised = {
	periods: { closed: number; drafted: number };
	/** Of Anh (branch A) and Giang (branch B). */
	signed: Both;
	drafted: Both;
	appeals: Both;
	/** The seal of Giang's signed sheet. */
	seal: string;
	ruleSet: number;
};

export const SECRET = 'scope-tests-scope-tests-scope-tests';

export async function appraise(
	db: Db,
	town: Town,
	at: number,
	said: { a: string; b: string }
): Promise<Appraised> {
	await ship(db, at);
	const today = dayOf(at, ZONE);
	const closed = await draft(db, town, monthBefore(today, 3));
	const drafted = await draft(db, town, monthBefore(today, 2));
	await sign(db, town, closed);
	const appeals = {
		a: await appeal(db, town.officers.anh, said.a, at),
		b: await appeal(db, town.officers.giang, said.b, at)
	};
	const signed = await both(db, town, closed.id);
	const [seal] = await db.read.all<{ hash: string }>(
		sql`SELECT hash FROM seals WHERE "sheetId" = ${signed.b}`
	);
	return {
		periods: { closed: closed.id, drafted: drafted.id },
		signed,
		drafted: await both(db, town, drafted.id),
		appeals,
		seal: seal!.hash,
		ruleSet: closed.ruleSet
	};
}

/** The first day of the month so many months before that of a day. */
function monthBefore(day: Day, months: number): Day {
	const [year = 0, month = 0] = day.split('-').map(Number);
	return new Date(Date.UTC(year, month - 1 - months, 1)).toISOString().slice(0, 10);
}

async function draft(db: Db, { people: { hr } }: Town, start: Day) {
	const set = (await inForce(db.read, start)).find(({ code }) => code === 'satisfaction')!;
	const before = instantOf(addDays(start, -5), ZONE, 9);
	const wanted = {
		kind: 'month',
		subject: 'officer',
		mode: 'coaching',
		grouping: 'all',
		ackDays: 3
	} as const;
	const id = await db.write((tx) =>
		periods.create(tx, hr, { ...wanted, start, ruleSetVersionId: set.id }, before)
	);
	const period = await periods.row(db.read, id);
	const found = await members.propose(db, period);
	await db.write((tx) => members.put(tx, hr, id, found, before));
	await db.write((tx) => periods.announce(tx, hr, id, before));
	const over = (await periods.one(db.read, hr, id)).overAt + 3_600_000;
	await draftAll(db, hr, id, over);
	return { id, over, ruleSet: set.id };
}

/** Nobody answered in their days; both leaders sign, then HR, and the period is closed. */
async function sign(
	db: Db,
	{ people: { hr, leaderA, leaderB }, branches }: Town,
	of: { id: number; over: number }
) {
	const later = of.over + 6 * 86_400_000;
	const rows = await db.read
		.select()
		.from(sheets)
		.where(sql`${sheets.periodId} = ${of.id}`);
	for (const { id, branchId, contentHash } of rows) {
		const leader = branchId === branches.a ? leaderA : leaderB;
		await db.write((tx) => acts.signLeader(tx, leader, id, { contentHash }, later));
	}
	const contentHashes = Object.fromEntries(rows.map(({ id, contentHash }) => [id, contentHash]));
	const ids = rows.map(({ id }) => id);
	await db.write((tx) => acts.signHr(tx, hr, ids, { contentHashes }, keyFrom(SECRET), later));
	await db.write((tx) => periods.close(tx, hr, of.id, later));
}

async function both(db: Db, { officers }: Town, periodId: number): Promise<Both> {
	const rows = await db.read
		.select()
		.from(sheets)
		.where(sql`${sheets.periodId} = ${periodId}`);
	const of = (officerId: number) => rows.find((row) => row.officerId === officerId)!.id;
	return { a: of(officers.anh), b: of(officers.giang) };
}

/** An open appeal about the officer's newest bad rating, with words in its statement. */
async function appeal(db: Db, officerId: number, said: string, at: number): Promise<number> {
	return db.write(async (tx) => {
		const [rating] = await tx.all<{ id: string }>(
			sql`SELECT id FROM ratings WHERE "officerId" = ${officerId} AND "officerGrade" = 1 ORDER BY position DESC LIMIT 1`
		);
		const [row] = await tx.all<{ id: number }>(
			sql`INSERT INTO appeals (id, "ratingId", "officerId", ground, "filedAt", "dueAt")
				VALUES ((SELECT coalesce(max(id), 0) + 1 FROM appeals), ${rating!.id}, ${officerId}, 'abusive', ${at}, ${at + 864_000_000})
				RETURNING id`
		);
		await tx.run(
			sql`INSERT INTO appeal_acts (id, "appealId", at, act, "actorId", "actorName", "actorRole", body)
				VALUES ((SELECT coalesce(max(id), 0) + 1 FROM appeal_acts), ${row!.id}, ${at}, 'filed', 'x', ${`cán bộ ${said}`}, 'officer', ${said})`
		);
		return row!.id;
	});
}
