import { describe, expect, test } from 'vitest';
import { dayOf, instantOf } from '../../shared/day';
import * as plausible from './plausible';
import type { Facts, Recorded } from './plausible';

const ZONE = 'Asia/Ho_Chi_Minh';
const DAY = '2026-03-02';
const NINE = instantOf(DAY, ZONE, 9);
const at = (hour: number, minute = 0) => instantOf(DAY, ZONE, hour, minute);
const OPEN = [
	{ from: at(7, 30), until: at(11, 30) },
	{ from: at(13), until: at(17) }
];
const FACTS: Facts = { minSeconds: 10, zone: ZONE, open: OPEN, around: OPEN, onDuty: () => true };

/** A fine rating tapped at an instant on a clock that goes right, sent ten seconds later. */
function rating(tappedAt: number, said: Partial<Recorded> = {}): Recorded {
	return {
		position: 1,
		seq: 1,
		day: dayOf(tappedAt, ZONE),
		scale: 5,
		serviceGrade: 5,
		officerGrade: 5,
		officerId: 1,
		claimedOfficerId: null,
		tappedAt,
		skewMs: 0,
		toldSkewMs: 0,
		sentAt: tappedAt + 10_000,
		receivedAt: tappedAt + 10_000,
		...said
	};
}

/** A device's ratings at these instants, numbered in order; grades take turns unless said. */
function device(instants: readonly number[], said: (index: number) => Partial<Recorded> = () => ({})) {
	return instants.map((tappedAt, index) =>
		rating(tappedAt, {
			position: index + 1,
			seq: index + 1,
			serviceGrade: 3 + (index % 3),
			...said(index)
		})
	);
}

/** The marks after each rating has come in its turn, as rule and position, with the numbers. */
function marked(run: readonly Recorded[], minSeconds = 10) {
	const all = new Map<string, Record<string, number | string>>();
	run.forEach((_, index) => {
		for (const { rule, position, numbers } of plausible.among(
			run.slice(0, index + 1),
			index,
			() => minSeconds
		))
			if (!all.has(`${rule} ${position}`)) all.set(`${rule} ${position}`, numbers);
	});
	return Object.fromEntries(all);
}

const rules = (one: Recorded, facts: Partial<Facts> = {}) =>
	plausible.alone(one, { ...FACTS, ...facts }).map(({ rule, numbers }) => [rule, numbers]);

describe('too soon', () => {
	test('exactly the least seconds apart is fine, a millisecond less is not', () => {
		expect(marked(device([NINE, NINE + 10_000]))).toEqual({});
		expect(marked(device([NINE, NINE + 9_999]))).toEqual({ 'too_soon 2': { seconds: 9.9, minSeconds: 10 } });
		expect(marked(device([NINE, NINE + 1]), 0)).toEqual({});
	});

	test('it is the corrected time that counts, and the one that came later', () => {
		const run = device([NINE, NINE + 3_605_000]);
		run[1] = { ...run[1]!, skewMs: -3_600_000 };
		expect(marked(run)).toEqual({ 'too_soon 2': { seconds: 5, minSeconds: 10 } });
	});

	test('the one before is the last number known, and one that fills a gap is judged against both sides', () => {
		const run = device([NINE, NINE + 12_000, NINE + 24_000]);
		const [first, middle, last] = run as [Recorded, Recorded, Recorded];
		expect(plausible.among([first, last], 1, () => 20)).toEqual([]);
		const found = plausible.among([first, middle, last], 1, () => 20);
		expect(found.map(({ rule, position }) => [rule, position])).toEqual([
			['too_soon', 2],
			['too_soon', 3]
		]);
	});

	test('a clock that runs back by up to a minute is no time at all; by more, the clock is what is doubtful', () => {
		expect(marked(device([NINE, NINE - 60_000]))).toEqual({ 'too_soon 2': { seconds: 0, minSeconds: 10 } });
		expect(marked(device([NINE, NINE - 60_001]))).toEqual({ 'clock 2': { skewMs: 0, backSeconds: 60 } });
	});
});

