import { describe, expect, test } from 'vitest';
import { filterIn, tickedIn } from './filter';
import { asked, fits } from './members';

const one = { name: 'Nguyễn Đức Dũng', code: 'CB-007', branchId: 3, group: 'Tờ khai' };
const from = (query: string) => asked(new URLSearchParams(query));

describe('who fits what was asked', () => {
	test('a name is found without its marks, and by its code', () => {
		expect(fits(one, from('q=nguyen duc'))).toBe(true);
		expect(fits(one, from('q=DŨNG'))).toBe(true);
		expect(fits(one, from('q=cb-007'))).toBe(true);
		expect(fits(one, from('q=Trần'))).toBe(false);
	});

	test('branch and group narrow it, and nothing asked is everybody', () => {
		expect(fits(one, from(''))).toBe(true);
		expect(fits(one, from('branch=3&group=Tờ khai'))).toBe(true);
		expect(fits(one, from('branch=4'))).toBe(false);
		expect(fits(one, from('group=Khác'))).toBe(false);
	});

	test('an address that names no branch is not found', () => {
		expect(() => from('branch=x')).toThrow(expect.objectContaining({ code: 'not_found' }));
	});
});

describe('what an address asks of the sheets', () => {
	test('nothing asked is the first page of all', () => {
		expect(filterIn(new URLSearchParams())).toEqual({
			search: '',
			branchId: null,
			group: null,
			state: null,
			only: null,
			page: 1
		});
	});

	test('a state or page that there is none of is not found', () => {
		for (const query of ['state=paid', 'page=0', 'page=-1', 'only=best', 'branch=1.5'])
			expect(() => filterIn(new URLSearchParams(query)), query).toThrow(
				expect.objectContaining({ code: 'not_found' })
			);
	});

	test('ticked boxes are numbers, and what is none is left', () => {
		const data = new FormData();
		for (const value of ['7', 'x', '-1', '12']) data.append('sheet', value);
		expect(tickedIn(data, 'sheet')).toEqual([7, 12]);
	});
});
