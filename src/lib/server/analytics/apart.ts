// Who stands apart from their peers, and who does not: on the figure with the mix of services taken out, against
// limits that chance alone would hardly pass. Pure; docs/decisions/018 says why so and not otherwise.
import type { Dot, Mouth, Row, Verdict } from '../../shared/compare';
import { dispersion, INNER_TAIL, limits, tailFor } from './funnel';
import { UNSAID } from './hidden';
import { prior, shrunken, type Prior } from './shrinkage';
import { adjusted, standard, type Adjusted, type Stratum } from './standard';
import { share, tooFew } from './statistics';

/** One of those compared: what was counted, by service; of services themselves in one stratum. */
export type Candidate = { id: number; strata: Stratum[]; isHidden: boolean };

export type Peer = { id: number; n: number; count: number; verdict: Verdict; adjusted: Adjusted | null };

/** All peers, and what they are measured by. */
export type Field = {
	peers: Peer[];
	overall: number | null;
	tail: number;
	phi: number;
	prior: Prior | null;
	minSample: number;
};

/** A difference smaller than this is never called clear, however many ratings say so. */
export const LEAST_GAP = 0.02;

/** With fewer peers their spread cannot be told from the difference that is looked for, and is taken to be chance. */
export const ENOUGH_PEERS = 10;

/** Judges all candidates by what they have in common. Hidden ones count in that, and are not judged. */
export function field(candidates: readonly Candidate[], minSample: number): Field {
	const peers = candidates.map(({ id, strata, isHidden }) => ({
		id,
		isHidden,
		strata,
		n: strata.reduce((sum, { n }) => sum + n, 0),
		count: strata.reduce((sum, { count }) => sum + count, 0)
	}));
	const all = standard(candidates.map(({ strata }) => strata));
	const measured = peers.map((peer) => ({
		...peer,
		adjusted: all && !peer.isHidden && !tooFew(peer.n, minSample) ? adjusted(peer.strata, all) : null
	}));
	const judged = measured.filter((peer) => peer.adjusted !== null && peer.adjusted.weight >= 1);
	const overall = all?.overall ?? null;
	const tail = tailFor(judged.length);
	const z = judged.map(({ adjusted: one }) => (one && overall !== null ? distance(one, overall) : 0));
	const phi = judged.length >= ENOUGH_PEERS ? dispersion(z) : 1;
	return {
		overall,
		tail,
		phi,
		prior: prior(peers),
		minSample,
		peers: measured.map(({ id, n, count, isHidden, adjusted: one }) => ({
			id,
			n,
			count,
			adjusted: one,
			verdict: isHidden
				? 'hidden'
				: one === null || overall === null
					? 'few'
					: verdict(one, overall, { tail, phi })
		}))
	};
}

/** In standard deviations of chance alone. */
function distance({ share: own, weight }: Adjusted, overall: number): number {
	return (own - overall) / Math.sqrt((overall * (1 - overall)) / weight);
}

function verdict(one: Adjusted, overall: number, by: { tail: number; phi: number }): Verdict {
	if (one.weight < 1 || Math.abs(one.share - overall) < LEAST_GAP) return 'same';
	// No limit of a thousandth lies within two standard deviations: most are done without computing it.
	if (Math.abs(distance(one, overall)) < 2 * Math.sqrt(by.phi)) return 'same';
	const { low, high } = limits(one.weight, overall, by);
	return one.share < low ? 'below' : one.share > high ? 'above' : 'same';
}

/** What is told of a peer. `isAdjusted`: whether the mix of services was taken out. */
export function rowOf(
	{ id, n, count, verdict: stands, adjusted: one }: Peer,
	by: Field,
	isAdjusted: boolean
): Row {
	const nothing = { shrunken: null, adjusted: null, ratio: null, weight: 0, low: null, high: null };
	if (stands === 'hidden') return { id, verdict: stands, share: UNSAID, ...nothing };
	const own = { id, verdict: stands, share: share(count, n, by.minSample) };
	if (!one || by.overall === null) return { ...own, ...nothing };
	const isJudged = one.weight >= 1;
	return {
		...own,
		shrunken: by.prior ? shrunken({ count, n }, by.prior) : null,
		adjusted: isAdjusted ? { share: one.share, low: one.low, high: one.high } : null,
		ratio: one.ratio,
		weight: one.weight,
		...(isJudged ? limits(one.weight, by.overall, by) : { low: null, high: null })
	};
}

/** So many dots of those who do not stand apart say the same as all of thousands. */
const MOST_DOTS = 400;
const MOUTHS = 48;

/** The funnel plot: those who stand apart by name, of the others some, and the limits where any of them lie. */
export function funnel({ peers, overall, tail, phi }: Field): { dots: Dot[]; mouth: Mouth[] } {
	if (overall === null) return { dots: [], mouth: [] };
	const dots = peers.flatMap(({ id, verdict: stands, adjusted: one }) =>
		one && one.weight >= 1 ? [{ id, weight: one.weight, share: one.share, verdict: stands }] : []
	);
	if (dots.length === 0) return { dots, mouth: [] };
	const others = dots.filter((dot) => dot.verdict === 'same');
	const every = Math.ceil(others.length / MOST_DOTS);
	const weights = dots.map(({ weight }) => weight);
	const [from, to] = [Math.max(1, 0.8 * Math.min(...weights)), 1.1 * Math.max(...weights)];
	const mouth = Array.from({ length: MOUTHS }, (_, at) => {
		const n = Math.round(from * (to / from) ** (at / (MOUTHS - 1)));
		const inner = limits(n, overall, { tail: INNER_TAIL, phi });
		return { n, innerLow: inner.low, innerHigh: inner.high, ...limits(n, overall, { tail, phi }) };
	});
	return {
		dots: [...others.filter((_, at) => at % every === 0), ...dots.filter((dot) => dot.verdict !== 'same')],
		mouth: mouth.filter(({ n }, at) => n !== mouth[at - 1]?.n)
	};
}
