// A sheet's content: from what was counted of its subject, what its peers have in common, and a few facts that are not
// in the ledger. The same input gives the same bytes, whoever computes it and when.
import type { Estimate, GradeFigures, Peers, SheetContent } from '../../shared/appraisal';
import { canonical } from '../../shared/canonical';
import type { Words } from '../../shared/language';
import type { Scale } from '../../shared/rating';
import type { Given, Known, Named, Outcome } from '../../shared/ruleset';
import { score } from '../../shared/scoring';
import { meanGrade, share, wilson } from '../analytics/statistics';
import { hide } from '../analytics/suppress';
import { hash } from '../db/chain';
import { leaningOf, sumOf, type Own } from './own';
import { among, scalesOf, strata } from './peers';
import { rounded, roundedMean, roundedShare } from './round';
import type { Window } from './windows';

/** What all sheets of a draft have in common. */
export type Frame = Pick<SheetContent, 'period' | 'ruleSet' | 'moment' | 'privacy'> & {
	windows: readonly Window[];
};

/** What is not in the ledger, as it was when the sheet was drafted. */
export type Facts = Pick<SheetContent, 'subject' | 'replies' | 'appeals'> & {
	serviceNames: ReadonlyMap<number, Words>;
	/** Served cases of the whole period; null: not known for all of it. */
	served: number | null;
};

/** A sheet's content. Nothing in it depends on the order in which ratings arrived. */
export function contentOf(frame: Frame, own: Own, peers: Peers, facts: Facts): SheetContent {
	const { ruleSet, privacy, windows } = frame;
	const { countMarked, minRatings } = ruleSet.content;
	const scales = scalesOf([own]);
	const [scale] = scales;
	const counted = scale === undefined ? 0 : sumOf(own.grades(0, scale, countMarked)).graded;
	const all = scales.reduce((sum, one) => sum + sumOf(own.grades(0, one, countMarked)).n, 0);
	return {
		form: 1,
		period: frame.period,
		subject: facts.subject,
		ruleSet,
		moment: frame.moment,
		privacy,
		grades: scales.map((one) => gradesOf(own, one, frame)),
		...among(own, scale, peers, { countMarked, minRatings, minSample: privacy.minSample }),
		peers,
		causes:
			scale === undefined || counted < Math.max(1, privacy.minSample) ? null : own.causes(scale, countMarked),
		standing: { ...own.standing },
		coverage:
			facts.served === null
				? null
				: {
						served: facts.served,
						rated: all,
						share: facts.served > 0 ? rounded(all / facts.served) : null
					},
		services: scale === undefined ? [] : servicesOf(own, scale, frame, facts.serviceNames),
		earlier: windows
			.map((window, at) => ({ window, at }))
			.slice(1)
			.flatMap(({ window: { from, to }, at }) => {
				const grades = scale === undefined ? [] : own.grades(at, scale, countMarked);
				const { graded } = sumOf(grades);
				if (scale === undefined || graded === 0) return [];
				const satisfied = shareOf(grades, scale, 'satisfied', frame);
				return [{ from, to, n: graded, satisfied }];
			}),
		replies: facts.replies,
		appeals: { ...facts.appeals }
	};
}

function gradesOf(own: Own, scale: Scale, frame: Frame): GradeFigures {
	const { minCell, minSample } = frame.privacy;
	const [grades, unmarked] = [own.grades(0, scale, true), own.grades(0, scale, false)];
	const { n, graded } = sumOf(grades);
	return {
		scale,
		n,
		counts: graded > 0 && graded < minCell ? null : grades.slice(1),
		satisfied: shareOf(grades, scale, 'satisfied', frame),
		dissatisfied: shareOf(grades, scale, 'dissatisfied', frame),
		mean: roundedMean(meanGrade(grades.slice(1), minSample)),
		unmarked: shareOf(unmarked, scale, 'satisfied', frame),
		...(frame.ruleSet.content.countMarked
			? {}
			: {
					counted: {
						dissatisfied: shareOf(unmarked, scale, 'dissatisfied', frame),
						mean: roundedMean(meanGrade(unmarked.slice(1), minSample))
					}
				})
	};
}

function shareOf(
	grades: readonly number[],
	scale: Scale,
	way: 'satisfied' | 'dissatisfied',
	{ privacy }: Frame
) {
	const { graded } = sumOf([...grades]);
	return roundedShare(share(leaningOf([...grades], scale, way), graded, Math.max(1, privacy.minSample)));
}

/** Services with too few ratings are left out, with as many others that subtracting finds none. */
function servicesOf(own: Own, scale: Scale, frame: Frame, names: Facts['serviceNames']) {
	const { minCell, minSample } = frame.privacy;
	const list = strata(own, scale, frame.ruleSet.content.countMarked);
	const hidden = hide(
		list.map(({ n }) => n),
		minCell
	);
	return list
		.filter((_, at) => !hidden[at])
		.map(({ kind, n, count }) => ({
			serviceId: kind,
			name: names.get(kind) ?? { vi: `#${kind}`, en: '', ja: '', zh: '', ko: '' },
			n,
			satisfied: roundedShare(share(count, n, Math.max(1, minSample)))
		}));
}

/** What a sheet is known by: SHA-256 of its canonical JSON, base64url. */
export function hashOf(content: SheetContent): string {
	return hash(canonical(content));
}

/** The points and the band that the sheet's rule set makes of it. */
export function outcomeOf(content: SheetContent, given: Given): Outcome {
	return score(content.ruleSet.content, namedOf(content), given);
}

/**
 * A sheet's figures as formulas name them, on its first scale. Shares, means and complaints are null where fewer ratings
 * than the rule set's least count; facts that are no estimate (how many ratings, served cases, appeals upheld) are not.
 * Of nobody dissatisfied none named the officer.
 */
export function namedOf(content: SheetContent): Named {
	const { countMarked, minRatings } = content.ruleSet.content;
	const [first] = content.grades;
	const satisfied = first && (countMarked ? first.satisfied : first.unmarked);
	const by = first && (countMarked ? first : (first.counted ?? first));
	const n = satisfied?.n ?? 0;
	const isTold = n >= minRatings;
	const { causes, coverage } = content;
	const of = (known: Known | null | undefined) => (isTold ? (known ?? null) : null);
	return {
		satisfied: of(satisfied && known(satisfied)),
		shrunken: of(content.shrunken && interval(content.shrunken)),
		adjusted: of(content.adjusted && interval(content.adjusted)),
		dissatisfied: of(by && known(by.dissatisfied)),
		mean: of(by && meant(by.mean)),
		about_officer: of(causes && (causes.bad === 0 ? exactly(0) : partOf(causes.officer, causes.bad))),
		coverage: coverage?.share == null ? null : exactly(coverage.share),
		n: exactly(n),
		complaints: of(causes && exactly(causes.officer)),
		appeals_upheld: exactly(content.appeals.upheld)
	};
}

const exactly = (value: number): Known => ({ value, low: value, high: value });
const interval = ({ share: value, low, high }: Estimate): Known => ({ value, low, high });
const partOf = (count: number, n: number): Known => ({ value: count / n, ...wilson(count, n) });

// From the counts, so that a share that is exactly an edge is not a rounded one.
function known({ share: value, count, n, low, high }: GradeFigures['satisfied']): Known | null {
	return value === null || low === null || high === null ? null : { value: count / n, low, high };
}

/** Where all gave the same grade there is no interval: it may be any grade, so nothing is said but the mean itself. */
function meant({ mean, low, high }: GradeFigures['mean']): Known | null {
	return mean === null ? null : { value: mean, low: low ?? mean, high: high ?? mean };
}
