import { expect, test } from 'vitest';
import { database } from '../../../../tests/database';
import { NOW, town, ZONE } from '../../../../tests/town';
import { instantOf } from '../../shared/day';
import * as counters from './counters';
import * as duty from './duty';

const words = (vi: string) => ({ vi, en: '', ja: '', zh: '', ko: '' });
const DAY = '2026-03-10';

async function set() {
	const db = database();
	const place = await town(db);
	const { administrator } = place.people;
	const like = (over: Partial<counters.NewCounter>): counters.NewCounter => ({
		code: 'NEW',
		name: words('Quầy mới'),
		branchId: place.branches.a,
		officerMode: 'duty',
		questionnaireId: place.questionnaire.id,
		serviceIds: [place.services.declare],
		fromDay: DAY,
		...over
	});
	return {
		db,
		...place,
		administrator,
		add: (over: Partial<counters.NewCounter>) =>
			db.write((tx) => counters.add(tx, administrator, like(over), NOW)),
		change: (id: number, over: Partial<counters.NewCounter>) =>
			db.write((tx) => counters.change(tx, administrator, id, like(over), NOW))
	};
}

test('a branch, a questionnaire or a service that is not there is refused, naming the field', async () => {
	const { add } = await set();
	await expect(add({ branchId: 99 })).rejects.toMatchObject({ details: { field: 'branchId' } });
	await expect(add({ questionnaireId: 99 })).rejects.toMatchObject({ details: { field: 'questionnaireId' } });
	await expect(add({ serviceIds: [1, 99] })).rejects.toMatchObject({ details: { field: 'serviceIds' } });
});

test('a refused change changes nothing, the services included', async () => {
	const { db, change, counters: ids } = await set();
	await expect(change(ids.a1, { code: 'A2', serviceIds: [] })).rejects.toMatchObject({
		code: 'already_exists'
	});
	const a1 = (await counters.list(db.read, DAY)).find((row) => row.id === ids.a1);
	expect(a1).toMatchObject({ code: 'A1', serviceIds: [1, 2, 3, 4, 5] });
});

test('services are listed with their counter and change at once', async () => {
	const { db, change, counters: ids, services } = await set();
	await change(ids.a1, { code: 'A1', serviceIds: [services.amend, services.declare, services.declare] });
	const offered = (await counters.list(db.read, DAY)).map((row) => [row.code, row.serviceIds]);
	expect(offered).toEqual([
		['A1', [services.declare, services.amend]],
		['A2', [services.declare, services.inspect]],
		['B1', [services.declare]]
	]);
});

test('closing a counter ends the duties there on that day, in its own zone', async () => {
	const { db, administrator, counters: ids } = await set();
	await db.write((tx) => counters.close(tx, administrator, ids.b1, { day: DAY }, NOW));
	const ends = (await duty.list(db.read, { counterIds: [ids.b1], fromAt: 0, untilAt: NOW })).map(
		(row) => row.untilAt
	);
	expect(ends).toEqual([instantOf(DAY, ZONE), instantOf(DAY, ZONE)]);
	expect((await counters.list(db.read, DAY)).map((row) => row.code)).toEqual(['A1', 'A2']);
});

test('the least seconds between two ratings are 10 unless said, from 0 to 600, and change with a day', async () => {
	const { db, add, change, counters: ids } = await set();
	const seconds = async (id: number) =>
		(await counters.history(db.read, id)).map((row) => [row.fromDay, row.minSeconds]);
	const added = await add({ code: 'N1' });
	expect(await seconds(added)).toEqual([[DAY, 10]]);
	for (const minSeconds of [-1, 601, 2.5, Number.NaN])
		await expect(change(ids.a1, { code: 'A1', minSeconds }), String(minSeconds)).rejects.toMatchObject({
			code: 'bad_shape',
			details: { field: 'minSeconds' }
		});
	await change(ids.a1, { code: 'A1', minSeconds: 0 });
	await change(ids.a1, { code: 'A1', name: words('Quầy một'), fromDay: '2026-04-01' });
	await change(ids.a1, { code: 'A1', minSeconds: 600, fromDay: '2026-05-01' });
	expect(await seconds(ids.a1)).toEqual([
		['2026-01-01', 10],
		[DAY, 0],
		['2026-04-01', 0],
		['2026-05-01', 600]
	]);
});
