import { expect, test } from 'vitest';
import { sortOf, straight } from './address';

test.each([
	['', null],
	['period=7d&branch=3', null],
	['period=7d&branch=&service=', 'period=7d'],
	['period=7d&from=2026-01-01&to=2026-01-05', 'period=7d'],
	['period=custom&from=2026-01-01&to=2026-01-05&branch=', 'period=2026-01-01..2026-01-05'],
	['period=custom&from=2026-01-01&to=', 'period=2026-01-01..2026-01-01'],
	['period=custom&from=&to=', ''],
	['branch=&period=', ''],
	['/annotate=&period=7d', null]
])('the address %s is straightened to %s', (given, wanted) => {
	expect(straight(new URLSearchParams(given))?.toString() ?? null).toBe(wanted);
});

test('an address, once straight, stays as it is', () => {
	const once = straight(new URLSearchParams('period=custom&from=2026-01-01&to=2026-01-05&officer='));
	expect(straight(once ?? new URLSearchParams('x='))).toBeNull();
});

test('a sort that is not known is the usual one', () => {
	const usual = { by: 'share', down: false } as const;
	expect(sortOf('-n', usual)).toEqual({ by: 'n', down: true });
	expect(sortOf('name', usual)).toEqual({ by: 'name', down: false });
	for (const text of [null, '', 'grade', '--n']) expect(sortOf(text, usual)).toEqual(usual);
});
