import { sql } from 'drizzle-orm';
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { database } from '../../../../tests/database';
import { sqld } from '../../../../tests/sqld';
import { SYSTEM } from '../../shared/actor';
import * as people from '../auth/people';
import { person } from '../auth/person';
import { migrate } from '../db/migrate';
import { open, type Db } from '../db/open';
import * as sound from '../db/sound';
import { setup } from '../devices/setup';
import { check } from '../intake/check';
import * as facts from '../intake/facts';
import { unseal } from '../intake/sealed';
import * as branches from '../org/branches';
import * as officers from '../org/officers';
import * as rollup from '../ratings/rollup';
import * as visits from '../ratings/visits';
import { ship } from '../rulesets/rulesets';
import type { Say } from './say';
import { seed, type SeedWish } from './seed';
import { SIGN_INS } from './world/signins';
import * as truth from './world/truth';

const WISH: SeedWish = { ratings: 3_000, seed: 7, until: '2026-11-21', branches: 5, officers: 40 };
const NOW = Date.parse('2026-11-22T03:00:00Z');

function listening(): Say & { said: string[] } {
	const said: string[] = [];
	const progress = (what: string) => ({
		to: (done: number) => void said.push(`${what} ${done}`),
		end: () => undefined
	});
	return { said, progress, line: (text) => void said.push(text) };
}

async function count(db: Db, table: string): Promise<number> {
	const [row] = await db.read.all<{ n: number }>(sql.raw(`SELECT count(*) AS n FROM ${table}`));
	return row!.n;
}

describe('a seeded database', () => {
	const folder = mkdtempSync(join(tmpdir(), 'hai-long-seed-'));
	const say = listening();
	let db: Db;
	beforeAll(async () => {
		copyFileSync(inject('templatePath'), join(folder, 'seeded.db'));
		db = open({ url: `file:${join(folder, 'seeded.db')}` });
		await seed(db, WISH, say);
	});
	afterAll(() => {
		db.close();
		rmSync(folder, { recursive: true, force: true });
	});

	test('is whole: places, people, tablets, ratings, comments', async () => {
		expect(await count(db, 'ratings')).toBe(3_000);
		expect(await count(db, 'comments')).toBeGreaterThan(50);
		expect(await count(db, 'branches')).toBe(6);
		expect(await count(db, 'counters')).toBe(15);
		expect(await count(db, 'officers')).toBe(40);
		expect(await count(db, 'services')).toBe(12);
		expect(await count(db, 'devices')).toBe(15);
		expect(await count(db, 'people')).toBe(SIGN_INS.length);
		expect(await db.read.all(sql`PRAGMA foreign_key_check`)).toEqual([]);
		await sound.check(db);
		expect(say.said).toContain('ratings 3000');
		expect(say.said.at(-1)).toBe('rollups 3000');
	});

	test('has rollups that agree with the ledger', async () => {
		expect(await count(db, 'rollup_desk')).toBeGreaterThan(0);
		expect(await rollup.compare(db)).toEqual([]);
	});

	test('knows how many were served, and as many of them rated as is planted', async () => {
		const named = await branches.list(db.read, '2026-11-21');
		const all = { from: '2025-11-22', to: '2026-11-21', serviceId: null };
		for (const [code, { share, from }] of Object.entries(truth.COVERAGE)) {
			const { id } = named.find((branch) => branch.code === code)!;
			const known = (await visits.coverage(db, { ...all, branches: [id] }))!;
			// Some hundred ratings each: the standard error is below three points.
			expect(Math.abs(known.rated / known.served - share), code).toBeLessThan(0.08);
			expect(known.knownDays < known.days, code).toBe(from !== undefined);
		}
	});

	test('keeps the branch of the day when a branch is renamed and an officer moves', async () => {
		const named = async (day: string) =>
			(await branches.list(db.read, day)).find((branch) => branch.code === 'BTD-03')!;
		const renamed = await named('2026-06-01');
		expect((await named('2026-05-31')).name.vi).toBe('Hải quan Khu chế xuất Tân Lộc');
		expect(renamed.name.vi).toBe('Hải quan Khu chế xuất và Khu công nghệ cao Tân Lộc');
		const there = await officers.list(db.read, '2026-07-01');
		const mover = there.find((officer) => officer.fullName === 'Đoàn Nhật Linh')!;
		expect(mover.branchId).toBe(renamed.id);
		const before = await db.read.all<{ branchId: number }>(
			sql`SELECT DISTINCT branchId FROM ratings WHERE officerId = ${mover.id} AND day < '2026-07-01'`
		);
		const after = await db.read.all<{ branchId: number }>(
			sql`SELECT DISTINCT branchId FROM ratings WHERE officerId = ${mover.id} AND day >= '2026-07-01'`
		);
		const port = (await branches.list(db.read, '2026-07-01')).find((branch) => branch.code === 'BTD-01')!;
		expect(before).toEqual([{ branchId: port.id }]);
		expect(after).toEqual([{ branchId: renamed.id }]);
	});

	test('shows each leader their branch, and a tablet its counter with somebody on duty', async () => {
		const everybody = await people.list(db.read);
		for (const [username, code] of [
			['leader1', 'BTD-01'],
			['leader3', 'BTD-03']
		] as const) {
			const leader = everybody.find((one) => one.username === username)!;
			const branch = (await branches.list(db.read, '2026-11-21')).find((one) => one.code === code)!;
			expect((await person(db.read, leader.id))?.scope).toEqual([branch.id]);
		}
		for (let device = 1; device <= 15; device++) {
			const told = await setup(db.read, device, NOW);
			expect(told.officers.length).toBeGreaterThan(0);
			expect(told.services.length).toBeGreaterThan(0);
		}
	});

	test('has only ratings that intake would have taken from their tablets', async () => {
		const known = await facts.reader(db.read)();
		const rows = await db.read.all<Row>(
			sql`SELECT r.*, c.body AS comment, c.salt FROM ratings AS r
				LEFT JOIN comments AS c ON c.ratingId = r.id WHERE r.position % 10 = 0`
		);
		expect(rows).toHaveLength(300);
		for (const row of rows) {
			const sent = Object.fromEntries(SENT.map((key) => [key, row[key]]));
			const sender = { id: row.deviceId, counterId: row.counterId };
			const { receivedAt, sentAt, branchId, day, digest, skewMs } = row;
			const [sealed] = unseal([
				{ ...sent, skewMs: row.toldSkewMs, reasons: JSON.parse(row.reasons) as unknown }
			]);
			const entry = await check(sealed!, sender, { receivedAt, sentAt }, known, () => Promise.resolve(false));
			expect(entry).toMatchObject({ branchId, day, digest, skewMs, officerId: row.officerId });
		}
	});
});

