// Draws the shares of small groups toward what their peers have in common: three of three satisfied is no 100 %.
import { betaQuantile } from './beta';
import type { Interval } from './statistics';

export type Counted = { count: number; n: number };

/** What the peers have in common: a beta distribution of shares. `mean` = alpha / (alpha + beta). */
export type Prior = { mean: number; alpha: number; beta: number };

/**
 * The distribution of shares among peers, by moments: J. C. Kleinman, "Proportions with extraneous variance: single
 * and independent samples", J. Am. Stat. Assoc. 68 (1973) 46–54. With weights w, S = Σw(p−μ)² has the mean
 * μ(1−μ)[(1−γ)Σ(w/n)(1−w/Σw) + γΣw(1−w/Σw)], where γ = 1/(α+β+1) is the part of the variance that is between peers;
 * solved for γ with w = n, then again and again with w = n/(1+γ(n−1)) until it stands. Moments rather than maximum
 * likelihood: closed steps, the same in every program, and no failure where the peers do not differ at all.
 *
 * A γ of none would claim that all are equal for certain; so α+β is never more than all ratings there are. Null: fewer
 * than two peers with ratings, or all or none of all are satisfied; then there is nothing to learn from peers.
 */
export function prior(groups: readonly Counted[]): Prior | null {
	const peers = groups.filter(({ n }) => n > 0);
	const all = peers.reduce((sum, { n }) => sum + n, 0);
	const satisfied = peers.reduce((sum, { count }) => sum + count, 0);
	if (peers.length < 2 || satisfied === 0 || satisfied === all) return null;
	let [gamma, mean] = [0, satisfied / all];
	for (let step = 0; step < 100; step++) {
		const weight = step === 0 ? ({ n }: Counted) => n : ({ n }: Counted) => n / (1 + gamma * (n - 1));
		const found = moments(peers, weight);
		const next = Math.min(1 - 1e-9, Math.max(0, found.gamma));
		mean = found.mean;
		if (Math.abs(next - gamma) < 1e-14) break;
		gamma = next;
	}
	const size = Math.min(all, 1 / gamma - 1);
	return { mean, alpha: mean * size, beta: (1 - mean) * size };
}

function moments(
	peers: readonly Counted[],
	weight: (peer: Counted) => number
): { mean: number; gamma: number } {
	const total = peers.reduce((sum, peer) => sum + weight(peer), 0);
	const mean = peers.reduce((sum, peer) => sum + (weight(peer) * peer.count) / peer.n, 0) / total;
	let [spread, chance, whole] = [0, 0, 0];
	for (const peer of peers) {
		const w = weight(peer);
		spread += w * (peer.count / peer.n - mean) ** 2;
		chance += (w / peer.n) * (1 - w / total);
		whole += w * (1 - w / total);
	}
	const within = mean * (1 - mean);
	const between = within * (whole - chance);
	return { mean, gamma: between > 0 ? (spread - within * chance) / between : 0 };
}

/**
 * The share of a group seen together with its peers: mean and central 95 % interval of Beta(α + count, β + n − count).
 * The peers' distribution is taken as known (empirical Bayes: B. Efron and C. Morris, "Data analysis using Stein's
 * estimator and its generalizations", J. Am. Stat. Assoc. 70 (1975) 311–319), so the interval is a little too short
 * where peers are few.
 */
export function shrunken({ count, n }: Counted, { alpha, beta }: Prior): Interval & { share: number } {
	const [a, b] = [alpha + count, beta + n - count];
	return { share: a / (a + b), low: betaQuantile(0.025, a, b), high: betaQuantile(0.975, a, b) };
}
