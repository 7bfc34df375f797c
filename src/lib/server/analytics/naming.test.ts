import { expect, test } from 'vitest';
import { database } from '../../../../tests/database';
import { NOW, town } from '../../../../tests/town';
import { dayOf } from '../../shared/day';
import { naming } from './naming';

test('a branch outside the scope is not named beside anybody', async () => {
	const db = database();
	const { branches, counters, officers, people } = await town(db);
	const day = dayOf(NOW, 'Asia/Ho_Chi_Minh');
	const scope = people.leaderA.scope;
	const own = await naming(db.read, 'counter', day, scope, 'vi');
	expect(own.of(counters.a1)?.beside).not.toBe('');
	expect(own.of(counters.b1)?.beside).toBe('');
	const all = await naming(db.read, 'officer', day, 'all', 'vi');
	expect(all.of(officers.anh)).toEqual({
		name: expect.stringContaining('Anh'),
		beside: (await naming(db.read, 'branch', day, 'all', 'vi')).of(branches.a)?.name
	});
	expect(all.of(99_999)).toBeUndefined();
	expect((await naming(db.read, 'service', day, 'all', 'en')).of(1)?.beside).toBe('');
});

test('people go by their given names, all else by its own', async () => {
	const db = database();
	await town(db);
	const people = await naming(db.read, 'officer', '2026-02-01', 'all', 'vi');
	expect(people.order('Trần An', 'Bùi Bình')).toBeLessThan(0);
	const places = await naming(db.read, 'counter', '2026-02-01', 'all', 'vi');
	expect(places.order('Quầy 10', 'Quầy 9')).toBeGreaterThan(0);
});
