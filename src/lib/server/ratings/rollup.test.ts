// Every rollup holds what counting in plain JavaScript gives, hour by the branch's clocks, in both ways of folding.
import { sql } from 'drizzle-orm';
import { describe, expect, test } from 'vitest';
import { database } from '../../../../tests/database';
import { entry, generate, put } from '../../../../tests/ledger';
import { NOW, town } from '../../../../tests/town';
import { addDays, clockOf, dayOf, instantOf, weekdayOf } from '../../shared/day';
import * as branches from '../org/branches';
import type { Db } from '../db/open';
import { EACH, keyOf } from './bucket';
import type { Entry } from './record';
import * as rollup from './rollup';

/** Where clocks go forward on a day of March 2026. */
const [AWAY, CHANGE] = ['Europe/Warsaw', '2026-03-29'];

async function filled(): Promise<{ db: Db; all: Entry[] }> {
	const db = database();
	const place = await town(db);
	const { b } = place.branches;
	const row = (await branches.list(db.read, '2026-03-02')).find(({ id }) => id === b)!;
	const { code, name, parentId, hours } = row;
	const moved = { code, name, parentId, hours, zone: AWAY, fromDay: '2026-03-03' };
	await db.write((tx) => branches.change(tx, place.people.administrator, b, moved, NOW));
	const here = generate(place, 300, '2026-01-20', '2026-04-12');
	const away = generate(place, 200, '2026-03-20', '2026-04-05', 2).map((one, index): Entry => {
		// On the day of the change its hours are told by the clocks after it (zones.ts).
		const hour = one.day === CHANGE ? 3 + (index % 21) : index % 24;
		const tappedAt = instantOf(one.day, AWAY, hour, 30);
		const { id, digest } = entry(place, 1_000 + index);
		const said = { id, digest, zone: AWAY, tappedAt, day: dayOf(tappedAt, AWAY), branchId: b };
		return { ...one, ...said, receivedAt: tappedAt + (index % 9 === 0 ? 30 * 3_600_000 : 1_000) };
	});
	return { db, all: [...here, ...away] };
}

/** The bucket of a rating in each rollup at each grain, and what it counts there. */
function plain(all: readonly Entry[]): Map<string, Map<string, number[]>> {
	const found = new Map(
		EACH.map(({ rollup, grain }) => [`${rollup.table} ${grain}`, new Map<string, number[]>()])
	);
	for (const one of all) {
		const { day, zone } = one;
		const monday = addDays(day, -((weekdayOf(day) + 6) % 7));
		const spans = { day, week: monday, month: day.slice(0, 7), late: day, officer: day.slice(0, 7) };
		const at = one.tappedAt + one.skewMs;
		const over = instantOf(addDays(day, 1), zone);
		const slot = weekdayOf(day) * 24 + clockOf(at, zone).hour;
		for (const {
			rollup: { table, keys },
			grain
		} of EACH) {
			if (grain === 'late' && !(one.receivedAt >= over && one.receivedAt - at >= 600_000)) continue;
			const isReason = keys.includes('code');
			for (const code of isReason ? one.reasons : ['']) {
				const own: Record<string, unknown> = { ...one, officerId: one.officerId ?? 0, slot, code };
				own.versionId = one.questionnaireId;
				if (grain === 'officer') Object.assign(own, { counterId: 0, serviceId: 0 });
				const key = [...keys.map((name) => own[name]), grain, spans[grain], one.scale, 0].join('|');
				const buckets = found.get(`${table} ${grain}`)!;
				const counts = buckets.get(key) ?? Array.from({ length: isReason ? 1 : 11 }, () => 0);
				counts[0] = (counts[0] ?? 0) + 1;
				if (!isReason) {
					counts[one.serviceGrade] = (counts[one.serviceGrade] ?? 0) + 1;
					if (one.officerGrade != null)
						counts[5 + one.officerGrade] = (counts[5 + one.officerGrade] ?? 0) + 1;
				}
				buckets.set(key, counts);
			}
		}
	}
	return found;
}

async function kept(db: Db): Promise<Map<string, Map<string, number[]>>> {
	const found = new Map<string, Map<string, number[]>>();
	for (const { rollup, grain } of EACH) {
		const width = keyOf(rollup).length;
		const rows = await db.read.all<Record<string, unknown>>(
			sql`SELECT * FROM ${sql.raw(rollup.table)} WHERE grain = ${grain}`
		);
		const buckets = rows.map((row): [string, number[]] => {
			const counts = Object.keys(row).slice(width);
			return [
				keyOf(rollup)
					.map((name) => row[name])
					.join('|'),
				counts.map((name) => Number(row[name]))
			];
		});
		found.set(`${rollup.table} ${grain}`, new Map(buckets));
	}
	return found;
}

describe('every rollup', () => {
	for (const [how, sizes] of [
		['laid out on a stage', { ratings: 150, staged: 1 }],
		['a few at a time', { ratings: 70, staged: 1_000 }]
	] as const)
		test(`holds what plain counting gives, ${how}`, async () => {
			const { db, all } = await filled();
			await put(db, all);
			await rollup.catchUp(db, undefined, sizes);
			const ought = plain(all);
			const is = await kept(db);
			for (const [name, buckets] of ought) {
				expect(buckets.size, name).toBeGreaterThan(0);
				expect(is.get(name), name).toEqual(buckets);
			}
			expect(await rollup.compare(db)).toEqual([]);
		});
});
