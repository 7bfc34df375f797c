import { expect, test } from 'vitest';
import { adjusted, standard } from './standard';

// Two who are as good as each other where they meet; one mostly serves what is hard.
const [EASY, HARD] = [1, 2];
const easy = [
	{ kind: EASY, count: 855, n: 900 },
	{ kind: HARD, count: 80, n: 100 }
];
const hard = [
	{ kind: EASY, count: 95, n: 100 },
	{ kind: HARD, count: 720, n: 900 }
];

test('who serves what is hard is not worse for it', () => {
	const all = standard([easy, hard])!;
	expect(all.overall).toBeCloseTo(0.875, 12);
	expect(all.of.get(HARD)).toBeCloseTo(0.8, 12);
	for (const group of [easy, hard]) {
		const { ratio, share } = adjusted(group, all);
		expect(ratio).toBeCloseTo(1, 12);
		expect(share).toBeCloseTo(0.875, 12);
	}
});

test('the ratio is observed over expected of the not satisfied, worked by hand', () => {
	const all = standard([easy, hard])!;
	// Of 100 easy and 100 hard ones 5 + 20 not satisfied were to be expected; there are 50.
	const group = [
		{ kind: EASY, count: 80, n: 100 },
		{ kind: HARD, count: 70, n: 100 }
	];
	const { ratio, share, weight, low, high } = adjusted(group, all);
	expect(ratio).toBeCloseTo(2, 12);
	expect(share).toBeCloseTo(1 - 2 * 0.125, 12);
	// 0.875 · 25² / (0.125 · (100·0.05·0.95 + 100·0.2·0.8))
	expect(weight).toBeCloseTo((0.875 * 625) / (0.125 * 20.75), 9);
	expect(low).toBeLessThan(share);
	expect(high).toBeGreaterThan(share);
});

test('without a mix the adjusted share is the share, with as much weight as ratings', () => {
	const groups = [[{ kind: EASY, count: 90, n: 100 }], [{ kind: EASY, count: 160, n: 200 }]];
	const { share, weight } = adjusted(groups[0]!, standard(groups)!);
	expect(share).toBeCloseTo(0.9, 12);
	expect(weight).toBeCloseTo(100, 9);
});

test('a share never leaves 0 to 100 %, and nothing is claimed where nothing could be expected', () => {
	const all = standard([easy, hard])!;
	expect(adjusted([{ kind: EASY, count: 0, n: 40 }], all).share).toBe(0);
	expect(adjusted([{ kind: HARD, count: 40, n: 40 }], all).share).toBe(1);
	const perfect = [{ kind: EASY, count: 20, n: 20 }];
	expect(adjusted(perfect, standard([perfect])!)).toMatchObject({ ratio: null, weight: 0, low: 0, high: 1 });
	expect(standard([])).toBeNull();
});
