// Points, sums and bands: exact at every edge, and never anything made of what is missing.
import { describe, expect, it } from 'vitest';
import { checkGiven, score } from './scoring';
import { FIGURES, type Criterion, type Known, type Named, type RuleSet } from './ruleset';

const words = { vi: 'x', en: '', ja: '', zh: '', ko: '' };
const NONE = Object.fromEntries(FIGURES.map((figure) => [figure, null])) as Named;
const sure = (value: number): Known => ({ value, low: value, high: value });
const known = (of: Partial<Named>): Named => ({ ...NONE, n: sure(100), ...of });

const given = (code: string, most = 200): Criterion => ({
	...{ code, words, explains: null, most },
	from: { kind: 'given', step: 10, self: true }
});
const formula = (code: string, text: string, most: number): Criterion => ({
	...{ code, words, explains: null, most },
	from: { kind: 'formula', text }
});
const band = (code: string, atLeast: number) => ({ code, words, atLeast });

function ruleSet(criteria: Criterion[], more: Partial<RuleSet> = {}): RuleSet {
	return {
		...{ name: words, source: null, sureness: 'own_rules', subject: 'officer' },
		...{ criteria, sumOf: criteria.map(({ code }) => code), bands: [], minRatings: 30 },
		...{ countMarked: true, cap: null },
		...more
	};
}
const appraised = (points: Record<string, number>) => ({ self: {}, appraised: points });
const nobody = { self: {}, appraised: {} };

describe('given points', () => {
	const nine = ruleSet(
		Array.from({ length: 9 }, (_, at) => given(`i${at}`)),
		{ bands: [band('top', 1500), band('next', 1200), band('last', 0)] }
	);
	/** 15 points in steps of 0.1 whose sum in binary fractions is not 15. */
	const steps = [170, 170, 170, 170, 160, 160, 170, 160, 170];

	it('a sum of tenths that binary fractions miss lies exactly on the edge', () => {
		expect(steps.reduce((sum, one) => sum + one / 100, 0)).not.toBe(15);
		const outcome = score(nine, NONE, appraised(Object.fromEntries(steps.map((one, at) => [`i${at}`, one]))));
		expect(outcome).toMatchObject({ total: 1500, band: 'top', possible: ['top'], edges: [], of: 1800 });
	});

	it('unanswered items never default to anything: one missing, and there is no total and no band', () => {
		const all = Object.fromEntries(steps.map((one, at) => [`i${at}`, one]));
		const { i4: _missing, ...rest } = all;
		const outcome = score(nine, NONE, appraised(rest));
		expect(outcome).toMatchObject({ total: null, low: null, high: null, band: null, possible: [] });
		expect(outcome.criteria[4]).toEqual({
			...{ code: 'i4', points: null, low: null, high: null, self: null, why: 'missing' }
		});
		expect(score(nine, NONE, nobody).criteria.map(({ points }) => points)).toEqual(Array(9).fill(null));
	});

	it('zero that somebody gave is zero, not missing', () => {
		const outcome = score(ruleSet([given('a')]), NONE, appraised({ a: 0 }));
		expect(outcome).toMatchObject({ total: 0, criteria: [{ points: 0, why: 'given' }] });
	});

	it('points that the officer gave themselves are shown and never summed', () => {
		const outcome = score(ruleSet([given('a')]), NONE, { self: { a: 200 }, appraised: {} });
		expect(outcome).toMatchObject({ total: null, criteria: [{ self: 200, points: null, why: 'missing' }] });
	});

	it('points that do not fit the criterion are refused, and count as missing where they came in all the same', () => {
		for (const wrong of [-10, 5, 210, 0.1, NaN, Infinity]) {
			expect(() => checkGiven(given('a'), wrong)).toThrow('points_unfit');
			expect(score(ruleSet([given('a')]), NONE, appraised({ a: wrong })).total).toBeNull();
		}
		expect(() => checkGiven(formula('a', 'n', 200), 10)).toThrow('points_unfit');
		for (const fine of [0, 10, 190, 200]) expect(() => checkGiven(given('a'), fine)).not.toThrow();
	});

	it('more points never lead to a lower total or band', () => {
		const rank = (code: string | null) => nine.bands.findIndex((one) => one.code === code);
		// A fixed sequence of numbers, so that a failure can be seen again.
		let seed = 7;
		const chance = (below: number) => (seed = (seed * 48271) % 2147483647) % below;
		for (let round = 0; round < 500; round++) {
			const points = Object.fromEntries(nine.criteria.map(({ code }) => [code, chance(21) * 10]));
			const raised = `i${chance(9)}`;
			const more = { ...points, [raised]: Math.min(200, points[raised]! + 10 * (1 + chance(5))) };
			const [before, after] = [score(nine, NONE, appraised(points)), score(nine, NONE, appraised(more))];
			expect(after.total! - before.total!).toBe(more[raised]! - points[raised]!);
			expect(rank(after.band)).toBeLessThanOrEqual(rank(before.band));
		}
	});
});

