import { expect, it } from 'vitest';
import { Problem } from '../../shared/problem';
import { make } from './tries';

const AT = 1_772_000_000_000 - (1_772_000_000_000 % 60_000);
const wrong = () => Promise.reject(new Problem('code_unknown'));
const right = () => Promise.resolve('in');

it('refuses the eleventh wrong code of a key within a minute, and then a right one by it too', async () => {
	const { listen } = make();
	for (let time = 0; time < 10; time++)
		await expect(listen('key 1', AT, wrong)).rejects.toMatchObject({ code: 'code_unknown' });
	await expect(listen('key 1', AT, wrong)).rejects.toMatchObject({ code: 'too_many_tries', status: 429 });
	await expect(listen('key 1', AT + 59_999, right)).rejects.toMatchObject({ code: 'too_many_tries' });
	expect(await listen('key 2', AT, right)).toBe('in');
	expect(await listen('key 1', AT + 60_000, right)).toBe('in');
});

it('tells wrong codes to wait once the house has heard sixty in a minute, each by a new key; a right one is heard', async () => {
	const { listen } = make();
	for (let time = 0; time < 60; time++)
		await expect(listen(`made ${time}`, AT, wrong)).rejects.toMatchObject({ code: 'code_unknown' });
	await expect(listen('made 61', AT, wrong)).rejects.toMatchObject({ code: 'too_many_tries' });
	expect(await listen('an honest key', AT, right)).toBe('in');
	await expect(listen('made 62', AT + 60_000, wrong)).rejects.toMatchObject({ code: 'code_unknown' });
});

it('does not count right codes, used or expired ones, or what fails by itself', async () => {
	const { listen } = make();
	for (let time = 0; time < 40; time++) {
		expect(await listen('key 1', AT, right)).toBe('in');
		for (const code of ['code_used', 'code_expired', 'counter_not_ready'] as const)
			await expect(listen('key 1', AT, () => Promise.reject(new Problem(code)))).rejects.toMatchObject({
				code
			});
		await expect(listen('key 1', AT, () => Promise.reject(new Error('disk')))).rejects.toThrow('disk');
	}
});
