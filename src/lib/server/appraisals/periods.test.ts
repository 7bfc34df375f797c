import { describe, expect, it } from 'vitest';
import { appraisal, refused, ruled, RULES } from '../../../../tests/appraisal';
import { database } from '../../../../tests/database';
import { NOW, town, type Town } from '../../../../tests/town';
import { draftAll } from './draft';
import * as members from './members';
import * as periods from './periods';
import type { NewPeriod } from './periods';
import type { Db } from '../db/open';
import { instantOf } from '../../shared/day';
import { periods as table, sheets } from './table';
import { doing, LATER } from '../../../../tests/appraisal';

const quarter = (versionId: number, said: Partial<NewPeriod> = {}): NewPeriod => ({
	kind: 'quarter',
	start: '2026-01-01',
	subject: 'officer',
	mode: 'appraisal',
	ruleSetVersionId: versionId,
	grouping: 'all',
	ackDays: 5,
	...said
});

async function house(): Promise<{ db: Db; here: Town; versionId: number }> {
	const db = database();
	const here = await town(db);
	return { db, here, versionId: await ruled(db, here, 'trial', RULES) };
}

describe('who may not', () => {
	it('is everybody but HR', async () => {
		const { db, here, versionId } = await house();
		const { administrator, leaderA, auditor, officer, hr } = here.people;
		const id = await db.write((tx) => periods.create(tx, hr, quarter(versionId), NOW));
		for (const person of [administrator, leaderA, auditor, officer]) {
			const tries = [
				db.write((tx) => periods.create(tx, person, quarter(versionId), NOW)),
				db.write((tx) => periods.change(tx, person, id, quarter(versionId), NOW)),
				db.write((tx) => periods.announce(tx, person, id, NOW)),
				db.write((tx) => periods.close(tx, person, id, NOW)),
				db.write((tx) => periods.reopenPeriod(tx, person, id, { reason: 'so' }, NOW)),
				db.write((tx) => periods.remove(tx, person, id, NOW)),
				db.write((tx) => members.put(tx, person, id, [{ id: here.officers.anh, group: 'A' }], NOW)),
				db.write((tx) => members.take(tx, person, id, [1], NOW)),
				db.write((tx) => members.group(tx, person, id, [1], 'B', NOW))
			];
			for (const work of tries) await refused(work, 'not_allowed');
		}
	});

	it('sees a period before it is announced, but HR and auditors; then those whose sheets are in it', async () => {
		const { db, here, versionId } = await house();
		const { administrator, leaderA, leaderB, auditor, officer, hr } = here.people;
		const id = await db.write((tx) => periods.create(tx, hr, quarter(versionId), NOW));
		await db.write((tx) => members.put(tx, hr, id, [{ id: here.officers.anh, group: 'A' }], NOW));
		const seen = async () =>
			Promise.all(
				[hr, auditor, leaderA, officer, leaderB, administrator].map(
					async (person) => (await periods.list(db.read, person)).length
				)
			);
		expect(await seen()).toEqual([1, 1, 0, 0, 0, 0]);
		await refused(periods.one(db.read, leaderA, id), 'not_found');
		await db.write((tx) => periods.announce(tx, hr, id, NOW));
		expect(await seen()).toEqual([1, 1, 1, 1, 0, 0]);
		await refused(periods.one(db.read, leaderB, id), 'not_found');
		const one = await periods.one(db.read, officer, id);
		expect(one).toMatchObject({ mode: 'appraisal', sheets: 1, ruleSet: { code: 'trial', version: 1 } });
	});
});

describe('the days of a period', () => {
	it('are whole months, to the end of the last', () => {
		const span = (kind: NewPeriod['kind'], start: string) =>
			Object.values(periods.spanOf(kind, start)).join();
		expect(span('month', '2026-02-01')).toBe('2026-02-01,2026-02-28');
		expect(span('month', '2028-02-01')).toBe('2028-02-01,2028-02-29');
		expect(span('month', '2026-12-01')).toBe('2026-12-01,2026-12-31');
		expect(span('quarter', '2026-07-01')).toBe('2026-07-01,2026-09-30');
		expect(span('quarter', '2026-10-01')).toBe('2026-10-01,2026-12-31');
		expect(span('half', '2026-07-01')).toBe('2026-07-01,2026-12-31');
		expect(span('year', '2026-01-01')).toBe('2026-01-01,2026-12-31');
	});

	it.each([
		['quarter', '2026-02-01'],
		['half', '2026-04-01'],
		['year', '2026-07-01'],
		['month', '2026-01-02'],
		['month', '2026-13-01']
	] as const)('are refused for a %s from %s', (kind, start) => {
		expect(() => periods.spanOf(kind, start)).toThrow(/bad_shape/);
	});

	it('are over once the last has ended in its zone and the days that officers wait', async () => {
		const { db } = await house();
		expect(await periods.overAt(db.read, { toDay: '2026-03-31' })).toBe(
			instantOf('2026-04-08', 'Asia/Ho_Chi_Minh')
		);
	});
});

