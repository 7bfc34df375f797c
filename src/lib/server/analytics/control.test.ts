import { describe, expect, test } from 'vitest';
import { controlChart, type Signal } from './control';

const signals = (points: { count: number; n: number }[], minSample = 10): Signal[] =>
	controlChart(points, { minSample }).points.map(({ signal }) => signal);

/** Points of 100 with these percentages. */
const of100 = (...counts: number[]) => counts.map((count) => ({ count, n: 100 }));

describe('a control chart of shares', () => {
	test('has the published limits of a p chart', () => {
		// D. C. Montgomery, Introduction to Statistical Quality Control, example 7.1 (orange juice cans, 30 samples of
		// 50; the NIST handbook 6.3.3.2 has the same shares): centre 0.2313, limits 0.0524 and 0.4102 before Laney's
		// factor.
		const faults = [
			12, 15, 8, 10, 4, 7, 16, 9, 14, 10, 5, 6, 17, 12, 22, 8, 10, 5, 13, 11, 20, 18, 24, 15, 9, 12, 7, 13, 9,
			6
		];
		const { centre, points, sigmaZ, overdispersed } = controlChart(
			faults.map((count) => ({ count, n: 50 })),
			{ minSample: 10 }
		);
		expect(centre).toBeCloseTo(0.2313, 4);
		expect(centre! + (points[0]!.high! - centre!) / sigmaZ).toBeCloseTo(0.4102, 3);
		// The mean of the 29 ranges is 162/29 cans, that is 1.874 standard deviations of a sample.
		expect(sigmaZ).toBeCloseTo(162 / 29 / 50 / Math.sqrt((0.23133 * 0.76867) / 50) / 1.128379, 3);
		expect(overdispersed).toBe(true);
		expect(points[0]!.low).toBe(0);
	});

	test('is silent where nothing but chance is', () => {
		expect(signals(of100(90, 88, 92, 91, 87, 90, 93, 89, 90, 91))).toEqual(Array(10).fill(null));
	});

	test('names a point beyond three sigma', () => {
		const found = signals(of100(90, 88, 92, 91, 87, 62, 91, 89, 93, 88, 90, 92, 89, 91, 88, 92, 90, 91));
		expect(found.indexOf('beyond')).toBe(5);
		expect(found.filter(Boolean)).toEqual(['beyond']);
	});

	test('names a run of nine on one side, and none of eight', () => {
		const low = (length: number) => Array<number>(length).fill(88);
		const high = [94, 92, 94, 92, 94, 92, 94];
		expect(signals(of100(...high, ...low(8), ...high)).filter(Boolean)).toEqual([]);
		const found = signals(of100(...high, ...low(9), ...high));
		expect(found.flatMap((signal, at) => (signal === 'run' ? [at] : []))).toEqual([
			7, 8, 9, 10, 11, 12, 13, 14, 15
		]);
	});

	test('widens its limits where points vary more than chance, and never narrows them', () => {
		const wild = controlChart(of100(95, 80, 96, 79, 94, 81, 95, 80, 96, 82), { minSample: 10 });
		expect(wild.sigmaZ).toBeGreaterThan(4);
		expect(wild.overdispersed).toBe(true);
		expect(wild.points.every(({ signal }) => signal === null)).toBe(true);
		const calm = controlChart(of100(90, 90, 90, 90, 90), { minSample: 10 });
		expect(calm.sigmaZ).toBe(0);
		expect(calm.overdispersed).toBe(false);
		expect(calm.points[0]!.low).toBeCloseTo(0.9 - 3 * 0.03, 12);
	});

	test('leaves a point of too few ratings unjudged, and it breaks no run', () => {
		const points = [...of100(95, 94, 96, 95, 94, 96, 95), ...of100(85, 85, 85, 85, 85, 85, 85, 85, 85)];
		points.splice(11, 0, { count: 9, n: 9 });
		const { points: judged } = controlChart(points, { minSample: 10 });
		expect(judged[11]).toEqual({ low: null, high: null, signal: null });
		expect(judged.filter(({ signal }) => signal === 'run')).toHaveLength(9);
	});

	test('says nothing of too few in all, and stands where all or none are satisfied', () => {
		expect(controlChart([{ count: 3, n: 4 }], { minSample: 10 })).toEqual({
			centre: null,
			points: [{ low: null, high: null, signal: null }],
			sigmaZ: 1,
			overdispersed: false
		});
		expect(controlChart([], { minSample: 10 }).centre).toBeNull();
		expect(signals(Array.from({ length: 12 }, () => ({ count: 50, n: 50 })))).toEqual(Array(12).fill(null));
	});
});
