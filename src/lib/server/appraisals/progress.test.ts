import { expect, it } from 'vitest';
import { appraisal, doing, LATER, POINTS, refused } from '../../../../tests/appraisal';
import { database } from '../../../../tests/database';
import { entry, put } from '../../../../tests/ledger';
import { ZONE } from '../../../../tests/town';
import { instantOf } from '../../shared/day';
import { draftAll } from './draft';
import { look, looksAt } from './looks';
import { progress } from './progress';
import { forReader } from './sheets';
import { overAt } from './sight';

it('shows a period to those who may see it, leaders their branches', async () => {
	const db = database();
	const { here, periodId, as } = await appraisal(db);
	const { hr, auditor, leaderA, leaderB, administrator } = here.people;
	for (const person of [administrator, as(here.officers.anh)])
		await refused(progress(db.read, person, periodId, LATER), 'not_found');
	await refused(progress(db.read, hr, 99, LATER), 'not_found');
	const totals = await Promise.all(
		[hr, auditor, leaderA, leaderB].map(
			async (person) => (await progress(db.read, person, periodId, LATER)).total
		)
	);
	expect(totals).toEqual([6, 6, 4, 2]);
	const { rows, groups, branches } = await progress(db.read, leaderB, periodId, LATER);
	expect(rows.map(({ name }) => name)).toEqual(['Đặng Thu Hà', 'Võ Hương Giang']);
	expect(branches).toEqual([{ id: here.branches.b, name: 'Hải quan B', n: 2 }]);
	expect(groups).toEqual([{ name: 'Tất cả', n: 2 }]);
});

it('counts states, too few and warnings, and finds what is asked for', async () => {
	const db = database();
	const all = await appraisal(db);
	const { here, periodId, sheetOf } = all;
	const { hr, leaderA } = here.people;
	const does = doing(all);
	for (const id of [here.officers.anh, here.officers.chau]) await does.appraise(leaderA, sheetOf(id), POINTS);
	await does.decide(leaderA, sheetOf(here.officers.anh), { band: 'fair', reason: 'a warning' });
	await does.excuse(hr, sheetOf(here.officers.dung), { reason: 'on leave' });
	const found = await progress(db.read, hr, periodId, LATER);
	expect(found.counts).toMatchObject({ drafted: 4, decided: 1, excused: 1, signed: 0 });
	// Châu has five ratings of ten that it takes; Dũng and Hà none.
	expect(found).toMatchObject({ tooFew: 3, warned: 1, isRunning: false, pages: 1, found: 6 });
	const anh = found.rows.find(({ officerId }) => officerId === here.officers.anh);
	expect(anh).toMatchObject({
		code: 'HQ-01',
		n: 40,
		total: 1_110,
		of: 1_400,
		proposed: 'good',
		decided: 'fair',
		possible: ['good', 'fair'],
		tooFew: false,
		warned: true,
		missing: 0
	});
	expect(found.rows.find(({ officerId }) => officerId === here.officers.binh)).toMatchObject({
		total: null,
		decided: undefined,
		missing: 2
	});
	const names = async (wanted: Parameters<typeof progress>[4]) =>
		(await progress(db.read, hr, periodId, LATER, wanted)).rows.map(({ code }) => code);
	expect(await names({ state: 'decided' })).toEqual(['HQ-01']);
	expect(await names({ branchId: here.branches.b })).toEqual(['HQ-06', 'HQ-05']);
	expect(await names({ only: 'too_few' })).toEqual(['HQ-03', 'HQ-04', 'HQ-06']);
	expect(await names({ only: 'warned' })).toEqual(['HQ-01']);
	expect(await names({ group: 'Tất cả', search: ' dung ' })).toEqual(['HQ-04']);
	expect(await names({ page: 2, size: 4 })).toHaveLength(2);
	expect(await names({ page: 9, size: 4 })).toHaveLength(2);
	// One in a band, as decided: of one, a fifth is none; chance may have decided for it.
	expect(found.caps).toEqual([
		{ group: 'Tất cả', band: 'good', of: 1, most: 0, inBand: 0, tied: 0, unsure: 1 }
	]);
});

it('counts the last day to its end, and nothing after it', async () => {
	const db = database();
	const { here, periodId, sheetOf } = await appraisal(db);
	const last = instantOf('2026-01-31', ZONE, 23, 59) + 59_999;
	await put(db, [
		entry(here, 900, { tappedAt: last, officerId: here.officers.anh }),
		entry(here, 901, { tappedAt: last + 1, officerId: here.officers.anh })
	]);
	await draftAll(db, here.people.hr, periodId, LATER);
	const { content } = await forReader(db.read, here.people.hr, sheetOf(here.officers.anh), LATER);
	expect(content?.grades[0]?.n).toBe(41);
});

it('shows an officer their sheet once it is drafted, its figures once the period is over, and nobody else’s', async () => {
	const db = database();
	const { here, sheetOf, as } = await appraisal(db);
	const { anh, binh } = here.officers;
	const over = await overAt(db.read, { toDay: '2026-01-31' });
	const early = await forReader(db.read, as(anh), sheetOf(anh), over - 1);
	expect(early).toMatchObject({ content: null, outcome: null, mayDo: [] });
	expect(early.mayNot.self_scored).toMatchObject({ code: 'period_running', details: { day: '2026-02-08' } });
	const later = await forReader(db.read, as(anh), sheetOf(anh), over);
	expect(later.content?.grades[0]?.n).toBe(40);
	await refused(forReader(db.read, as(anh), sheetOf(binh), LATER), 'not_found');
	await refused(forReader(db.read, here.people.leaderB, sheetOf(binh), LATER), 'not_found');
	await refused(forReader(db.read, here.people.administrator, sheetOf(binh), LATER), 'not_found');
	await refused(forReader(db.read, here.people.hr, 999, LATER), 'not_found');
});

it('tells a person who looked at their sheet, when and how, but not of themselves', async () => {
	const db = database();
	const { here, sheetOf, as } = await appraisal(db);
	const { anh, binh } = here.officers;
	const { leaderA, hr } = here.people;
	await look(db, as(anh), sheetOf(anh), 'page', LATER);
	await look(db, leaderA, sheetOf(anh), 'page', LATER);
	await look(db, hr, [sheetOf(anh), sheetOf(binh)], 'archive', LATER + 1);
	await refused(look(db, hr, 999, 'pdf', LATER), 'not_found');
	expect(await looksAt(db.read, anh)).toMatchObject([
		{ at: LATER + 1, name: hr.name, role: 'hr', how: 'archive', sheetId: sheetOf(anh) },
		{ at: LATER, name: leaderA.name, role: 'leader', how: 'page', sheetId: sheetOf(anh) }
	]);
	expect(await looksAt(db.read, binh)).toHaveLength(1);
	expect(await looksAt(db.read, here.officers.giang)).toEqual([]);
});
