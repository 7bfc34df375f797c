// The points of a sheet: each criterion, their sum, the band it lies in, and whether chance may have decided the band.
// Points are whole hundredths, so 15.00 is reached exactly or not at all; what is missing is never 0 and never full.
import { evaluate, isFault, parse, rounded, type Fault, type Formula } from './formula';
import { Problem } from './problem';
import type { Band, Criterion, Figure, Given, Named, Outcome, Points, RuleSet, Scored } from './ruleset';

/** Known however few the ratings are; every other figure is too few to say below a rule set's `minRatings`. */
const ALWAYS_KNOWN: readonly Figure[] = ['n', 'appeals_upheld'];

const read = new Map<string, Formula | Fault>();
/** Formulas are read once: a period scores the same few for thousands of sheets. */
function formulaOf(text: string): Formula | Fault {
	const known = read.get(text);
	if (known) return known;
	if (read.size >= 500) read.clear();
	const parsed = parse(text);
	read.set(text, parsed);
	return parsed;
}

/**
 * The outcome of a rule set for these figures and the points that people gave. The sum's interval is the sum of the
 * criteria's: as wide as if all of chance lay on one side, which errs toward a warning. Given points that do not fit
 * their criterion count as missing. Throws an Error where a formula cannot be read, which no published one can be.
 */
export function score(ruleSet: RuleSet, named: Named, given: Given): Outcome {
	const figures = toldFigures(named, ruleSet.minRatings);
	const criteria = ruleSet.criteria.map((criterion) => scoreOne(criterion, figures, given));
	const summed = ruleSet.sumOf.map((code) => criteria.find((one) => one.code === code));
	const of = ruleSet.criteria
		.filter(({ code }) => ruleSet.sumOf.includes(code))
		.reduce((sum, { most }) => sum + most, 0);
	const total = sum(summed.map((one) => one?.points ?? null));
	const low = sum(summed.map((one) => one?.low ?? one?.points ?? null));
	const high = sum(summed.map((one) => one?.high ?? one?.points ?? null));
	if (total === null || low === null || high === null)
		return { criteria, total: null, low: null, high: null, of, band: null, possible: [], edges: [] };
	const lowest = ruleSet.bands.findIndex((band) => low >= band.atLeast);
	const highest = ruleSet.bands.findIndex((band) => high >= band.atLeast);
	return {
		criteria,
		total,
		low,
		high,
		of,
		band: bandOf(ruleSet.bands, total)?.code ?? null,
		possible:
			highest < 0
				? []
				: ruleSet.bands.slice(highest, lowest < 0 ? undefined : lowest + 1).map(({ code }) => code),
		edges: ruleSet.bands
			.filter(({ atLeast }) => low < atLeast && atLeast <= high)
			.map(({ code, atLeast }) => ({ band: code, atLeast }))
	};
}

/** The band a total lies in: the highest whose edge it reaches; null where there is none. */
export function bandOf(bands: readonly Band[], total: Points): Band | null {
	return bands.find(({ atLeast }) => total >= atLeast) ?? null;
}

/**
 * Refuses points that a person may not give: points_unfit (field: the criterion's code unless told otherwise; most and
 * step in whole points) where it is no given criterion, or they are not 0, one step, two … up to the most.
 */
export function checkGiven(criterion: Criterion, points: Points, field = criterion.code): void {
	if (fits(criterion, points)) return;
	const step = criterion.from.kind === 'given' ? criterion.from.step / 100 : 0;
	throw new Problem('points_unfit', { field, most: criterion.most / 100, step });
}

function fits(criterion: Criterion, points: Points): boolean {
	return (
		criterion.from.kind === 'given' &&
		Number.isInteger(points) &&
		points >= 0 &&
		points <= criterion.most &&
		points % criterion.from.step === 0
	);
}

/** Null as soon as one of them is: a sum of a part is no sum. */
function sum(points: readonly (Points | null)[]): Points | null {
	return points.reduce<Points | null>(
		(so, one) => (so === null || one === null ? null : so + one),
		points.length === 0 ? null : 0
	);
}

function toldFigures(named: Named, minRatings: number): Named {
	if (named.n !== null && named.n.value >= minRatings) return named;
	return Object.fromEntries(
		Object.entries(named).map(([figure, known]) => [
			figure,
			ALWAYS_KNOWN.includes(figure as Figure) ? known : null
		])
	) as Named;
}

function scoreOne(criterion: Criterion, named: Named, given: Given): Scored {
	if (criterion.from.kind === 'formula') return byFormula(criterion, criterion.from.text, named);
	const fitting = (points: Points | undefined) =>
		points !== undefined && fits(criterion, points) ? points : null;
	const points = fitting(given.appraised[criterion.code]);
	const self = criterion.from.self ? fitting(given.self[criterion.code]) : null;
	return {
		code: criterion.code,
		points,
		low: points,
		high: points,
		self,
		why: points === null ? 'missing' : 'given'
	};
}

function byFormula({ code, most }: Criterion, text: string, named: Named): Scored {
	const formula = formulaOf(text);
	if (isFault(formula)) throw new Error(`criterion ${code}: ${formula.fault} at ${formula.at}`);
	const held = (value: number | null) =>
		value === null ? null : Math.min(most, Math.max(0, rounded(value * 100, 0)));
	const values = corners(formula.figures, named).map((figures) => held(evaluate(formula, figures)));
	const [points = null] = values;
	if (points === null) return { code, points, low: null, high: null, self: null, why: 'too_few' };
	const told = values.filter((value) => value !== null);
	return { code, points, low: Math.min(...told), high: Math.max(...told), self: null, why: 'formula' };
}

/**
 * The figures as they are, then at every combination of the ends of their intervals (2 to the number of figures that
 * have a width; there are seven such). Exact where a formula goes one way in each figure, as points should; one that
 * turns inside an interval can be a little wider than said.
 */
function corners(figures: readonly Figure[], named: Named): Partial<Record<Figure, number | null>>[] {
	let found: Partial<Record<Figure, number | null>>[] = [{}];
	for (const figure of figures) {
		const known = named[figure];
		const ends = known && known.low < known.high ? [known.low, known.high] : [known?.value ?? null];
		found = found.flatMap((so) => ends.map((end) => ({ ...so, [figure]: end })));
	}
	const asTold = Object.fromEntries(figures.map((figure) => [figure, named[figure]?.value ?? null]));
	return [asTold, ...found];
}
