import { expect, it } from 'vitest';
import { instantOf } from '$lib/shared/day';
import { plan } from './week';

const ZONE = 'Asia/Ho_Chi_Minh';
const at = (day: string, hour: number, zone = ZONE) => instantOf(day, zone, hour);
const span = { fromAt: at('2026-03-02', 0), untilAt: at('2026-03-09', 0) };
const there = { officers: new Set([1, 2]), counters: new Set([10, 11]) };
const duty = (officerId: number, counterId: number, day: string, from = 8, until: number | null = 17) => ({
	id: 0,
	officerId,
	counterId,
	fromAt: at(day, from),
	untilAt: until === null ? null : at(day, until)
});

it('skips an officer who would sit at two counters, who has left, and a counter that is closed', () => {
	const previous = [duty(1, 10, '2026-03-02'), duty(3, 10, '2026-03-02'), duty(2, 12, '2026-03-02')];
	const existing = [duty(1, 11, '2026-03-09', 10, 11)];
	expect(plan(previous, existing, span, ZONE, there)).toEqual({ copies: [], skipped: 3 });
	const endless = [duty(1, 11, '2026-01-05', 8, null)];
	expect(plan([previous[0]!], endless, span, ZONE, there)).toEqual({ copies: [], skipped: 1 });
});

it('leaves alone what has no end, what began earlier and what stands there already', () => {
	const previous = [
		duty(1, 10, '2026-03-02', 8, null),
		duty(1, 10, '2026-03-01'),
		duty(2, 11, '2026-03-03'),
		duty(2, 11, '2026-03-09')
	];
	expect(plan(previous, [duty(2, 11, '2026-03-10')], span, ZONE, there)).toEqual({ copies: [], skipped: 0 });
});

it('moves the rest by a week, one after another where they meet at an hour', () => {
	const previous = [duty(1, 10, '2026-03-02', 8, 12), duty(1, 11, '2026-03-02', 12, 17)];
	const { copies, skipped } = plan(previous, [], span, ZONE, there);
	expect(skipped).toBe(0);
	expect(copies).toEqual([
		{ officerId: 1, counterId: 10, fromAt: at('2026-03-09', 8), untilAt: at('2026-03-09', 12) },
		{ officerId: 1, counterId: 11, fromAt: at('2026-03-09', 12), untilAt: at('2026-03-09', 17) }
	]);
});

it('keeps the hour on the wall where clocks change in between', () => {
	const zone = 'Europe/Berlin';
	const week = { fromAt: at('2026-03-23', 0, zone), untilAt: at('2026-03-30', 0, zone) };
	const one = {
		...duty(1, 10, '2026-03-27'),
		fromAt: at('2026-03-27', 8, zone),
		untilAt: at('2026-03-27', 17, zone)
	};
	expect(plan([one], [], week, zone, there).copies[0]).toMatchObject({
		fromAt: at('2026-04-03', 8, zone),
		untilAt: at('2026-04-03', 17, zone)
	});
	expect(at('2026-04-03', 8, zone) - at('2026-03-27', 8, zone)).toBe(7 * 86_400_000 - 3_600_000);
});
