import { expect, it } from 'vitest';
import type { Tablet } from '$lib/server/devices/fleet';
import type { Branch } from '$lib/server/org/kind';
import { view } from './view';

const words = (vi: string) => ({ vi, en: '', ja: '', zh: '', ko: '' });
const branch = (id: number, parentId: number | null) =>
	({ id, parentId, code: String(id), name: words(`${id}`) }) as Branch;
/** 1 over 2 and 3; 4 under 3. */
const BRANCHES = [branch(1, null), branch(2, 1), branch(3, 1), branch(4, 3)];
const tablet = (id: number, branchId: number, changed: Partial<Tablet> = {}) =>
	({
		...{ id, name: `Máy ${id}`, state: 'fine', troubles: [], word: null, days: null },
		...{ seenAt: 1, lastTapAt: null, branch: { id: branchId, name: words('') } },
		...changed
	}) as unknown as Tablet;
const FLEET = [
	tablet(1, 2, { state: 'dark' }),
	tablet(2, 3),
	tablet(3, 4, {
		days: [
			{ day: 'a', openMs: 9, darkMs: 4 },
			{ day: 'b', openMs: 9, darkMs: 3 }
		]
	}),
	tablet(4, 4, { state: 'retired' })
];
const look = (query: string, scope: 'all' | number[] = 'all') =>
	view(new URLSearchParams(query), FLEET, BRANCHES, scope);
const ids = (query: string) => look(query).rows.map(({ id }) => id);

it('does not know a branch outside the scope, or a state that is none', () => {
	const missing = expect.objectContaining({ code: 'not_found' }) as Error;
	expect(() => look('branch=2', [3, 4])).toThrowError(missing);
	expect(() => look('branch=99')).toThrowError(missing);
	expect(() => look('state=broken')).toThrowError(missing);
	expect(look('', [3, 4]).places.map(({ id, depth }) => [id, depth])).toEqual([
		[3, 0],
		[4, 1]
	]);
});

it('lists those in service, of a branch and what lies under it, and the retired where they are asked for', () => {
	expect(ids('')).toEqual([1, 2, 3]);
	expect(ids('branch=3')).toEqual([2, 3]);
	expect(ids('state=retired')).toEqual([4]);
	expect(ids('branch=2&state=fine')).toEqual([]);
});

it('counts the states of the branch, whatever state is shown', () => {
	expect(look('branch=3&state=dark').counts).toEqual({ dark: 0, backlog: 0, quiet: 0, fine: 2, retired: 1 });
});

it('adds the hours dark of the last days', () => {
	expect(look('branch=4').rows[0]?.dark).toEqual({ todayMs: 3, weekMs: 7 });
	expect(look('branch=2').rows[0]?.dark).toBeNull();
});
