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
	signalsOf(points).map(({ side, points: list, beyond }) => [side, list.length, beyond]);

test('steps that follow each other on one side are told once, over those of which nothing can be said', () => {
	const run = Array.from({ length: 4 }, () => below('run'));
	expect(told([...run, point(null, false), below('beyond'), ...run, point(null)])).toEqual([['below', 9, 1]]);
});

test('what a usual step parts is two things, and so are two sides', () => {
	expect(told([below('beyond'), point(null), below('run'), point({ rule: 'run', side: 'above' })])).toEqual([
		['below', 1, 1],
		['below', 1, 0],
		['above', 1, 0]
	]);
	expect(told([point(null), point(null, false)])).toEqual([]);
});
