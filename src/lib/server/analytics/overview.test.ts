import { sql } from 'drizzle-orm';
import { describe, expect, test } from 'vitest';
import { database } from '../../../../tests/database';
import { entry, generate, put } from '../../../../tests/ledger';
import { NOW, town, ZONE } from '../../../../tests/town';
import { instantOf } from '../../shared/day';
import type { Overview } from '../../shared/figures';
import { PRIVACY, type Privacy } from '../../shared/privacy';
import { Problem } from '../../shared/problem';
import type { Scale } from '../../shared/rating';
import type { Db } from '../db/open';
import * as rollup from '../ratings/rollup';
import * as visits from '../ratings/visits';
import { asked, type Reader } from './asked';
import { stepOf } from './desk';
import { overview } from './overview';

const params = (text: string) => new URLSearchParams(text);

/** Few enough for one customer to be a cell of their own: hiding has tests of its own (hidden.test.ts). */
const OPEN = { ...PRIVACY, minCell: 1 };

async function figures(
	db: Db,
	reader: Reader,
	text: string,
	at: number,
	rules: Privacy = OPEN
): Promise<Overview> {
	const wanted = await asked(db, reader, params(text), at);
	return overview(db, { ...wanted, step: stepOf(params(text)), scope: reader.scope, rules });
}

const HR: Reader = { scope: 'all', live: false, role: 'hr' };
const AUDITOR: Reader = { scope: 'all', live: true, role: 'auditor' };

async function filled(count = 3000) {
	const db = database();
	const place = await town(db);
	await put(db, generate(place, count, '2025-11-20', '2026-03-10'));
	await rollup.catchUp(db);
	const reader = (who: keyof typeof place.people): Reader => ({
		scope: place.people[who].scope,
		live: who !== 'hr',
		role: place.people[who].role
	});
	return { db, place, reader };
}

describe('who may not', () => {
	test('a leader asking for another branch, or the one above, finds nothing there', async () => {
		const { db, place, reader } = await filled(10);
		for (const branch of [place.branches.b, place.branches.root, 999])
			await expect(asked(db, reader('leaderA'), params(`branch=${branch}`), NOW)).rejects.toMatchObject({
				code: 'not_found'
			});
	});

	test('a leader asking for an officer who never served in their branches finds nobody', async () => {
		const { db, place, reader } = await filled(10);
		await rollup.catchUp(db);
		for (const officer of [place.officers.giang, place.officers.ha, 999])
			await expect(asked(db, reader('leaderA'), params(`officer=${officer}`), NOW)).rejects.toMatchObject({
				code: 'not_found'
			});
	});

	test('an officer of branch A who helped out in B is known to the leader of B, by the ratings given there alone', async () => {
		const { db, place, reader } = await filled();
		const { anh } = place.officers;
		const here = await figures(db, reader('leaderB'), `officer=${anh}&period=year:2026`, NOW);
		const [row] = await db.read.all<{ n: number }>(sql`SELECT count(*) AS n FROM ratings
			WHERE "officerId" = ${anh} AND "branchId" = ${place.branches.b} AND scale = 5 AND day BETWEEN '2026-01-01' AND '2026-02-28'`);
		expect(here.summary.n).toBe(row?.n);
		expect(here.summary.n).toBeGreaterThan(0);
	});

	test('nothing a leader of A reads counts a rating of B, whatever is asked', async () => {
		const { db, place, reader } = await filled();
		const { a } = place.branches;
		const own = async (where: string) => {
			const [row] = await db.read.all<{ n: number }>(
				sql.raw(`SELECT count(*) AS n FROM ratings WHERE branchId = ${a} AND scale = 5 AND ${where}`)
			);
			return row?.n;
		};
		const { declare } = place.services;
		const { anh } = place.officers;
		const january = `day BETWEEN '2026-01-01' AND '2026-01-31'`;
		for (const [text, where] of [
			['', january],
			[`&branch=${a}`, january],
			[`&service=${declare}`, `${january} AND serviceId = ${declare}`],
			[`&officer=${anh}`, `${january} AND officerId = ${anh}`],
			[`&officer=${anh}&service=${declare}`, `${january} AND officerId = ${anh} AND serviceId = ${declare}`]
		] as const) {
			const seen = await figures(db, reader('leaderA'), `period=month:2026-01${text}`, NOW);
			expect(seen.summary.n, text).toBe(await own(where));
			for (const split of [seen.services, seen.officers, seen.branches])
				if (split) expect(sum(split.map(({ n }) => n)), text).toBe(seen.summary.n);
			expect(sum(seen.trend.map(({ n }) => n)), text).toBe(seen.summary.n);
			expect(seen.officers?.map(({ id }) => id) ?? []).not.toContain(place.officers.giang);
			expect(seen.branches ?? []).toEqual([]);
		}
	});

	test('a reader without any branch reads nothing', async () => {
		const { db } = await filled(50);
		const nothing = await figures(db, { scope: [], live: true, role: 'leader' }, 'period=year:2026', NOW);
		expect(nothing.summary.n).toBe(0);
		expect([nothing.services, nothing.officers, nothing.branches?.length ?? 0]).toEqual([[], [], 0]);
	});

	test('HR sees whole past days only: never a rating of today', async () => {
		const { db, place } = await filled(0);
		await put(db, [entry(place, 1, { day: '2026-03-01' }), entry(place, 2, { day: '2026-03-02' })]);
		const hr = await asked(db, HR, params('period=month:2026-03'), NOW);
		expect([hr.cut.to, hr.isLive]).toEqual(['2026-03-01', false]);
		expect((await figures(db, HR, 'period=7d', NOW)).summary.n).toBe(1);
		expect((await figures(db, AUDITOR, 'period=7d', NOW)).summary.n).toBe(2);
		const ahead = await figures(db, HR, 'period=2026-03-02..2026-03-02', NOW);
		expect([ahead.summary.n, ahead.trend]).toEqual([0, []]);
	});
});

