import { describe, expect, test } from 'vitest';
import { database } from '../../../../tests/database';
import { NOW, town } from '../../../../tests/town';
import { trail } from '../audit/trail';
import { add, list, remove } from './annotations';

const DAYS = { branches: 'all', from: '2026-02-01', to: '2026-02-28' } as const;
const said = { from: '2026-02-10', to: '2026-02-12', body: 'Hệ thống lấy số mới' };

async function begun() {
	const db = database();
	const place = await town(db);
	const { people, branches } = place;
	const write = (who: keyof typeof people, branchId: number | null, more = {}) =>
		db.write((tx) => add(tx, people[who], { ...said, ...more, branchId }, NOW));
	const seen = (who: keyof typeof people, days: Partial<typeof DAYS | { branches: number[] }> = {}) =>
		list(db.read, people[who], { ...DAYS, branches: people[who].scope, ...days });
	return { db, place, people, branches, write, seen };
}

describe('who may not', () => {
	test('nobody but a leader writes, and none of them for a branch outside theirs', async () => {
		const { write, branches, seen } = await begun();
		for (const who of ['hr', 'auditor', 'administrator', 'officer'] as const)
			await expect(write(who, branches.a), who).rejects.toMatchObject({ code: 'not_allowed' });
		for (const branch of [branches.b, branches.root, 999])
			await expect(write('leaderA', branch)).rejects.toMatchObject({ code: 'not_found' });
		expect(await seen('auditor')).toEqual([]);
	});

	test('a leader neither sees nor takes back what was written for another branch', async () => {
		const { db, write, branches, people, seen } = await begun();
		const [id = 0] = await write('leaderB', branches.b);
		expect(await seen('leaderA')).toEqual([]);
		await expect(db.write((tx) => remove(tx, people.leaderA, id, NOW))).rejects.toMatchObject({
			code: 'not_found'
		});
		for (const who of ['hr', 'auditor'] as const)
			await expect(
				db.write((tx) => remove(tx, people[who], id, NOW)),
				who
			).rejects.toMatchObject({
				code: 'not_allowed'
			});
		expect(await seen('leaderB')).toHaveLength(1);
	});

	test('what was written above is seen below, without its branch or writer, and not taken back there', async () => {
		const { db, write, branches, people, seen } = await begun();
		const chief = { ...people.leaderA, scope: 'all' as const };
		const [whole = 0] = await db.write((tx) => add(tx, chief, { ...said, branchId: null }, NOW));
		const [root = 0] = await db.write((tx) => add(tx, chief, { ...said, branchId: branches.root }, NOW));
		await write('leaderB', branches.b);
		const found = await seen('leaderA');
		expect(found.map(({ id }) => id)).toEqual([whole, root]);
		for (const one of found)
			expect(one).toMatchObject({ branchId: null, isAbove: true, by: '', mayRemove: false, body: said.body });
		for (const id of [whole, root])
			await expect(db.write((tx) => remove(tx, people.leaderA, id, NOW))).rejects.toMatchObject({
				code: 'not_allowed'
			});
	});
});

test('an annotation is shown on its days, with who wrote it, and for all of a leader’s branches at once', async () => {
	const { write, branches, people, seen } = await begun();
	const ids = await write('leaderA', null);
	expect(ids).toHaveLength(1);
	expect(await seen('leaderA')).toEqual([
		{
			...{ id: ids[0], branchId: branches.a, isAbove: false, ...said },
			...{ by: people.leaderA.name, mayRemove: true }
		}
	]);
	expect(await seen('auditor')).toMatchObject([{ branchId: branches.a, mayRemove: false }]);
	expect(await seen('auditor', { branches: [branches.b] })).toEqual([]);
	for (const [from, to, count] of [
		['2026-02-12', '2026-02-28', 1],
		['2026-02-13', '2026-02-28', 0],
		['2026-02-01', '2026-02-09', 0],
		['2026-01-01', '2026-02-10', 1]
	] as const)
		expect(await seen('leaderA', { from, to } as object), `${from} ${to}`).toHaveLength(count);
});

test('what is no text, no day, or ends before it begins is refused', async () => {
	const { write, branches } = await begun();
	for (const wrong of [{ body: ' ' }, { body: 'x'.repeat(201) }, { from: '2026-02-30' }])
		await expect(write('leaderA', branches.a, wrong)).rejects.toThrow('Invalid');
	for (const to of ['2026-02-09', '2028-01-01'])
		await expect(write('leaderA', branches.a, { to })).rejects.toMatchObject({
			code: 'bad_shape',
			details: { field: 'to' }
		});
});

test('taken back it is shown no more, stays in the trail, and taking it back again does nothing', async () => {
	const { db, write, branches, people, seen } = await begun();
	const [id = 0] = await write('leaderA', branches.a);
	for (let time = 0; time < 2; time++) await db.write((tx) => remove(tx, people.leaderA, id, NOW + time));
	expect(await seen('leaderA')).toEqual([]);
	const lines = await trail(db.read, { limit: 10 });
	expect(lines.map(({ act }) => act).slice(0, 2)).toEqual(['analytics.unannotate', 'analytics.annotate']);
	expect(lines[0]?.details).toMatchObject({ body: said.body, fromDay: said.from, branchId: branches.a });
});
