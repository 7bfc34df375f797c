import { expect, it } from 'vitest';
import { caps, type Counted } from './caps';

const CAP = { cap: { band: 'top', of: ['top', 'good'], share: 0.2 } };
const sheet = (total: number, said: Partial<Counted> = {}): Counted => ({
	group: 'A',
	band: total >= 900 ? 'top' : total >= 500 ? 'good' : 'weak',
	total,
	possible: [],
	...said
});
const many = (n: number, total: number, said?: Partial<Counted>) =>
	Array.from({ length: n }, () => sheet(total, said));

it('is none where the rule set has none, and counts only those in the bands it is a share of', () => {
	expect(caps(many(5, 950), { cap: null })).toEqual([]);
	const [one] = caps([...many(2, 950), ...many(8, 700), ...many(30, 100), sheet(0, { band: null })], CAP);
	expect(one).toEqual({ group: 'A', band: 'top', of: 10, most: 2, inBand: 2, tied: 0, unsure: 0 });
});

it('takes a fifth of fifteen as three, and of fourteen as two', () => {
	expect(caps(many(15, 950), CAP)[0]?.most).toBe(3);
	expect(caps(many(14, 950), CAP)[0]?.most).toBe(2);
	expect(caps(many(100, 950), { cap: { ...CAP.cap, share: 0.29 } })[0]?.most).toBe(29);
});

it('says how many are tied where the edge goes through them, and none where it does not', () => {
	expect(caps([...many(1, 990), ...many(4, 950), ...many(5, 700)], CAP)[0]).toMatchObject({
		most: 2,
		inBand: 5,
		tied: 4
	});
	expect(caps([...many(2, 990), ...many(4, 950), ...many(4, 700)], CAP)[0]).toMatchObject({ tied: 0 });
});

it('says for how many chance alone may have decided, on either side of the edge', () => {
	const both = { possible: ['top', 'good'] };
	const found = caps(
		[...many(2, 910, both), ...many(3, 890, both), ...many(5, 990, { possible: ['top'] })],
		CAP
	);
	expect(found[0]).toMatchObject({ unsure: 5 });
});

it('holds for each peer group by itself', () => {
	expect(
		caps([...many(5, 950), ...many(10, 950, { group: 'B' })], CAP).map(({ group, most }) => [group, most])
	).toEqual([
		['A', 1],
		['B', 2]
	]);
});
