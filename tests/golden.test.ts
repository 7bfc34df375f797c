// The statistics against what R says (tests/golden/statistics.R, made anew by `npm run golden`), to 1e-9.
import { describe, expect, test } from 'vitest';
import {
	betaBelow,
	betaQuantile,
	binomialBelow,
	logGamma,
	tQuantile
} from '../src/lib/server/analytics/beta';
import { controlChart } from '../src/lib/server/analytics/control';
import { dispersion, limits } from '../src/lib/server/analytics/funnel';
import { prior, shrunken } from '../src/lib/server/analytics/shrinkage';
import { adjusted, standard } from '../src/lib/server/analytics/standard';
import { difference, meanGrade, wilson } from '../src/lib/server/analytics/statistics';
import golden from './golden/statistics.json';

/** Agreement to 1e-9, of the value where it is larger than 1. */
function agree(ours: number | null | undefined, theirs: number, of: unknown): void {
	expect(Math.abs((ours ?? NaN) - theirs), `${JSON.stringify(of)}: ${ours}, R ${theirs}`).toBeLessThanOrEqual(
		1e-9 * Math.max(1, Math.abs(theirs))
	);
}

const both = ({ low, high }: { low: number | null; high: number | null }) => [low, high];

describe(`R ${golden.R} and the house say the same of`, () => {
	test('the gamma function', () => golden.logGamma.forEach((one) => agree(logGamma(one.x), one.is, one)));

	test('the beta distribution', () =>
		golden.betaBelow.forEach((one) => agree(betaBelow(one.x, one.a, one.b), one.is, one)));

	test('its quantiles', () =>
		golden.betaQuantile.forEach((one) => agree(betaQuantile(one.p, one.a, one.b), one.is, one)));

	test("Student's t", () => golden.tQuantile.forEach((one) => agree(tQuantile(one.p, one.df), one.is, one)));

	test('the binomial distribution', () =>
		golden.binomial.forEach((one) => agree(binomialBelow(one.count, one.n, one.p), one.is, one)));

	test("Wilson's interval", () => {
		for (const one of golden.wilson)
			both(wilson(one.count, one.n)).forEach((end, at) => agree(end, one.is[at]!, one));
	});

	test("Newcombe's interval of a difference", () => {
		for (const one of golden.difference)
			both(difference(one.x1, one.n1, one.x2, one.n2)).forEach((end, at) => agree(end, one.is[at]!, one));
	});

	test('the mean grade and its interval', () => {
		for (const one of golden.means) {
			const ours = meanGrade(one.counts, 1);
			for (const what of ['mean', 'low', 'high'] as const) agree(ours[what], one[what], one);
		}
	});

	test("Kleinman's moments and the posterior of each peer", () => {
		for (const one of golden.shrinkage) {
			const groups = one.count.map((count, at) => ({ count, n: one.n[at]! }));
			const peers = prior(groups)!;
			[peers.mean, peers.alpha, peers.beta].forEach((value, at) => agree(value, one.prior[at]!, one));
			groups.forEach((group, at) => {
				const ours = shrunken(group, peers);
				for (const what of ['share', 'low', 'high'] as const) agree(ours[what], one[what][at]!, one);
			});
		}
	});

	test('indirect standardisation', () => {
		for (const one of golden.mix) {
			const groups = one.n.map((row, at) =>
				row.map((n, kind) => ({ kind, n, count: one.count[at]![kind]! }))
			);
			const all = standard(groups)!;
			agree(all.overall, one.overall, one);
			groups.forEach((group, at) => {
				const ours = adjusted(group, all);
				for (const what of ['ratio', 'share', 'weight', 'low', 'high'] as const)
					agree(ours[what], one[what][at]!, one);
			});
		}
	});

	test('funnel limits', () => {
		for (const one of golden.funnel)
			both(limits(one.n, one.centre, one)).forEach((end, at) => agree(end, one.is[at]!, one));
	});

	test('over-dispersion', () =>
		golden.dispersion.forEach((one) => agree(dispersion([one.z].flat()), one.is, one)));

	test("Laney's p' chart", () => {
		for (const one of golden.control) {
			const ours = controlChart(
				one.count.map((count, at) => ({ count, n: one.n[at]! })),
				{ minSample: 10 }
			);
			agree(ours.centre, one.centre, one);
			agree(ours.sigmaZ, one.sigmaZ, one);
			ours.points.forEach((point, at) => {
				agree(point.low, one.low[at]!, one);
				agree(point.high, one.high[at]!, one);
				expect(point.signal === 'beyond').toBe(one.beyond[at]);
			});
		}
	});
});
