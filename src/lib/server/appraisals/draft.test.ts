import { eq, sql } from 'drizzle-orm';
import { describe, expect, it } from 'vitest';
import { database } from '../../../../tests/database';
import { AFTER, opened, sheetsOf } from '../../../../tests/drafted';
import { claimed, idAt, judge } from '../../../../tests/judged';
import { entry, generate, put } from '../../../../tests/ledger';
import { town, type Town } from '../../../../tests/town';
import { canonical } from '../../shared/canonical';
import type { Act } from '../../shared/appraisal';
import type { Db } from '../db/open';
import * as strike from '../ratings/strike';
import * as acts from './acts';
import { hashOf } from './content';
import { draftAll, draftOne } from './draft';
import * as drafting from './drafting';
import { contentAgain } from './recompute';
import { since } from './since';
import { draftRuns, peerGroups, periods, sheetActs, sheets } from './table';

async function begun(seed = 1, count = 900) {
	const db = database();
	const here = await town(db);
	await put(db, claimed(here, generate(here, count, '2025-06-01', '2026-04-10', seed)));
	await judge(db, here, 0, seed);
	const periodId = await opened(db, here);
	return { db, here, periodId, hr: here.people.hr };
}

const actsOf = (db: Db, sheetId: number): Promise<Act[]> =>
	db.read.select().from(sheetActs).where(eq(sheetActs.sheetId, sheetId)).orderBy(sheetActs.id) as never;

async function sheetOf(db: Db, periodId: number, officerId: number) {
	const found = (await sheetsOf(db, periodId)).find((one) => one.officerId === officerId);
	if (!found) throw new Error('no sheet');
	return found;
}

/** Another rating of an officer in the quarter. */
const late = (here: Town, number: number, officerId: number) =>
	entry(here, number, { officerId, day: '2026-03-30', serviceGrade: 1, officerGrade: 1 });

