import { expect, test } from 'vitest';
import { tree, under } from './tree';

const rows = [
	{ id: 4, parentId: 2 },
	{ id: 1, parentId: null },
	{ id: 3, parentId: 1 },
	{ id: 2, parentId: 1 },
	{ id: 9, parentId: 8 }
];

test('each stands after the one it lies under, with its depth', () => {
	expect(tree(rows).map(({ id, depth }) => [id, depth])).toEqual([
		[1, 0],
		[3, 1],
		[2, 1],
		[4, 2],
		[9, 0]
	]);
});

test('what lies under itself is not lost', () => {
	const ring = [
		{ id: 1, parentId: 2 },
		{ id: 2, parentId: 1 }
	];
	expect(tree(ring).map(({ id }) => id)).toEqual([1, 2]);
	expect([...under(ring, 1)]).toEqual([1, 2]);
});

test('all that lie under one, however deep', () => {
	expect([...under(rows, 1)].sort()).toEqual([1, 2, 3, 4]);
	expect([...under(rows, 2)].sort()).toEqual([2, 4]);
});
