// What a peer group has in common: how far shares of few ratings are drawn toward it, what its mix of services would
// have got, and from where on somebody stands apart. Computed once for a group, kept with each of its sheets.
import type { Peers, SheetContent, Verdict } from '../../shared/appraisal';
import { SCALES, type Scale } from '../../shared/rating';
import { field, judge } from '../analytics/apart';
import { shrunken } from '../analytics/shrinkage';
import { adjusted, type Stratum } from '../analytics/standard';
import { share } from '../analytics/statistics';
import { leaningOf, sumOf, type Own } from './own';
import { rounded, roundedShare } from './round';

/** With fewer members with ratings, one could work the other's figures out from what they have in common. */
const FEWEST = 3;

export type Rules = { countMarked: boolean; minRatings: number; minSample: number };

/** By service how many of a subject's ratings graded it, and how many of these are satisfied; one scale. */
export function strata(own: Own, scale: Scale, countMarked: boolean): Stratum[] {
	const of = new Map<number, Stratum>();
	for (const one of own.kinds(0)) {
		if (one.scale !== scale || (one.marked && !countMarked)) continue;
		const { n, count } = of.get(one.serviceId) ?? { n: 0, count: 0 };
		const { graded } = sumOf(one.grades);
		const more = leaningOf(one.grades, scale, 'satisfied');
		of.set(one.serviceId, { kind: one.serviceId, n: n + graded, count: count + more });
	}
	return [...of.values()].filter(({ n }) => n > 0).sort((one, other) => one.kind - other.kind);
}

/** The scales by how many of a period's ratings used them, the most first. */
export function scalesOf(owns: readonly Own[]): Scale[] {
	const n = (scale: Scale) => owns.reduce((sum, own) => sum + own.used(scale), 0);
	return SCALES.map((scale) => ({ scale, n: n(scale) }))
		.filter((one) => one.n > 0)
		.sort((one, other) => other.n - one.n)
		.map(({ scale }) => scale);
}

/**
 * What the members of a group have in common on the scale that most of their ratings used, by the rules of the
 * comparison page (analytics/apart.ts). Members' order makes no difference.
 */
export function peersOf(group: string, members: ReadonlyMap<number, Own>, rules: Rules): Peers {
	const sorted = [...members].sort(([one], [other]) => one - other);
	const [scale = 5] = scalesOf(sorted.map(([, own]) => own));
	const candidates = sorted.map(([id, own]) => ({
		id,
		strata: strata(own, scale, rules.countMarked),
		isHidden: false
	}));
	const sum = (what: 'n' | 'count') =>
		candidates.reduce((all, one) => all + one.strata.reduce((own, stratum) => own + stratum[what], 0), 0);
	const head = { group, members: members.size, scale };
	const nothing = { satisfied: share(0, 0, Infinity), prior: null, standard: null, apart: null };
	if (candidates.filter((one) => one.strata.length > 0).length < FEWEST) return { ...head, n: 0, ...nothing };
	const { prior, by, tail, phi } = field(candidates, rules.minSample);
	return {
		...head,
		n: sum('n'),
		satisfied: roundedShare(share(sum('count'), sum('n'), rules.minSample)),
		prior: prior && {
			mean: rounded(prior.mean),
			alpha: rounded(prior.alpha),
			beta: rounded(prior.beta)
		},
		standard: by && {
			overall: rounded(by.overall),
			of: [...by.of].sort(([one], [other]) => one - other).map(([id, own]) => [id, rounded(own)])
		},
		apart: by && { tail: rounded(tail), phi: rounded(phi) }
	};
}

/** A subject among its peers, by what is kept of them. Nothing is said where it is too few, or on another scale. */
export function among(
	own: Own,
	scale: Scale | undefined,
	peers: Peers,
	rules: Rules
): Pick<SheetContent, 'shrunken' | 'adjusted'> & { verdict: Verdict } {
	const nothing = { shrunken: null, adjusted: null, verdict: 'too_few' } as const;
	if (scale !== peers.scale) return nothing;
	const own_ = strata(own, scale, rules.countMarked);
	const counted = own_.reduce((sum, { n, count }) => ({ n: sum.n + n, count: sum.count + count }), {
		n: 0,
		count: 0
	});
	if (counted.n < Math.max(1, rules.minSample)) return nothing;
	const drawn = peers.prior && shrunken(counted, peers.prior);
	const standard = peers.standard && { overall: peers.standard.overall, of: new Map(peers.standard.of) };
	const found = standard && adjusted(own_, standard);
	const isJudged = found && standard && peers.apart && counted.n >= rules.minRatings;
	return {
		shrunken: drawn && estimate(drawn),
		adjusted:
			found && found.weight > 0
				? { ...estimate(found), ratio: found.ratio === null ? null : rounded(found.ratio) }
				: null,
		verdict: isJudged && peers.apart ? judge(found, counted, standard.overall, peers.apart) : 'too_few'
	};
}

function estimate({ share: own, low, high }: { share: number; low: number; high: number }) {
	return { share: rounded(own), low: rounded(low), high: rounded(high) };
}
