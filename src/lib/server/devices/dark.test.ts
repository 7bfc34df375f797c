import { expect, it } from 'vitest';
import { instantOf } from '../../shared/day';
import { darkOn, QUARTER_MS, quartersOf } from './dark';

const ZONE = 'Asia/Ho_Chi_Minh';
const DAY = '2026-03-02';
const at = (hour: number, minute = 0, day = DAY) => instantOf(day, ZONE, hour, minute);
const MORNING = [{ from: at(7, 30), until: at(11, 30) }];
const QUARTERS = quartersOf(MORNING, ZONE);
/** Heard in these quarters of the day, named by their beginning. */
const heardIn = (...times: [number, number][]) => {
	const marks = [...'0'.repeat(96)];
	for (const [hour, minute] of times) marks[hour * 4 + minute / 15] = '1';
	return new Map([[DAY, marks.join('')]]);
};
const dark = (
	heard: ReturnType<typeof heardIn>,
	{ pairedAt = 0, until = at(12) }: { pairedAt?: number; until?: number } = {}
) => darkOn([DAY], QUARTERS, heard, { pairedAt, until })[0];

it('cuts opening hours into the quarters of the branch’s own clock, the open part of each', () => {
	expect(QUARTERS).toHaveLength(16);
	expect(QUARTERS[0]).toEqual({ day: DAY, index: 30, from: at(7, 30), until: at(7, 45) });
	expect(quartersOf([{ from: at(7, 40), until: at(8, 5) }], ZONE)).toEqual([
		{ day: DAY, index: 30, from: at(7, 40), until: at(7, 45) },
		{ day: DAY, index: 31, from: at(7, 45), until: at(8) },
		{ day: DAY, index: 32, from: at(8), until: at(8, 5) }
	]);
	// Three quarters of an hour off the hour.
	const kathmandu = instantOf(DAY, 'Asia/Kathmandu', 9);
	expect(quartersOf([{ from: kathmandu, until: kathmandu + QUARTER_MS }], 'Asia/Kathmandu')).toMatchObject([
		{ day: DAY, index: 36 }
	]);
});

it('counts the whole morning of a tablet that was never heard, and nothing outside opening hours', () => {
	expect(dark(new Map())).toEqual({ day: DAY, openMs: 16 * QUARTER_MS, darkMs: 16 * QUARTER_MS });
	expect(dark(heardIn([6, 0], [12, 0]))?.darkMs).toBe(16 * QUARTER_MS);
	expect(dark(heardIn([7, 30], [11, 15]))?.darkMs).toBe(14 * QUARTER_MS);
});

it('counts nothing before the pairing', () => {
	expect(dark(new Map(), { pairedAt: at(11) })?.openMs).toBe(2 * QUARTER_MS);
	expect(dark(new Map(), { pairedAt: at(11, 10) })?.darkMs).toBe(QUARTER_MS + 5 * 60_000);
	expect(dark(new Map(), { pairedAt: at(11, 30) })).toEqual({ day: DAY, openMs: 0, darkMs: 0 });
});

it('counts nothing that is not over: neither the future nor the quarter that runs, nor after retirement', () => {
	expect(dark(new Map(), { until: at(7, 44) })?.darkMs).toBe(0);
	expect(dark(new Map(), { until: at(7, 45) })?.darkMs).toBe(QUARTER_MS);
	expect(dark(new Map(), { until: at(7, 59) })?.darkMs).toBe(QUARTER_MS);
});

it('counts each day by itself, and none that was not asked for', () => {
	const two = [...MORNING, { from: at(7, 30, '2026-03-03'), until: at(8, 0, '2026-03-03') }];
	const until = at(12, 0, '2026-03-04');
	expect(
		darkOn(['2026-03-03', '2026-03-04'], quartersOf(two, ZONE), new Map(), { pairedAt: 0, until })
	).toEqual([
		{ day: '2026-03-03', openMs: 2 * QUARTER_MS, darkMs: 2 * QUARTER_MS },
		{ day: '2026-03-04', openMs: 0, darkMs: 0 }
	]);
});
