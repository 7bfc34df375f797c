// The language of formulas: what it gives, to the last digit, and where it says that it cannot be read.
import { describe, expect, it } from 'vitest';
import { evaluate, isFault, parse, rounded } from './formula';
import type { Figure } from './ruleset';

function value(text: string, figures: Partial<Record<Figure, number | null>> = {}): number | null {
	const parsed = parse(text);
	if (isFault(parsed)) throw new Error(`${parsed.fault} at ${parsed.at}: ${parsed.found}`);
	return evaluate(parsed, figures);
}

describe('what a formula gives', () => {
	it.each([
		['1 + 2 * 3', 7],
		['(1 + 2) * 3', 9],
		['10 - 4 - 3', 3],
		['24 / 4 / 2', 3],
		['-2 * -3', 6],
		['2--3', 5],
		['.5 + 1.25', 1.75],
		['min(3, 2, 5)', 2],
		['max(3, 2, 5)', 5],
		['round(2.345, 2)', 2.35],
		['round(1.005, 2)', 1.01],
		['round(-2.5)', -3],
		['0.1 + 0.2', 0.3],
		['MIN(1, 2)', 1],
		['step(0.95, 0.9: 2, 0.8: 1, 0)', 2],
		['step(-3, -2: 1, -4: 5, 0)', 5],
		['step(1, 5: 2, min(7, 8))', 7]
	])('%s is %d', (text, wanted) => expect(value(text)).toBe(wanted));

	it('counts an edge that is reached exactly as reached, and one missed by the smallest share as missed', () => {
		const text = 'step(satisfied, 0.9: 2, 0.8: 1, 0)';
		expect(value(text, { satisfied: 27 / 30 })).toBe(2);
		expect(value(text, { satisfied: 8999 / 10000 })).toBe(1);
		expect(value(text, { satisfied: 0.8 })).toBe(1);
		expect(value(text, { satisfied: 0.79999 })).toBe(0);
	});

	it('reaches an edge after arithmetic that binary fractions cannot do exactly', () => {
		for (let percent = 1; percent <= 100; percent++)
			expect(value(`step(satisfied * 100, ${percent}: 1, 0)`, { satisfied: percent / 100 })).toBe(1);
	});

	it('is too few to say as soon as one figure that it names is', () => {
		expect(value('satisfied + shrunken', { satisfied: 0.9, shrunken: null })).toBeNull();
		expect(value('min(satisfied, 1)', {})).toBeNull();
		expect(value('step(satisfied, 0.5: 2, 1)', { satisfied: null })).toBeNull();
	});

	it('is too few to say where it divides by nothing, and never falls through to the lowest step', () => {
		expect(value('complaints / n', { complaints: 0, n: 0 })).toBeNull();
		expect(value('step(complaints / n, 0.1: 0, 2)', { complaints: 0, n: 0 })).toBeNull();
		expect(value('max(1, n / 0)', { n: 4 })).toBeNull();
	});

	it('rounds half away from zero, by the decimal that is meant', () => {
		expect([rounded(0.285, 2), rounded(1.255, 2), rounded(-0.285, 2), rounded(100.5, 0)]).toEqual([
			0.29, 1.26, -0.29, 101
		]);
	});

	it('names the figures it needs, each once', () => {
		expect(parse('n + N * satisfied')).toMatchObject({ figures: ['n', 'satisfied'] });
	});
});

describe('what cannot be read', () => {
	it.each([
		['', 'formula_unfinished', 1, '', 'value'],
		['1 +', 'formula_unfinished', 4, '', 'value'],
		['(1 + 2', 'formula_unfinished', 7, '', 'close'],
		['1 2', 'formula_unreadable', 3, '2', 'operator'],
		['satisfied × 100', 'formula_unreadable', 11, '×', 'operator'],
		['satisfied * 0,9', 'formula_unreadable', 14, ',', 'operator'],
		['satisfaction * 2', 'formula_figure_unknown', 1, 'satisfaction', 'value'],
		['constructor', 'formula_figure_unknown', 1, 'constructor', 'value'],
		['1 + * 2', 'formula_unreadable', 5, '*', 'value'],
		['min(1)', 'formula_unreadable', 6, ')', 'comma'],
		['min 1', 'formula_unreadable', 5, '1', 'open'],
		['round(1, 9)', 'formula_unreadable', 10, '9', 'digits'],
		['step(n, 5: 1, 7: 2, 0)', 'formula_steps', 15, '7', 'number'],
		['step(n, 5: 1, 5: 2, 0)', 'formula_steps', 15, '5', 'number'],
		['step(n, 5)', 'formula_unreadable', 10, ')', 'colon'],
		['step(n, 5: 1)', 'formula_unreadable', 13, ')', 'comma'],
		['step(n, n: 1, 0)', 'formula_unreadable', 9, 'n', 'number']
	])('%j: %s at %d', (text, fault, at, found, expected) =>
		expect(parse(text)).toEqual({ fault, at, found, expected })
	);

	it('ends on the deepest formula that fits a criterion', () => {
		expect(isFault(parse('('.repeat(400)))).toBe(true);
		expect(value(`${'('.repeat(199)}1${')'.repeat(199)}`)).toBe(1);
	});
});
