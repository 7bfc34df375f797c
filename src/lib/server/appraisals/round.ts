// Figures as they are kept: whatever computes them again, years later and in another engine, whose logarithms may
// differ in their last digit, must come to the same bytes.
import type { Share } from '../../shared/figures';
import type { Mean } from '../analytics/statistics';

/** To nine places. */
export function rounded(value: number): number {
	return Math.round(value * 1e9) / 1e9;
}

const orNull = (value: number | null) => (value === null ? null : rounded(value));

/** Where no share may be said, how many it would be of is not said either: a file has no screen in front of it. */
export function roundedShare({ n, count, share, low, high }: Share): Share {
	if (share === null) return { n, count: 0, share, low, high };
	return { n, count, share: rounded(share), low: orNull(low), high: orNull(high) };
}

export function roundedMean({ n, mean, low, high }: Mean): Mean {
	return { n, mean: orNull(mean), low: orNull(low), high: orNull(high) };
}
