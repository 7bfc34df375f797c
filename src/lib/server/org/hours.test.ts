import { expect, test } from 'vitest';
import { database } from '../../../../tests/database';
import { FIRST_DAY, NOW, town, ZONE } from '../../../../tests/town';
import { clockOf } from '../../shared/day';
import type { Hours } from '../../shared/hours';
import * as trail from '../audit/trail';
import * as branches from './branches';
import * as closed from './closed';
import * as hours from './hours';

const words = (vi: string) => ({ vi, en: '', ja: '', zh: '', ko: '' });
const WORKDAY = [
	{ from: '07:30', until: '11:30' },
	{ from: '13:00', until: '17:00' }
];
const WEEK: Hours = [[], WORKDAY, WORKDAY, WORKDAY, WORKDAY, WORKDAY, [{ from: '07:30', until: '11:30' }]];
/** 2 March 2026 is a Monday. */
const [MONDAY, TUESDAY, SATURDAY, SUNDAY] = ['2026-03-02', '2026-03-03', '2026-03-07', '2026-03-08'];

async function set() {
	const db = database();
	const { people, branches: ids } = await town(db);
	const { administrator } = people;
	const change = async (id: number, to: Partial<branches.NewBranch>) => {
		const was = (await branches.history(db.read, id)).at(-1)!;
		const { code, name, parentId, zone } = was;
		const like = { code, name, parentId, zone, fromDay: MONDAY, ...to };
		await db.write((tx) => branches.change(tx, administrator, id, like, NOW));
	};
	return {
		db,
		ids,
		administrator,
		change,
		close: (branchId: number | null, day: string) =>
			db.write((tx) => closed.add(tx, administrator, { branchId, day, name: words('Nghỉ') }, NOW)),
		shown: async (id: number, from: string, to: string, zone = ZONE) =>
			(await hours.openSpans(db.read, id, from, to))?.map((span) =>
				[span.from, span.until]
					.map((at) => clockOf(at, zone))
					.map(({ day, hour, minute }) => `${day.slice(8)} ${hour}:${String(minute).padStart(2, '0')}`)
					.join(' – ')
			) ?? null
	};
}

test('hours begin with the day of the version, and a change of something else keeps them', async () => {
	const { db, ids, change } = await set();
	expect((await branches.list(db.read, MONDAY)).map((row) => row.hours)).toEqual([null, null, null]);
	await change(ids.a, { hours: WEEK });
	await change(ids.a, { name: words('Hải quan khu vực A'), fromDay: '2026-04-01' });
	await change(ids.a, { hours: null, fromDay: '2026-05-01' });
	const versions = await branches.history(db.read, ids.a);
	expect(versions.map((row) => [row.fromDay, row.hours])).toEqual([
		[FIRST_DAY, null],
		[MONDAY, WEEK],
		['2026-04-01', WEEK],
		['2026-05-01', null]
	]);
	const [line] = await trail.trail(db.read, { limit: 1 });
	expect(line).toMatchObject({ act: 'org.changeBranch', details: { hours: null, fromDay: '2026-05-01' } });
});

test('hours that overlap, end before they begin or leave out a day are refused', async () => {
	const { ids, change } = await set();
	const monday = (spans: Hours[number]) => WEEK.with(1, spans);
	for (const wrong of [
		monday([{ from: '13:00', until: '13:00' }]),
		monday([{ from: '13:00', until: '11:00' }]),
		monday([WORKDAY[1]!, WORKDAY[0]!]),
		monday([
			{ from: '07:30', until: '13:01' },
			{ from: '13:00', until: '17:00' }
		]),
		monday([{ from: '7:30', until: '11:30' }]),
		WEEK.slice(1)
	])
		await expect(change(ids.a, { hours: wrong }), JSON.stringify(wrong)).rejects.toMatchObject({
			code: 'bad_shape',
			details: { field: 'hours' }
		});
});

