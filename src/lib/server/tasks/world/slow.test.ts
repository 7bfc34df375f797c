// The one branch that was slow in one month signals on its trend, and no other branch's month does.
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { instantOf } from '../../../shared/day';
import { PRIVACY } from '../../../shared/privacy';
import { asked } from '../../analytics/asked';
import { course } from '../../analytics/course';
import { stepOf } from '../../analytics/desk';
import { open, type Db } from '../../db/open';
import * as branches from '../../org/branches';
import { seed } from '../seed';

const NOW = instantOf('2026-11-22', 'Asia/Ho_Chi_Minh', 9);
const READER = { scope: 'all' as const, live: true, role: 'leader' as const };
const YEAR = 'period=2025-11-22..2026-11-21';
const folder = mkdtempSync(join(tmpdir(), 'hai-long-slow-'));
let db: Db;
let ids: Map<string, number>;

beforeAll(async () => {
	copyFileSync(inject('templatePath'), join(folder, 'world.db'));
	db = open({ url: `file:${join(folder, 'world.db')}` });
	const silent = { progress: () => ({ to: () => undefined, end: () => undefined }), line: () => undefined };
	await seed(db, { ratings: 30_000, seed: 7, until: '2026-11-21', branches: 5, officers: 40 }, silent);
	ids = new Map(
		(await branches.all(db.read, '2026-11-21'))
			.filter(({ code }) => /^BTD-0/.test(code))
			.map(({ code, id }) => [code, id])
	);
}, 240_000);
afterAll(() => {
	db.close();
	rmSync(folder, { recursive: true, force: true });
});

async function signals(text: string, about: 'service' | 'officer' = 'service') {
	const params = new URLSearchParams(text);
	const wanted = await asked(db, READER, params, NOW);
	const wish = { ...wanted, step: stepOf(params), about, scope: 'all' as const, rules: PRIVACY };
	const { points } = await course(db, wish);
	return points.flatMap(({ from, signal }) => (signal ? [{ from, ...signal }] : []));
}

test('by month the slow one signals, far below, and no other month of any branch', async () => {
	expect(ids.size).toBe(5);
	for (const [code, id] of ids)
		expect(await signals(`${YEAR}&branch=${id}&step=month`), code).toEqual(
			code === 'BTD-02' ? [{ from: '2026-09-01', rule: 'beyond', side: 'below' }] : []
		);
});

test('by week the weeks of that month signal', async () => {
	const found = await signals(`${YEAR}&branch=${ids.get('BTD-02')}&step=week`);
	const below = found
		.filter(({ rule, side }) => rule === 'beyond' && side === 'below')
		.map(({ from }) => from);
	// The weeks at both ends lie partly in the months beside it.
	expect(below).toEqual(['2026-08-31', '2026-09-07', '2026-09-14', '2026-09-21', '2026-09-28']);
	// Of some two hundred weeks of the others chance alone puts one or two beyond three sigma.
	const elsewhere: unknown[] = [];
	for (const [code, id] of ids)
		if (code !== 'BTD-02')
			elsewhere.push(
				...(await signals(`${YEAR}&branch=${id}&step=week`)).filter(({ rule }) => rule === 'beyond')
			);
	expect(elsewhere.length).toBeLessThan(3);
});

test('seen in that month alone it signals as well: the level is the year’s, not the month’s own', async () => {
	const found = await signals(`period=month:2026-09&branch=${ids.get('BTD-02')}&step=week`);
	expect(found.filter(({ side }) => side === 'below').length).toBeGreaterThan(2);
	expect(await signals(`period=month:2026-08&branch=${ids.get('BTD-02')}&step=week`)).toEqual([]);
});

test('the officers’ grades of that month do not signal', async () => {
	expect(await signals(`${YEAR}&branch=${ids.get('BTD-02')}&step=month`, 'officer')).toEqual([]);
});
