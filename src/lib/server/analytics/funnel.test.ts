import { expect, test } from 'vitest';
import { binomialBelow } from './beta';
import { dispersion, limits, TAIL, tailFor } from './funnel';

test('interpolates between the two counts that the tail lies between, worked by hand', () => {
	// Ten of a half each: none has the chance 1/1024, at most one 11/1024; a thousandth lies between them.
	const alpha = (11 / 1024 - 0.001) / (11 / 1024 - 1 / 1024);
	expect(limits(10, 0.5).low).toBeCloseTo((1 - alpha) / 10, 12);
	expect(limits(10, 0.5).high).toBeCloseTo(1 - (1 - alpha) / 10, 12);
});

test('puts at most the tail outside, on either side, however few there are', () => {
	for (const n of [1, 5, 10, 33, 120, 2000])
		for (const centre of [0.1, 0.5, 0.92, 0.99]) {
			const { low, high } = limits(n, centre);
			const below = Math.ceil(low * n - 1e-9) - 1;
			const above = Math.floor(high * n + 1e-9) + 1;
			expect(binomialBelow(below, n, centre)).toBeLessThanOrEqual(TAIL + 1e-9);
			expect(1 - binomialBelow(above - 1, n, centre)).toBeLessThanOrEqual(TAIL + 1e-9);
		}
	expect(limits(10, 0.95).high, 'ten of ten is nothing special').toBe(1);
});

test('comes near the normal limits where there are many, and narrows with n', () => {
	const { low, high } = limits(100_000, 0.9);
	const reach = 3.0902 * Math.sqrt(0.09 / 100_000);
	expect(low).toBeCloseTo(0.9 - reach, 4);
	expect(high).toBeCloseTo(0.9 + reach, 4);
	expect(limits(400, 0.9).low).toBeGreaterThan(limits(100, 0.9).low);
});

test('where groups vary more than chance, lies √phi times as far out', () => {
	expect(0.9 - limits(900, 0.9, { phi: 4 }).low).toBeCloseTo(2 * (0.9 - limits(900, 0.9).low), 12);
	expect(limits(900, 0.9, { phi: 0.2 })).toEqual(limits(900, 0.9));
});

test('one that differs much does not widen the limits that are to find it', () => {
	const chance = [
		-1.2, 0.4, 1.1, -0.3, 0.8, -0.9, 0.2, -0.6, 1.3, 0.1, -1.5, 0.7, -0.1, 0.5, -0.8, 1, -0.4, 0.9, 0.3
	];
	expect(dispersion([...chance, -17])).toBeLessThan(1.3);
	expect(dispersion(chance.map((z) => 3 * z))).toBeGreaterThan(4);
	expect(dispersion([])).toBe(1);
});

test('many who are compared at once are judged more cautiously', () => {
	expect(tailFor(5)).toBe(0.001);
	expect(tailFor(25)).toBe(0.001);
	expect(tailFor(5000)).toBe(0.000005);
});
