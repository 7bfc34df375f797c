import { expect, test } from 'vitest';
import { database } from '../../../../tests/database';
import { NOW, town, ZONE } from '../../../../tests/town';
import { instantOf } from '../../shared/day';
import * as duty from './duty';
import * as names from './names';
import * as officers from './officers';

const DAY = '2026-03-10';
const startOfDay = instantOf(DAY, ZONE);
const always = { fromAt: 0, untilAt: instantOf('2030-01-01', ZONE) };

async function set() {
	const db = database();
	const { people, officers: staff, branches, counters } = await town(db);
	const { administrator } = people;
	return {
		db,
		administrator,
		staff,
		branches,
		counters,
		async change(id: number, over: Partial<officers.NewOfficer>) {
			const {
				id: _id,
				untilDay: _until,
				closedDay: _closed,
				...was
			} = (await officers.history(db.read, id)).at(-1)!;
			await db.write((tx) => officers.change(tx, administrator, id, { ...was, ...over }, NOW));
		},
		close: (id: number) => db.write((tx) => officers.close(tx, administrator, id, { day: DAY }, NOW)),
		duties: async (officerId: number) =>
			(await duty.list(db.read, always)).filter((row) => row.officerId === officerId)
	};
}

test('a branch that is not there is refused', async () => {
	const { change, staff } = await set();
	await expect(change(staff.anh, { branchId: 99, fromDay: DAY })).rejects.toMatchObject({
		code: 'bad_shape',
		details: { field: 'branchId' }
	});
});

test('an officer who leaves has their duty ended that day and later duties taken away', async () => {
	const { db, administrator, close, staff, counters, duties } = await set();
	await db.write(async (tx) => {
		await duty.end(tx, administrator, 1, instantOf('2026-03-20', ZONE, 17), NOW);
		const later = {
			officerId: staff.anh,
			counterId: counters.a2,
			fromAt: instantOf('2026-04-01', ZONE, 8),
			untilAt: null
		};
		await duty.assign(tx, administrator, later, NOW);
	});
	expect(await duties(staff.anh)).toHaveLength(2);
	await close(staff.anh);
	expect(await duties(staff.anh)).toMatchObject([{ counterId: counters.a1, untilAt: startOfDay }]);
	expect(await duties(staff.binh)).toMatchObject([{ untilAt: null }]);
});

test('an officer who moves is no longer on duty at the old branch, and old days keep the old branch', async () => {
	const { db, change, staff, branches, duties } = await set();
	await change(staff.anh, { branchId: branches.b, fromDay: DAY });
	expect(await duties(staff.anh)).toMatchObject([{ untilAt: startOfDay }]);
	const branchOn = async (day: string) => (await names.on(db.read, day)).officers.get(staff.anh)?.branchId;
	expect(await branchOn('2026-03-09')).toBe(branches.a);
	expect(await branchOn(DAY)).toBe(branches.b);
});

test('a new name alone leaves duties as they are', async () => {
	const { change, staff, duties } = await set();
	await change(staff.anh, { fullName: 'Nguyễn Thị Ánh', fromDay: DAY });
	expect(await duties(staff.anh)).toMatchObject([{ untilAt: null }]);
});

test('one who is opened again has no duties', async () => {
	const { db, administrator, close, staff, duties } = await set();
	await close(staff.anh);
	await db.write((tx) => officers.reopen(tx, administrator, staff.anh, NOW));
	expect((await officers.list(db.read, '2026-06-01')).map((row) => row.id)).toContain(staff.anh);
	expect(await duties(staff.anh)).toMatchObject([{ untilAt: startOfDay }]);
});
