import { sql } from 'drizzle-orm';
import { describe, expect, test } from 'vitest';
import { database } from '../../../../tests/database';
import { chance, entry, generate, put } from '../../../../tests/ledger';
import { judge } from '../../../../tests/judged';
import { NOW, QUESTIONNAIRE, town } from '../../../../tests/town';
import { SYSTEM } from '../../shared/actor';
import * as questionnaires from '../org/questionnaires';
import { asked, type Reader } from './asked';
import { pareto, type Named } from './pareto';
import { reasons } from './reasons';

const RULES = { minCell: 5, minSample: 10 };
const CODES = QUESTIONNAIRE.reasons.map(({ code }) => code);

async function set() {
	const db = database();
	const place = await town(db);
	const read = async (who: keyof typeof place.people, text: string) => {
		const { scope, role } = place.people[who];
		const reader: Reader = { scope, role, live: true };
		return reasons(db, await asked(db, reader, new URLSearchParams(text), NOW), scope, RULES);
	};
	const listOf = async (who: keyof typeof place.people, text: string) => {
		const found = await read(who, text);
		if (found.kind !== 'reasons') throw new Error(found.why);
		return found;
	};
	/** As many ratings as numbers, each with reasons. */
	const saying = (first: number, count: number, codes: string[], said: object = {}) =>
		Array.from({ length: count }, (_, index) =>
			entry(place, first + index, { day: '2026-02-10', serviceGrade: 2, reasons: codes, ...said })
		);
	return { db, place, read, listOf, saying };
}

const counted = (list: { code: string | null; cause: string | null; n: number }[]) =>
	list.map(({ code, cause, n }) => [code, cause, n]);

describe('reasons', () => {
	test('of one counter are not told, and of an officer only over whole weeks or months', async () => {
		const { place, read } = await set();
		expect(await read('leaderA', `period=month:2026-02&counter=${place.counters.a1}`)).toEqual({
			...{ kind: 'none', why: 'counter' }
		});
		expect(await read('leaderA', `period=2026-02-24..2026-02-28&officer=${place.officers.anh}`)).toEqual({
			...{ kind: 'none', why: 'short' }
		});
	});

	test('are those of the ratings that count, whatever is asked', async () => {
		const { db, place, listOf } = await set();
		const random = chance(3);
		const some = generate(place, 4000, '2026-01-20', '2026-03-01').map((one) => ({
			...one,
			reasons: CODES.filter(() => random() < 0.3)
		}));
		await put(db, some);
		await judge(db, place, 0, 5);
		const { declare } = place.services;
		const { anh } = place.officers;
		for (const [who, text, where] of [
			['auditor', '', ''],
			['leaderA', '', `AND "branchId" = ${place.branches.a}`],
			['leaderA', `&service=${declare}`, `AND "branchId" = ${place.branches.a} AND "serviceId" = ${declare}`],
			['auditor', `&service=${declare}&marked=without`, `AND "serviceId" = ${declare} AND marked = 0`],
			['leaderA', `&officer=${anh}`, `AND "branchId" = ${place.branches.a} AND "officerId" = ${anh}`],
			[
				'leaderB',
				`&officer=${anh}&marked=without`,
				`AND "branchId" = ${place.branches.b} AND "officerId" = ${anh} AND marked = 0`
			]
		] as const)
			for (const [period, from, to] of [
				['month:2026-02', '2026-02-01', '2026-02-28'],
				['2026-01-26..2026-03-01', '2026-01-26', '2026-03-01']
			] as const) {
				const found = await listOf(who, `period=${period}${text}`);
				const plain = await db.read.all<{ code: string; n: number }>(
					sql.raw(`SELECT reason.value AS code, count(*) AS n FROM counted_ratings r CROSS JOIN json_each(r.reasons) reason
						WHERE scale = 5 AND day BETWEEN '${from}' AND '${to}' ${where} GROUP BY 1`)
				);
				const lines = [...found.bad.lines, ...found.good.lines].map(({ code, n }) => ({ code, n }));
				const byCode = (a: { code: string | null }, b: { code: string | null }) =>
					String(a.code) < String(b.code) ? -1 : 1;
				expect(lines.sort(byCode), `${who} ${text} ${period}`).toEqual(plain.sort(byCode));
				expect(plain).toHaveLength(CODES.length);
				expect(found.bad.n + found.good.n).toBe(plain.reduce((sum, { n }) => sum + n, 0));
			}
	});

	test('stand in order with running shares, and causes beside them', async () => {
		const { db, place: _place, listOf, saying } = await set();
		await put(db, [
			...saying(0, 30, ['long-wait']),
			...saying(100, 12, ['rude']),
			...saying(200, 8, ['unclear', 'long-wait']),
			...saying(300, 6, ['quick'], { serviceGrade: 5 })
		]);
		const { bad, good, ratings } = await listOf('leaderA', 'period=month:2026-02');
		expect(counted(bad.lines)).toEqual([
			['long-wait', 'waiting', 38],
			['rude', 'officer', 12],
			['unclear', 'procedure', 8]
		]);
		expect(bad.lines.map(({ running }) => running)).toEqual([38 / 58, 50 / 58, 1]);
		expect(bad.lines[0]?.perHundred).toBeCloseTo((100 * 38) / 56, 9);
		expect(bad.causes.map(({ cause, n }) => [cause, n])).toEqual([
			['waiting', 38],
			['officer', 12],
			['procedure', 8]
		]);
		expect([good.n, good.lines[0]?.share, ratings]).toEqual([6, null, 56]);
	});

	test('are in the words and with the cause of their own version, and one where both agree', async () => {
		const { db, place, listOf, saying } = await set();
		const { id } = place.questionnaire;
		const later = await db.write(async (tx) => {
			const reasons = QUESTIONNAIRE.reasons.map((one) =>
				one.code === 'unclear'
					? { ...one, cause: 'officer' as const }
					: one.code === 'rude'
						? { ...one, words: { ...one.words, vi: 'Chưa lịch sự' } }
						: one
			);
			await questionnaires.saveDraft(tx, SYSTEM, id, { ...QUESTIONNAIRE, reasons }, NOW);
			return questionnaires.publish(tx, SYSTEM, id, NOW);
		});
		await put(db, [
			...saying(0, 7, ['rude', 'unclear']),
			...saying(100, 6, ['rude', 'unclear'], { questionnaireId: later })
		]);
		const { bad } = await listOf('leaderA', 'period=month:2026-02');
		expect(counted(bad.lines)).toEqual([
			['rude', 'officer', 13],
			['unclear', 'procedure', 7],
			['unclear', 'officer', 6]
		]);
		expect(bad.lines[0]?.words?.vi).toBe('Chưa lịch sự');
	});

	test('that were tapped more often than before by more than chance are said to be so', async () => {
		const { db, listOf, saying } = await set();
		await put(db, [
			...saying(0, 12, ['long-wait'], { day: '2026-01-10' }),
			...saying(100, 10, ['rude'], { day: '2026-01-10' }),
			...saying(200, 178, [], { day: '2026-01-10' }),
			...saying(400, 60, ['long-wait']),
			...saying(500, 12, ['rude']),
			...saying(600, 128, [])
		]);
		const { bad, before } = await listOf('leaderA', 'period=month:2026-02');
		expect(before).toEqual({ from: '2026-01-01', to: '2026-01-31' });
		expect(bad.lines.map(({ code, change }) => [code, change])).toEqual([
			['long-wait', 'above'],
			['rude', null]
		]);
	});
});