it('asks for a rule set that is published, in force on the first day and about such sheets', async () => {
	const { db, here, versionId } = await house();
	const { hr } = here.people;
	const create = (said: Partial<NewPeriod>) =>
		db.write((tx) => periods.create(tx, hr, quarter(versionId, said), NOW));
	await refused(create({ start: '2025-10-01' }), 'rule_set_unfit');
	await refused(create({ subject: 'unit' }), 'rule_set_unfit');
	await refused(create({ ruleSetVersionId: 99 }), 'rule_set_unfit');
	await create({});
	await refused(create({ mode: 'coaching' }), 'already_exists');
	for (const ackDays of [2, 61, 3.5])
		await expect(create({ start: '2026-04-01', ackDays })).rejects.toThrow();
});

it('keeps its days, mode and rule set once announced, and cannot be taken away', async () => {
	const { db, here, versionId } = await house();
	const { hr } = here.people;
	const id = await db.write((tx) => periods.create(tx, hr, quarter(versionId), NOW));
	await refused(
		db.write((tx) => periods.announce(tx, hr, id, NOW)),
		'period_empty'
	);
	await db.write((tx) => periods.change(tx, hr, id, quarter(versionId, { mode: 'coaching' }), NOW));
	await db.write((tx) => members.put(tx, hr, id, [{ id: here.officers.anh, group: 'A' }], NOW));
	await refused(draftAll(db, hr, id, NOW), 'period_not_announced');
	await db.write((tx) => periods.announce(tx, hr, id, NOW));
	await db.write((tx) => periods.announce(tx, hr, id, NOW + 1));
	expect((await periods.row(db.read, id)).openedAt).toBe(NOW);
	await refused(
		db.write((tx) => periods.change(tx, hr, id, quarter(versionId), NOW)),
		'period_announced'
	);
	await refused(
		db.write((tx) => periods.remove(tx, hr, id, NOW)),
		'period_announced'
	);
	await expect(db.write((tx) => tx.update(table).set({ mode: 'appraisal' }))).rejects.toThrow();
});

it('is taken away with its members before it is announced', async () => {
	const { db, here, versionId } = await house();
	const { hr } = here.people;
	const id = await db.write((tx) => periods.create(tx, hr, quarter(versionId), NOW));
	await db.write((tx) => members.put(tx, hr, id, [{ id: here.officers.anh, group: 'A' }], NOW));
	await db.write((tx) => periods.remove(tx, hr, id, NOW));
	expect(await db.read.select().from(sheets)).toEqual([]);
	await refused(periods.row(db.read, id), 'not_found');
});

it('closes when every sheet is signed or excused, and then nothing is done to them until it is reopened', async () => {
	const db = database();
	const all = await appraisal(db);
	const { hr } = all.here.people;
	const does = doing(all);
	const close = () => db.write((tx) => periods.close(tx, hr, all.periodId, LATER));
	const ids = (await db.read.select().from(sheets)).map(({ id }) => id);
	expect((await refused(close(), 'period_unfinished')).details).toEqual({ count: 6 });
	for (const id of ids) await does.excuse(hr, id, { reason: 'a trial' });
	await close();
	const [first = 0] = ids;
	await refused(does.include(hr, first), 'period_closed');
	await refused(draftAll(db, hr, all.periodId, LATER), 'period_closed');
	const reopen = (reason: string) =>
		db.write((tx) => periods.reopenPeriod(tx, hr, all.periodId, { reason }, LATER));
	await refused(reopen('  '), 'reason_needed');
	await reopen('one was forgotten');
	await does.include(hr, first);
});