describe('burst', () => {
	const spread = (count: number, withinMs: number) =>
		Array.from({ length: count }, (_, index) => NINE + Math.round((index * withinMs) / (count - 1)));

	test('five within two minutes are marked, each of them; four are not, and five in a little more are not', () => {
		expect(marked(device(spread(4, 60_000)))).toEqual({});
		expect(marked(device(spread(5, 120_001)))).toEqual({});
		const found = marked(device(spread(5, 120_000)));
		expect(Object.keys(found)).toEqual([1, 2, 3, 4, 5].map((position) => `burst ${position}`));
		expect(found['burst 1']).toEqual({ count: 5, seconds: 120 });
	});

	test('each further one is marked with the count by then, and what lies apart is left alone', () => {
		const found = marked(device([...spread(6, 100_000), NINE + 300_000]));
		expect(Object.keys(found)).toEqual([1, 2, 3, 4, 5, 6].map((position) => `burst ${position}`));
		expect([found['burst 5'], found['burst 6']]).toEqual([
			{ count: 5, seconds: 80 },
			{ count: 6, seconds: 100 }
		]);
	});

	test('one that fills a gap completes a burst on both sides of it', () => {
		const run = device(spread(5, 100_000));
		const found = plausible.among(run, 2, () => 0);
		expect(found.map(({ position }) => position)).toEqual([1, 2, 3, 4, 5]);
	});

	test('ratings whose time nobody knows make no burst', () => {
		const lost = { toldSkewMs: null, skewMs: 10_000, sentAt: NINE - 9e9 };
		expect(marked(device(spread(9, 60_000), () => lost))).toEqual({});
	});
});

describe('a run of one same answer', () => {
	const apart = (count: number, from = NINE) =>
		Array.from({ length: count }, (_, index) => from + index * 60_000);
	/** `usual` ratings on the days before, of which `same` are like the run; then a run of `length`. */
	const history = (usual: number, same: number, length: number) =>
		device([...apart(usual, NINE - 40 * 86_400_000), ...apart(length)], (index) => ({
			serviceGrade: index >= usual || index < same ? 5 : 4,
			officerGrade: 5,
			// A day of its own for each of those before, so that only the run is a run.
			...(index < usual ? { day: `usual ${index}` } : {})
		}));
	const runOf = (found: Record<string, unknown>) =>
		Object.keys(found).filter((key) => key.startsWith('same_run')).length;

	test('eleven are never marked, twelve are where the answer is rare', () => {
		expect(runOf(marked(history(200, 20, 11)))).toBe(0);
		const found = marked(history(200, 20, 12));
		expect(runOf(found)).toBe(12);
		expect(found['same_run 201']).toEqual({ run: 12, grade: '5/5', share: 0.113 });
	});

	test('the more usual the answer, the longer the run must be: chance makes fewer than one in a thousand', () => {
		// 163 of 204: share 0.799. 0.799^30 is above a thousandth, 0.799^31 below.
		expect(runOf(marked(history(200, 160, 30)))).toBe(0);
		expect(runOf(marked(history(200, 160, 31)))).toBe(31);
	});

	test('only the last two hundred before the run say what is usual', () => {
		expect(runOf(marked(history(500, 300, 12)))).toBe(12);
		expect(runOf(marked(history(500, 430, 12)))).toBe(0);
	});

	test('on a new tablet, of which nothing is known, a run must be 25 long', () => {
		expect(runOf(marked(history(0, 0, 24)))).toBe(0);
		expect(runOf(marked(history(0, 0, 25)))).toBe(25);
	});

	test('another officer grade, another day or another scale ends the run', () => {
		for (const said of [{ officerGrade: 4 }, { officerGrade: null }, { day: '2026-03-01' }, { scale: 4 }]) {
			const run = history(200, 20, 13);
			run[206] = { ...run[206]!, ...said };
			expect(runOf(marked(run)), JSON.stringify(said)).toBe(0);
		}
	});

	test('each further one is marked with the length by then', () => {
		const found = marked(history(200, 20, 14));
		expect([found['same_run 212'], found['same_run 214']]).toMatchObject([{ run: 12 }, { run: 14 }]);
	});
});

