// The share satisfied seen several ways, and the one scale that all of them are drawn on.
import type { SheetContent } from '$lib/shared/appraisal';
import type { Share } from '$lib/shared/figures';
import { isFault, parse } from '$lib/shared/formula';
import type { Figure, RuleSet } from '$lib/shared/ruleset';

export type View = {
	what: 'counted' | 'unmarked' | 'shrunken' | 'adjusted' | 'peers';
	/** Null: there is nothing to say; where its `share` is null, too few to say. */
	share: Share | null;
	/** Whether points of the sheet's total are computed from it. */
	used: boolean;
};

/** As counted, without marked ratings, drawn toward the peers, with the peers' mix, and the peers themselves. */
export function viewsOf({
	grades,
	shrunken,
	adjusted,
	peers,
	ruleSet
}: Pick<SheetContent, 'grades' | 'shrunken' | 'adjusted' | 'peers' | 'ruleSet'>): View[] {
	const main = grades[0];
	if (!main) return [];
	const { countMarked } = ruleSet.content;
	const named = figuresOf(ruleSet.content);
	const counted = named.has('satisfied') || named.has('dissatisfied');
	const counts = countMarked ? main.satisfied : main.unmarked;
	const as = (estimate: { share: number; low: number; high: number } | null): Share | null =>
		estimate && {
			n: counts.n,
			count: counts.count,
			share: estimate.share,
			low: estimate.low,
			high: estimate.high
		};
	return [
		{ what: 'counted', share: main.satisfied, used: counted && countMarked },
		{ what: 'unmarked', share: main.unmarked, used: counted && !countMarked },
		{ what: 'shrunken', share: as(shrunken), used: named.has('shrunken') },
		{ what: 'adjusted', share: as(adjusted), used: named.has('adjusted') },
		{ what: 'peers', share: peers.n > 0 ? peers.satisfied : null, used: false }
	];
}

/** The figures that the formulas of the total name; a sheet of given points alone names none. */
function figuresOf({ criteria, sumOf }: RuleSet): Set<Figure> {
	const summed = criteria.filter(({ code }) => sumOf.includes(code));
	return new Set(
		summed.flatMap(({ from }) => {
			const formula = from.kind === 'formula' ? parse(from.text) : null;
			return formula === null || isFault(formula) ? [] : formula.figures;
		})
	);
}

/** Where the scale begins: the tens below the lowest end of all that is drawn, so that whiskers have room. */
export function floorOf(shares: (Share | null)[]): number {
	const lows = shares.flatMap((share) => (share?.low == null ? [] : [share.low]));
	return Math.max(0, Math.floor(Math.min(0.9, ...lows) * 10) / 10);
}
