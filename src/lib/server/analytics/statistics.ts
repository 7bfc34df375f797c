// The arithmetic alone: what a share of few ratings can and cannot say. The one place that decides when there are
// too few to say anything.

import type { Share } from '../../shared/figures';
import { tQuantile } from './beta';

/** Below this many answers the house says "too few to say" instead of a share. */
export const MIN_SAMPLE = 10;

/** Two-sided normal quantiles: 95 % for every interval shown, 99 % where many groups are looked at at once. */
export const Z95 = 1.959963984540054;
export const Z99 = 2.5758293035489004;

export type Interval = { low: number; high: number };

/** Whether n answers are too few to say anything about a share. */
export function tooFew(n: number, minSample = MIN_SAMPLE): boolean {
	return n < minSample;
}

/**
 * The Wilson score interval, without continuity correction, for `count` of `n` (0 ≤ count ≤ n, n ≥ 1), as shares
 * between 0 and 1.
 *
 * E. B. Wilson, "Probable inference, the law of succession, and statistical inference", J. Am. Stat. Assoc. 22
 * (1927) 209–212; method 3 of R. G. Newcombe, "Two-sided confidence intervals for the single proportion",
 * Statistics in Medicine 17 (1998) 857–872.
 */
export function wilson(count: number, n: number, z = Z95): Interval {
	if (!(n >= 1 && count >= 0 && count <= n)) throw new RangeError(`no share: ${count} of ${n}`);
	const p = count / n;
	const middle = p + (z * z) / (2 * n);
	const reach = z * Math.sqrt((p * (1 - p)) / n + (z * z) / (4 * n * n));
	const scale = 1 + (z * z) / n;
	// Rounding must not leave a trace where the bound is exactly 0 or 1.
	return {
		low: count === 0 ? 0 : Math.max(0, (middle - reach) / scale),
		high: count === n ? 1 : Math.min(1, (middle + reach) / scale)
	};
}

/**
 * The interval for the difference of two independent shares, count1/n1 − count2/n2, between −1 and 1: the hybrid
 * score interval, method 10 of R. G. Newcombe, "Interval estimation for the difference between independent
 * proportions", Statistics in Medicine 17 (1998) 873–890.
 */
export function difference(count1: number, n1: number, count2: number, n2: number, z = Z95): Interval {
	const [p1, p2] = [count1 / n1, count2 / n2];
	const [one, two] = [wilson(count1, n1, z), wilson(count2, n2, z)];
	return {
		low: p1 - p2 - Math.hypot(p1 - one.low, two.high - p2),
		high: p1 - p2 + Math.hypot(one.high - p1, p2 - two.low)
	};
}

/** `count` of `n` as it may be shown: with its 95 % interval, or n alone where there are too few. */
export function share(count: number, n: number, minSample = MIN_SAMPLE): Share {
	if (tooFew(n, minSample)) return { n, count, share: null, low: null, high: null };
	return { n, count, share: count / n, ...wilson(count, n) };
}

export type Mean = { n: number; mean: number | null; low: number | null; high: number | null };

/**
 * The mean grade of counts by grade (worst first: grade 1, 2, …) with its 95 % interval, mean ± t(n−1)·s/√n, held
 * within the scale: Student, "The probable error of a mean", Biometrika 6 (1908) 1–25. No mean below `minSample`; no
 * interval where all gave the same grade: a spread of none would claim to know it for certain.
 */
export function meanGrade(counts: readonly number[], minSample = MIN_SAMPLE): Mean {
	const n = counts.reduce((sum, count) => sum + count, 0);
	if (n < 1 || tooFew(n, minSample)) return { n, mean: null, low: null, high: null };
	const mean = counts.reduce((sum, count, at) => sum + count * (at + 1), 0) / n;
	const squares = counts.reduce((sum, count, at) => sum + count * (at + 1 - mean) ** 2, 0);
	if (n < 2 || squares === 0) return { n, mean, low: null, high: null };
	const reach = tQuantile(0.975, n - 1) * Math.sqrt(squares / (n - 1) / n);
	return { n, mean, low: Math.max(1, mean - reach), high: Math.min(counts.length, mean + reach) };
}
