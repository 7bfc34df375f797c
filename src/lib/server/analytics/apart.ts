// Who stands apart from their peers, and who does not: on the figure with the mix of services taken out, against
// limits that chance alone would hardly pass. Pure; docs/decisions/018 says why so and not otherwise.
import type { Dot, Mouth, Row, Verdict } from '../../shared/compare';
import { dispersion, INNER_TAIL, limits, tailFor } from './funnel';
import { UNSAID } from './hidden';
import { prior, shrunken, type Counted, type Prior } from './shrinkage';
import { adjusted, standard, type Adjusted, type Standard, type Stratum } from './standard';
import { share, tooFew, Z95 } from './statistics';

/** One of those compared: what was counted, by service; of services themselves in one stratum. */
export type Candidate = { id: number; strata: Stratum[]; isHidden: boolean };

export type Peer = { id: number; n: number; count: number; verdict: Verdict; adjusted: Adjusted | null };

/** All peers, and what they are measured by. `centre`: the share of those who do not stand apart. */
export type Field = {
	peers: Peer[];
	centre: number | null;
	tail: number;
	phi: number;
	prior: Prior | null;
	/** What was to be expected of each kind, as taken without those who stand far apart. */
	by: Standard | null;
	minSample: number;
};

/** A difference smaller than this is never called clear, however many ratings say so. */
export const LEAST_GAP = 0.02;

/** With fewer peers their spread cannot be told from the difference that is looked for, and is taken to be chance. */
export const ENOUGH_PEERS = 10;

/** How often the standard is taken anew without those who stand far apart, and how many of all these may be. */
const ROUNDS = 6;
const MOST_APART = 0.25;

/**
 * Judges all candidates by what they have in common. Hidden ones count in that, and are not judged. One branch with a
 * bad month would make all others look better than the rest: so the standard is taken again without those who lie
 * outside at least half as far as the farthest, as the baseline of a control chart is (D. C. Montgomery, Introduction
 * to Statistical Quality Control, phase I), the farthest first and no more than a quarter of all.
 */
export function field(candidates: readonly Candidate[], minSample: number): Field {
	const sums = candidates.map((one) => ({
		...one,
		n: one.strata.reduce((sum, { n }) => sum + n, 0),
		count: one.strata.reduce((sum, { count }) => sum + count, 0)
	}));
	const whole = standard(candidates.map(({ strata }) => strata));
	const apart = new Set<number>();
	let found = measure(sums, whole, minSample);
	for (let round = 0; round < ROUNDS; round++) {
		const outside = found.outside
			.filter(({ id }) => !apart.has(id))
			.toSorted((one, other) => other.far - one.far);
		const next = outside
			.filter(({ far }) => far >= (outside[0]?.far ?? 0) / 2)
			.slice(0, Math.floor(found.judged * MOST_APART) - apart.size);
		if (next.length === 0) break;
		for (const { id } of next) apart.add(id);
		const rest = standard(sums.filter(({ id }) => !apart.has(id)).map(({ strata }) => strata));
		// What only those apart serve is still to be expected as all of them got it.
		const of = new Map([...(whole?.of ?? []), ...(rest?.of ?? [])]);
		found = measure(sums, rest && { ...rest, of }, minSample);
	}
	const { centre, tail, phi, peers, by } = found;
	return { peers, centre, tail, phi, by, prior: prior(sums), minSample };
}

type Sum = Candidate & { n: number; count: number };

function measure(sums: readonly Sum[], by: Standard | null, minSample: number) {
	const measured = sums.map((one) => ({
		one,
		own: by && !one.isHidden && !tooFew(one.n, minSample) ? adjusted(one.strata, by) : null
	}));
	const centre = by?.overall ?? null;
	const z = measured.flatMap(({ own }) =>
		own && own.weight >= 1 && centre !== null ? [distance(own, centre)] : []
	);
	const tail = tailFor(z.length);
	const phi = z.length >= ENOUGH_PEERS ? dispersion(z) : 1;
	const outside: { id: number; far: number }[] = [];
	const peers = measured.map(({ one: { id, n, count, isHidden }, own }): Peer => {
		if (isHidden) return { id, n, count, adjusted: null, verdict: 'hidden' };
		if (!own || centre === null) return { id, n, count, adjusted: null, verdict: 'few' };
		const counted = distance({ share: count / n, weight: n }, centre);
		const stands = judge(own, { count, n }, centre, { tail, phi });
		if (stands !== 'same')
			outside.push({ id, far: Math.min(Math.abs(counted), Math.abs(distance(own, centre))) });
		return { id, n, count, adjusted: own, verdict: stands };
	});
	return { peers, centre, tail, phi, by, outside, judged: z.length };
}

/** In standard deviations of chance alone. */
function distance({ share: own, weight }: Pick<Adjusted, 'share' | 'weight'>, centre: number): number {
	return (own - centre) / Math.sqrt((centre * (1 - centre)) / weight);
}

/**
 * The adjusted share decides. But where two alone serve something, each is what the other is measured by, and who
 * shares it with one who is worse would look better than all: so the share as counted must lie on the same side too,
 * beyond the 95 % limits.
 */
export function judge(
	one: Adjusted,
	{ count, n }: Counted,
	centre: number,
	by: { tail: number; phi: number }
): 'above' | 'below' | 'same' {
	const far = distance(one, centre);
	const counted = distance({ share: count / n, weight: n }, centre);
	if (one.weight < 1 || Math.abs(one.share - centre) < LEAST_GAP) return 'same';
	if (Math.sign(counted) !== Math.sign(far) || Math.abs(counted) < Z95 * Math.sqrt(by.phi)) return 'same';
	// No limit of a thousandth lies within two standard deviations: most are done without computing it.
	if (Math.abs(far) < 2 * Math.sqrt(by.phi)) return 'same';
	const { low, high } = limits(one.weight, centre, by);
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
	if (!one || by.centre === null) return { ...own, ...nothing };
	const isJudged = one.weight >= 1;
	return {
		...own,
		shrunken: by.prior ? shrunken({ count, n }, by.prior) : null,
		adjusted: isAdjusted ? { share: one.share, low: one.low, high: one.high } : null,
		ratio: one.ratio,
		weight: one.weight,
		...(isJudged ? limits(one.weight, by.centre, by) : { low: null, high: null })
	};
}

/** So many dots of those who do not stand apart say the same as all of thousands. */
const MOST_DOTS = 400;
const MOUTHS = 48;

/** The funnel plot: those who stand apart by name, of the others some, and the limits where any of them lie. */
export function funnel({ peers, centre, tail, phi }: Field): { dots: Dot[]; mouth: Mouth[] } {
	if (centre === null) return { dots: [], mouth: [] };
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
		const inner = limits(n, centre, { tail: INNER_TAIL, phi });
		return { n, innerLow: inner.low, innerHigh: inner.high, ...limits(n, centre, { tail, phi }) };
	});
	return {
		dots: [...others.filter((_, at) => at % every === 0), ...dots.filter((dot) => dot.verdict !== 'same')],
		mouth: mouth.filter(({ n }, at) => n !== mouth[at - 1]?.n)
	};
}
