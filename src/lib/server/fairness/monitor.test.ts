// Groups of officers are compared by aggregates alone: first who may not look or enter, what is hidden and that nothing
// is computed while it is off; then that a planted difference is found and none where there is none.
import { describe, expect, test } from 'vitest';
import { database } from '../../../../tests/database';
import { chance, entry, put } from '../../../../tests/ledger';
import { FIRST_DAY, NOW, town, ZONE } from '../../../../tests/town';
import { instantOf } from '../../shared/day';
import { periods, sheets } from '../appraisals/table';
import { trail } from '../audit/trail';
import * as officers from '../org/officers';
import type { Entry } from '../ratings/record';
import { ruleSets, ruleSetVersions } from '../rulesets/table';
import { apart, type Member } from './apart';
import * as labels from './labels';
import { choices, monitor } from './monitor';
import * as settings from './settings';

const POST = { vi: 'Công chức', en: 'Officer', ja: '職員', zh: '公务员', ko: '공무원' };

/** `sizes` officers of each group, with 40 ratings each in February, of which about `levels` are satisfied. */
async function here(sizes: Record<string, number>, levels: Record<string, number>, seed = 7) {
	const db = database();
	const place = await town(db);
	const { administrator, hr } = place.people;
	const random = chance(seed);
	const { declare, inspect } = place.services;
	const lines: string[] = [];
	const ids: number[] = [];
	const entries: Entry[] = [];
	for (const [label, size] of Object.entries(sizes))
		for (let one = 0; one < size; one++) {
			const code = `F-${label}-${one}`;
			const named = { code, fullName: code, post: POST, branchId: place.branches.a, photoId: null };
			const id = await db.write((tx) =>
				officers.add(tx, administrator, { ...named, fromDay: FIRST_DAY }, NOW)
			);
			ids.push(id);
			lines.push(`${code}\t${label}`);
			for (let number = 0; number < 40; number++) {
				const isGood = random() < (levels[label] ?? 0.9);
				entries.push(
					entry(place, entries.length, {
						officerId: id,
						serviceId: random() < 0.5 ? declare : inspect,
						officerGrade: isGood ? 5 : 2,
						tappedAt: instantOf(`2026-02-${String(1 + (number % 28)).padStart(2, '0')}`, ZONE, 9)
					})
				);
			}
		}
	await put(db, entries);
	await db.write(async (tx) => {
		await tx.insert(ruleSets).values({ id: 901, code: 'test', shipped: false });
		const content = {} as never;
		await tx
			.insert(ruleSetVersions)
			.values({ id: 901, ruleSetId: 901, version: 1, content, fromDay: '2025-01-01' });
		await tx.insert(periods).values({
			...{ id: 1, kind: 'month', fromDay: '2026-02-01', toDay: '2026-02-28', subject: 'officer' },
			...{ mode: 'appraisal', ruleSetVersionId: 901, grouping: 'all', ackDays: 5, createdAt: NOW }
		});
		for (const officerId of ids)
			await tx.insert(sheets).values({
				...{ periodId: 1, officerId, branchId: place.branches.a, peerGroup: 'A' },
				...{ draftedAt: NOW, state: 'drafted' }
			});
	});
	const on = (is = true, who = hr) => db.write((tx) => settings.set(tx, who, is, NOW));
	const enter = (text = lines.join('\n'), who = hr, dimension = 'Nhóm tuổi') =>
		db.write((tx) => labels.enter(tx, who, { dimension, text }, NOW));
	return {
		...{ db, place, hr, ids, lines, on, enter },
		look: (who = hr) => monitor(db, who, { periodId: 1, dimension: 'Nhóm tuổi' })
	};
}

describe('whoever may not', () => {
	test('neither looks nor enters nor switches it on; an auditor looks and changes nothing', async () => {
		const { db, place, enter, on, look, lines } = await here({ a: 6, b: 6 }, {});
		const { auditor, administrator, leaderA, officer, reviewer } = place.people;
		const refused = { code: 'not_allowed' };
		for (const who of [auditor, administrator, leaderA, officer, reviewer]) {
			await expect(on(true, who)).rejects.toMatchObject(refused);
			await expect(enter(lines.join('\n'), who)).rejects.toMatchObject(refused);
			await expect(db.write((tx) => labels.remove(tx, who, 'Nhóm tuổi', NOW))).rejects.toMatchObject(refused);
			if (who !== auditor) await expect(look(who)).rejects.toMatchObject(refused);
		}
		await on();
		await enter();
		expect(await look(auditor)).toMatchObject({ verdict: 'same' });
	});

	test('gets nothing while it is off, which it is at first, and again once it is off', async () => {
		const { db, enter, look, on } = await here({ a: 6, b: 6 }, {});
		await enter();
		await expect(look()).rejects.toMatchObject({ code: 'monitor_off' });
		await on();
		await on();
		expect((await look()).groups).toHaveLength(2);
		await on(false);
		await expect(look()).rejects.toMatchObject({ code: 'monitor_off' });
		const lines = await trail(db.read, { subject: 'fairness:monitor' });
		expect(lines.map(({ act }) => act)).toEqual(['fairness.off', 'fairness.on']);
	});
});

