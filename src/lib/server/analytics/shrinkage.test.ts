import { expect, test } from 'vitest';
import { prior, shrunken } from './shrinkage';

const peers = [
	{ count: 180, n: 200 },
	{ count: 150, n: 180 },
	{ count: 290, n: 300 },
	{ count: 95, n: 120 },
	{ count: 3, n: 3 }
];

test('few ratings are drawn toward the peers, many stay where they are', () => {
	const common = prior(peers)!;
	const few = shrunken({ count: 3, n: 3 }, common);
	expect(few.share).toBeLessThan(0.95);
	expect(few.share).toBeGreaterThan(common.mean);
	expect(shrunken({ count: 9000, n: 9000 }, common).share).toBeGreaterThan(0.99);
	expect(few.high - few.low).toBeGreaterThan(0.1);
	expect(few.low).toBeLessThan(few.share);
});

test('eighteen batters come close to where they ended (Efron and Morris 1975)', () => {
	const hits = [18, 17, 16, 15, 14, 14, 13, 12, 11, 11, 10, 10, 10, 10, 10, 9, 8, 7];
	const season = [346, 298, 276, 222, 273, 270, 263, 210, 269, 230, 264, 256, 303, 264, 226, 285, 316, 200];
	const batters = hits.map((count) => ({ count, n: 45 }));
	const common = prior(batters)!;
	expect(common.mean).toBeCloseTo(0.2654, 4);
	const off = (estimates: number[]) =>
		estimates.reduce((sum, one, at) => sum + (one - season[at]! / 1000) ** 2, 0);
	// In the paper the total squared error of Stein's estimates is less than a third of the raw ones'.
	expect(off(batters.map((one) => shrunken(one, common).share))).toBeLessThan(
		off(hits.map((one) => one / 45)) / 3
	);
});

test('peers who do not differ count as one, and no prior claims more than all ratings there are', () => {
	const alike = Array.from({ length: 10 }, () => ({ count: 90, n: 100 }));
	const { alpha, beta, mean } = prior(alike)!;
	expect(mean).toBeCloseTo(0.9, 12);
	expect(alpha + beta).toBeCloseTo(1000, 9);
});

test('there is nothing to learn from no peers, or from peers who all agree wholly', () => {
	expect(prior([])).toBeNull();
	expect(prior([{ count: 9, n: 10 }])).toBeNull();
	expect(
		prior([
			{ count: 9, n: 10 },
			{ count: 0, n: 0 }
		])
	).toBeNull();
	expect(
		prior([
			{ count: 10, n: 10 },
			{ count: 5, n: 5 }
		])
	).toBeNull();
	expect(
		prior([
			{ count: 0, n: 10 },
			{ count: 0, n: 5 }
		])
	).toBeNull();
});
