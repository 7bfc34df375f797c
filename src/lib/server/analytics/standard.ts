// Takes the mix out of a comparison: who serves what is harder is compared with what others got for the same.
import { wilson, type Interval } from './statistics';

/** What was counted in one group for one kind (a service). */
export type Stratum = { kind: number; count: number; n: number };

export type Adjusted = Interval & {
	/** Observed over expected, of those who were not satisfied; null where none were to be expected. */
	ratio: number | null;
	share: number;
	/** As many ratings of the average mix would say as much about this share. */
	weight: number;
};

/** What all groups together got for each kind, and altogether. */
export type Standard = { overall: number; of: ReadonlyMap<number, number> };

/** The standard of all groups together. Null: no ratings. */
export function standard(groups: readonly (readonly Stratum[])[]): Standard | null {
	const sums = new Map<number, { count: number; n: number }>();
	const all = { count: 0, n: 0 };
	for (const { kind, count, n } of groups.flat()) {
		const sum = sums.get(kind) ?? { count: 0, n: 0 };
		sums.set(kind, { count: sum.count + count, n: sum.n + n });
		all.count += count;
		all.n += n;
	}
	if (all.n === 0) return null;
	return {
		overall: all.count / all.n,
		of: new Map([...sums].filter(([, { n }]) => n > 0).map(([kind, { count, n }]) => [kind, count / n]))
	};
}

/**
 * A group's share as it would be with the average mix: indirect standardisation, N. E. Breslow and N. E. Day,
 * Statistical Methods in Cancer Research II (IARC 1987), section 2.3. Observed over expected times the overall share,
 * all of those **not** satisfied: they are the fewer, as deaths are in the book, and a ratio of the satisfied would put
 * good groups with hard work above 100 %. Expected E = Σ n(1−p) and variance V = Σ np(1−p) over kinds, p the
 * standard's share. The result varies as a share of `weight` = p̄(1−p̄)/(V(1−p̄)²/E²) ratings does, so its 95 %
 * interval is Wilson's with that many (E. L. Korn and B. I. Graubard, Survey Methodology 24 (1998) 193–201).
 */
export function adjusted(strata: readonly Stratum[], { overall, of }: Standard): Adjusted {
	let [missed, expected, variance] = [0, 0, 0];
	for (const stratum of strata) {
		const share = of.get(stratum.kind) ?? overall;
		missed += stratum.n - stratum.count;
		expected += stratum.n * (1 - share);
		variance += stratum.n * share * (1 - share);
	}
	if (!(expected > 0 && variance > 0)) return { ratio: null, share: overall, weight: 0, low: 0, high: 1 };
	const ratio = missed / expected;
	const share = Math.max(0, 1 - ratio * (1 - overall));
	const weight = (overall * expected ** 2) / ((1 - overall) * variance);
	return { ratio, share, weight, ...wilson(share * Math.max(1, weight), Math.max(1, weight)) };
}
