// The regularised incomplete beta function and its inverse: all that Student's t, the binomial and a beta-distributed
// share need. Exact to about 1e-12; tests/golden holds R's values.

/** Lanczos' coefficients for g = 7 (C. Lanczos, SIAM J. Numer. Anal. B 1 (1964) 86–96; values of P. Godfrey). */
const LANCZOS = [
	0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059,
	12.507343278686905, -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7
];

/** The logarithm of the gamma function of x > 0. */
export function logGamma(x: number): number {
	// Γ(x) = Γ(x + 1) / x keeps the small ones where the series is good.
	if (x < 0.5) return logGamma(x + 1) - Math.log(x);
	const base = x + 6.5;
	const series = LANCZOS.reduce((sum, one, at) => sum + (at === 0 ? one : one / (x - 1 + at)), 0);
	return 0.5 * Math.log(2 * Math.PI) + (x - 0.5) * Math.log(base) - base + Math.log(series);
}

/**
 * I_x(a, b): the chance that a share with a beta distribution of a, b > 0 is at most x. By its continued fraction
 * (NIST Digital Library of Mathematical Functions, 8.17.22) with Lentz' method, from the side where it converges fast.
 */
export function betaBelow(x: number, a: number, b: number): number {
	if (x <= 0) return 0;
	if (x >= 1) return 1;
	const front = Math.exp(a * Math.log(x) + b * Math.log1p(-x) - logBeta(a, b));
	return x < (a + 1) / (a + b + 2)
		? (front * fraction(x, a, b)) / a
		: 1 - (front * fraction(1 - x, b, a)) / b;
}

/**
 * The logarithm of the beta function. Of large arguments three logarithms of millions would cancel and leave few
 * digits, so what is left of Stirling's formula is subtracted instead (A. R. DiDonato and A. H. Morris, ACM TOMS 18
 * (1992) 360–373).
 */
function logBeta(a: number, b: number): number {
	const [less, more] = a < b ? [a, b] : [b, a];
	if (more < 10) return logGamma(a) + logGamma(b) - logGamma(a + b);
	const part = less / (a + b);
	const left = stirling(more) - stirling(a + b);
	if (less < 10)
		return logGamma(less) + left + less - less * Math.log(a + b) + (more - 0.5) * Math.log1p(-part);
	const rest = stirling(less) + left + (less - 0.5) * Math.log(part) + more * Math.log1p(-part);
	return 0.5 * Math.log((2 * Math.PI) / more) + rest;
}

/** What Stirling's formula leaves of log Γ(x), x ≥ 10 (NIST Digital Library of Mathematical Functions, 5.11.1). */
function stirling(x: number): number {
	const square = 1 / (x * x);
	return (
		(1 / 12 -
			square *
				(1 / 360 -
					square * (1 / 1260 - square * (1 / 1680 - square * (1 / 1188 - (square * 691) / 360360))))) /
		x
	);
}

/** It takes some √max(a, b) steps: enough for a hundred million ratings. */
const MOST_STEPS = 50_000;
const TINY = 1e-300;

function fraction(x: number, a: number, b: number): number {
	const apart = (value: number) => (Math.abs(value) < TINY ? TINY : value);
	let c = 1;
	let d = 1 / apart(1 - ((a + b) * x) / (a + 1));
	let sum = d;
	for (let m = 1; m <= MOST_STEPS; m++) {
		const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
		d = 1 / apart(1 + even * d);
		c = apart(1 + even / c);
		sum *= d * c;
		const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
		d = 1 / apart(1 + odd * d);
		c = apart(1 + odd / c);
		sum *= d * c;
		if (Math.abs(d * c - 1) < 1e-15) break;
	}
	return sum;
}

/**
 * The share below which a beta distribution of a, b > 0 lies with chance p (0 ≤ p ≤ 1): Newton's method, held between
 * two bounds that halve whenever it would leave them.
 */
export function betaQuantile(p: number, a: number, b: number): number {
	if (p <= 0) return 0;
	if (p >= 1) return 1;
	let [low, high] = [0, 1];
	let x = a / (a + b);
	for (let step = 0; step < 200; step++) {
		const off = betaBelow(x, a, b) - p;
		if (off > 0) high = x;
		else low = x;
		const slope = Math.exp((a - 1) * Math.log(x) + (b - 1) * Math.log1p(-x) - logBeta(a, b));
		const next = x - off / slope;
		const to = next > low && next < high ? next : (low + high) / 2;
		if (Math.abs(to - x) <= 1e-15 * Math.max(x, 1e-300) || to === x) return to;
		x = to;
	}
	return x;
}

/** Student's t with `df` > 0 degrees of freedom: the value that it stays below with chance p (0 < p < 1). */
export function tQuantile(p: number, df: number): number {
	if (p === 0.5) return 0;
	// t² / (t² + df) is beta-distributed (DLMF 8.17, Abramowitz and Stegun 26.7.1); asked so that no digit is lost.
	const y = betaQuantile(Math.abs(2 * p - 1), 0.5, df / 2);
	return Math.sign(p - 0.5) * Math.sqrt((df * y) / (1 - y));
}

/** The chance of at most `count` of `n` where each has chance p; 0 for a count below 0, 1 from n on. */
export function binomialBelow(count: number, n: number, p: number): number {
	if (count < 0) return 0;
	return count >= n ? 1 : betaBelow(1 - p, n - count, count + 1);
}
