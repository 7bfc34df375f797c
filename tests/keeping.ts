// A house with things to be erased: comments old and new, one in the drawer, and what an officer wrote.
import { sql } from 'drizzle-orm';
import { expect } from 'vitest';
import { SYSTEM } from '../src/lib/shared/actor';
import type { Retention } from '../src/lib/shared/retention';
import { appealActs, appeals, replies } from '../src/lib/server/appeals/table';
import { periods, seals, sheetActs, sheets } from '../src/lib/server/appraisals/table';
import type { Db } from '../src/lib/server/db/open';
import * as officers from '../src/lib/server/org/officers';
import * as checkpoint from '../src/lib/server/ratings/checkpoint';
import * as texts from '../src/lib/server/ratings/texts';
import * as upkeep from '../src/lib/server/ratings/upkeep';
import * as holds from '../src/lib/server/retention/holds';
import { erasePerson } from '../src/lib/server/retention/person';
import * as rules from '../src/lib/server/retention/rules';
import { ruleSets, ruleSetVersions } from '../src/lib/server/rulesets/table';
import { verify } from '../src/lib/server/verify/verify';
import { database } from './database';
import { rating, tablet } from './ratings';
import { NOW, town } from './town';

export const DAY_MS = 86_400_000;
export const reason = 'Thanh tra yêu cầu';
const KEY = checkpoint.keyFrom('a secret of the tests, long enough for all');
export const NONE: Retention = { commentMonths: null, statementMonths: null, officerMonths: null };

/** Anh (A1) and Giang (B1) each have an old comment and a new one; one lies in the drawer. */
export async function here() {
	const db = database();
	const place = await town(db);
	const old = { tappedAt: NOW - 40 * DAY_MS };
	const anh = [
		rating(place, { ...old, comment: 'Góp ý cũ về Anh', serviceGrade: 2, officerGrade: 1 }),
		rating(place, { comment: 'Góp ý mới về Anh' }),
		rating(place, { ...old, comment: 'Góp ý trong ngăn kéo', questionnaireId: 999 })
	];
	const atB = { counterId: place.counters.b1, officerId: place.officers.giang };
	const giang = [rating(place, { ...old, ...atB, comment: 'Góp ý cũ về Giang' })];
	const [a1, b1] = [tablet(place), tablet(place, 'b1')];
	await a1.send(db, [anh[0]!, anh[2]!], NOW - 40 * DAY_MS + 1_000);
	await a1.send(db, [anh[1]!]);
	await b1.send(db, giang, NOW - 40 * DAY_MS + 1_000);
	await upkeep.catchUp(db);
	await texts.catchUp(db);
	await db.write((tx) => checkpoint.make(tx, KEY, SYSTEM, NOW - 1_000));
	const { hr, administrator } = place.people;
	const keep = (wanted: Partial<Retention>) =>
		db.write((tx) => rules.change(tx, hr, { ...NONE, ...wanted }, NOW));
	return {
		db,
		place,
		...{ hr, administrator, keep, b1, atB, old: anh[0]!, giangs: giang[0]! },
		hold: (officerId: number) => db.write((tx) => holds.set(tx, hr, { officerId, reason }, NOW)),
		erase: (officerId: number, who = hr, at = NOW) => db.write((tx) => erasePerson(tx, who, officerId, at)),
		close: (officerId: number, day = '2026-02-01') =>
			db.write((tx) => officers.close(tx, administrator, officerId, { day }, NOW))
	};
}

/** Every text anywhere in the database, but for the chained tables: trail and entries of the ledger. */
export async function everything(db: Db): Promise<string> {
	const { rows } = await db.guard.execute(
		`SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'
			AND name NOT IN ('audit_notes', 'rating_entries')`
	);
	const all: unknown[] = [];
	for (const { name } of rows) all.push((await db.guard.execute(`SELECT * FROM "${String(name)}"`)).rows);
	return JSON.stringify(all);
}

export const bodies = async (db: Db) =>
	(
		await db.read.all<{ body: string }>(sql`SELECT body FROM comments WHERE body IS NOT NULL ORDER BY body`)
	).map(({ body }) => body);

export const sound = async (db: Db) => expect((await verify(db)).findings).toEqual([]);

/** Anh wrote a reply and an appeal, which is decided, and has a signed sheet. */
export async function written({ db, place, old }: Awaited<ReturnType<typeof here>>) {
	const { anh } = place.officers;
	const { id: officerPerson, name } = place.people.officer;
	const at = NOW - 400 * DAY_MS;
	await db.write(async (tx) => {
		await tx
			.insert(replies)
			.values({ id: 1, ratingId: old.id, officerId: anh, at, body: 'Giải trình của Anh' });
		await tx.insert(appeals).values({
			...{ id: 1, ratingId: old.id, officerId: anh, ground: 'abusive', filedAt: at },
			...{ dueAt: at + DAY_MS, state: 'rejected' }
		});
		const act = { appealId: 1, at, actorRole: 'officer' };
		await tx.insert(appealActs).values({
			...{ ...act, id: 1, act: 'filed', actorId: officerPerson, actorName: name, body: 'Khiếu nại của Anh' }
		});
		await tx.insert(appealActs).values({
			...{ ...act, id: 2, act: 'rejected', actorId: 'r', actorName: 'Người Xét', body: 'Không đủ căn cứ' }
		});
		await tx.insert(ruleSets).values({ id: 901, code: 'test', shipped: false });
		await tx
			.insert(ruleSetVersions)
			.values({ id: 901, ruleSetId: 901, version: 1, content: {} as never, fromDay: '2025-01-01' });
		await tx.insert(periods).values({
			...{ id: 1, kind: 'month', fromDay: '2026-01-01', toDay: '2026-01-31', subject: 'officer' },
			...{ mode: 'appraisal', ruleSetVersionId: 901, grouping: 'all', ackDays: 5, createdAt: at }
		});
		await tx.insert(sheets).values({
			...{ id: 1, periodId: 1, officerId: anh, branchId: place.branches.a, peerGroup: 'A' },
			...{ content: { name } as never, contentHash: 'hash', draftedAt: at, state: 'signed' }
		});
		await tx.insert(sheetActs).values({
			...{ id: 1, sheetId: 1, at, act: 'contested', actorId: officerPerson, actorName: name },
			...{ actorRole: 'officer', reason: 'Ý kiến của Anh', details: {} }
		});
		await tx.insert(seals).values({
			id: 1,
			sheetId: 1,
			sealedAt: at,
			body: `{"name":"${name}"}`,
			hash: 'seal-hash',
			checkpoint: 1
		});
	});
}