const SENT = [
	...([
		'form',
		'id',
		'seq',
		'prev',
		'salt',
		'commentDigest',
		'counterId',
		'serviceId',
		'officerId',
		'questionnaireId',
		'scale'
	] as const),
	...(['serviceGrade', 'officerGrade', 'comment', 'language', 'tappedAt', 'zone', 'tookMs'] as const)
];
type Row = Record<(typeof SENT)[number], unknown> &
	Record<'deviceId' | 'counterId' | 'sentAt' | 'receivedAt' | 'skewMs' | 'branchId', number> &
	Record<'toldSkewMs', number | null> &
	Record<'reasons' | 'day' | 'digest', string>;

test('refuses a database that has anything in it, and changes nothing there', async () => {
	const db = database();
	const first = {
		name: 'A',
		username: 'first',
		password: 'long-enough-2026',
		role: 'administrator' as const
	};
	await people.add(db, SYSTEM, { ...first, language: 'vi', officerId: null, branchIds: [] }, NOW);
	await expect(seed(db, WISH, listening())).rejects.toMatchObject({
		code: 'not_empty',
		details: { table: 'people' }
	});
	expect(await count(db, 'branches')).toBe(0);
});

test('an app that was started once, and has only the rule sets it came with, can be filled', async () => {
	const db = database();
	await ship(db, NOW);
	await seed(db, { ...WISH, ratings: 20 }, listening());
	expect(await count(db, 'ratings')).toBe(20);
});

describe('on an sqld server', () => {
	let server: Awaited<ReturnType<typeof sqld>>;
	beforeAll(async () => void (server = await sqld()));
	afterAll(() => server.stop());

	test('the same world is made', async () => {
		const db = open({ url: server.url });
		await migrate(db);
		await seed(db, { ...WISH, ratings: 2_000 }, listening());
		expect(await count(db, 'ratings')).toBe(2_000);
		expect(await rollup.compare(db)).toEqual([]);
		db.close();
	}, 120_000);
});
