import { expect, it } from 'vitest';
import { appraisal, LATER, rated, refused, ruled, RULES } from '../../../../tests/appraisal';
import { database } from '../../../../tests/database';
import { entry, put } from '../../../../tests/ledger';
import { NOW, town, type Town } from '../../../../tests/town';
import type { Grouping } from '../../shared/appraisal';
import type { Db } from '../db/open';
import * as branches from '../org/branches';
import * as officers from '../org/officers';
import * as members from './members';
import * as periods from './periods';
import { sheets } from './table';

async function january(db: Db, here: Town, grouping: Grouping, subject: 'officer' | 'unit' = 'officer') {
	const ruleSetVersionId = await ruled(db, here, `trial-${grouping}-${subject}`, { ...RULES, subject });
	const said = {
		kind: 'month',
		start: '2026-01-01',
		subject,
		mode: 'appraisal',
		ruleSetVersionId,
		grouping,
		ackDays: 5
	} as const;
	const id = await db.write((tx) => periods.create(tx, here.people.hr, said, NOW));
	return periods.row(db.read, id);
}

const leave = (db: Db, here: Town, officerId: number, day: string) =>
	db.write((tx) => officers.close(tx, here.people.administrator, officerId, { day }, NOW));

it('proposes everybody who was there on any day, whoever left too, and nobody who was there on none', async () => {
	const db = database();
	const here = await town(db);
	await leave(db, here, here.officers.ha, '2026-01-20');
	await leave(db, here, here.officers.chau, '2026-02-10');
	const newcomer = await db.write((tx) =>
		officers.add(
			tx,
			here.people.administrator,
			{
				code: 'HQ-99',
				fullName: 'Mới Đến',
				post: { vi: 'Công chức', en: '', ja: '', zh: '', ko: '' },
				branchId: here.branches.a,
				photoId: null,
				fromDay: '2026-02-01'
			},
			NOW
		)
	);
	const found = await members.propose(db, await january(db, here, 'branch'));
	const ids = found.map(({ id }) => id);
	expect(ids.sort()).toEqual(Object.values(here.officers).sort());
	expect(ids).not.toContain(newcomer);
	expect(found.find(({ id }) => id === here.officers.ha)).toMatchObject({
		branchId: here.branches.b,
		group: 'Hải quan B',
		isIn: false
	});
});

it('proposes whoever was rated in it, although they had left before', async () => {
	const db = database();
	const here = await town(db);
	await leave(db, here, here.officers.ha, '2026-01-02');
	await put(db, [entry(here, 1, { day: '2026-02-03', officerId: here.officers.ha })]);
	const february = { ...(await january(db, here, 'all')), fromDay: '2026-02-01', toDay: '2026-02-28' };
	expect((await members.propose(db, february)).map(({ id }) => id)).toContain(here.officers.ha);
	const march = { ...february, fromDay: '2026-03-01', toDay: '2026-03-31' };
	expect((await members.propose(db, march)).map(({ id }) => id)).not.toContain(here.officers.ha);
});

it('gives the leader of the branch on the last day, and groups by it or by the main service', async () => {
	const db = database();
	const here = await town(db);
	const { anh, binh, giang } = here.officers;
	await rated(db, here);
	await put(
		db,
		Array.from({ length: 50 }, (_, at) =>
			entry(here, 500 + at, { day: '2026-01-31', officerId: binh, serviceId: here.services.inspect })
		)
	);
	const [moved] = (await officers.list(db.read, '2026-01-10')).filter(({ id }) => id === anh);
	if (!moved) throw new Error('Anh is not there');
	const { id: _id, closedDay: _closed, untilDay: _until, ...said } = moved;
	const to = { ...said, branchId: here.branches.b, fromDay: '2026-01-31' };
	await db.write((tx) => officers.change(tx, here.people.administrator, anh, to, NOW));
	const groups = async (grouping: Grouping) =>
		new Map(
			(await members.propose(db, await january(db, here, grouping))).map((one) => [
				one.id,
				`${one.branchId} ${one.group}`
			])
		);
	const { a, b } = here.branches;
	expect((await groups('all')).get(anh)).toBe(`${b} Tất cả`);
	expect((await groups('branch')).get(anh)).toBe(`${b} Hải quan B`);
	const services = await groups('service');
	expect(services.get(binh)).toBe(`${a} Kiểm tra thực tế hàng hóa`);
	expect(services.get(giang)).toBe(`${b} Đăng ký tờ khai`);
	expect(services.get(here.officers.dung)).toBe(`${a} Chưa có lượt đánh giá`);
});

it('of units proposes the branches that were there', async () => {
	const db = database();
	const here = await town(db);
	const found = await members.propose(db, await january(db, here, 'all', 'unit'));
	expect(found.map(({ id, branchId }) => [id, branchId])).toEqual(
		expect.arrayContaining(Object.values(here.branches).map((id) => [id, id]))
	);
	expect(found).toHaveLength((await branches.list(db.read, '2026-01-31')).length);
});

it('puts in, moves and takes out, and leaves alone what was begun or signed', async () => {
	const db = database();
	const { here, periodId, sheetOf } = await appraisal(db);
	const { hr } = here.people;
	const [one, other] = [sheetOf(here.officers.anh), sheetOf(here.officers.binh)];
	const write = <T>(work: (tx: Parameters<Parameters<Db['write']>[0]>[0]) => Promise<T>) => db.write(work);
	const { details } = await refused(
		write((tx) => members.take(tx, hr, periodId, [one, other], LATER)),
		'sheet_begun'
	);
	expect(details).toEqual({ count: 2 });
	await write((tx) => members.group(tx, hr, periodId, [one], '  Quầy lẻ ', LATER));
	await refused(
		write((tx) => members.group(tx, hr, periodId, [one], ' ', LATER)),
		'bad_shape'
	);
	await refused(
		write((tx) => members.put(tx, hr, periodId, [{ id: 999, group: 'A' }], LATER)),
		'bad_shape'
	);
	await write((tx) => members.put(tx, hr, periodId, [{ id: here.officers.binh, group: 'Hai' }], LATER));
	const list = await members.list(db.read, await periods.row(db.read, periodId));
	expect(list).toHaveLength(6);
	expect(list.find(({ sheetId }) => sheetId === one)).toMatchObject({ group: 'Quầy lẻ', code: 'HQ-01' });
	expect(list.find(({ sheetId }) => sheetId === other)?.group).toBe('Hai');
});

it('takes five thousand at once', async () => {
	const db = database();
	const here = await town(db);
	await db.write(async (tx) => {
		for (let n = 0; n < 5_000; n++) {
			const [row] = await tx.all<{ id: number }>(
				'INSERT INTO officers ("closedDay") VALUES (NULL) RETURNING id'
			);
			await tx.run(`INSERT INTO officer_versions ("officerId", "fromDay", code, "fullName", post, "branchId")
				VALUES (${row?.id}, '2026-01-01', 'X${n}', 'Người ${n}', '{"vi":"x"}', ${here.branches.a})`);
		}
	});
	const period = await january(db, here, 'branch');
	const found = await members.propose(db, period);
	expect(found).toHaveLength(5_006);
	const began = performance.now();
	await db.write((tx) => members.put(tx, here.people.hr, period.id, found, NOW));
	await db.write((tx) =>
		members.put(
			tx,
			here.people.hr,
			period.id,
			found.map(({ id }) => ({ id, group: 'Một' })),
			NOW
		)
	);
	expect(performance.now() - began).toBeLessThan(20_000);
	expect(await db.read.$count(sheets)).toBe(5_006);
}, 60_000);
