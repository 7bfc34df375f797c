// How anything begins, is called otherwise, ends and goes on: said of services, true of all four kinds.
import { expect, test } from 'vitest';
import { database } from '../../../../tests/database';
import { FIRST_DAY, NOW, town } from '../../../../tests/town';
import * as trail from '../audit/trail';
import * as names from './names';
import * as services from './services';

const words = (vi: string) => ({ vi, en: '', ja: '', zh: '', ko: '' });
const DAY = '2026-03-02';

async function set() {
	const db = database();
	const { people, services: ids } = await town(db);
	const { administrator } = people;
	return {
		db,
		id: ids.refund,
		others: ids,
		add: (code: string, fromDay = DAY) =>
			db.write((tx) => services.add(tx, administrator, { code, name: words(code), fromDay }, NOW)),
		change: (id: number, code: string, vi: string, fromDay: string) =>
			db.write((tx) => services.change(tx, administrator, id, { code, name: words(vi), fromDay }, NOW)),
		close: (id: number, day: string) => db.write((tx) => services.close(tx, administrator, id, { day }, NOW)),
		reopen: (id: number) => db.write((tx) => services.reopen(tx, administrator, id, NOW)),
		called: async (day: string) => (await names.on(db.read, day)).services.get(ids.refund)?.name.vi
	};
}

test('a code that another has is refused, naming the field', async () => {
	const { add, change, others } = await set();
	await expect(add('S1')).rejects.toMatchObject({
		code: 'already_exists',
		details: { field: 'code', code: 'S1' }
	});
	await expect(change(others.refund, 'S1', 'Hoàn thuế', DAY)).rejects.toMatchObject({
		code: 'already_exists'
	});
});

test('a day before the current start is refused and names that start', async () => {
	const { change, id } = await set();
	await change(id, 'S3', 'Hoàn thuế mới', DAY);
	await expect(change(id, 'S3', 'Khác', '2026-02-01')).rejects.toMatchObject({
		code: 'day_before_start',
		details: { field: 'fromDay', day: DAY }
	});
});

test('what is no calendar day, and what is not there, is refused', async () => {
	const { add, change, close } = await set();
	await expect(add('NEW', '2026-02-30')).rejects.toMatchObject({ code: 'bad_shape' });
	await expect(change(99, 'NEW', 'Không có', DAY)).rejects.toMatchObject({ code: 'not_found' });
	await expect(close(99, DAY)).rejects.toMatchObject({ code: 'not_found' });
});

test('every day keeps the name it had', async () => {
	const { change, called, id, db } = await set();
	await change(id, 'S3', 'Hoàn thuế điện tử', DAY);
	await change(id, 'S3', 'Hoàn, không thu thuế', '2026-06-01');
	expect(await called(FIRST_DAY)).toBe('Hoàn thuế');
	expect(await called('2026-03-01')).toBe('Hoàn thuế');
	expect(await called(DAY)).toBe('Hoàn thuế điện tử');
	expect(await called('2026-05-31')).toBe('Hoàn thuế điện tử');
	expect(await called('2026-06-01')).toBe('Hoàn, không thu thuế');
	expect((await services.history(db.read, id)).map((row) => [row.fromDay, row.untilDay])).toEqual([
		[FIRST_DAY, DAY],
		[DAY, '2026-06-01'],
		['2026-06-01', null]
	]);
});

test('before its first day a thing is called what it was called first, for ratings that came early', async () => {
	const { called } = await set();
	expect(await called('2025-01-01')).toBe('Hoàn thuế');
});

test('the same day again corrects what was said, without another version', async () => {
	const { change, called, id, db } = await set();
	await change(id, 'S3', 'Hoàn thếu', DAY);
	await change(id, 'S3', 'Hoàn thuế điện tử', DAY);
	expect(await called(DAY)).toBe('Hoàn thuế điện tử');
	expect(await services.history(db.read, id)).toHaveLength(2);
});

test('saying again what holds already begins no new version', async () => {
	const { change, id, db } = await set();
	await change(id, 'S3', 'Hoàn thuế mới', DAY);
	await change(id, 'S3', 'Hoàn thuế mới', '2026-05-01');
	expect(await services.history(db.read, id)).toHaveLength(2);
});

test('a closed one is no longer among the choices and keeps its history', async () => {
	const { close, called, id, db } = await set();
	await close(id, '2026-04-01');
	const codes = async (day: string) => (await services.list(db.read, day)).map((row) => row.code);
	expect(await codes('2026-03-31')).toContain('S3');
	expect(await codes('2026-04-01')).not.toContain('S3');
	expect(await called('2026-03-31')).toBe('Hoàn thuế');
	expect(await called('2027-01-01')).toBe('Hoàn thuế');
	const all = await services.all(db.read, '2026-05-01');
	expect(all.find((row) => row.id === id)).toMatchObject({ state: 'closed', closedDay: '2026-04-01' });
});

test('closing twice on the same day does nothing; another day is refused, and so is changing what is closed', async () => {
	const { close, change, id, db } = await set();
	await close(id, '2026-04-01');
	const before = await trail.last(db.read);
	await close(id, '2026-04-01');
	expect(await trail.last(db.read)).toBe(before);
	await expect(close(id, '2026-05-01')).rejects.toMatchObject({ code: 'closed_already' });
	await expect(change(id, 'S3', 'Khác', '2026-03-15')).rejects.toMatchObject({ code: 'closed_already' });
});

test('closing on the first day or before is refused', async () => {
	const { close, id } = await set();
	await expect(close(id, FIRST_DAY)).rejects.toMatchObject({ code: 'day_before_start' });
});

test('a code is free again from the day its owner closed, and then the owner cannot come back with it', async () => {
	const { add, close, reopen, id } = await set();
	await close(id, '2026-04-01');
	await expect(add('S3', '2026-03-31')).rejects.toMatchObject({ code: 'already_exists' });
	await add('S3', '2026-04-01');
	await expect(reopen(id)).rejects.toMatchObject({ code: 'already_exists' });
});

test('a closed one can be opened again', async () => {
	const { close, reopen, id, db } = await set();
	await close(id, '2026-04-01');
	await reopen(id);
	expect((await services.list(db.read, '2026-05-01')).map((row) => row.id)).toContain(id);
});

test('one that begins later is planned until then', async () => {
	const { add, db } = await set();
	const id = await add('S9', '2026-07-01');
	expect((await services.list(db.read, DAY)).map((row) => row.id)).not.toContain(id);
	expect((await services.all(db.read, DAY)).find((row) => row.id === id)?.state).toBe('planned');
	expect((await services.list(db.read, '2026-07-01')).map((row) => row.id)).toContain(id);
});
