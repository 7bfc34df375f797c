import { describe, expect, test } from 'vitest';
import { difference, meanGrade, MIN_SAMPLE, share, tooFew, wilson } from './statistics';

describe('the Wilson score interval', () => {
	// Newcombe 1998 (Statistics in Medicine 17, 857–872), table I, method 3.
	test.each([
		[81, 263, 0.2553, 0.3662],
		[15, 148, 0.0624, 0.1605],
		[0, 20, 0, 0.1611],
		[1, 29, 0.0061, 0.1718]
	])('of %i in %i is the published one', (count, n, low, high) => {
		const interval = wilson(count, n);
		expect(interval.low).toBeCloseTo(low, 4);
		expect(interval.high).toBeCloseTo(high, 4);
	});

	test('reads 74–97 % for 27 of 30', () => {
		const { low, high } = wilson(27, 30);
		expect([Math.round(low * 100), Math.round(high * 100)]).toEqual([74, 97]);
	});

	test('is the same seen from the other side', () => {
		for (const [count, n] of [
			[3, 17],
			[0, 12],
			[99, 100]
		] as const) {
			expect(wilson(n - count, n).low).toBeCloseTo(1 - wilson(count, n).high, 12);
			expect(wilson(n - count, n).high).toBeCloseTo(1 - wilson(count, n).low, 12);
		}
	});

	test('stays within 0 and 1 and holds the share, up to millions', () => {
		for (const n of [1, 2, 10, 1000, 1_000_000])
			for (const count of [0, 1, Math.floor(n / 2), n - 1, n]) {
				const { low, high } = wilson(count, n);
				expect(low).toBeGreaterThanOrEqual(0);
				expect(high).toBeLessThanOrEqual(1);
				expect(low).toBeLessThanOrEqual(count / n);
				expect(high).toBeGreaterThanOrEqual(count / n);
			}
	});

	test('refuses what is no share', () => {
		expect(() => wilson(0, 0)).toThrow(RangeError);
		expect(() => wilson(5, 4)).toThrow(RangeError);
		expect(() => wilson(-1, 4)).toThrow(RangeError);
		expect(() => wilson(NaN, 4)).toThrow(RangeError);
	});
});

describe('the difference of two shares', () => {
	// Newcombe 1998 (Statistics in Medicine 17, 873–890), table II, method 10.
	test.each([
		[56, 70, 48, 80, 0.0524, 0.3339],
		[9, 10, 3, 10, 0.1705, 0.809],
		[6, 7, 2, 7, 0.0582, 0.8062],
		[5, 56, 0, 29, -0.0381, 0.1926],
		[0, 10, 0, 20, -0.1611, 0.2775],
		[10, 10, 0, 20, 0.6791, 1]
	])('of %i/%i and %i/%i is the published one', (count1, n1, count2, n2, low, high) => {
		const interval = difference(count1, n1, count2, n2);
		expect(interval.low).toBeCloseTo(low, 4);
		expect(interval.high).toBeCloseTo(high, 4);
	});
});

describe('too few to say', () => {
	test('nine are too few and ten are not', () => {
		expect(MIN_SAMPLE).toBe(10);
		expect(tooFew(9)).toBe(true);
		expect(tooFew(10)).toBe(false);
	});

	test('a share of too few has no number to show', () => {
		expect(share(9, 9)).toEqual({ n: 9, count: 9, share: null, low: null, high: null });
		expect(share(0, 0).share).toBeNull();
		expect(share(9, 10).share).toBe(0.9);
	});
});

describe('the mean grade', () => {
	test('has the interval of Student', () => {
		// Ten grades of mean 4 and standard deviation 1.1547; t(9) = 2.262.
		const { mean, low, high } = meanGrade([0, 2, 0, 4, 4]);
		expect(mean).toBe(4);
		expect(high).toBeCloseTo(4 + (2.26216 * Math.sqrt(12 / 9)) / Math.sqrt(10), 4);
		expect(low).toBeCloseTo(4 - (2.26216 * Math.sqrt(12 / 9)) / Math.sqrt(10), 4);
	});

	test('stays on the scale, and says nothing of too few or of what all agree on', () => {
		expect(meanGrade([0, 0, 0, 1, 11]).high).toBe(5);
		expect(meanGrade([1, 0, 0, 1, 2])).toEqual({ n: 4, mean: null, low: null, high: null });
		expect(meanGrade([0, 0, 0, 0, 12])).toEqual({ n: 12, mean: 5, low: null, high: null });
		expect(meanGrade([], 0)).toEqual({ n: 0, mean: null, low: null, high: null });
	});
});
