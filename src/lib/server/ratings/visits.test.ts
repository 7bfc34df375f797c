import { sql } from 'drizzle-orm';
import { describe, expect, test } from 'vitest';
import { database } from '../../../../tests/database';
import { entry, generate, put as record } from '../../../../tests/ledger';
import { judge } from '../../../../tests/judged';
import { NOW, town } from '../../../../tests/town';
import type { VisitRow } from '../../shared/visits';
import { trail } from '../audit/trail';
import type { Actor } from '../../shared/actor';
import * as visits from './visits';

async function set() {
	const db = database();
	const place = await town(db);
	const { a, b } = place.branches;
	const { declare, inspect } = place.services;
	const row = (said: Partial<VisitRow> = {}): VisitRow => ({
		branchId: a,
		day: '2026-03-01',
		serviceId: declare,
		officerId: 0,
		count: 40,
		...said
	});
	const put = (rows: VisitRow[], actor: Actor = place.people.leaderA, at = NOW) =>
		db.write((tx) => visits.put(tx, actor, rows, 'queue', at));
	const cover = (said: Partial<Parameters<typeof visits.coverage>[1]> = {}) =>
		visits.coverage(db, { branches: 'all', from: '2026-02-01', to: '2026-03-02', serviceId: null, ...said });
	return { db, ...place, place, a, b, declare, inspect, row, put, cover };
}

describe('who may not', () => {
	test('an auditor, HR and an officer may not say how many were served', async () => {
		const { people, row, put, cover } = await set();
		for (const actor of [people.auditor, people.hr, people.officer])
			await expect(put([row()], actor)).rejects.toMatchObject({ code: 'not_allowed' });
		expect(await cover()).toBeNull();
	});

	test('a leader finds no branch but their own, and nothing of the same rows is kept', async () => {
		const { row, put, b, cover } = await set();
		await expect(put([row(), row({ branchId: b })])).rejects.toMatchObject({ code: 'not_found' });
		expect(await cover()).toBeNull();
	});
});

describe('what is refused', () => {
	test.each([
		['a negative number', { count: -1 }, 'count'],
		['a part of a case', { count: 1.5 }, 'count'],
		['a number beyond belief', { count: 100_001 }, 'count'],
		['no day', { day: '2026-02-30' }, 'day'],
		['tomorrow', { day: '2026-03-03' }, 'day'],
		['an unknown service', { serviceId: 999 }, 'serviceId'],
		['an unknown officer', { officerId: 999 }, 'officerId']
	])('%s', async (_, said, field) => {
		const { row, put } = await set();
		await expect(put([row({ ...said })])).rejects.toMatchObject({ code: 'bad_shape', details: { field } });
	});

	test('the same line twice, and no line at all', async () => {
		const { row, put } = await set();
		for (const rows of [[row(), row({ count: 3 })], []])
			await expect(put(rows)).rejects.toMatchObject({ code: 'bad_shape', details: { field: 'rows' } });
	});
});

describe('a number', () => {
	test('replaces that of the same key, and the trail says what it was; the same again leaves no line', async () => {
		const { db, row, put, cover, a, declare, inspect } = await set();
		expect(await put([row(), row({ serviceId: inspect, count: 7 })])).toMatchObject({
			added: 2,
			replaced: 0
		});
		expect(await put([row({ count: 50 })])).toMatchObject({ added: 0, replaced: 1 });
		expect(await put([row({ count: 50 })])).toMatchObject({ added: 0, replaced: 0, same: 1 });
		expect((await cover())?.served).toBe(57);
		const lines = (await trail(db.read)).filter(({ act }) => act === 'visits.put');
		expect(lines).toHaveLength(2);
		expect(lines[0]).toMatchObject({
			subject: `branch:${a}`,
			details: { source: 'queue', added: 0, replaced: 1, was: [`2026-03-01 ${declare} 0 40`] }
		});
	});

	test('of a whole day and one by officer never stand beside each other, unless brought together', async () => {
		const { db, row, put, cover, officers } = await set();
		const { anh, binh } = officers;
		await put([row({ count: 40 })]);
		await put([row({ officerId: anh, count: 25 })]);
		await put([row({ officerId: binh, count: 20 })]);
		expect((await cover())?.served).toBe(45);
		expect(await put([row({ count: 44 })])).toMatchObject({ added: 1, replaced: 2 });
		expect((await cover())?.served).toBe(44);
		await put([row({ officerId: anh, count: 25 }), row({ count: 3 })]);
		expect((await cover())?.served).toBe(28);
		const { branchId, day, serviceId } = row();
		expect(await visits.known(db.read, branchId, day)).toEqual([
			{ serviceId, count: 28, byOfficer: true, source: 'queue' }
		]);
	});
});