describe('drafting', () => {
	it('is HR’s alone, and of a period that was announced and is not closed', async () => {
		const { db, here, periodId, hr } = await begun();
		const { administrator, auditor, leaderA, officer } = here.people;
		const [first] = await sheetsOf(db, periodId);
		for (const person of [administrator, auditor, leaderA, officer]) {
			await expect(draftAll(db, person, periodId, AFTER)).rejects.toMatchObject({ code: 'not_allowed' });
			await expect(draftOne(db, person, first!.id, AFTER)).rejects.toMatchObject({ code: 'not_allowed' });
		}
		await expect(draftAll(db, hr, 99, AFTER)).rejects.toMatchObject({ code: 'not_found' });
		await expect(draftOne(db, hr, 99, AFTER)).rejects.toMatchObject({ code: 'not_found' });
		await db.write((tx) => tx.update(periods).set({ closedAt: AFTER }));
		await expect(draftAll(db, hr, periodId, AFTER)).rejects.toMatchObject({ code: 'period_closed' });
		await expect(draftOne(db, hr, first!.id, AFTER)).rejects.toMatchObject({ code: 'period_closed' });
		expect(await db.read.select().from(sheetActs)).toEqual([]);
	});

	it('gives every sheet its content, its hash and an act, and says it in the trail', async () => {
		const { db, periodId, hr } = await begun();
		const heard: [number, number][] = [];
		const done = await draftAll(db, hr, periodId, AFTER, { progress: (...far) => heard.push(far) });
		expect(done).toEqual({ sheets: 6, changed: 6 });
		expect(heard.at(-1)).toEqual([6, 6]);
		for (const sheet of await sheetsOf(db, periodId)) {
			expect(sheet.state).toBe('drafted');
			expect(sheet.draftedAt).toBe(AFTER);
			expect(sheet.contentHash).toBe(hashOf(sheet.content!));
			expect((await actsOf(db, sheet.id)).map(({ act, details }) => [act, details])).toEqual([
				['drafted', { contentHash: sheet.contentHash }]
			]);
			expect(sheet.content!.grades[0]!.n).toBeGreaterThan(10);
			expect(sheet.content!.subject).toMatchObject({
				kind: 'officer',
				name: expect.stringMatching(/\S/) as string
			});
			expect(sheet.content!.peers.members).toBe(6);
		}
		const [line] = await db.read.all<{ act: string; subject: string }>(
			sql`SELECT act, subject FROM audit_notes ORDER BY id DESC LIMIT 1`
		);
		expect(line).toEqual({ act: 'appraisals.draft', subject: `period:${periodId}` });
	});

	it('leaves a sheet that says nothing new as it is, with what was decided of it', async () => {
		const { db, here, periodId, hr } = await begun();
		const { anh, binh } = here.officers;
		await draftAll(db, hr, periodId, AFTER);
		const before = await sheetOf(db, periodId, anh);
		await db.write((tx) =>
			acts.append(
				tx,
				hr,
				before.id,
				'decided',
				{ details: { contentHash: before.contentHash!, band: null } },
				AFTER
			)
		);
		// Something came about another: peers are a little otherwise, which takes nothing back that was decided.
		await put(db, [late(here, 5000, binh)]);
		const done = await draftAll(db, hr, periodId, AFTER + 1);
		expect(done.changed).toBe(5);
		const after = await sheetOf(db, periodId, anh);
		expect(after).toEqual({ ...before, state: 'decided', draftedAt: AFTER + 1 });
		expect((await sheetOf(db, periodId, binh)).content!.peers.n).toBe(before.content!.peers.n + 1);
		expect(await draftAll(db, hr, periodId, AFTER + 2)).toEqual({ sheets: 6, changed: 0 });
		// And then about themselves.
		await put(db, [late(here, 5001, anh)]);
		expect(await since(db.read, after.content!)).toEqual({ ratings: 1, entries: 0 });
		await draftAll(db, hr, periodId, AFTER + 3);
		const last = await sheetOf(db, periodId, anh);
		expect(last.state).toBe('drafted');
		expect(last.content!.grades[0]!.n).toBe(before.content!.grades[0]!.n + 1);
	});

	it('drafts a decided sheet anew once its officer is compared with others', async () => {
		const { db, here, periodId, hr } = await begun();
		await draftAll(db, hr, periodId, AFTER);
		const sheet = await sheetOf(db, periodId, here.officers.anh);
		const details = { contentHash: sheet.contentHash!, band: null };
		await db.write((tx) => acts.append(tx, hr, sheet.id, 'decided', { details }, AFTER));
		await db.write((tx) => tx.update(sheets).set({ peerGroup: 'B' }).where(eq(sheets.id, sheet.id)));
		await draftAll(db, hr, periodId, AFTER + 1);
		expect((await sheetOf(db, periodId, here.officers.anh)).state).toBe('drafted');
	});

	it('leaves signed and excused sheets alone, and counts the signed one among its peers', async () => {
		const { db, here, periodId, hr } = await begun();
		const { anh, binh } = here.officers;
		await draftAll(db, hr, periodId, AFTER);
		await db.write(async (tx) => {
			await tx.update(sheets).set({ state: 'signed' }).where(eq(sheets.officerId, anh));
			await tx.update(sheets).set({ state: 'excused' }).where(eq(sheets.officerId, binh));
		});
		const [signed, excused] = [await sheetOf(db, periodId, anh), await sheetOf(db, periodId, binh)];
		await put(db, [late(here, 5000, anh), late(here, 5001, binh)]);
		expect(await draftAll(db, hr, periodId, AFTER + 1)).toEqual({ sheets: 4, changed: 4 });
		expect(await sheetOf(db, periodId, anh)).toEqual(signed);
		expect(await sheetOf(db, periodId, binh)).toEqual(excused);
		expect((await sheetOf(db, periodId, here.officers.chau)).content!.peers.members).toBe(5);
		for (const { id } of [signed, excused])
			await expect(draftOne(db, hr, id, AFTER)).rejects.toMatchObject({ code: 'sheet_not_there_yet' });
	});

	it('drafts one sheet with what is kept of its peers, or computes that first', async () => {
		const { db, here, periodId, hr } = await begun();
		const sheet = await sheetOf(db, periodId, here.officers.anh);
		expect(await draftOne(db, hr, sheet.id, AFTER)).toBe(true);
		const alone = await sheetOf(db, periodId, here.officers.anh);
		await draftAll(db, hr, periodId, AFTER + 1);
		expect((await sheetOf(db, periodId, here.officers.anh)).content).toEqual(alone.content);
		await put(db, [late(here, 5000, here.officers.binh), late(here, 5001, here.officers.anh)]);
		const [kept] = await db.read.select().from(peerGroups);
		expect(await draftOne(db, hr, sheet.id, AFTER + 2)).toBe(true);
		const one = await sheetOf(db, periodId, here.officers.anh);
		expect(one.content!.peers).toEqual(kept!.content);
		expect(one.content!.grades[0]!.n).toBe(alone.content!.grades[0]!.n + 1);
		expect(await draftOne(db, hr, sheet.id, AFTER + 3)).toBe(false);
	});

	it('drafts units by the service, with the appeals of all who belong to them', async () => {
		const db = database();
		const here = await town(db);
		await put(db, generate(here, 600, '2025-06-01', '2026-04-10'));
		const periodId = await opened(db, here, { subject: 'unit' });
		await draftAll(db, here.people.hr, periodId, AFTER);
		for (const sheet of await sheetsOf(db, periodId)) {
			expect(sheet.content!.subject).toMatchObject({ kind: 'unit', branchId: sheet.unitId });
			const [row] = await db.read.all<{ n: number }>(
				sql`SELECT count(*) AS n FROM ratings WHERE "branchId" = ${sheet.unitId} AND scale = 5
					AND day BETWEEN '2026-01-01' AND '2026-03-31'`
			);
			expect(sheet.content!.grades[0]!.satisfied.n).toBe(row!.n);
			expect(hashOf(await contentAgain(db.read, sheet.content!))).toBe(sheet.contentHash);
		}
	});

	it.each([1, 2, 3, 4, 5, 6, 7, 8])(
		'comes to the same bytes from the ledger later, whatever came since (%i)',
		async (seed) => {
			const { db, here, periodId, hr } = await begun(seed);
			await draftAll(db, hr, periodId, AFTER);
			const kept = await sheetsOf(db, periodId);
			const later = generate(here, 200, '2025-06-01', '2026-04-10', seed + 50);
			await put(
				db,
				later.map((one, at) => ({
					...one,
					...(({ id, digest }) => ({ id, digest }))(entry(here, 7000 + at))
				}))
			);
			await judge(db, here, 900, seed + 1);
			await struckAndSettled(db, here);
			let otherwise = 0;
			for (const { content, contentHash } of kept) {
				const again = await contentAgain(db.read, content!);
				expect(canonical(again)).toBe(canonical(content));
				expect(hashOf(again)).toBe(contentHash);
			}
			await draftAll(db, hr, periodId, AFTER + 1);
			for (const { content } of await sheetsOf(db, periodId))
				if (!kept.some((one) => canonical(one.content) === canonical(content))) otherwise++;
			expect(otherwise).toBe(6);
		}
	);
});

