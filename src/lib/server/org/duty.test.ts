import { expect, test } from 'vitest';
import { database } from '../../../../tests/database';
import { NOW, town, ZONE } from '../../../../tests/town';
import { instantOf } from '../../shared/day';
import * as counters from './counters';
import * as duty from './duty';

const at = (day: string, hour = 0) => instantOf(day, ZONE, hour);

async function set() {
	const db = database();
	const place = await town(db);
	const { administrator } = place.people;
	return {
		db,
		...place,
		administrator,
		assign: (officerId: number, counterId: number, fromAt: number, untilAt: number | null = null) =>
			db.write((tx) => duty.assign(tx, administrator, { officerId, counterId, fromAt, untilAt }, NOW)),
		end: (id: number, untilAt: number | null) =>
			db.write((tx) => duty.end(tx, administrator, id, untilAt, NOW))
	};
}

test('an officer cannot sit at two counters at once', async () => {
	const { assign, officers, counters } = await set();
	// Anh sits at A1 until further notice.
	await expect(assign(officers.anh, counters.a2, at('2026-03-10', 8))).rejects.toMatchObject({
		code: 'overlaps',
		details: { field: 'fromAt', counterId: counters.a1 }
	});
});

test('a duty may begin the moment another ends, and not a millisecond before', async () => {
	const { assign, officers, counters } = await set();
	await assign(officers.chau, counters.a1, at('2026-03-10', 8), at('2026-03-10', 12));
	await expect(
		assign(officers.chau, counters.a2, at('2026-03-10', 12) - 1, at('2026-03-10', 17))
	).rejects.toMatchObject({ code: 'overlaps' });
	await assign(officers.chau, counters.a2, at('2026-03-10', 12), at('2026-03-10', 17));
	await expect(assign(officers.chau, counters.a1, at('2026-03-09', 8))).rejects.toMatchObject({
		code: 'overlaps'
	});
});

test('an end that is not after the start, an unknown officer or counter, and a closed one are refused', async () => {
	const { db, administrator, assign, officers, counters: ids } = await set();
	const from = at('2026-03-10', 8);
	await expect(assign(officers.chau, ids.a1, from, from)).rejects.toMatchObject({
		details: { field: 'untilAt' }
	});
	await expect(assign(99, ids.a1, from)).rejects.toMatchObject({ details: { field: 'officerId' } });
	await expect(assign(officers.chau, 99, from)).rejects.toMatchObject({ details: { field: 'counterId' } });
	await db.write((tx) => counters.close(tx, administrator, ids.a2, { day: '2026-03-05' }, NOW));
	await expect(assign(officers.chau, ids.a2, from)).rejects.toMatchObject({
		details: { field: 'counterId' }
	});
});

test('several officers may sit at one counter', async () => {
	const { db, assign, officers, counters } = await set();
	await assign(officers.chau, counters.a1, at('2026-03-10', 8));
	const there = await duty.list(db.read, {
		counterIds: [counters.a1],
		fromAt: at('2026-03-11'),
		untilAt: at('2026-03-12')
	});
	expect(there.map((row) => row.officerId)).toEqual([officers.anh, officers.chau]);
});

test('the list holds what touches the time, its end excluded', async () => {
	const { db, assign, officers, counters } = await set();
	const id = await assign(officers.chau, counters.a2, at('2026-03-10', 8), at('2026-03-10', 12));
	const touches = async (from: number, until: number) =>
		(await duty.list(db.read, { fromAt: from, untilAt: until })).some((row) => row.id === id);
	expect(await touches(at('2026-03-10', 11), at('2026-03-10', 18))).toBe(true);
	expect(await touches(at('2026-03-10', 12), at('2026-03-10', 18))).toBe(false);
	expect(await touches(at('2026-03-10', 6), at('2026-03-10', 8))).toBe(false);
	expect(await duty.list(db.read, { counterIds: [], fromAt: 0, untilAt: NOW })).toEqual([]);
});

test('a duty can be ended earlier or later, but not into another one', async () => {
	const { db, assign, end, officers, counters } = await set();
	const morning = await assign(officers.chau, counters.a1, at('2026-03-10', 8), at('2026-03-10', 12));
	await assign(officers.chau, counters.a2, at('2026-03-10', 13), at('2026-03-10', 17));
	await expect(end(morning, at('2026-03-10', 14))).rejects.toMatchObject({ code: 'overlaps' });
	await expect(end(morning, null)).rejects.toMatchObject({ code: 'overlaps' });
	await end(morning, at('2026-03-10', 13));
	const [row] = await duty.list(db.read, {
		counterIds: [counters.a1],
		fromAt: at('2026-03-10', 12),
		untilAt: at('2026-03-10', 13)
	});
	expect(row).toBeDefined();
});

test('one that has begun cannot be made undone; one that has not is taken away', async () => {
	const { db, assign, end, officers, counters } = await set();
	const begun = await assign(officers.chau, counters.a1, NOW - 3_600_000, null);
	await expect(end(begun, NOW - 3_600_000)).rejects.toMatchObject({ details: { field: 'untilAt' } });
	await end(begun, NOW);
	const planned = await assign(officers.chau, counters.a1, NOW + 3_600_000, null);
	await end(planned, NOW);
	const left = await duty.list(db.read, {
		counterIds: [counters.a1],
		fromAt: NOW,
		untilAt: NOW + 86_400_000
	});
	expect(left.map((row) => row.officerId)).toEqual([officers.anh]);
	await expect(end(999, NOW)).rejects.toMatchObject({ code: 'not_found' });
});