describe('what is asked', () => {
	test('of a parameter that is no number, or a scale there is not, nothing is found', async () => {
		const { db, reader } = await filled(0);
		for (const text of [
			...['branch=abc', 'service=0', 'officer=-1', 'scale=6', 'branch=1e3', 'service=999'],
			'marked=maybe'
		])
			await expect(asked(db, reader('auditor'), params(text), NOW), text).rejects.toMatchObject({
				code: 'not_found'
			});
		await expect(asked(db, reader('auditor'), params('period=always'), NOW)).rejects.toBeInstanceOf(Problem);
	});

	test('ends today in the zone of the branches, also late in the evening', async () => {
		const { db, reader } = await filled(0);
		const late = instantOf('2026-03-02', ZONE, 23, 59);
		expect((await asked(db, reader('auditor'), params('period=1d'), late)).cut.to).toBe('2026-03-02');
		expect((await asked(db, reader('auditor'), params('period=1d'), late + 60_000)).cut.to).toBe(
			'2026-03-03'
		);
	});

	test('of the branch at the top are the branches below it as well, and every one there is are the department', async () => {
		const { db, place, reader } = await filled(0);
		const { cut } = await asked(db, reader('auditor'), params(`branch=${place.branches.root}`), NOW);
		expect(cut.branches).toBe('all');
		await db.guard.execute('INSERT INTO branches (id) VALUES (99)');
		const among = await asked(db, reader('auditor'), params(`branch=${place.branches.root}`), NOW);
		expect(among.cut.branches).toEqual([place.branches.root, place.branches.a, place.branches.b]);
	});
});

