// What is planted in the demo world (docs/demo-world.md) is found: when, and why. Nothing else is.
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { instantOf } from '../../../shared/day';
import { PRIVACY } from '../../../shared/privacy';
import { open, type Db } from '../../db/open';
import * as branches from '../../org/branches';
import { seed } from '../seed';
import { asked } from '../../analytics/asked';
import { hours } from '../../analytics/hours';
import { reasons } from '../../analytics/reasons';

const NOW = instantOf('2026-11-22', 'Asia/Ho_Chi_Minh', 9);
const READER = { scope: 'all' as const, live: true, role: 'leader' as const };
const folder = mkdtempSync(join(tmpdir(), 'hai-long-world-'));
let db: Db;
let ids: Record<string, number>;

beforeAll(async () => {
	copyFileSync(inject('templatePath'), join(folder, 'world.db'));
	db = open({ url: `file:${join(folder, 'world.db')}` });
	const silent = { progress: () => ({ to: () => undefined, end: () => undefined }), line: () => undefined };
	await seed(db, { ratings: 30_000, seed: 7, until: '2026-11-21', branches: 5, officers: 40 }, silent);
	ids = Object.fromEntries((await branches.all(db.read, '2026-11-21')).map(({ code, id }) => [code, id]));
}, 240_000);
afterAll(() => {
	db.close();
	rmSync(folder, { recursive: true, force: true });
});

const ask = (text: string) => asked(db, READER, new URLSearchParams(text), NOW);

async function mapOf(text: string) {
	const found = await hours(db, await ask(text), 'all', PRIVACY);
	if (found.kind !== 'map') throw new Error(`no map: ${found.why}`);
	return found;
}

test('the full hours, 9 and 14 o’clock, are named and no other', async () => {
	const year = await mapOf('period=2025-11-22..2026-11-21');
	expect(year.low.map(({ hour, weekday }) => [hour, weekday]).sort()).toEqual([
		[14, null],
		[9, null]
	]);
	for (const { gap } of year.low) expect(gap).toBeGreaterThan(0.02);
	expect([year.hours[0], year.hours.at(-1)]).toEqual([7, 19]);
	expect(year.weekdays).toEqual([1, 2, 3, 4, 5, 6]);
	// Somebody pressed six times on one evening, outside opening hours: too few to say, but told.
	expect(year.cells[12]?.[2]).toMatchObject({ open: false, hidden: false, share: { n: 6, share: null } });
});

test('no hour is named where chance alone may have made it low', async () => {
	for (const branch of ['BTD-01', 'BTD-04']) {
		const month = await mapOf(`branch=${ids[branch]}&period=month:2026-10`);
		expect(month.low.filter(({ hour }) => hour !== 9 && hour !== 14)).toEqual([]);
	}
});

test('in the slow month of BTD-02 waiting is what most complain about, and nobody else’s waiting stands out', async () => {
	const of = async (text: string) => {
		const found = await reasons(db, await ask(text), 'all', PRIVACY);
		if (found.kind !== 'reasons') throw new Error(found.why);
		return found;
	};
	const slow = await of(`branch=${ids['BTD-02']}&period=month:2026-09`);
	expect(slow.bad.causes[0]?.cause).toBe('waiting');
	// Three of four complaints about the service; those about officers and second reasons are beside them.
	expect(slow.bad.causes[0]?.share).toBeGreaterThan(0.6);
	expect(
		slow.bad.lines.filter(({ change }) => change === 'above').every(({ cause }) => cause === 'waiting')
	).toBe(true);
	expect(slow.bad.lines.some(({ change }) => change === 'above')).toBe(true);
	for (const text of [
		`branch=${ids['BTD-02']}&period=month:2026-07`,
		`branch=${ids['BTD-01']}&period=month:2026-09`
	]) {
		const calm = await of(text);
		expect(calm.bad.causes.find(({ cause }) => cause === 'waiting')?.share ?? 0, text).toBeLessThan(0.5);
		expect(calm.bad.lines.filter(({ change }) => change !== null)).toEqual([]);
	}
});
