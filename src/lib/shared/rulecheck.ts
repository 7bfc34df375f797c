// What keeps a rule set from being published: everything that its shape cannot say. The editor shows all of it while
// HR writes; publishing refuses the first.
import { isFault, parse } from './formula';
import type { ProblemCode, ProblemDetails } from './problem';
import type { RuleSet } from './ruleset';

/** `field` is the path of the field in the rule set, `criteria.2.from.text`. */
export type RuleFault = { field: string; code: ProblemCode; details: ProblemDetails };

/** All of it, from top to bottom; none: it can be published. */
export function faultsOf(ruleSet: RuleSet): RuleFault[] {
	return [...criteriaFaults(ruleSet), ...sumFaults(ruleSet), ...bandFaults(ruleSet), ...capFaults(ruleSet)];
}

function criteriaFaults({ criteria }: RuleSet): RuleFault[] {
	return criteria.flatMap(({ code, from, most }, at) => {
		const found: RuleFault[] = twice(criteria, at, 'criteria');
		if (from.kind === 'given' && most % from.step !== 0)
			found.push({
				field: `criteria.${at}.from.step`,
				code: 'step_unfit',
				details: { most: most / 100, code }
			});
		if (from.kind === 'formula') {
			const parsed = parse(from.text);
			if (isFault(parsed))
				found.push({
					field: `criteria.${at}.from.text`,
					code: parsed.fault,
					details: { at: parsed.at, found: parsed.found, expected: parsed.expected }
				});
		}
		return found;
	});
}

function sumFaults({ criteria, sumOf }: RuleSet): RuleFault[] {
	return sumOf.flatMap((code, at): RuleFault[] => {
		if (!criteria.some((criterion) => criterion.code === code))
			return [{ field: `sumOf.${at}`, code: 'criterion_unknown', details: { code } }];
		if (sumOf.indexOf(code) !== at) return [{ field: `sumOf.${at}`, code: 'code_twice', details: { code } }];
		return [];
	});
}

function bandFaults({ bands, criteria, sumOf }: RuleSet): RuleFault[] {
	const most = criteria.reduce((sum, one) => sum + (sumOf.includes(one.code) ? one.most : 0), 0);
	return bands.flatMap(({ atLeast }, at) => {
		const found = twice(bands, at, 'bands');
		const field = `bands.${at}.atLeast`;
		const above = bands[at - 1];
		if (above && atLeast >= above.atLeast)
			found.push({ field, code: 'bands_not_falling', details: { points: above.atLeast / 100 } });
		if (atLeast > most) found.push({ field, code: 'band_unreachable', details: { most: most / 100 } });
		if (at === bands.length - 1 && atLeast !== 0)
			found.push({ field, code: 'lowest_band_not_zero', details: {} });
		return found;
	});
}

function capFaults({ bands, cap }: RuleSet): RuleFault[] {
	if (cap === null) return [];
	const unknown = (code: string) => !bands.some((band) => band.code === code);
	const found: RuleFault[] = unknown(cap.band)
		? [{ field: 'cap.band', code: 'band_unknown', details: { code: cap.band } }]
		: [];
	for (const code of cap.of)
		if (unknown(code)) found.push({ field: 'cap.of', code: 'band_unknown', details: { code } });
	return found;
}

function twice(of: readonly { code: string }[], at: number, part: string): RuleFault[] {
	const code = of[at]!.code;
	if (of.findIndex((one) => one.code === code) === at) return [];
	return [{ field: `${part}.${at}.code`, code: 'code_twice', details: { code } }];
}
