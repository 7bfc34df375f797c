import { expect, test } from 'vitest';
import type { CoursePoint, Signal } from '$lib/shared/figures';
import { signalsOf } from './signals';

const share = { n: 50, count: 45, share: 0.9, low: 0.8, high: 0.95 };
let day = 0;
const point = (signal: Signal | null, isJudged = true): CoursePoint => ({
	...{ from: String(day), to: String(day++), n: 50, hidden: false, service: share, officer: share },
	...{ low: isJudged ? 0.8 : null, high: isJudged ? 1 : null, signal }
});
const below = (rule: Signal['rule']) => point({ rule, side: 'below' });
const told = (points: CoursePoint[]) =>
	signalsOf(points).map(({ rule, side, points: list }) => [rule, side, list.length]);

test('a run is told once, over steps of which nothing can be said and over one beyond', () => {
	const run = [...Array.from({ length: 4 }, () => below('run')), point(null, false), below('beyond')];
	expect(told([...run, ...Array.from({ length: 5 }, () => below('run')), point(null)])).toEqual([
		['run', 'below', 9],
		['beyond', 'below', 1]
	]);
});

test('two runs apart are two, and so are two sides', () => {
	expect(told([below('run'), point(null), below('run'), point({ rule: 'run', side: 'above' })])).toEqual([
		['run', 'below', 1],
		['run', 'below', 1],
		['run', 'above', 1]
	]);
	expect(told([point(null), point(null, false)])).toEqual([]);
});