/** What people say afterwards of ratings that were counted. */
async function struckAndSettled(db: Db, here: Town): Promise<void> {
	const { leaderA, hr } = here.people;
	const reason = 'Xem lại theo sổ trực';
	const struck = await db.read.all<{ position: number }>(sql`SELECT position FROM ratings r
		WHERE "officerId" IS NOT NULL AND day BETWEEN '2026-01-01' AND '2026-03-31'
			AND NOT EXISTS (SELECT 1 FROM rating_entries e WHERE e."ratingId" = r.id) LIMIT 25`);
	for (const { position } of struck) {
		const ratingId = await idAt(db, position);
		await db.write(async (tx) => {
			const id = await strike.propose(tx, leaderA, 'all', { ratingId, reason }, AFTER);
			await strike.confirm(tx, hr, 'all', id, { reason }, AFTER);
		});
	}
}

describe('drafting in the background', () => {
	const log = { error: () => undefined };

	it('is seen while it runs and when it has ended, one at a time', async () => {
		const { db, here, periodId, hr } = await begun();
		const runner = drafting.make(db, log);
		await expect(runner.start(here.people.leaderA, periodId, AFTER)).rejects.toMatchObject({
			code: 'not_allowed'
		});
		await expect(runner.start(hr, 99, AFTER)).rejects.toMatchObject({ code: 'not_found' });
		expect(await runner.progress(periodId)).toBe(null);
		const starts = await Promise.allSettled([
			runner.start(hr, periodId, AFTER),
			runner.start(hr, periodId, AFTER)
		]);
		expect(starts.map(({ status }) => status)).toEqual(['fulfilled', 'rejected']);
		expect(starts[1]).toMatchObject({ reason: { code: 'drafting_already' } });
		await expect(runner.start(hr, periodId, AFTER)).rejects.toMatchObject({ code: 'drafting_already' });
		expect(await runner.progress(periodId)).toMatchObject({ total: 6, finishedAt: null, failed: null });
		await ended(runner, periodId);
		expect(await runner.progress(periodId)).toMatchObject({ done: 6, total: 6, failed: null });
		expect(await db.read.select().from(draftRuns)).toHaveLength(1);
	});

	it('that a stop cut short is seen as such, and is begun again', async () => {
		const { db, periodId, hr } = await begun();
		const runner = drafting.make(db, log);
		await runner.start(hr, periodId, AFTER);
		await runner.stop();
		expect(await runner.progress(periodId)).toMatchObject({ failed: 'interrupted' });
		await runner.start(hr, periodId, AFTER + 1);
		await ended(runner, periodId);
		expect(await runner.progress(periodId)).toMatchObject({ done: 6, failed: null, startedAt: AFTER + 1 });
	});

	it('whose process was killed is seen as such by the next, and is begun again', async () => {
		const { db, periodId, hr } = await begun();
		await db.write((tx) =>
			tx.insert(draftRuns).values({ periodId, startedAt: AFTER, startedBy: 'HR', done: 2, total: 6 })
		);
		const runner = drafting.make(db, log);
		expect(await runner.progress(periodId)).toMatchObject({
			done: 2,
			finishedAt: null,
			failed: 'interrupted'
		});
		await runner.start(hr, periodId, AFTER + 1);
		await ended(runner, periodId);
		expect(await runner.progress(periodId)).toMatchObject({ done: 6, failed: null });
		expect((await db.read.select().from(draftRuns)).map(({ failed }) => failed)).toEqual([
			'interrupted',
			null
		]);
	});

	it('that fails says why, and lets another begin', async () => {
		const { db, periodId, hr } = await begun();
		const said: object[] = [];
		const runner = drafting.make(db, { error: (facts) => said.push(facts) });
		await db.guard.execute(
			`CREATE TRIGGER broken BEFORE UPDATE OF content ON sheets BEGIN SELECT RAISE(ABORT, 'disk on fire'); END`
		);
		await runner.start(hr, periodId, AFTER);
		await ended(runner, periodId);
		expect(await runner.progress(periodId)).toMatchObject({
			failed: expect.stringMatching(/^.{0,40}disk on fire$/) as string
		});
		expect(said).toHaveLength(1);
		await db.guard.execute('DROP TRIGGER broken');
		await runner.start(hr, periodId, AFTER + 1);
		await ended(runner, periodId);
		expect(await runner.progress(periodId)).toMatchObject({ done: 6, failed: null });
	});
});

async function ended(runner: drafting.Drafting, periodId: number): Promise<void> {
	for (let tries = 0; tries < 500; tries++) {
		const far = await runner.progress(periodId);
		if (far?.finishedAt) return;
		await new Promise((resolve) => setTimeout(resolve, 10));
	}
	throw new Error('drafting has not ended');
}