test('a branch is open by its week, day by day, in its own zone', async () => {
	const { ids, change, shown } = await set();
	await change(ids.a, { hours: WEEK });
	expect(await shown(ids.a, SATURDAY, '2026-03-09')).toEqual([
		'07 7:30 – 07 11:30',
		'09 7:30 – 09 11:30',
		'09 13:00 – 09 17:00'
	]);
	expect(await shown(ids.a, SUNDAY, SUNDAY)).toEqual([]);
	await change(ids.b, { hours: WEEK.with(0, [{ from: '00:00', until: '24:00' }]), zone: 'Asia/Tokyo' });
	expect(await shown(ids.b, SUNDAY, SUNDAY, 'Asia/Tokyo')).toEqual(['08 0:00 – 09 0:00']);
});

test('where nothing is told there is nothing to say; beside days that are told, an untold one is open throughout', async () => {
	const { ids, change, shown } = await set();
	expect(await shown(ids.a, MONDAY, SUNDAY)).toBeNull();
	await change(ids.a, { hours: WEEK, fromDay: TUESDAY });
	expect(await shown(ids.a, '2026-02-28', MONDAY)).toBeNull();
	expect(await shown(ids.a, MONDAY, TUESDAY)).toEqual([
		'02 0:00 – 03 0:00',
		'03 7:30 – 03 11:30',
		'03 13:00 – 03 17:00'
	]);
	expect(await shown(99, MONDAY, SUNDAY)).toBeNull();
});

test('a closed day closes the branch and what lies under it, as the tree was on that day', async () => {
	const { ids, change, close, shown } = await set();
	await change(ids.a, { hours: WEEK });
	await change(ids.b, { hours: WEEK });
	await close(ids.root, '2026-03-05');
	await close(ids.a, '2026-03-06');
	await close(null, '2026-03-09');
	const daysOpen = async (id: number) => [
		...new Set((await shown(id, '2026-03-04', '2026-03-10'))!.map((span) => span.slice(0, 2)))
	];
	expect(await daysOpen(ids.a)).toEqual(['04', '07', '10']);
	expect(await daysOpen(ids.b)).toEqual(['04', '06', '07', '10']);
	await change(ids.b, { parentId: ids.a, fromDay: '2026-03-06' });
	expect(await daysOpen(ids.b)).toEqual(['04', '07', '10']);
	await change(ids.b, { parentId: null, fromDay: '2026-03-07' });
	expect(await daysOpen(ids.b)).toEqual(['04', '07', '10']);
});

test('a closed day closes a branch whose hours are not told, too', async () => {
	const { ids, close, shown } = await set();
	await close(ids.a, TUESDAY);
	expect(await shown(ids.a, MONDAY, '2026-03-04')).toEqual(['02 0:00 – 03 0:00', '04 0:00 – 05 0:00']);
});

test('a closed day is said once for a branch, listed by day, and can be taken back, twice too', async () => {
	const { db, ids, administrator, close } = await set();
	const [first] = [await close(ids.a, TUESDAY), await close(null, TUESDAY), await close(null, MONDAY)];
	await expect(close(ids.a, TUESDAY)).rejects.toMatchObject({
		code: 'already_exists',
		details: { field: 'day' }
	});
	await expect(close(null, TUESDAY)).rejects.toMatchObject({ code: 'already_exists' });
	await expect(close(99, TUESDAY)).rejects.toMatchObject({ details: { field: 'branchId' } });
	await expect(close(null, '2026-02-30')).rejects.toMatchObject({ details: { field: 'day' } });
	const listed = async (fromDay?: string) =>
		(await closed.list(db.read, { fromDay })).map((row) => [row.day, row.branchId]);
	expect(await listed()).toEqual([
		[MONDAY, null],
		[TUESDAY, null],
		[TUESDAY, ids.a]
	]);
	for (let again = 0; again < 2; again++)
		await db.write((tx) => closed.remove(tx, administrator, first, NOW));
	expect(await listed(TUESDAY)).toEqual([[TUESDAY, null]]);
	const lines = await trail.trail(db.read, { subject: `closedDay:${first}` });
	expect(lines.map((line) => line.act)).toEqual(['org.removeClosedDay', 'org.addClosedDay']);
	expect(lines[0]?.details).toEqual({ branchId: ids.a, day: TUESDAY, name: words('Nghỉ') });
});