describe('points by formula', () => {
	const sheet = ruleSet([formula('share', 'shrunken * 100', 10_000)], {
		bands: [band('a', 9000), band('b', 8000), band('c', 0)]
	});
	const share = (value: number, low: number, high: number) => known({ shrunken: { value, low, high } });

	it('a band edge inside the interval is named, and so is every band that the interval touches', () => {
		expect(score(sheet, share(0.9, 0.74, 0.97), nobody)).toMatchObject({
			...{ total: 9000, low: 7400, high: 9700, band: 'a', possible: ['a', 'b', 'c'] },
			edges: [
				{ band: 'a', atLeast: 9000 },
				{ band: 'b', atLeast: 8000 }
			]
		});
	});

	it('an edge at the low end is not inside, at the high end it is', () => {
		expect(score(sheet, share(0.92, 0.9, 0.95), nobody)).toMatchObject({ possible: ['a'], edges: [] });
		expect(score(sheet, share(0.85, 0.82, 0.9), nobody)).toMatchObject({
			possible: ['a', 'b'],
			edges: [{ band: 'a' }]
		});
	});

	it('too few ratings: no points, no total, no band; not 0 and not full', () => {
		const few = { ...share(0.9, 0.8, 0.97), n: sure(29) };
		expect(score(sheet, few, nobody)).toMatchObject({
			...{ total: null, band: null, possible: [], edges: [] },
			criteria: [{ points: null, low: null, high: null, why: 'too_few' }]
		});
		expect(score(sheet, { ...few, n: sure(30) }, nobody).total).toBe(9000);
		expect(score(sheet, { ...few, n: null }, nobody).total).toBeNull();
		expect(score(sheet, known({}), nobody).criteria[0]!.why).toBe('too_few');
	});

	it('no complaint among too few ratings is not the best there is; how many there are can always be told', () => {
		const few: Named = { ...NONE, n: sure(3), complaints: sure(0), appeals_upheld: sure(1) };
		const by = (text: string) => score(ruleSet([formula('x', text, 200)]), few, nobody).criteria[0]!;
		expect(by('step(complaints, 1: 0, 2)')).toMatchObject({ points: null, why: 'too_few' });
		expect(by('step(n, 100: 2, 1)')).toMatchObject({ points: 100, why: 'formula' });
		expect(by('appeals_upheld')).toMatchObject({ points: 100, why: 'formula' });
	});

	it('points are held between none and the most, and rounded to hundredths', () => {
		const by = (text: string) => score(ruleSet([formula('x', text, 200)]), known({}), nobody).total;
		expect([by('n'), by('0 - n'), by('1.005'), by('2 / 3')]).toEqual([200, 0, 101, 67]);
	});

	it('counts stay numbers: 10 is more than 9 and no text', () => {
		const text = 'step(complaints, 10: 0, 9: 1, 2)';
		const by = (count: number) =>
			score(ruleSet([formula('x', text, 200)]), known({ complaints: sure(count) }), nobody).total;
		expect([by(8), by(9), by(10), by(11), by(100)]).toEqual([200, 100, 0, 0, 0]);
		const count = known({ complaints: sure(100_000) });
		expect(score(ruleSet([formula('x', 'complaints / 1000', 10_000)]), count, nobody).total).toBe(10_000);
	});

	it('the interval is taken at every combination of ends, so that a share to be subtracted widens it too', () => {
		const named = known({
			satisfied: { value: 0.9, low: 0.8, high: 0.95 },
			about_officer: { value: 0.2, low: 0.1, high: 0.4 }
		});
		const sheet = ruleSet([formula('x', '(satisfied - about_officer) * 10', 1000)]);
		expect(score(sheet, named, nobody)).toMatchObject({ total: 700, low: 400, high: 850 });
	});

	it('adds what is computed and what is given, and the interval comes from what is computed alone', () => {
		const both = ruleSet([formula('x', 'shrunken * 10', 1000), given('tasks', 7000)]);
		const outcome = score(both, share(0.9, 0.8, 0.95), appraised({ tasks: 6000 }));
		expect(outcome).toMatchObject({ total: 6900, low: 6800, high: 6950, of: 8000, band: null, possible: [] });
	});

	it('a criterion that is not in the sum is scored and does not count', () => {
		const sheet = ruleSet([given('a'), given('b')], { sumOf: ['a'] });
		expect(score(sheet, NONE, appraised({ a: 150 }))).toMatchObject({ total: 150, of: 200 });
	});
});
