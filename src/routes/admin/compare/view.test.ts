import { expect, test } from 'vitest';
import { leadsTo, pageOf, sortOf, turned } from './view';

const params = (text: string) => new URLSearchParams(text);
const ALL = { sides: ['branch', 'service', 'counter', 'officer'] as const, branchId: null };

test('nobody stands first for a share unless the reader asks for it', () => {
	expect(sortOf(null, 'officer')).toEqual({ by: 'name', down: false });
	expect(sortOf('-share', 'officer')).toEqual({ by: 'share', down: true });
	expect(sortOf('adjusted', 'service')).toEqual({ by: 'name', down: false });
	expect(sortOf('rank', 'branch')).toEqual({ by: 'name', down: false });
});

test('a second click turns the order, and begins at the first page', () => {
	const sort = { by: 'share', down: false } as const;
	expect(turned(params('page=3&sort=share'), sort, 'share')).toBe('?sort=-share');
	expect(turned(params('period=7d'), sort, 'n')).toBe('?period=7d&sort=-n');
});

test('a row leads one step down, with everything else that was chosen', () => {
	expect(leadsTo(params('period=90d&by=branch&sort=n&page=2'), 'branch', 4, ALL)).toBe(
		'?period=90d&by=counter&branch=4'
	);
	expect(leadsTo(params('branch=4&by=counter'), 'counter', 9, ALL)).toBe('?branch=4&by=officer&counter=9');
	expect(leadsTo(params('branch=4&by=officer'), 'officer', 7, ALL)).toBe(
		'/admin/overview?branch=4&officer=7'
	);
	expect(leadsTo(params('by=service'), 'service', 2, ALL)).toBe('?by=branch&service=2');
	expect(leadsTo(params('by=service&branch=4'), 'service', 2, { ...ALL, branchId: 4 })).toBe(
		'?by=officer&branch=4&service=2'
	);
});

test('where officers are not shown, a counter leads to the overview', () => {
	const sides = ['branch', 'service', 'counter'] as const;
	expect(leadsTo(params('by=counter'), 'counter', 9, { sides, branchId: 4 })).toBe(
		'/admin/overview?counter=9'
	);
	expect(leadsTo(params('by=service'), 'service', 2, { sides, branchId: 4 })).toBe('?by=counter&service=2');
});

test('a page is a whole number from one', () => {
	expect([pageOf('3'), pageOf('0'), pageOf('x'), pageOf(null)]).toEqual([3, 1, 1, 1]);
});
