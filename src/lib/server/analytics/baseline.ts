// From which points of a trend the usual level is taken that a control chart judges all of them by.
import { controlChart, type ChartPoint } from './control';

/** No more than a third is set aside as unusual: beyond that there is no usual level to judge by. */
const MOST_SET_ASIDE = 1 / 3;

/**
 * Centre and σ_z of the usual points: limits on trial from all, the points beyond them set aside, and again from the
 * rest until none is beyond; so a bad month neither drags the centre down nor hides behind limits that it has widened
 * itself. Null where there is nothing to judge by.
 *
 * Trial limits: D. C. Montgomery, Introduction to Statistical Quality Control, "phase I". docs/decisions/020.
 */
export function usual(
	points: readonly ChartPoint[],
	minSample: number
): { centre: number; sigmaZ: number; steps: number; overdispersed: boolean } | null {
	let kept = points.filter(({ n }) => n >= Math.max(1, minSample));
	const least = kept.length * (1 - MOST_SET_ASIDE);
	for (;;) {
		const { centre, sigmaZ, overdispersed, points: judged } = controlChart(kept, { minSample });
		if (centre === null) return null;
		const rest = kept.filter((_, index) => judged[index]?.signal !== 'beyond');
		if (rest.length === kept.length || rest.length < least)
			return { centre, sigmaZ, steps: kept.length, overdispersed };
		kept = rest;
	}
}
