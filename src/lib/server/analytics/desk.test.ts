import { describe, expect, test } from 'vitest';
import { database } from '../../../../tests/database';
import { entry, put } from '../../../../tests/ledger';
import { NOW, town } from '../../../../tests/town';
import { SYSTEM } from '../../shared/actor';
import * as branches from '../org/branches';
import * as officers from '../org/officers';
import { readerOf } from './asked';
import { answer } from './desk';

const params = (text = '') => new URLSearchParams(text);

describe('who may not', () => {
	test('figures are for leaders, HR and auditors, and for nobody else', async () => {
		const { people } = await town(database());
		for (const person of [null, people.administrator, people.officer])
			expect(() => readerOf(person)).toThrow(expect.objectContaining({ code: 'not_found' }));
		expect(readerOf(people.hr)).toEqual({ scope: 'all', live: false, role: 'hr' });
		expect(readerOf(people.auditor)).toEqual({ scope: 'all', live: true, role: 'auditor' });
		expect(readerOf(people.leaderA).live).toBe(true);
	});

	test('a leader is told no name of another branch or of its officers, and may choose none', async () => {
		const db = database();
		const place = await town(db);
		await put(db, [
			entry(place, 1),
			entry(place, 2, { branchId: place.branches.b, officerId: place.officers.ha })
		]);
		const { called, choices } = await answer(db, readerOf(place.people.leaderA), params(), NOW, 'vi');
		expect(Object.keys(called.branches).map(Number)).toEqual([place.branches.a]);
		expect(choices.branches.map(({ id }) => id)).toEqual([place.branches.a]);
		const { anh, binh, chau, dung } = place.officers;
		expect(choices.officers.map(({ id }) => id).sort()).toEqual([anh, binh, chau, dung]);
		expect(Object.keys(called.officers).map(Number).sort()).toEqual([anh, binh, chau, dung]);
	});
});

describe('names', () => {
	test('are in the reader’s language, branches as a tree, people by their given names', async () => {
		const db = database();
		const place = await town(db);
		const { called, choices } = await answer(db, readerOf(place.people.auditor), params(), NOW, 'ja');
		expect(called.services[place.services.refund]).toBe('Duty refund（日本語）');
		expect(choices.branches.map(({ depth }) => depth)).toEqual([0, 1, 1]);
		expect(choices.officers.map(({ name }) => name.split(' ').at(-1))).toEqual([
			'Anh',
			'Bình',
			'Châu',
			'Dũng',
			'Giang',
			'Hà'
		]);
	});

	test('of somebody who helped out are told where they did, and only there', async () => {
		const db = database();
		const place = await town(db);
		const there = { branchId: place.branches.b, counterId: place.counters.b1, day: '2026-02-24' };
		await put(
			db,
			[1, 2, 3, 4, 5].map((number) => entry(place, number, there))
		);
		const { called } = await answer(db, readerOf(place.people.leaderB), params('period=7d'), NOW, 'vi');
		expect(called.officers[place.officers.anh]).toBe('Nguyễn Thị Anh');
		expect(called.officers[place.officers.binh]).toBeUndefined();
	});

	test('are those of the period: before a branch was renamed its old one, after it the new one', async () => {
		const db = database();
		const place = await town(db);
		const name = { vi: 'Hải quan A mới', en: '', ja: '', zh: '', ko: '' };
		await db.write((tx) =>
			branches.change(
				tx,
				SYSTEM,
				place.branches.a,
				{ code: 'A', name, parentId: place.branches.root, zone: 'Asia/Ho_Chi_Minh', fromDay: '2026-02-01' },
				NOW
			)
		);
		const called = async (period: string) =>
			(await answer(db, readerOf(place.people.leaderA), params(`period=${period}`), NOW, 'vi')).called;
		expect((await called('month:2026-01')).branches[place.branches.a]).toBe('Hải quan A');
		expect((await called('month:2026-02')).branches[place.branches.a]).toBe('Hải quan A mới');
	});

	test('of an officer who had left before the period are not offered', async () => {
		const db = database();
		const place = await town(db);
		await db.write((tx) => officers.close(tx, SYSTEM, place.officers.dung, { day: '2026-02-01' }, NOW));
		const offered = async (period: string) =>
			(
				await answer(db, readerOf(place.people.leaderA), params(`period=${period}`), NOW, 'vi')
			).choices.officers.map(({ id }) => id);
		expect(await offered('month:2026-01')).toContain(place.officers.dung);
		expect(await offered('month:2026-02')).not.toContain(place.officers.dung);
	});
});
