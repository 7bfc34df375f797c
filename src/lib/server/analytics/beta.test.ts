import { expect, test } from 'vitest';
import { betaBelow, betaQuantile, binomialBelow, logGamma, tQuantile } from './beta';

test('the gamma function is the factorial, and √π at a half', () => {
	expect(Math.exp(logGamma(6))).toBeCloseTo(120, 9);
	expect(Math.exp(logGamma(0.5))).toBeCloseTo(Math.sqrt(Math.PI), 12);
});

// The table of Student's t in any textbook (R. A. Fisher and F. Yates, Statistical Tables, table III).
test.each([
	[1, 12.706],
	[9, 2.262],
	[29, 2.045],
	[120, 1.98]
])('t with %i degrees of freedom is the tabled one', (df, value) => {
	expect(tQuantile(0.975, df)).toBeCloseTo(value, 3);
	expect(tQuantile(0.025, df)).toBeCloseTo(-value, 3);
});

test('t is the normal one where there are millions', () => {
	expect(tQuantile(0.975, 1e9)).toBeCloseTo(1.959963984540054, 7);
	expect(tQuantile(0.5, 4)).toBe(0);
});

test('a quantile and the chance below it are each other’s inverse, from one rating to ten million', () => {
	for (const n of [1, 7, 150, 60_000, 10_000_000])
		for (const share of [0.5, 0.9, 0.999])
			for (const p of [0.001, 0.025, 0.5, 0.975]) {
				const [a, b] = [n * share + 1, n * (1 - share) + 1];
				expect(betaBelow(betaQuantile(p, a, b), a, b)).toBeCloseTo(p, 7);
			}
});

test('a share is somewhere from 0 to 1', () => {
	expect([betaBelow(0, 2, 3), betaBelow(1, 2, 3), betaQuantile(0, 2, 3), betaQuantile(1, 2, 3)]).toEqual([
		0, 1, 0, 1
	]);
});

test('the binomial distribution adds up by hand', () => {
	expect(binomialBelow(1, 4, 0.5)).toBeCloseTo(5 / 16, 12);
	expect([binomialBelow(-1, 4, 0.5), binomialBelow(4, 4, 0.5)]).toEqual([0, 1]);
});
