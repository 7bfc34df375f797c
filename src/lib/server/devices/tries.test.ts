import { expect, it } from 'vitest';
import { Problem } from '../../shared/problem';
import { make } from './tries';

const wrong = () => Promise.reject(new Problem('code_unknown'));
const right = () => Promise.resolve('in');

it('refuses the eleventh wrong code of an address within a minute, and then a right one from there too', async () => {
	const { listen } = make();
	for (let time = 0; time < 10; time++)
		await expect(listen('10.0.0.1', wrong)).rejects.toMatchObject({ code: 'code_unknown' });
	await expect(listen('10.0.0.1', wrong)).rejects.toMatchObject({ code: 'too_many_tries', status: 429 });
	await expect(listen('10.0.0.1', right)).rejects.toMatchObject({ code: 'too_many_tries' });
	expect(await listen('10.0.0.2', right)).toBe('in');
});

it('listens to whoever was not wrong, even when the whole house has heard sixty wrong codes', async () => {
	const { listen } = make();
	for (let time = 0; time < 60; time++) await listen(`10.0.1.${time}`, wrong).catch(() => undefined);
	await expect(listen('10.0.1.5', right)).rejects.toMatchObject({ code: 'too_many_tries' });
	expect(await listen('10.0.2.1', right)).toBe('in');
	// And of those who are wrong from now on, each is heard once.
	await expect(listen('10.0.3.1', wrong)).rejects.toMatchObject({ code: 'code_unknown' });
	await expect(listen('10.0.3.1', wrong)).rejects.toMatchObject({ code: 'too_many_tries' });
});

it('does not count right codes, used or expired ones, or what fails by itself', async () => {
	const { listen } = make();
	for (let time = 0; time < 40; time++) {
		expect(await listen('10.0.0.1', right)).toBe('in');
		for (const code of ['code_used', 'code_expired', 'counter_not_ready'] as const)
			await expect(listen('10.0.0.1', () => Promise.reject(new Problem(code)))).rejects.toMatchObject({
				code
			});
		await expect(listen('10.0.0.1', () => Promise.reject(new Error('disk')))).rejects.toThrow('disk');
	}
});
