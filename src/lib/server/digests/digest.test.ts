import { sql } from 'drizzle-orm';
import { describe, expect, test } from 'vitest';
import { database } from '../../../../tests/database';
import { entry, generate, put } from '../../../../tests/ledger';
import { NOW, town, ZONE, type Town } from '../../../../tests/town';
import { addDays, instantOf } from '../../shared/day';
import type { Digest, DigestKind } from '../../shared/digest';
import { readerOf } from '../analytics/asked';
import type { Db } from '../db/open';
import * as closed from '../org/closed';
import * as privacy from '../org/privacy';
import { PRIVACY } from '../../shared/privacy';
import { daysOf, digest } from './digest';

/** Monday, 2 March 2026, at nine. */
async function filled(count = 3000) {
	const db = database();
	const place = await town(db);
	await put(db, generate(place, count, '2025-02-20', '2026-03-01'));
	return { db, place };
}

async function made(
	db: Db,
	place: Town,
	who: keyof Town['people'],
	period: string,
	kind: DigestKind | null = null
): Promise<Digest> {
	const params = new URLSearchParams(period);
	const reader = readerOf(place.people[who]);
	return (await digest(db, reader, params, { kind, at: NOW, language: 'vi' })).digest;
}

const WEEK = 'period=2026-02-23..2026-03-01';

describe('who may not', () => {
	test('somebody who sees no figures gets none', async () => {
		const { db, place } = await filled(10);
		for (const who of ['administrator', 'officer'] as const)
			await expect(made(db, place, who, WEEK)).rejects.toMatchObject({ code: 'not_found' });
	});

	test('a leader asking for another branch, or the one above, finds nothing there', async () => {
		const { db, place } = await filled(10);
		for (const branch of [place.branches.b, place.branches.root, 99])
			await expect(made(db, place, 'leaderA', `${WEEK}&branch=${branch}`)).rejects.toMatchObject({
				code: 'not_found'
			});
	});

	test('whatever happens in branch B, nothing of it stands in what the leader of A is told', async () => {
		const { db, place } = await filled();
		const before = await made(db, place, 'leaderA', WEEK, 'weekly');
		const { b } = place.branches;
		const worse = Array.from({ length: 600 }, (_, number) =>
			entry(place, 50_000 + number, {
				...{ branchId: b, counterId: place.counters.b1, officerId: place.officers.giang },
				...{ day: addDays('2026-03-01', -(number % 60)), serviceGrade: 1, reasons: ['rude'] },
				comment: 'Chậm quá'
			})
		);
		await put(db, worse);
		expect(await made(db, place, 'leaderA', WEEK, 'weekly')).toEqual(before);
		const all = await made(db, place, 'auditor', WEEK, 'weekly');
		expect(all.figures.attention[0]).toMatchObject({ kind: 'branch', id: b });
		expect(before.tablets.map(({ name }) => name)).toEqual(['Máy A1', 'Máy A2']);
		expect(JSON.stringify(before)).not.toMatch(/Hải quan B|Máy B1/);
	});

	test('no officer and no word of a customer stands in it, whoever reads', async () => {
		const { db, place } = await filled();
		for (const who of ['leaderA', 'auditor', 'hr'] as const) {
			const text = JSON.stringify(await made(db, place, who, WEEK));
			expect(text).not.toMatch(/Nguyễn Thị Anh|Trần Văn Bình|Góp ý \d/);
		}
	});
});

test('its figures are those of the ledger, by the days and the branches asked for', async () => {
	const { db, place } = await filled();
	const week = await made(db, place, 'leaderA', WEEK, 'weekly');
	const [row] = await db.read.all<{ n: number; good: number; said: number }>(sql`
		SELECT count(*) AS n, sum("serviceGrade" >= 4) AS good, sum(c.body IS NOT NULL) AS said
		FROM ratings LEFT JOIN comments c ON c."ratingId" = ratings.id
		WHERE "branchId" = ${place.branches.a} AND scale = 5 AND day BETWEEN '2026-02-23' AND '2026-03-01'`);
	expect(row?.n).toBeGreaterThan(10);
	expect(week.figures.summary).toMatchObject({ n: row?.n, hidden: false });
	expect(week.figures.summary.service.satisfied.count).toBe(row?.good);
	expect(week.figures.before).toMatchObject({ from: '2026-02-16', to: '2026-02-22' });
	expect(week.figures.yearBefore).toMatchObject({ from: '2025-02-24', to: '2025-03-02' });
	expect(week).toMatchObject({ about: ['Hải quan A'], above: 'Chi cục Hải quan Thị Trấn', zone: ZONE });
	expect(week.weeks.points).toHaveLength(13);
	expect(week.weeks.points.at(-1)).toMatchObject({ from: '2026-02-23', to: '2026-03-01', n: row?.n });
	const [said] = await db.read.all<{ n: number }>(sql`
		SELECT count(*) AS n FROM comments c JOIN ratings r ON r.id = c."ratingId"
		WHERE r."branchId" = ${place.branches.a} AND r.day BETWEEN '2026-02-23' AND '2026-03-01'`);
	expect(week.comments).toBe(said?.n);
	expect(said?.n).toBeGreaterThan(0);
});

