import { randomBytes, webcrypto } from 'node:crypto';
import { expect, it } from 'vitest';
import { make, ROUNDS } from './pin';

const SALT = Buffer.alloc(32, 7);

it('refuses what is no four to eight digits', async () => {
	for (const wrong of ['', '123', '123456789', '12a4', '１２３４', ' 1234'])
		await expect(make(wrong, SALT), wrong).rejects.toMatchObject({
			code: 'bad_shape',
			details: { field: 'pin' }
		});
});

it('is kept as a browser can check it, and differs with its salt', async () => {
	const pin = await make('2580', SALT);
	const { subtle } = webcrypto;
	const key = await subtle.importKey('raw', Buffer.from('2580'), 'PBKDF2', false, ['deriveBits']);
	const how = {
		name: 'PBKDF2',
		hash: 'SHA-256',
		salt: Buffer.from(pin.salt, 'base64url'),
		iterations: ROUNDS
	};
	const bits = Buffer.from(await subtle.deriveBits(how, key, 256)).toString('base64url');
	expect(pin).toEqual({ salt: SALT.toString('base64url'), rounds: 200_000, hash: bits });
	expect((await make('2580', randomBytes(32))).hash).not.toBe(pin.hash);
	expect((await make('2581', SALT)).hash).not.toBe(pin.hash);
});
