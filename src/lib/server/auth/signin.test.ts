// Who may not come in, and how often they may try.
import { describe, expect, test } from 'vitest';
import { database } from '../../../../tests/database';
import { NOW, PASSWORD, town } from '../../../../tests/town';
import * as people from './people';
import { make } from './signin';

const HERE = '10.0.0.1';
const settings = { origin: 'http://localhost:3000', secret: 'a secret of at least thirty-two letters' };

async function house() {
	const db = database();
	const here = await town(db);
	return { db, here, signIn: make(db, settings) };
}

const headers = (cookies: string[]) =>
	new Headers({ cookie: cookies.map((cookie) => cookie.split(';')[0]).join('; ') });

describe('sign-in is refused', () => {
	test('in the same words for an unknown name, a wrong password and a closed account', async () => {
		const { db, here, signIn } = await house();
		await db.write((tx) => people.close(tx, here.people.administrator, here.people.hr.id, NOW));
		for (const [name, password] of [
			['nobody', PASSWORD],
			['leadera', 'wrong password'],
			['hr', PASSWORD]
		] as const)
			await expect(signIn.enter(name, password, HERE), name).rejects.toMatchObject({ code: 'wrong_sign_in' });
	});

	test('after five failures from one place, even with the right password, and says how long', async () => {
		const { signIn } = await house();
		for (let tries = 0; tries < 5; tries++)
			await expect(signIn.enter('LeaderA', 'guess', HERE)).rejects.toMatchObject({ code: 'wrong_sign_in' });
		await expect(signIn.enter('leadera', PASSWORD, HERE)).rejects.toMatchObject({
			code: 'too_many_tries',
			details: { minutes: expect.any(Number) }
		});
	});

	test('for an account, not for the hall: others at the same address still come in', async () => {
		const { signIn } = await house();
		for (let tries = 0; tries < 6; tries++)
			await signIn.enter('leadera', 'guess', HERE).catch(() => undefined);
		expect(await signIn.enter('leaderb', PASSWORD, HERE)).not.toHaveLength(0);
	});

	test('for an account guessed from ever new addresses', async () => {
		const { signIn } = await house();
		const answers = new Set<string>();
		for (let tries = 0; tries < 32; tries++)
			await signIn.enter('auditor', 'guess', `10.1.0.${tries}`).catch((problem) => answers.add(problem.code));
		expect([...answers]).toEqual(['wrong_sign_in', 'too_many_tries']);
	});
});

describe('a session', () => {
	test('is nobody without a cookie or with a made-up one', async () => {
		const { signIn } = await house();
		expect(await signIn.who(new Headers())).toBeNull();
		expect(await signIn.who(new Headers({ cookie: 'hailong.session_token=made.up' }))).toBeNull();
	});

	test('knows role and scope, and ends when one leaves', async () => {
		const { here, signIn } = await house();
		const cookies = await signIn.enter('leadera', PASSWORD, HERE);
		expect(cookies.join()).toMatch(/HttpOnly/);
		expect(await signIn.who(headers(cookies))).toMatchObject({ role: 'leader', scope: [here.branches.a] });
		await signIn.leave(headers(cookies));
		expect(await signIn.who(headers(cookies))).toBeNull();
	});

	test('ends when the account is closed or gets another password', async () => {
		const { db, here, signIn } = await house();
		const first = await signIn.enter('leadera', PASSWORD, HERE);
		await people.setPassword(db, here.people.administrator, here.people.leaderA.id, 'another password', NOW);
		expect(await signIn.who(headers(first))).toBeNull();
		const second = await signIn.enter('leadera', 'another password', HERE);
		await db.write((tx) => people.close(tx, here.people.administrator, here.people.leaderA.id, NOW));
		expect(await signIn.who(headers(second))).toBeNull();
	});
});