describe('coverage', () => {
	test('counts as rated only what lies in branches, days and services whose served is known', async () => {
		const { db, place, row, put, cover, a, b, declare, inspect } = await set();
		const rated = (first: number, count: number, said: object) =>
			Array.from({ length: count }, (_, index) => entry(place, first + index, said));
		await record(db, [
			...rated(0, 10, { day: '2026-03-01' }),
			...rated(100, 5, { day: '2026-03-01', serviceId: inspect }),
			...rated(200, 6, { day: '2026-02-28' }),
			...rated(300, 8, { day: '2026-03-01', branchId: b, counterId: place.counters.b1 })
		]);
		expect(await cover()).toBeNull();
		await put([row({ count: 40 })]);
		expect(await cover()).toEqual({
			...{ rated: 10, served: 40, days: 3, knownDays: 1, branches: 2, knownBranches: 1 }
		});
		expect(await cover({ branches: [b] })).toBeNull();
		expect(await cover({ serviceId: inspect })).toBeNull();
		expect(await cover({ branches: [a], serviceId: declare })).toMatchObject({ rated: 10, days: 2 });
		expect(await cover({ to: '2026-02-28' })).toBeNull();
		await put([row({ serviceId: inspect, day: '2026-02-27', count: 9 })]);
		expect(await cover({ branches: [a] })).toMatchObject({ rated: 10, served: 49, days: 3, knownDays: 2 });
		expect(
			await visits.table(
				db,
				{ branches: [a], from: '2026-02-01', to: '2026-03-31', serviceId: null },
				'month'
			)
		).toEqual([
			{ branchId: a, span: '2026-02', all: 6, rated: 0, served: 9, days: 2, knownDays: 1 },
			{ branchId: a, span: '2026-03', all: 15, rated: 10, served: 40, days: 1, knownDays: 1 }
		]);
	});

	test('is not cut off at all that were served', async () => {
		const { db, place, row, put, cover } = await set();
		await record(
			db,
			[0, 1, 2].map((number) => entry(place, number, { day: '2026-03-01' }))
		);
		await put([row({ count: 2 })]);
		expect(await cover()).toMatchObject({ rated: 3, served: 2 });
	});

	test('leaves struck ratings out, and marked ones where that is asked', async () => {
		const { db, place, row, put, cover, people } = await set();
		await record(db, generate(place, 400, '2026-02-20', '2026-02-27'));
		await judge(db, place, 0, 5);
		const { declare } = place.services;
		await put(
			['20', '21', '22', '23', '24', '25', '26', '27'].map((day) =>
				row({ day: `2026-02-${day}`, serviceId: declare })
			),
			people.administrator
		);
		for (const marked of [true, false]) {
			const known = await cover({ marked });
			const [plain] = await db.read.all<{ n: number }>(sql`SELECT count(*) AS n FROM counted_ratings
				WHERE "branchId" = ${place.branches.a} AND "serviceId" = ${declare} AND (marked = 0 OR ${marked})`);
			expect(plain!.n).toBeGreaterThan(10);
			expect(known?.rated, String(marked)).toBe(plain!.n);
		}
	});
});