describe('what few named', () => {
	const one = (code: string, cause: Named['cause'], n: number): Named => ({
		...{ key: `bad ${cause} ${code}`, code, cause, fits: 'bad', n },
		words: { vi: code, en: code, ja: '', zh: '', ko: '' }
	});
	const of = (now: Named[], told: string[] = []) =>
		pareto('bad', { now, then: [], ratings: { now: 500, then: 0 }, told: new Set(told), rules: RULES });

	test('stands together with others of its cause, so that the cause less the rest does not tell it', () => {
		const { lines } = of([
			one('a', 'waiting', 40),
			one('b', 'waiting', 9),
			one('c', 'waiting', 2),
			one('d', 'officer', 8)
		]);
		expect(counted(lines)).toEqual([
			['a', 'waiting', 40],
			[null, 'waiting', 11],
			['d', 'officer', 8]
		]);
	});

	test('of a cause that few named stands with another cause', () => {
		const { lines, causes } = of([one('a', 'waiting', 40), one('d', 'officer', 8), one('e', 'rules', 3)]);
		expect(counted(lines)).toEqual([
			['a', 'waiting', 40],
			[null, null, 11]
		]);
		expect(causes.map(({ cause, n }) => [cause, n])).toEqual([
			['waiting', 40],
			[null, 11]
		]);
	});

	test('is not told by its cause either, where siblings would give it away and the cause has no other', () => {
		const list = [one('a', 'waiting', 40), one('d', 'officer', 20), one('f', 'rules', 15)];
		const { lines, causes } = of(list, ['bad officer d']);
		expect(causes.map(({ cause, n }) => [cause, n])).toEqual([
			['waiting', 40],
			[null, 35]
		]);
		expect(lines.some(({ n }) => n === 20)).toBe(false);
	});

	test('is not told at all where all together are few', () => {
		expect(of([one('a', 'waiting', 4)])).toEqual({ n: 0, hidden: true, causes: [], lines: [] });
		expect(of([])).toEqual({ n: 0, hidden: false, causes: [], lines: [] });
	});

	test('stays hidden where other branches and all together would tell it', async () => {
		const { db, place, listOf, saying } = await set();
		const { a, b } = place.branches;
		const there = { branchId: b, counterId: place.counters.b1 };
		await put(db, [
			...saying(0, 30, ['long-wait']),
			...saying(100, 20, ['rude']),
			...saying(200, 20, ['unclear']),
			...saying(300, 25, ['long-wait'], there),
			...saying(400, 22, ['rude'], there),
			...saying(500, 3, ['unclear'], there)
		]);
		const shown = async (text: string) =>
			new Map(
				(await listOf('auditor', `period=month:2026-02${text}`)).bad.lines.map(({ code, n }) => [code, n])
			);
		const [all, one, other] = [await shown(''), await shown(`&branch=${a}`), await shown(`&branch=${b}`)];
		for (const code of CODES) {
			const [whole, mine] = [all.get(code), one.get(code)];
			if (whole !== undefined && mine !== undefined && other.get(code) === undefined)
				expect(whole - mine, code).not.toBe(3);
		}
		expect(other.get('unclear')).toBeUndefined();
		expect(one.get('unclear')).toBeUndefined();
	});
});
