import { expect, test } from 'vitest';
import { apart, compared, grown, holm, tails } from './family';

test('the tails of the normal curve are those of the tables', () => {
	// Abramowitz and Stegun, tables 26.1 and 26.2.
	for (const [z, p] of [
		[0, 1],
		[0.5, 0.6170750774519739],
		[1.959963984540054, 0.05],
		[2.575829303548901, 0.01],
		[3, 0.0026997960632602],
		[4, 6.334248366623996e-5],
		[-4, 6.334248366623996e-5],
		[6, 1.973175290075396e-9]
	] as const)
		expect(Math.abs(tails(z) / p - 1), String(z)).toBeLessThan(1e-10);
	// Both ways of computing meet where one takes over from the other.
	expect(tails(2.9999999999) / tails(3.0000000001)).toBeCloseTo(1, 8);
});

test('two shares differ as R says they do', () => {
	// R 4.2: prop.test(c(647, 622), c(649, 649), correct = FALSE)$p.value, and of c(820, 5400), c(1000, 6000).
	const one = compared({ count: 647, n: 649 }, { count: 622, n: 649 });
	expect(one.by).toBeCloseTo(25 / 649, 12);
	expect(Math.abs(one.p / 2.664383056104416e-6 - 1)).toBeLessThan(1e-9);
	const other = compared({ count: 820, n: 1000 }, { count: 5400, n: 6000 });
	expect(Math.abs(other.p / 9.811644979965909e-14 - 1)).toBeLessThan(1e-9);
	expect(compared({ count: 5, n: 5 }, { count: 9, n: 9 }).p).toBe(1);
});

test('Holm rejects step by step, and stops at the first that does not pass', () => {
	// R: p.adjust(c(0.01, 0.04, 0.03, 0.005), 'holm') is 0.03 0.06 0.06 0.02.
	expect(holm([0.01, 0.04, 0.03, 0.005], 0.05)).toEqual([true, false, false, true]);
	expect(holm([null, 0.04, null], 0.05)).toEqual([false, true, false]);
	expect(holm([0.03, 0.03], 0.05)).toEqual([false, false]);
});

test('a share is named only when it is certain, wide enough and of enough', () => {
	const rest = Array.from({ length: 6 }, () => ({ count: 900, n: 1000 }));
	const verdict = (one: { count: number; n: number }, gap = 0) =>
		apart([one, ...rest], { minSample: 10, gap })[0];
	expect(verdict({ count: 820, n: 1000 })).toBe('below');
	expect(verdict({ count: 970, n: 1000 })).toBe('above');
	expect(verdict({ count: 880, n: 1000 })).toBeNull();
	expect(verdict({ count: 820, n: 1000 }, 0.1)).toBeNull();
	expect(verdict({ count: 0, n: 9 })).toBeNull();
	expect(apart([{ count: 0, n: 50 }], { minSample: 10 })).toEqual([null]);
});

test('of a thousand families in which all are alike, about one in a hundred or fewer names anybody', () => {
	let state = 7;
	const random = () => (state = (state * 48271) % 2147483647) / 2147483647;
	let named = 0;
	for (let round = 0; round < 1000; round++) {
		const family = Array.from({ length: 8 }, () => {
			let count = 0;
			for (let at = 0; at < 100; at++) if (random() < 0.85) count++;
			return { count, n: 100 };
		});
		if (apart(family, { minSample: 10 }).some(Boolean)) named++;
	}
	expect(named).toBeLessThan(20);
});

test('what grew is told from what only seems to', () => {
	const pair = (now: number, then: number) => ({
		now: { count: now, n: 1000 },
		then: { count: then, n: 1000 }
	});
	expect(grown([pair(90, 20), pair(25, 20), pair(5, 40)], { minSample: 10 })).toEqual([
		'above',
		null,
		'below'
	]);
	expect(grown([{ now: { count: 9, n: 9 }, then: { count: 0, n: 900 } }], { minSample: 10 })).toEqual([null]);
});