describe('outside opening hours', () => {
	test('a quarter of an hour before and after is within; a millisecond more is not', () => {
		for (const fine of [at(7, 15), at(11, 45), at(12, 45), at(17, 15), at(9)])
			expect(rules(rating(fine))).toEqual([]);
		const open = '07:30–11:30 13:00–17:00';
		expect(rules(rating(at(7, 15) - 1))).toEqual([['outside_hours', { at: '07:14', open }]]);
		expect(rules(rating(at(11, 45) + 1))).toEqual([['outside_hours', { at: '11:45', open }]]);
		expect(rules(rating(at(12, 45) - 1))).toEqual([['outside_hours', { at: '12:44', open }]]);
		expect(rules(rating(at(17, 15) + 1))).toEqual([['outside_hours', { at: '17:15', open }]]);
	});

	test('on a closed day every hour is outside; where no hours are told, none is', () => {
		expect(rules(rating(NINE), { open: [], around: [] })).toEqual([
			['outside_hours', { at: '09:00', open: '' }]
		]);
		expect(rules(rating(at(3)), { open: null, around: [] })).toEqual([]);
	});

	test('just after midnight the evening before counts', () => {
		const evening = [{ from: at(18), until: at(24) }];
		expect(rules(rating(at(24, 10)), { open: [], around: evening })).toEqual([]);
		expect(rules(rating(at(12)), { open: evening, around: evening })).toEqual([
			['outside_hours', { at: '12:00', open: '18:00–24:00' }]
		]);
	});

	test('the corrected time counts', () => {
		const night = {
			tappedAt: at(2),
			day: DAY,
			skewMs: 7 * 3_600_000,
			toldSkewMs: 7 * 3_600_000,
			sentAt: at(2)
		};
		const one = rating(at(2), { ...night, receivedAt: at(9) });
		expect(rules(one).map(([rule]) => rule)).toEqual(['clock']);
	});
});

test('with nobody on duty at that instant it is marked, with the hour', () => {
	const asked: number[] = [];
	const onDuty = (atMs: number) => asked.push(atMs) < 0;
	expect(rules(rating(NINE, { skewMs: 500, toldSkewMs: 500 }), { onDuty })).toEqual([
		['nobody_on_duty', { at: '09:00' }]
	]);
	expect(asked).toEqual([NINE + 500]);
});

test('an officer claimed who did not serve there is marked, until somebody was named', () => {
	expect(rules(rating(NINE, { officerId: null, claimedOfficerId: 7 }))).toEqual([
		['officer_unclear', { claimedOfficerId: 7 }]
	]);
	expect(rules(rating(NINE, { officerId: null }))).toEqual([]);
	expect(rules(rating(NINE, { officerId: 7, claimedOfficerId: 7 }))).toEqual([]);
});

describe('the clock', () => {
	const HOUR = 3_600_000;
	const skewed = (skewMs: number, said: Partial<Recorded> = {}) =>
		rating(NINE - skewMs, {
			day: DAY,
			skewMs,
			toldSkewMs: skewMs,
			sentAt: NINE - skewMs + 10_000,
			receivedAt: NINE + 10_000,
			...said
		});

	test('an hour off is still fine, either way; more is far off', () => {
		for (const skewMs of [HOUR, -HOUR]) expect(rules(skewed(skewMs))).toEqual([]);
		for (const skewMs of [HOUR + 1, -HOUR - 1])
			expect(rules(skewed(skewMs))).toEqual([['clock', { skewMs }]]);
	});

	test('a minute between the skew known at the tap and that at sending is fine; more, and the clock was set', () => {
		expect(rules(skewed(0, { toldSkewMs: 60_000, skewMs: 60_000 }))).toEqual([]);
		expect(rules(skewed(0, { toldSkewMs: -60_001, skewMs: -60_001 }))).toEqual([
			['clock', { skewMs: -60_001, toldSkewMs: -60_001, sentSkewMs: 0 }]
		]);
		expect(rules(skewed(0, { toldSkewMs: null }))).toEqual([]);
	});

	test('where the arrival stands for the tap, that alone is said: no hour and no neighbour can be told', () => {
		const lost = skewed(0, {
			tappedAt: NINE - 40 * 24 * HOUR,
			receivedAt: at(22),
			skewMs: at(22) - NINE + 40 * 24 * HOUR,
			toldSkewMs: null,
			sentAt: at(22)
		});
		expect(plausible.instant(lost)).toBeNull();
		expect(rules(lost, { onDuty: () => false })).toEqual([
			['clock', { skewMs: lost.skewMs, counted: 'arrival' }]
		]);
		expect(marked([lost, { ...lost, position: 2, seq: 2 }])).toEqual({});
	});

	test('a tap in the very millisecond of sending is no lost one', () => {
		expect(plausible.instant(skewed(0, { receivedAt: NINE, sentAt: NINE }))).toBe(NINE);
		expect(plausible.instant(skewed(0, { receivedAt: NINE, sentAt: NINE - 70_000 }))).toBe(NINE);
	});
});