describe('labels', () => {
	test('are taken all or not at all, and each wrong line is named', async () => {
		const { db, enter, lines } = await here({ a: 2, b: 1 }, {});
		await enter();
		const text = ['\ufeffF-a-0;  trẻ ', '', 'F-a-1', 'F-x,trẻ', '"F-a-0","già"', `F-b-0,${'x'.repeat(61)}`];
		expect((await labels.read(db.read, text.join('\r\n'))).wrong).toEqual([
			{ line: 3, what: 'no_group', found: 'F-a-1' },
			{ line: 4, what: 'officer_unknown', found: 'F-x' },
			{ line: 5, what: 'twice', found: 'F-a-0' },
			{ line: 6, what: 'too_long', found: 'x'.repeat(60) }
		]);
		await expect(enter(text.join('\n'))).rejects.toMatchObject({
			code: 'lines_wrong',
			details: { lines: [3, 4, 5, 6] }
		});
		await expect(enter('  \n')).rejects.toMatchObject({ code: 'bad_shape' });
		await expect(enter(lines.join('\n'), undefined, ' ')).rejects.toMatchObject({ code: 'bad_shape' });
		expect(await labels.dimensions(db.read)).toEqual([{ dimension: 'Nhóm tuổi', officers: 3, groups: 2 }]);
		await enter('f-a-0,"nhóm ""một"""');
		expect([...(await labels.of(db.read, 'Nhóm tuổi')).values()]).toEqual(['nhóm "một"']);
		const [line] = await trail(db.read, { subject: 'fairness:groups' });
		expect(JSON.stringify(line?.details)).not.toMatch(/F-a|một/);
	});
});

describe('the monitor', () => {
	test('hides a group of fewer than five officers, and another with it, so that it cannot be subtracted', async () => {
		const { on, enter, look } = await here({ a: 9, b: 4, c: 6, d: 8 }, {});
		await on();
		await enter();
		const { groups } = await look();
		expect(groups.map(({ label, verdict }) => [label, verdict === 'hidden'])).toEqual([
			['a', false],
			['b', true],
			['c', true],
			['d', false]
		]);
		for (const one of groups.filter(({ verdict }) => verdict === 'hidden'))
			expect([one.officers, one.n, one.share, one.low, one.high, one.others]).toEqual(Array(6).fill(null));
	});

	test('shows nothing at all where there are two groups and one is small', async () => {
		const { on, enter, look } = await here({ a: 9, b: 4 }, { a: 0.95, b: 0.3 });
		await on();
		await enter();
		expect(await look()).toMatchObject({ verdict: 'hidden', groups: [{ share: null }, { share: null }] });
	});

	test('finds a planted difference and says which way, and none where there is none', async () => {
		const planted = await here({ a: 10, b: 10, c: 10 }, { a: 0.92, b: 0.78, c: 0.92 });
		await planted.on();
		await planted.enter();
		const found = await planted.look();
		expect(found.verdict).toBe('differs');
		expect(found.groups.find(({ label }) => label === 'b')).toMatchObject({
			verdict: 'below',
			officers: 10,
			n: 400
		});
		expect(JSON.stringify(found)).not.toContain('F-');
		const equal = await here({ a: 10, b: 10, c: 10 }, { a: 0.9, b: 0.9, c: 0.9 });
		await equal.on();
		await equal.enter();
		expect(await equal.look()).toMatchObject({ verdict: 'same', scale: 5, officers: 30, unlabelled: 0 });
		expect(await choices(equal.db.read)).toEqual([{ id: 1, from: '2026-02-01', to: '2026-02-28' }]);
	});
});

describe('the arithmetic', () => {
	/** Officers of two groups who differ among themselves, but not by group. */
	function world(seed: number, gap: number): Member[] {
		const random = chance(seed);
		return Array.from({ length: 24 }, (_, at) => {
			const label = at % 2 === 0 ? 'a' : 'b';
			const level = 0.9 + (random() - 0.5) * 0.12 - (label === 'b' ? gap : 0);
			let count = 0;
			for (let one = 0; one < 400; one++) if (random() < level) count++;
			return { label, strata: [{ kind: 1, count, n: 400 }] };
		});
	}
	const named = (seed: number, gap = 0) =>
		apart(world(seed, gap), 10).groups.some(({ verdict }) => verdict === 'above' || verdict === 'below');

	test('does not take the difference of single officers for one of their groups', () => {
		const seeds = Array.from({ length: 200 }, (_, at) => at + 1);
		expect(seeds.filter((seed) => named(seed)).length / 200).toBeLessThan(0.09);
		expect(seeds.filter((seed) => named(seed, 0.07)).length / 200).toBeGreaterThan(0.9);
	});

	test('takes the mix of services out: who serves what is harder is not below for it', () => {
		const member = (label: string, easy: number, hard: number): Member => ({
			label,
			strata: [
				{ kind: 1, count: Math.round(easy * 0.95), n: easy },
				{ kind: 2, count: Math.round(hard * 0.7), n: hard }
			]
		});
		const members = [
			...Array.from({ length: 8 }, () => member('a', 200, 40)),
			...Array.from({ length: 8 }, () => member('b', 40, 200))
		];
		const { groups } = apart(members, 10);
		expect(groups.map(({ verdict }) => verdict)).toEqual(['same', 'same']);
		expect(groups[0]?.share).toBeCloseTo(groups[1]?.share ?? 0, 3);
	});
});
