import { describe, expect, test } from 'vitest';
import { database } from '../../../../tests/database';
import { chance, entry, generate, put } from '../../../../tests/ledger';
import { town, ZONE, type Town } from '../../../../tests/town';
import { instantOf } from '../../shared/day';
import { PRIVACY } from '../../shared/privacy';
import type { Db } from '../db/open';
import { asked } from './asked';
import { board, tops } from './board';
import type { Scope } from '../auth/scope';

const DAY = '2026-03-04';
const AT = instantOf(DAY, ZONE, 16);

async function shown(db: Db, scope: Scope, at = AT) {
	const wanted = await asked(db, { scope, live: true, role: 'leader' }, new URLSearchParams(), at);
	return board(db, wanted, PRIVACY, at);
}

/** `count` ratings of today at A, one a minute from nine on. */
const many = (place: Town, first: number, count: number, said: Parameters<typeof entry>[2] = {}) =>
	Array.from({ length: count }, (_, at) =>
		entry(place, 5000 + first + at, { tappedAt: instantOf(DAY, ZONE, 9, (first + at) % 60), ...said })
	);

describe('the board', () => {
	test('never changes by what is rated in another branch', async () => {
		const db = database();
		const place = await town(db);
		const { a, b } = place.branches;
		await put(db, [...many(place, 0, 12), ...generate(place, 300, '2026-02-20', '2026-03-03')]);
		const before = await shown(db, [a]);
		await put(db, many(place, 1000, 40, { branchId: b, counterId: place.counters.b1, serviceGrade: 1 }));
		expect(await shown(db, [a])).toEqual(before);
		expect((await shown(db, [b])).n).toBe(40);
		expect((await shown(db, 'all')).n).toBe(before.n + 40);
		expect(await shown(db, [])).toMatchObject({ n: 0, services: [], week: { n: 0 } });
	});

	test('says nothing of officers, counters and comments', async () => {
		const db = database();
		const place = await town(db);
		await put(db, many(place, 0, 30, { comment: 'Cảm ơn anh' }));
		const text = JSON.stringify(await shown(db, [place.branches.a]));
		expect(text).not.toMatch(/officer|counter|comment|Cảm ơn/i);
	});

	test('counts every rating at once, and tells grades by groups, so that none is that of the last one', async () => {
		const db = database();
		const place = await town(db);
		const random = chance(3);
		const seen: { n: number; told: number; counts: number[] }[] = [];
		for (let number = 0; number < 23; number++) {
			await put(db, many(place, number, 1, { serviceGrade: 1 + Math.floor(random() * 5) }));
			const { n, told } = await shown(db, [place.branches.a]);
			seen.push({ n, told: told.n, counts: told.counts });
			expect(told.counts.reduce((sum, count) => sum + count, 0)).toBe(told.n);
		}
		expect(seen.map(({ n }) => n)).toEqual(Array.from({ length: 23 }, (_, at) => at + 1));
		expect(seen.map(({ told }) => told)).toEqual(seen.map(({ n }) => n - (n % 5)));
		// Whoever watches and subtracts finds five at a time.
		for (const [at, { counts, told }] of seen.entries()) {
			const before = seen[at - 1];
			if (before && told === before.told) expect(counts).toEqual(before.counts);
		}
		const last = await shown(db, [place.branches.a]);
		expect(last.told).toMatchObject({ n: 20, step: 5 });
		expect(last.told.satisfied).toMatchObject({ n: 20 });
	});

	test('says no share of too few, and hides services of few with one more, so that none can be subtracted', async () => {
		const db = database();
		const place = await town(db);
		const { declare, refund, origin } = place.services;
		await put(db, [
			...many(place, 0, 9, { serviceId: declare }),
			...many(place, 20, 2, { serviceId: refund }),
			...many(place, 30, 6, { serviceId: origin })
		]);
		const early = await shown(db, [place.branches.a]);
		expect(early.n).toBe(17);
		expect(early.told.satisfied.share).not.toBeNull();
		const found = new Map(early.services.map((one) => [one.id, one]));
		expect(found.get(declare)).toMatchObject({ today: 9, isHidden: false });
		expect(found.get(refund)).toMatchObject({ today: 0, isHidden: true });
		expect(found.get(origin)).toMatchObject({ today: 0, isHidden: true });
		const few = await shown(db, [place.branches.a], instantOf('2026-03-05', ZONE, 8));
		expect(few).toMatchObject({ n: 0, told: { n: 0, satisfied: { share: null } }, week: { n: 17 } });
		expect(few.services.find(({ id }) => id === refund)).toMatchObject({ isWeekHidden: true });
	});

	test('is about the day of its branch, by the hour of its clocks, whenever the ratings came', async () => {
		const db = database();
		const place = await town(db);
		const late = instantOf(DAY, ZONE, 15);
		await put(db, [
			entry(place, 1, { tappedAt: instantOf('2026-03-03', ZONE, 16), receivedAt: late }),
			entry(place, 2, { tappedAt: instantOf(DAY, ZONE, 8, 5), receivedAt: late }),
			entry(place, 3, { tappedAt: instantOf(DAY, ZONE, 8, 59), receivedAt: late }),
			entry(place, 4, { tappedAt: instantOf(DAY, ZONE, 14), receivedAt: late })
		]);
		const found = await shown(db, 'all');
		expect(found).toMatchObject({ day: DAY, n: 3, week: { from: '2026-02-25', to: '2026-03-03' } });
		expect(found.hours.flatMap((n, hour) => (n > 0 ? [[hour, n]] : []))).toEqual([
			[8, 2],
			[14, 1]
		]);
	});

	test('is called by the highest of its branches', async () => {
		const all = [
			{ id: 1, parentId: null },
			{ id: 2, parentId: 1 },
			{ id: 3, parentId: 1 },
			{ id: 4, parentId: 3 }
		];
		expect(tops('all', all)).toEqual([1]);
		expect(tops([3, 4], all)).toEqual([3]);
		expect(tops([2, 4], all)).toEqual([2, 4]);
	});
});
