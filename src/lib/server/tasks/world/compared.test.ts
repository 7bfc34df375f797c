// What is equal by construction in the demo world (docs/demo-world.md) is not ranked apart, and who is worse is found:
// with its year of 60,000 ratings, and the dice that `npm run demo` throws.
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { instantOf } from '../../../shared/day';
import type { Row, Side } from '../../../shared/compare';
import type { Reader } from '../../analytics/asked';
import { compare, rows } from '../../analytics/compare';
import { ground } from '../../analytics/desk';
import { open, type Db } from '../../db/open';
import * as branches from '../../org/branches';
import * as officers from '../../org/officers';
import * as services from '../../org/services';
import { seed } from '../seed';
import { OFFICERS } from './officers';

const NOW = instantOf('2026-11-22', 'Asia/Ho_Chi_Minh', 9);
const CHIEF: Reader = { scope: 'all', live: true, role: 'leader' };
const YEAR = 'period=2025-11-22..2026-11-21';
const folder = mkdtempSync(join(tmpdir(), 'hai-long-compared-'));
let db: Db;
const codes = new Map<string, string>();

beforeAll(async () => {
	copyFileSync(inject('templatePath'), join(folder, 'world.db'));
	db = open({ url: `file:${join(folder, 'world.db')}` });
	const silent = { progress: () => ({ to: () => undefined, end: () => undefined }), line: () => undefined };
	await seed(db, { ratings: 60_000, seed: 7, until: '2026-11-21', branches: 5, officers: 40 }, silent);
	const day = '2026-11-21';
	for (const [side, list] of [
		['branch', await branches.all(db.read, day)],
		['service', await services.all(db.read, day)],
		['officer', await officers.all(db.read, day)]
	] as const)
		for (const { id, code } of list) codes.set(`${side} ${id}`, code);
}, 240_000);
afterAll(() => {
	db.close();
	rmSync(folder, { recursive: true, force: true });
});

const idOf = (side: Side, code: string) =>
	[...codes].find(([key, value]) => key.startsWith(side) && value === code)?.[0].split(' ')[1];

async function compared(by: Side, text = YEAR): Promise<Map<string, Row>> {
	const given = await ground(db, CHIEF, new URLSearchParams(text), NOW);
	const found = rows(await compare(db, given, CHIEF.scope, by));
	return new Map(found.map((row) => [codes.get(`${by} ${row.id}`) ?? String(row.id), row]));
}

const EQUAL = OFFICERS.flatMap(({ effect }, at) => (effect === 0 ? [`BTD${1001 + at}`] : []));

describe('officers', () => {
	test.each([YEAR, 'period=quarter:2026-3', 'period=month:2026-10', 'period=30d'])(
		'the twenty who are equal are not ranked apart in %s',
		async (period) => {
			const found = await compared('officer', period);
			expect(EQUAL).toHaveLength(20);
			for (const code of EQUAL)
				expect(['same', 'few', 'hidden', undefined], code).toContain(found.get(code)?.verdict);
			// Some have a month away from the counter.
			expect(EQUAL.filter((code) => found.get(code)?.verdict === 'same').length).toBeGreaterThan(8);
		}
	);

	test('the one who is worse is clearly below, and nobody else of the whole department is', async () => {
		const found = await compared('officer');
		expect([...found].filter(([, row]) => row.verdict === 'below').map(([code]) => code)).toEqual([
			'BTD1004'
		]);
		const { share, adjusted, shrunken, ratio, low } = found.get('BTD1004')!;
		expect(share.share).toBeCloseTo(0.79, 1);
		expect(adjusted!.share).toBeLessThan(low!);
		expect(shrunken!.share).toBeGreaterThan(share.share!);
		expect(ratio).toBeGreaterThan(1.8);
	});

	test('the consultation desk looks worse and is not', async () => {
		const found = await compared('officer');
		for (const code of ['BTD1039', 'BTD1040']) {
			const { share, adjusted, verdict } = found.get(code)!;
			expect(share.high, 'as counted, the desk is below the others').toBeLessThan(0.9);
			expect(adjusted!.share - share.share!).toBeGreaterThan(0.03);
			expect(verdict).not.toBe('below');
		}
	});

	test('inside one branch, where two may share a counter for a month, none of the equal is ranked apart', async () => {
		for (const code of ['BTD-01', 'BTD-02', 'BTD-03', 'BTD-04', 'BTD-05'])
			for (const period of [
				YEAR,
				'period=quarter:2026-2',
				'period=90d',
				'period=30d',
				'period=month:2026-07'
			]) {
				const found = await compared('officer', `${period}&branch=${idOf('branch', code)}`);
				const apart = [...found].filter(([, { verdict }]) => verdict === 'above' || verdict === 'below');
				expect(
					EQUAL.filter((one) => apart.some(([own]) => own === one)),
					`${code} ${period}`
				).toEqual([]);
				for (const desk of ['BTD1039', 'BTD1040']) expect(found.get(desk)?.verdict).not.toBe('below');
				if (code === 'BTD-01' && period !== 'period=month:2026-07')
					expect(
						apart.map(([own]) => own),
						period
					).toEqual(['BTD1004']);
			}
	});
});

describe('branches', () => {
	test('the one with the hardest services is not below for that', async () => {
		const found = await compared('branch');
		const { share, adjusted, verdict } = found.get('BTD-05')!;
		expect(Math.min(...[...found.values()].map((row) => row.share.share!))).toBe(share.share);
		expect(adjusted!.share - share.share!).toBeGreaterThan(0.05);
		expect(verdict).toBe('same');
	});

	test('the slow month is found, in the branch where it was', async () => {
		const found = await compared('branch', 'period=month:2026-09');
		expect([...found].filter(([, row]) => row.verdict !== 'same').map(([code]) => code)).toEqual(['BTD-02']);
		const month = await compared('branch', 'period=month:2026-07');
		expect([...month].filter(([, row]) => row.verdict !== 'same')).toEqual([]);
	});
});

test('services are compared as they are, and the hardest is clearly below', async () => {
	const found = await compared('service');
	const { verdict, adjusted } = found.get('TV-TG')!;
	expect(verdict).toBe('below');
	expect(adjusted).toBeNull();
});