test('a daily one is of yesterday, against the seven days before it, and a report of that day is the same', async () => {
	const { db, place } = await filled();
	const { from, to } = daysOf('daily', '2026-03-02');
	const day = await made(db, place, 'auditor', `period=${from}..${to}`, 'daily');
	expect(day.period).toMatchObject({ from: '2026-03-01', to: '2026-03-01' });
	const [row] = await db.read.all<{ n: number }>(
		sql`SELECT count(*) AS n FROM ratings WHERE scale = 5 AND day BETWEEN '2026-02-22' AND '2026-02-28'`
	);
	expect(day.figures.before).toEqual({ from: '2026-02-22', to: '2026-02-28', n: row?.n, hidden: false });
	expect(await made(db, place, 'auditor', `period=${from}..${to}`)).toEqual({ ...day, kind: null });
});

test('a week is the last from Monday to Sunday, whatever the day', () => {
	for (const day of ['2026-03-02', '2026-03-05', '2026-03-08'])
		expect(daysOf('weekly', day)).toEqual({ from: '2026-02-23', to: '2026-03-01' });
	expect(daysOf('weekly', '2026-03-09')).toEqual({ from: '2026-03-02', to: '2026-03-08' });
	expect(daysOf('daily', '2026-03-01')).toEqual({ from: '2026-02-28', to: '2026-02-28' });
});

test('few ratings are hidden, and nothing else lets them be counted', async () => {
	const db = database();
	const place = await town(db);
	await put(
		db,
		[1, 2, 3].map((number) => entry(place, number, { day: '2026-02-25', serviceGrade: 1, reasons: ['rude'] }))
	);
	const week = await made(db, place, 'leaderA', WEEK, 'weekly');
	const { summary, services, branches } = week.figures;
	expect(summary).toMatchObject({ n: 0, hidden: true });
	expect([services, branches]).toEqual([null, null]);
	expect(week.reasons).toEqual({ n: 0, list: [] });
	expect(week.weeks.points.map(({ n }) => n)).toEqual(week.weeks.points.map(() => 0));
});

test('the reasons are the five tapped most, by cause, in the words of the reader', async () => {
	const { db, place } = await filled(10);
	const put3 = (code: string, from: number, count: number) =>
		put(
			db,
			Array.from({ length: count }, (_, number) =>
				entry(place, from + number, { day: '2026-02-25', serviceGrade: 2, reasons: [code] })
			)
		);
	await put3('long-wait', 1000, 30);
	await put3('rude', 2000, 12);
	const { reasons } = await made(db, place, 'leaderA', WEEK);
	expect(reasons).toEqual({
		n: 42,
		list: [
			{ words: 'Chờ lâu', cause: 'waiting', n: 30, share: 30 / 42 },
			{ words: 'Thái độ chưa tốt', cause: 'officer', n: 12, share: 12 / 42 }
		]
	});
});

test('closed is what was closed on all its days, and a department where every branch was', async () => {
	const { db, place } = await filled(50);
	const { administrator } = place.people;
	const name = { vi: 'Nghỉ lễ', en: '', ja: '', zh: '', ko: '' };
	const close = (branchId: number | null, day: string) =>
		db.write((tx) => closed.add(tx, administrator, { branchId, day, name }, NOW));
	await close(place.branches.a, '2026-02-26');
	const on = (who: 'leaderA' | 'leaderB' | 'auditor', from: string, to = from) =>
		made(db, place, who, `period=${from}..${to}`).then(({ isClosed }) => isClosed);
	expect(await on('leaderA', '2026-02-26')).toBe(true);
	expect(await on('leaderA', '2026-02-26', '2026-02-27')).toBe(false);
	expect(await on('leaderB', '2026-02-26')).toBe(false);
	expect(await on('auditor', '2026-02-26')).toBe(false);
	await close(null, '2026-02-27');
	expect(await on('auditor', '2026-02-27')).toBe(true);
	expect(await on('leaderA', '2026-02-26', '2026-02-27')).toBe(true);
});

test('whoever may read no comments is not told how many there are', async () => {
	const { db, place } = await filled(200);
	expect((await made(db, place, 'hr', WEEK)).comments).toBeNull();
	expect((await made(db, place, 'leaderA', WEEK)).comments).not.toBeNull();
	await db.write((tx) =>
		privacy.change(tx, place.people.administrator, { ...PRIVACY, leadersSeeComments: false }, NOW)
	);
	expect((await made(db, place, 'leaderA', WEEK)).comments).toBeNull();
});

test('days are the branch’s: just after its midnight yesterday is another', async () => {
	const { db, place } = await filled(200);
	const reader = readerOf(place.people.leaderA);
	const at = instantOf('2026-03-02', ZONE, 0, 5);
	const params = new URLSearchParams(`period=${addDays('2026-03-02', -1)}..2026-03-01`);
	const { given } = await digest(db, reader, params, { kind: 'daily', at, language: 'vi' });
	expect(given.asked.today).toBe('2026-03-02');
});
