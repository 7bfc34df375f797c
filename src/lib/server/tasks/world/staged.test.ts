// The rules find what is planted, and next to nothing else.
import { sql } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { database } from '../../../../../tests/database';
import { clockOf } from '../../../shared/day';
import type { MarkRule } from '../../ratings/table';
import * as marker from '../../ratings/marker';
import { seed } from '../seed';
import { ZONE } from './branches';
import { generate } from './generate';
import { plan } from './plan';
import * as truth from './truth';

const WISH = { seed: 7, until: '2026-11-21', branches: 5, officers: 40 };
const { calendar } = plan(WISH);
const quiet = { progress: () => ({ to: () => undefined, end: () => undefined }), line: () => undefined };

async function marked(ratings: number) {
	const db = database();
	await seed(db, { ...WISH, ratings }, quiet);
	await marker.look(db);
	const rows = await db.read.all<{ rule: MarkRule; code: string; day: string; tappedAt: number }>(
		sql`SELECT m.rule, v.code, r.day, r."tappedAt" FROM marks AS m JOIN ratings AS r USING (position)
			JOIN counter_versions AS v ON v."counterId" = r."counterId" ORDER BY r.position`
	);
	const [given] = await db.read.all<{ n: number }>(
		sql`SELECT count(*) AS n FROM ratings WHERE "officerId" IS NULL`
	);
	return {
		unserved: given!.n,
		of: (rule: MarkRule) =>
			rows
				.filter((row) => row.rule === rule)
				.map(({ code, day, tappedAt }) => ({ code, day, hour: clockOf(tappedAt, ZONE).hour }))
	};
}

const repeat = (count: number, what: { code: string; day: string; hour: number }) =>
	Array.from({ length: count }, () => what);

test('the planted presses are marked by their rules, and every rating of the week without an officer', async () => {
	const { of, unserved } = await marked(5_000);
	const evening = { code: truth.AFTER_HOURS.counter, day: calendar.afterHoursDay, hour: 19 };
	const oneGo = { code: truth.IN_ONE_GO.counter, day: calendar.inOneGoDay, hour: 16 };
	expect(of('outside_hours')).toEqual(repeat(6, evening));
	expect(of('too_soon')).toEqual(repeat(13, oneGo));
	expect(of('burst')).toEqual(repeat(14, oneGo));
	const run = of('same_run');
	expect(run.filter(({ hour }) => hour === oneGo.hour)).toEqual(repeat(14, oneGo));
	// A customer just before who was as content joins the run.
	expect(run.length).toBeLessThan(18);
	expect(run.every(({ code, day }) => code === oneGo.code && day === oneGo.day)).toBe(true);
	expect(unserved).toBeGreaterThan(2);
	expect(of('nobody_on_duty')).toHaveLength(unserved);
	expect(of('nobody_on_duty').every(({ code }) => code === truth.UNSTAFFED.counter)).toBe(true);
	expect([...of('clock'), ...of('officer_unclear')]).toEqual([]);
});

test('a small world has nothing staged', () => {
	const evenings = (count: number) =>
		[...generate(plan(WISH), { seed: 7, count })]
			.flatMap(({ ratings }) => ratings)
			.filter(({ at }) => clockOf(at, ZONE).hour >= 18);
	expect(evenings(truth.STAGED_FROM)).toHaveLength(6);
	expect(evenings(truth.STAGED_FROM - 1)).toEqual([]);
});
