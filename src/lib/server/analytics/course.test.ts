import { describe, expect, test } from 'vitest';
import { database } from '../../../../tests/database';
import { entry, put } from '../../../../tests/ledger';
import { NOW, town } from '../../../../tests/town';
import { addDays } from '../../shared/day';
import { SYSTEM } from '../../shared/actor';
import { PRIVACY } from '../../shared/privacy';
import type { Db } from '../db/open';
import * as closedDays from '../org/closed';
import { asked, type Reader } from './asked';
import { closures } from './closures';
import { course } from './course';
import { stepOf } from './desk';

/** Branch A, every day of the hundred before NOW: thirty ratings, 27 of them satisfied; on the last day 15. */
async function hundred() {
	const db = database();
	const place = await town(db);
	const days = Array.from({ length: 100 }, (_, back) => addDays('2026-03-01', -back));
	await put(
		db,
		days.flatMap((day, back) =>
			Array.from({ length: 30 }, (_, at) => {
				const good = back === 0 ? 15 : 27 + (back % 3) - 1;
				return entry(place, back * 100 + at, {
					day,
					serviceGrade: at < good ? 5 : 1,
					officerGrade: at < 28 ? 4 : 1
				});
			})
		)
	);
	const reader: Reader = { scope: place.people.leaderA.scope, live: true, role: 'leader' };
	return { db, place, reader };
}

async function look(db: Db, reader: Reader, text: string, about: 'service' | 'officer' | null = null) {
	const params = new URLSearchParams(text);
	const wanted = await asked(db, reader, params, NOW);
	return course(db, { ...wanted, step: stepOf(params), about, scope: reader.scope, rules: PRIVACY });
}

describe('a course', () => {
	test('is judged by the year before its end, also where it shows a week alone', async () => {
		const { db, reader } = await hundred();
		const week = await look(db, reader, 'period=2026-02-23..2026-03-01');
		expect([week.step, week.n, week.points.length]).toEqual(['day', 210, 7]);
		expect(week.baseline).toMatchObject({ from: '2025-04-01', to: '2026-03-01', steps: 99 });
		expect(week.points.map(({ signal }) => signal)).toEqual([
			...Array(6).fill(null),
			{ rule: 'beyond', side: 'below' }
		]);
		expect(week.centre).toBeCloseTo(0.9, 2);
		expect(week.points[0]?.low).toBeLessThan(0.8);
		expect(week.points[0]?.high).toBe(1);
	});

	test('of the officers has their limits, and does not signal where they are as ever', async () => {
		const { db, reader } = await hundred();
		const found = await look(db, reader, 'period=2026-02-23..2026-03-01', 'officer');
		expect([found.about, found.points.filter(({ signal }) => signal)]).toEqual(['officer', []]);
		expect(found.centre).toBeCloseTo(28 / 30, 6);
	});

	test('of one officer is theirs, by whole weeks or months and never by day', async () => {
		const { db, place, reader } = await hundred();
		const text = `officer=${place.officers.anh}`;
		const weeks = await look(db, reader, `${text}&period=30d&step=day`);
		expect([weeks.about, weeks.step, weeks.steps]).toEqual(['officer', 'week', ['week']]);
		expect(weeks.points.map(({ from, n }) => [from, n])).toEqual([
			['2026-02-02', 210],
			['2026-02-09', 210],
			['2026-02-16', 210],
			['2026-02-23', 210]
		]);
		expect(weeks.baseline.from).toBe('2025-03-03');
		const months = await look(db, reader, `${text}&period=year:2026&step=week`);
		expect([months.step, months.points.map(({ n }) => n)]).toEqual(['month', [930, 840]]);
		const within = await look(db, reader, `${text}&period=2026-02-24..2026-02-26`);
		expect([within.n, within.points]).toEqual([0, []]);
	});

	test('says nothing of a hidden step, neither share nor limits', async () => {
		const { db, place, reader } = await hundred();
		await put(db, [entry(place, 99_999, { day: '2026-03-02', serviceGrade: 1 })]);
		const { points, n } = await look(db, reader, 'period=2026-02-23..2026-03-02&step=day');
		const hidden = points.filter((point) => point.hidden);
		expect([n, hidden.length]).toEqual([211, 2]);
		for (const point of hidden)
			expect(point).toMatchObject({ n: 0, low: null, high: null, signal: null, service: { n: 0, count: 0 } });
	});
});

describe('closed days', () => {
	const days = { from: '2026-02-27', to: '2026-03-02' };

	test('of all branches and of one are named, and a day on which all are closed is whole', async () => {
		const { db, place } = await hundred();
		const { a, b, root } = place.branches;
		const name = (text: string) => ({ vi: text, en: '', ja: '', zh: '', ko: '' });
		const shut = (branchId: number | null, day: string, text: string) =>
			db.write((tx) => closedDays.add(tx, SYSTEM, { branchId, day, name: name(text) }, NOW));
		await shut(null, '2026-02-27', 'Nghỉ bù');
		await shut(a, '2026-02-28', 'Mất điện');
		await shut(root, '2026-03-01', 'Tập huấn');
		const whole = { branchId: null, isWhole: true };
		expect(await closures(db.read, { branches: 'all', ...days }, 'vi')).toEqual([
			{ day: '2026-02-27', name: 'Nghỉ bù', ...whole },
			{ day: '2026-02-28', name: 'Mất điện', branchId: a, isWhole: false },
			{ day: '2026-03-01', name: 'Tập huấn', ...whole }
		]);
		expect((await closures(db.read, { branches: [a], ...days }, 'vi')).map(({ day }) => day)).toEqual([
			'2026-02-27',
			'2026-02-28',
			'2026-03-01'
		]);
		expect((await closures(db.read, { branches: [b], ...days }, 'vi')).map(({ name }) => name)).toEqual([
			'Nghỉ bù',
			'Tập huấn'
		]);
		expect(await closures(db.read, { branches: [], ...days }, 'vi')).toEqual([]);
	});
});
