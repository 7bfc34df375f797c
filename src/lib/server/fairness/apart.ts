// Whether groups of officers are graded differently, by more than the mix of services, chance and the differences
// between single officers explain. Pure arithmetic; never about one person.
import { betaBelow, tQuantile } from '../analytics/beta';
import { holm } from '../analytics/family';
import { adjusted, standard, type Stratum } from '../analytics/standard';
import { wilson } from '../analytics/statistics';
import { hide } from '../analytics/suppress';

/** A group of fewer officers is not shown: its figure would be about persons. */
export const MIN_OFFICERS = 5;
/** Named wrongly, if there is no difference, in five looks of a hundred at a whole dimension. */
export const ALPHA = 0.05;

/** One officer's counts by service: satisfied of n. */
export type Member = { label: string; strata: Stratum[] };

export type Found = {
	label: string;
	/** All null where hidden. */
	officers: number | null;
	n: number | null;
	share: number | null;
	low: number | null;
	high: number | null;
	/** Against all other groups together. */
	others: number | null;
	verdict: 'above' | 'below' | 'same' | 'hidden';
};

type Group = { label: string; members: Member[]; strata: Stratum[]; n: number };

/**
 * Each group's mix-adjusted share (analytics/standard.ts) against all the others together.
 *
 * Ratings of one officer are alike, so a group of few officers is known less well than its ratings suggest: variances
 * are taken times the dispersion φ = Σ (missed − expected)² / V over officers around their own group's level, divided
 * by its degrees of freedom and never below 1 (P. McCullagh and J. A. Nelder, Generalized Linear Models, 2nd ed. 1989,
 * 4.5), and read from Student's t with as many degrees. All groups of a dimension are judged together by Holm.
 */
export function apart(
	members: readonly Member[],
	minSample: number
): { groups: Found[]; dispersion: number } {
	const groups = grouped(members);
	const whole = standard(groups.map(({ strata }) => strata));
	if (!whole) return { groups: groups.map(({ label }) => hidden(label)), dispersion: 1 };
	const { phi, df } = dispersion(groups, whole);
	const shown = shownOf(groups, minSample);
	const rated = groups.map(({ strata }) => adjusted(strata, whole));
	const z = df < 1 ? Infinity : tQuantile(1 - ALPHA / 2, df);
	const rows = groups.map(({ label, members: { length: officers }, n }, at): Found & { p: number | null } => {
		const own = rated[at];
		const rest = adjusted(
			groups.filter((_, other) => other !== at).flatMap(({ strata }) => strata),
			whole
		);
		if (!shown[at] || !own || own.weight === 0 || rest.weight === 0 || !Number.isFinite(z))
			return { ...hidden(label), p: null };
		const [one, other] = [own.weight / phi, rest.weight / phi];
		const pooled = (own.share * one + rest.share * other) / (one + other);
		const spread = Math.sqrt(pooled * (1 - pooled) * (1 / one + 1 / other));
		const t = spread === 0 ? 0 : (own.share - rest.share) / spread;
		const { low, high } = wilson(own.share * Math.max(1, one), Math.max(1, one), z);
		const p = betaBelow(df / (df + t * t), df / 2, 0.5);
		return { label, officers, n, share: own.share, low, high, others: rest.share, verdict: 'same', p };
	});
	// Of two groups, the one against the other is the same question twice.
	const asked = rows.map(({ p }, at) => (rows.length === 2 && at === 1 ? null : p));
	const certain = holm(asked, ALPHA);
	if (rows.length === 2) certain[1] = certain[0] ?? false;
	return {
		groups: rows.map(({ p: _p, ...row }, at) =>
			certain[at] ? { ...row, verdict: (row.share ?? 0) < (row.others ?? 0) ? 'below' : 'above' } : row
		),
		dispersion: phi
	};
}

function grouped(members: readonly Member[]): Group[] {
	const found = new Map<string, Member[]>();
	for (const member of members) {
		const list = found.get(member.label) ?? [];
		list.push(member);
		found.set(member.label, list);
	}
	return [...found]
		.map(([label, list]) => {
			const strata = list.flatMap((member) => member.strata);
			return { label, members: list, strata, n: strata.reduce((sum, { n }) => sum + n, 0) };
		})
		.sort((a, b) => a.label.localeCompare(b.label, 'vi'));
}

/** A small group counts as one officer, so that it is never hidden alone and never with too few. */
function shownOf(groups: readonly Group[], minSample: number): boolean[] {
	const sizes = groups.map(({ members, n }) =>
		members.length < MIN_OFFICERS || n < minSample ? 1 : members.length
	);
	return hide(sizes, MIN_OFFICERS).map((isHidden) => !isHidden);
}

function hidden(label: string): Found {
	return {
		...{ label, officers: null, n: null, share: null, low: null, high: null, others: null },
		verdict: 'hidden'
	};
}

function dispersion(
	groups: readonly Group[],
	whole: { overall: number; of: ReadonlyMap<number, number> }
): { phi: number; df: number } {
	let [sum, officers] = [0, 0];
	for (const { members, strata } of groups) {
		const own = sums(strata, whole);
		const ratio = own.expected > 0 ? own.missed / own.expected : 1;
		for (const member of members) {
			const { missed, expected, variance } = sums(member.strata, whole);
			if (variance === 0) continue;
			sum += (missed - ratio * expected) ** 2 / variance;
			officers++;
		}
	}
	const df = officers - groups.length;
	return { phi: df < 1 ? 1 : Math.max(1, sum / df), df };
}

function sums(strata: readonly Stratum[], whole: { overall: number; of: ReadonlyMap<number, number> }) {
	const all = { missed: 0, expected: 0, variance: 0 };
	for (const { kind, count, n } of strata) {
		const share = whole.of.get(kind) ?? whole.overall;
		all.missed += n - count;
		all.expected += n * (1 - share);
		all.variance += n * share * (1 - share);
	}
	return all;
}
