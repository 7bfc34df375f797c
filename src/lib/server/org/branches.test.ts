import { expect, test } from 'vitest';
import { database } from '../../../../tests/database';
import { FIRST_DAY, NOW, town, ZONE } from '../../../../tests/town';
import * as branches from './branches';
import * as counters from './counters';
import * as names from './names';
import * as officers from './officers';

const words = (vi: string) => ({ vi, en: '', ja: '', zh: '', ko: '' });
const DAY = '2026-03-02';

async function set() {
	const db = database();
	const { people, branches: ids, ...rest } = await town(db);
	const { administrator } = people;
	const like = (over: Partial<branches.NewBranch>) => ({
		code: 'NEW',
		name: words('Mới'),
		parentId: ids.root,
		zone: ZONE,
		fromDay: DAY,
		...over
	});
	return {
		db,
		administrator,
		...rest,
		ids,
		add: (over: Partial<branches.NewBranch>) =>
			db.write((tx) => branches.add(tx, administrator, like(over), NOW)),
		change: (id: number, over: Partial<branches.NewBranch>) =>
			db.write((tx) => branches.change(tx, administrator, id, like(over), NOW)),
		close: (id: number, day: string, successorId: number | null = null) =>
			db.write((tx) => branches.close(tx, administrator, id, { day, successorId }, NOW))
	};
}

test('an unknown zone and a parent that is not there are refused, naming the field', async () => {
	const { add } = await set();
	await expect(add({ zone: 'Asia/Binh_Duong' })).rejects.toMatchObject({ details: { field: 'zone' } });
	await expect(add({ parentId: 99 })).rejects.toMatchObject({
		code: 'bad_shape',
		details: { field: 'parentId' }
	});
	await expect(add({ fromDay: '2025-12-31' })).rejects.toMatchObject({ details: { field: 'parentId' } });
});

test('a branch cannot come to lie under itself, however far down', async () => {
	const { add, change, ids } = await set();
	const under = await add({ parentId: ids.a });
	for (const parentId of [ids.a, under])
		await expect(change(ids.a, { code: 'A', parentId })).rejects.toMatchObject({
			code: 'bad_shape',
			details: { field: 'parentId' }
		});
	await change(under, { parentId: ids.b });
	await change(ids.a, { code: 'A', parentId: under });
});

test('a branch with counters, officers or branches below it is still in use', async () => {
	const { close, ids } = await set();
	await expect(close(ids.a, DAY)).rejects.toMatchObject({
		code: 'still_in_use',
		details: { counters: 2, officers: 4, branches: 0 }
	});
	await expect(close(ids.root, DAY)).rejects.toMatchObject({ details: { branches: 2 } });
});

test('what has left by the day no longer holds a branch open; what leaves later does', async () => {
	const { db, close, ids, administrator, counters: places, officers: staff } = await set();
	await db.write(async (tx) => {
		await counters.close(tx, administrator, places.b1, { day: '2026-04-01' }, NOW);
		await officers.close(tx, administrator, staff.giang, { day: '2026-03-15' }, NOW);
		const {
			id: _id,
			untilDay: _until,
			closedDay: _closed,
			...ha
		} = (await officers.history(tx, staff.ha))[0]!;
		await officers.change(
			tx,
			administrator,
			staff.ha,
			{ ...ha, branchId: ids.a, fromDay: '2026-03-20' },
			NOW
		);
	});
	await expect(close(ids.b, '2026-03-31')).rejects.toMatchObject({
		details: { counters: 1, officers: 0, branches: 0 }
	});
	await close(ids.b, '2026-04-01', ids.a);
	const closed = (await branches.all(db.read, '2026-05-01')).find((row) => row.id === ids.b);
	expect(closed).toMatchObject({ state: 'closed', closedDay: '2026-04-01', successorId: ids.a });
});

test('a successor must be another branch that is there', async () => {
	const { add, close, ids } = await set();
	const id = await add({});
	await expect(close(id, '2026-04-01', id)).rejects.toMatchObject({ details: { field: 'successorId' } });
	await expect(close(id, '2026-04-01', 99)).rejects.toMatchObject({ details: { field: 'successorId' } });
	await close(id, '2026-04-01', ids.a);
});

test('a rating of an old day finds the branch as it was called then', async () => {
	const { db, change, ids } = await set();
	await change(ids.a, { code: 'KV-A', name: words('Hải quan khu vực A') });
	const old = (await names.on(db.read, FIRST_DAY)).branches.get(ids.a);
	const now = (await names.on(db.read, DAY)).branches.get(ids.a);
	expect([old?.code, old?.name.vi]).toEqual(['A', 'Hải quan A']);
	expect([now?.code, now?.name.vi]).toEqual(['KV-A', 'Hải quan khu vực A']);
	expect((await names.at(db.read)).branches.get(ids.a)?.code).toBe('KV-A');
});

test('an opened one is again what it was, without a successor, unless its parent is gone', async () => {
	const { db, add, close, ids, administrator } = await set();
	const parent = await add({ code: 'P' });
	const child = await add({ code: 'C', parentId: parent });
	await close(child, '2026-04-01', ids.a);
	await close(parent, '2026-04-02');
	const reopen = (id: number) => db.write((tx) => branches.reopen(tx, administrator, id, NOW));
	await expect(reopen(child)).rejects.toMatchObject({ details: { field: 'parentId' } });
	await reopen(parent);
	await reopen(child);
	const row = (await branches.list(db.read, '2026-05-01')).find(({ id }) => id === child);
	expect(row).toMatchObject({ closedDay: null, successorId: null, parentId: parent });
});
