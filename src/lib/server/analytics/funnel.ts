// How far from the centre a share of n ratings may lie by chance: groups outside differ, groups inside are not ranked.
import { binomialBelow } from './beta';
import type { Interval } from './statistics';

/** What is outside by chance alone in a thousand, on either side: the 99.8 % limits of a funnel plot. */
export const TAIL = 0.001;
/** The inner limits, 95 %: drawn, and never a verdict. */
export const INNER_TAIL = 0.025;

/**
 * The chance on either side at which a group is outside, where `groups` are looked at together: that of the 99.8 %
 * limits, and for more than 25 groups less, so that in all at most one comparison in twenty puts anybody outside by
 * chance (Bonferroni).
 */
export function tailFor(groups: number): number {
	return Math.min(TAIL, 0.025 / Math.max(1, groups));
}

/**
 * The limits at n ≥ 1 ratings (cut to a whole number) around `centre`, as shares: exact binomial ones, interpolated
 * as in D. J. Spiegelhalter, "Funnel plots for comparing institutional performance", Statistics in Medicine 24 (2005)
 * 1185–1202, appendix A.1: (r − α)/n with r the smallest count that F(r) > tail, α = (F(r) − tail)/(F(r) − F(r−1)).
 * The upper one is the lower one of those not counted: his own would put 10 of 10 above a centre of 95 %. Where the
 * groups vary more than chance, both lie √phi times as far from the centre (his section 4, multiplicative).
 */
export function limits(n: number, centre: number, { tail = TAIL, phi = 1 } = {}): Interval {
	const size = Math.max(1, Math.floor(n));
	const stretch = Math.sqrt(Math.max(1, phi));
	const below = centre - lower(size, centre, tail);
	const above = 1 - centre - lower(size, 1 - centre, tail);
	return { low: Math.max(0, centre - stretch * below), high: Math.min(1, centre + stretch * above) };
}

function lower(n: number, p: number, tail: number): number {
	if (p <= 0) return 0;
	if (p >= 1) return 1;
	// The smallest count with more than the tail below or at it, by halving.
	let [from, to] = [0, n];
	while (from < to) {
		const middle = (from + to) >> 1;
		if (binomialBelow(middle, n, p) > tail) to = middle;
		else from = middle + 1;
	}
	const [at, before] = [binomialBelow(from, n, p), binomialBelow(from - 1, n, p)];
	return Math.max(0, (from - (at - tail) / (at - before)) / n);
}

/** The part on either side that `dispersion` draws in. */
const WINSORISED = 0.1;

/**
 * How many times more than chance groups vary, from their standardised distances z: the mean square, after the lowest
 * and highest tenth are drawn in to the tenth's edge, so that those who really differ do not widen the limits that are
 * to find them (Spiegelhalter 2005, section 4). At least 1. The quantiles are R's type 7.
 */
export function dispersion(z: readonly number[]): number {
	if (z.length === 0) return 1;
	const sorted = [...z].sort((one, other) => one - other);
	const [low, high] = [quantile(sorted, WINSORISED), quantile(sorted, 1 - WINSORISED)];
	const squares = sorted.map((one) => Math.min(high, Math.max(low, one)) ** 2);
	return Math.max(1, squares.reduce((sum, one) => sum + one, 0) / z.length);
}

function quantile(sorted: readonly number[], part: number): number {
	const at = (sorted.length - 1) * part;
	const [before = 0, after = before] = [sorted[Math.floor(at)], sorted[Math.ceil(at)]];
	return before + (at - Math.floor(at)) * (after - before);
}
