// Trying a rule set out: which figures and points it asks for, and what it makes of assumed ones, by the same score
// that sheets are made by.
import { isFault, parse } from '$lib/shared/formula';
import {
	FIGURES,
	type Figure,
	type Known,
	type Named,
	type Outcome,
	type RuleSet
} from '$lib/shared/ruleset';
import { score } from '$lib/shared/scoring';
import { hundredths } from './draft';

/** What is typed for a figure: its value and the ends of its interval. */
export type Assumed = { value: string; low: string; high: string };

/** Counted and not estimated: they have no interval. */
export const COUNTS: readonly Figure[] = ['n', 'complaints', 'appeals_upheld', 'coverage'];

const SAMPLE: Record<Figure, Assumed> = {
	satisfied: { value: '0.92', low: '0.86', high: '0.96' },
	shrunken: { value: '0.91', low: '0.87', high: '0.95' },
	adjusted: { value: '0.91', low: '0.86', high: '0.96' },
	dissatisfied: { value: '0.04', low: '0.02', high: '0.09' },
	mean: { value: '4.3', low: '4.1', high: '4.5' },
	about_officer: { value: '0.3', low: '0.1', high: '0.6' },
	coverage: { value: '0.5', low: '', high: '' },
	n: { value: '120', low: '', high: '' },
	complaints: { value: '2', low: '', high: '' },
	appeals_upheld: { value: '0', low: '', high: '' }
};

export function sample(): Record<Figure, Assumed> {
	return structuredClone(SAMPLE);
}

/** The figures that its formulas name, and n, which decides whether anything can be told; [] without formulas. */
export function figuresOf({ criteria }: RuleSet): Figure[] {
	const named = criteria.flatMap(({ from }) => {
		const parsed = from.kind === 'formula' ? parse(from.text) : null;
		return parsed === null || isFault(parsed) ? [] : parsed.figures;
	});
	return FIGURES.filter((figure) => named.includes(figure) || (figure === 'n' && named.length > 0));
}

/** Null while points cannot be computed: a formula that cannot be read, a number that is none. */
export function outcomeOf(
	ruleSet: RuleSet,
	assumed: Record<Figure, Assumed>,
	given: Record<string, string>
): Outcome | null {
	const isReady =
		ruleSet.criteria.length > 0 &&
		Number.isInteger(ruleSet.minRatings) &&
		ruleSet.bands.every(({ atLeast }) => Number.isInteger(atLeast)) &&
		ruleSet.criteria.every(
			({ most, from }) =>
				Number.isInteger(most) &&
				(from.kind === 'formula' ? !isFault(parse(from.text)) : Number.isInteger(from.step))
		);
	if (!isReady) return null;
	const asked = figuresOf(ruleSet);
	const named = Object.fromEntries(
		FIGURES.map((figure) => [figure, asked.includes(figure) ? known(assumed[figure]) : null])
	) as Named;
	const appraised = Object.fromEntries(
		Object.entries(given)
			.map(([code, typed]): [string, number] => [code, hundredths(typed)])
			.filter(([, points]) => Number.isInteger(points))
	);
	return score(ruleSet, named, { self: {}, appraised });
}

function known({ value, low, high }: Assumed): Known | null {
	const at = number(value);
	if (at === null) return null;
	return { value: at, low: Math.min(at, number(low) ?? at), high: Math.max(at, number(high) ?? at) };
}

function number(typed: string): number | null {
	const plain = typed.trim().replace(',', '.');
	return /^\d{1,9}(\.\d{1,9})?$/.test(plain) ? Number(plain) : null;
}
