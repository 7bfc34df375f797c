// Which of many shares differ from the rest by more than chance, when many are looked at at once: the oftener one
// looks, the more certain must be what is named. Pure arithmetic.

export type Counted = { count: number; n: number };
export type Verdict = 'above' | 'below' | null;

/** Named wrongly, if there is nothing but chance, in one look of a hundred at the whole family. */
export const FAMILY_ALPHA = 0.01;

/**
 * Each share against all the others together: 'below' or 'above' where they differ by more than chance, the family held
 * to `alpha`, and by at least `gap` (a share); null else, and for one of fewer than `minSample` (against so few, too).
 *
 * z of two independent shares with the pooled variance (K. Pearson's χ² of 1900, without continuity correction); all
 * of them judged together by S. Holm, "A simple sequentially rejective multiple test procedure", Scand. J. Stat. 6
 * (1979) 65–70.
 */
export function apart(
	family: readonly Counted[],
	{ minSample, gap = 0, alpha = FAMILY_ALPHA }: { minSample: number; gap?: number; alpha?: number }
): Verdict[] {
	const all = family.reduce((sum, { count, n }) => ({ count: sum.count + count, n: sum.n + n }), {
		count: 0,
		n: 0
	});
	const tests = family.map(({ count, n }) => {
		const rest = { count: all.count - count, n: all.n - n };
		return n < Math.max(1, minSample) || rest.n < Math.max(1, minSample)
			? null
			: compared({ count, n }, rest);
	});
	return verdicts(tests, { gap, alpha });
}

/**
 * Each share against its own of before; the same verdicts ('above': more than before) and the same caution. Either of
 * fewer than `minSample`: null.
 */
export function grown(
	pairs: readonly { now: Counted; then: Counted }[],
	{ minSample, alpha = FAMILY_ALPHA }: { minSample: number; alpha?: number }
): Verdict[] {
	const tests = pairs.map(({ now, then }) =>
		Math.min(now.n, then.n) < Math.max(1, minSample) ? null : compared(now, then)
	);
	return verdicts(tests, { gap: 0, alpha });
}

type Test = { by: number; p: number };

function verdicts(
	tests: readonly (Test | null)[],
	{ gap, alpha }: { gap: number; alpha: number }
): Verdict[] {
	const certain = holm(
		tests.map((test) => test?.p ?? null),
		alpha
	);
	return tests.map((test, at) => {
		if (!test || !certain[at] || Math.abs(test.by) < gap) return null;
		return test.by < 0 ? 'below' : 'above';
	});
}

/** How two shares differ, and how probable as much or more is by chance alone (two-sided). */
export function compared(one: Counted, other: Counted): Test {
	const by = one.count / one.n - other.count / other.n;
	const pooled = (one.count + other.count) / (one.n + other.n);
	const spread = Math.sqrt(pooled * (1 - pooled) * (1 / one.n + 1 / other.n));
	return { by, p: spread === 0 ? 1 : tails(by / spread) };
}

/** Which of these probabilities Holm's procedure rejects at `alpha`; null: not tested. */
export function holm(ps: readonly (number | null)[], alpha: number): boolean[] {
	const tested = ps.flatMap((p, at) => (p === null ? [] : [{ p, at }])).sort((a, b) => a.p - b.p);
	const rejected = ps.map(() => false);
	for (const [rank, { p, at }] of tested.entries()) {
		if (p > alpha / (tested.length - rank)) break;
		rejected[at] = true;
	}
	return rejected;
}

/**
 * The probability of a standard normal value at least as far from 0 as z. M. Abramowitz and I. A. Stegun, Handbook of
 * Mathematical Functions (1964): the series 26.2.11 near 0, the continued fraction 26.2.14 beyond.
 */
export function tails(z: number): number {
	const x = Math.abs(z);
	const density = Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI);
	if (x < 3) {
		let [term, sum] = [x, x];
		for (let odd = 3; term > sum * 1e-17; odd += 2) sum += term *= (x * x) / odd;
		return 1 - 2 * density * sum;
	}
	let fraction = 0;
	for (let step = 200; step > 0; step--) fraction = step / (x + fraction);
	return (2 * density) / (x + fraction);
}
