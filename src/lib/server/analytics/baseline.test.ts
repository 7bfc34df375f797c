import { expect, test } from 'vitest';
import { usual } from './baseline';
import { controlChart } from './control';

/** Points of 400 with these percentages. */
const of400 = (...shares: number[]) => shares.map((share) => ({ count: share * 4, n: 400 }));
const calm = [90, 89, 91, 90, 88, 90, 91, 89, 90, 91, 90];

test('of points alike the level is that of all of them', () => {
	const points = of400(...calm);
	const { centre, sigmaZ } = controlChart(points, { minSample: 10 });
	expect(usual(points, 10)).toMatchObject({ centre, sigmaZ, steps: 11 });
});

test('one bad month is set aside, so that the others do not look good beside it', () => {
	const found = usual(of400(...calm.slice(0, 9), 62, ...calm.slice(9)), 10);
	expect(found).toMatchObject({ steps: 11, centre: usual(of400(...calm), 10)?.centre });
});

test('where more than a third would be set aside there is no usual level but that of all', () => {
	const points = of400(95, 94, 96, 95, 60, 61, 59, 95, 60, 94, 61, 95);
	expect(usual(points, 10)).toMatchObject({ steps: 12, centre: expect.closeTo(0.8042, 3) });
});

test('of too few there is no level, and points of too few are not among them', () => {
	expect(usual([], 10)).toBeNull();
	expect(usual([{ count: 4, n: 5 }], 10)).toBeNull();
	expect(usual([...of400(90, 90), { count: 0, n: 5 }], 10)).toMatchObject({ steps: 2, centre: 0.9 });
});