describe('an overview', () => {
	test('of a day on which a rating came late say so, whichever day they came', async () => {
		const { db, place, reader } = await filled(0);
		const late = { day: '2026-02-25', receivedAt: instantOf('2026-02-27', ZONE, 8) };
		await put(db, [entry(place, 1, late), entry(place, 2, { day: '2026-02-25' })]);
		const of = async (text: string) => (await figures(db, reader('leaderA'), text, NOW)).counts.late;
		expect(await of('period=2026-02-25..2026-02-25')).toBe(1);
		expect(await of('period=2026-02-27..2026-02-27')).toBe(0);
	});

	test('of a rating are there with the next question, without anybody folding it in', async () => {
		const { db, place, reader } = await filled(0);
		for (let count = 1; count <= 3; count++) {
			await put(db, [entry(place, count)]);
			expect((await figures(db, reader('leaderA'), 'period=1d', NOW)).summary.n).toBe(count);
		}
	});
	test('never mixes scales: it is of the one most used, and names the others', async () => {
		const { db, place, reader } = await filled(0);
		const many = (scale: Scale, count: number, first: number) =>
			Array.from({ length: count }, (_, index) =>
				entry(place, first + index, { scale, serviceGrade: scale, officerGrade: null })
			);
		await put(db, [...many(5, 20, 0), ...many(3, 12, 100), ...many(4, 2, 200)]);
		const seen = await figures(db, reader('auditor'), 'period=1d', NOW);
		expect([seen.summary.scale, seen.summary.n]).toEqual([5, 20]);
		expect(seen.others).toEqual([
			{ scale: 3, n: 12 },
			{ scale: 4, n: 2 }
		]);
		const three = await figures(db, reader('auditor'), 'period=1d&scale=3', NOW);
		expect([three.summary.scale, three.summary.n, three.summary.service.counts]).toEqual([3, 12, [0, 0, 12]]);
	});

	test('says nothing about a share of fewer than ten, and a share with its interval from ten on', async () => {
		const { db, place, reader } = await filled(0);
		const bad = { serviceGrade: 1, officerGrade: null };
		await put(
			db,
			[1, 2, 3, 4, 5, 6, 7, 8, 9].map((number) => entry(place, number, number === 1 ? bad : {}))
		);
		const few = await figures(db, reader('leaderA'), 'period=1d', NOW);
		expect(few.summary.service.satisfied).toMatchObject({ n: 9, share: null, low: null, high: null });
		await put(db, [entry(place, 10)]);
		const enough = (await figures(db, reader('leaderA'), 'period=1d', NOW)).summary;
		expect(enough.service.satisfied).toMatchObject({ n: 10, count: 9, share: 0.9 });
		expect(enough.service.dissatisfied).toMatchObject({ count: 1 });
		expect(enough.officer.satisfied).toMatchObject({ n: 9, share: null });
	});

	test('names a branch and a service that are clearly worse than the rest, and nobody where all are alike', async () => {
		const { db, place, reader } = await filled(0);
		const day = '2026-03-01';
		const of = (first: number, good: number, bad: number, said: object) =>
			Array.from({ length: good + bad }, (_, index) =>
				entry(place, first + index, { day, serviceGrade: index < good ? 5 : 2, ...said })
			);
		const b = { branchId: place.branches.b, serviceId: place.services.refund };
		await put(db, [...of(0, 95, 5, {}), ...of(1000, 92, 8, b)]);
		expect((await figures(db, reader('auditor'), 'period=7d', NOW)).attention).toEqual([]);
		await put(db, of(2000, 40, 60, b));
		const { attention } = await figures(db, reader('auditor'), 'period=7d', NOW);
		expect(attention.map(({ kind, id }) => [kind, id])).toEqual([
			['branch', place.branches.b],
			['service', place.services.refund]
		]);
		expect(attention[0]?.service).toMatchObject({ n: 200, count: 132 });
		expect(attention[0]?.rest).toMatchObject({ n: 100, count: 95 });
	});

	test('compares with what lies just before, and calls a difference by chance none', async () => {
		const { db, place, reader } = await filled(0);
		const of = (first: number, day: string, good: number, bad: number) =>
			Array.from({ length: good + bad }, (_, index) =>
				entry(place, first + index, { day, serviceGrade: index < good ? 4 : 1, officerGrade: null })
			);
		await put(db, [...of(0, '2026-02-20', 90, 10), ...of(1000, '2026-02-28', 70, 30)]);
		const worse = await figures(db, reader('auditor'), 'period=7d', NOW);
		expect(worse.before).toEqual({ from: '2026-02-17', to: '2026-02-23', n: 100, hidden: false });
		expect(worse.change.service).toMatchObject({ verdict: 'down' });
		expect(worse.change.officer).toBeNull();
		await put(db, of(2000, '2026-02-28', 85, 0));
		expect((await figures(db, reader('auditor'), 'period=7d', NOW)).change.service?.verdict).toBe('same');
	});

	test('compares with the same days last year too, and counts what is known of those served', async () => {
		const { db, place, reader } = await filled(0);
		const of = (first: number, day: string, good: number, bad: number) =>
			Array.from({ length: good + bad }, (_, index) =>
				entry(place, first + index, { day, serviceGrade: index < good ? 5 : 1, officerGrade: null })
			);
		await put(db, [...of(0, '2025-02-10', 60, 40), ...of(1000, '2026-02-10', 90, 10)]);
		const { declare } = place.services;
		const row = {
			branchId: place.branches.a,
			serviceId: declare,
			officerId: 0,
			count: 400,
			day: '2026-02-10'
		};
		await db.write((tx) => visits.put(tx, place.people.administrator, [row], 'queue', NOW));
		const seen = await figures(db, reader('leaderA'), 'period=month:2026-02', NOW);
		expect(seen.yearBefore).toEqual({ from: '2025-02-01', to: '2025-02-28', n: 100, hidden: false });
		expect(seen.yearChange.service).toMatchObject({ by: expect.closeTo(0.3, 9), verdict: 'up' });
		expect(seen.change.service).toBeNull();
		expect(seen.coverage).toMatchObject({ rated: 100, served: 400, knownDays: 1 });
		expect((await figures(db, reader('leaderA'), 'period=month:2026-01', NOW)).coverage).toBeNull();
		const one = await figures(
			db,
			reader('leaderA'),
			`period=month:2026-02&counter=${place.counters.a1}`,
			NOW
		);
		expect(one.coverage).toBeNull();
	});

	test('of an officer is of whole weeks, compared with as many weeks before, and of none within a week', async () => {
		const { db, place, reader } = await filled();
		const text = `officer=${place.officers.anh}`;
		const weeks = await figures(db, reader('leaderA'), `${text}&period=30d`, NOW);
		expect(weeks.before).toMatchObject({ from: '2026-01-05', to: '2026-02-01' });
		expect(weeks.yearBefore).toMatchObject({ from: '2025-02-03', to: '2025-03-02' });
		expect(weeks.trend.map(({ from }) => from)).toEqual([
			'2026-02-02',
			'2026-02-09',
			'2026-02-16',
			'2026-02-23'
		]);
		const byDay = await figures(db, reader('leaderA'), `${text}&period=30d&step=day`, NOW);
		expect([byDay.step, byDay.trend.length]).toEqual(['week', 4]);
		const within = await figures(db, reader('leaderA'), `${text}&period=2026-02-24..2026-02-26`, NOW);
		expect([within.summary.n, within.trend, within.services]).toEqual([0, [], null]);
		expect((await figures(db, reader('leaderA'), 'period=2026-02-24..2026-02-26', NOW)).officers).toBeNull();
	});

	test('goes by day where days hold enough, and by week or month where they do not', async () => {
		const { db, place, reader } = await filled(400);
		expect((await figures(db, reader('auditor'), 'period=90d', NOW)).step).toBe('week');
		// Where no step would say anything, the days themselves are shown.
		expect((await figures(db, reader('auditor'), 'period=1d', NOW)).step).toBe('day');
		await put(
			db,
			generate(place, 3000, '2026-01-01', '2026-03-01', 7).map((one, index) => ({
				...one,
				id: entry(place, 9000 + index).id
			}))
		);
		const daily = await figures(db, reader('auditor'), 'period=month:2026-01', NOW);
		expect([daily.step, daily.trend.length]).toEqual(['day', 31]);
		const long = await figures(db, reader('auditor'), 'period=2023-01-01..2026-03-01', NOW);
		expect(long.step).toBe('month');
		expect(sum(long.trend.map(({ n }) => n))).toBe(long.summary.n);
	});
});

const sum = (list: number[]) => list.reduce((all, n) => all + n, 0);
