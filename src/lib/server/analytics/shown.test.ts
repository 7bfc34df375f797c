// What an officer is shown one by one: never fewer than the smallest cell together, never a day, never an order.
import { describe, expect, test } from 'vitest';
import { chance } from '../../../../tests/ledger';
import { addDays, instantOf, weekdayOf } from '../../shared/day';
import { batches, lastSunday, type Kept } from './shown';

const ZONE = 'Asia/Ho_Chi_Minh';
const RULES = { minCell: 5, officerDelayDays: 7 };
const at = (day: string, hour = 9) => instantOf(day, ZONE, hour);

function one(id: string, day: string, said: Partial<Kept> = {}): Kept {
	const plain = { scale: 5 as const, grade: 5, reasons: [], versionId: 1 };
	const standing = { struck: false, marked: false, hasComment: false };
	return { id, ...plain, ...standing, day, fromAt: at(day), untilAt: null, ...said };
}
const some = (n: number, day: string, prefix = day) =>
	Array.from({ length: n }, (_, at) => one(`${prefix}-${at}`, day));
const ids = (list: ReturnType<typeof batches>) => list.map(({ ratings }) => ratings.map(({ id }) => id));

describe('a week of an officer’s ratings', () => {
	test('is not shown before the days are over that its last day has to lie back', () => {
		const kept = some(5, '2026-02-09');
		expect(batches(kept, RULES, at('2026-02-21', 23), ZONE)).toEqual([]);
		expect(batches(kept, RULES, at('2026-02-22', 0), ZONE)).toMatchObject([
			{ from: '2026-02-09', to: '2026-02-15', shownDay: '2026-02-22' }
		]);
		expect(lastSunday('2026-02-21', RULES)).toBe('2026-02-08');
	});

	test('waits for the next one where it has fewer than the smallest cell, and both are then one', () => {
		const kept = [...some(4, '2026-02-10'), ...some(1, '2026-02-20')];
		expect(batches(kept, RULES, at('2026-02-26'), ZONE)).toEqual([]);
		const [both] = batches(kept, RULES, at('2026-03-02'), ZONE);
		expect(both).toMatchObject({ from: '2026-02-09', to: '2026-02-22', shownDay: '2026-03-01' });
		expect(both?.ratings).toHaveLength(5);
	});

	test('holds, in the order of their ids, nothing of when a rating was given', () => {
		const kept = [...some(5, '2026-02-11', 'b'), ...some(5, '2026-02-09', 'a')];
		const [batch] = batches(kept, RULES, at('2026-03-02'), ZONE);
		expect(ids([batch!])[0]).toEqual([...ids([batch!])[0]!].sort());
		expect(Object.keys(batch!.ratings[0]!).sort()).toEqual(
			['id', 'scale', 'grade', 'reasons', 'versionId', 'struck', 'marked', 'hasComment'].sort()
		);
	});
});

describe('what comes late', () => {
	test('never joins a week that was shown already: it waits for the next batch, under all its weeks', () => {
		const kept = some(5, '2026-02-09');
		const late = one('late', '2026-02-10', { fromAt: at('2026-02-22', 9) });
		expect(ids(batches([...kept, late], RULES, at('2026-02-27'), ZONE))).toEqual(
			ids(batches(kept, RULES, at('2026-02-27'), ZONE))
		);
		const [first, second] = batches([...kept, late, ...some(4, '2026-02-17')], RULES, at('2026-03-02'), ZONE);
		expect(first?.ratings).toHaveLength(5);
		expect(second).toMatchObject({ from: '2026-02-09', to: '2026-02-22' });
		expect(second?.ratings).toHaveLength(5);
	});

	test('what was settled on another is gone from its batch and moves nobody else', () => {
		const kept = some(5, '2026-02-09');
		const gone = kept.map((own, at) => (at === 0 ? { ...own, untilAt: instantOf('2026-02-25', ZONE) } : own));
		const [batch] = batches(gone, RULES, at('2026-03-02'), ZONE);
		expect(batch).toMatchObject({ to: '2026-02-15' });
		expect(batch?.ratings).toHaveLength(4);
		const early = kept.map((own, at) =>
			at === 0 ? { ...own, untilAt: instantOf('2026-02-12', ZONE) } : own
		);
		expect(batches(early, RULES, at('2026-03-02'), ZONE), 'before it was shown it never counted').toEqual([]);
	});
});

test('whoever looks every day sees whole batches appear and nothing else move, of at least the smallest cell', () => {
	const random = chance(7);
	const first = '2026-01-05';
	const kept = Array.from({ length: 120 }, (_, number) => {
		const day = addDays(first, Math.floor(random() * 90));
		const late = random() < 0.2 ? Math.floor(random() * 40) : 0;
		const id = String(Math.floor(random() * 1e9));
		return one(`${id}-${number}`, day, { fromAt: at(addDays(day, late), 8 + Math.floor(random() * 9)) });
	});
	let before: ReturnType<typeof batches> = [];
	for (let day = first; day < '2026-07-01'; day = addDays(day, 1)) {
		// At any instant of the day, and whatever has arrived by then.
		const now = at(day, Math.floor(random() * 24));
		const arrived = kept.filter(({ fromAt }) => fromAt <= now);
		const shown = batches(arrived, RULES, now, ZONE);
		expect(shown.slice(0, before.length), day).toEqual(before);
		expect(shown.length - before.length).toBeLessThanOrEqual(1);
		for (const { from, to, shownDay, ratings } of shown) {
			expect(ratings.length).toBeGreaterThanOrEqual(RULES.minCell);
			expect([weekdayOf(from), weekdayOf(to)]).toEqual([1, 0]);
			expect(shownDay).toBe(addDays(to, 7));
		}
		before = shown;
	}
	expect(before.length).toBeGreaterThan(10);
	expect(new Set(before.flatMap(({ ratings }) => ratings.map(({ id }) => id))).size).toBeGreaterThan(110);
});
