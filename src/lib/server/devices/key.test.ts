import { generateKeyPairSync, webcrypto } from 'node:crypto';
import { expect, it } from 'vitest';
import { newKey, signed } from '../../../../tests/tablet';
import { statementText } from '../../shared/seal';
import { isSignedBy, nameOf, read } from './key';

const STATEMENT = { purpose: 'hello' as const, ticket: 't', sentAt: 1, head: 'h', count: 0 };
const der = (curve: string) =>
	generateKeyPairSync('ec', { namedCurve: curve })
		.publicKey.export({ format: 'der', type: 'spki' })
		.toString('base64url');

it('refuses what is no P-256 key: nothing, chance, another curve, another kind, a key with a tail', () => {
	const ed25519 = generateKeyPairSync('ed25519').publicKey.export({ format: 'der', type: 'spki' });
	for (const wrong of [
		'',
		'A'.repeat(122),
		der('secp384r1'),
		der('secp256k1'),
		ed25519.toString('base64url')
	])
		expect(() => read(wrong), wrong).toThrowError(
			expect.objectContaining({ code: 'bad_shape', details: { field: 'publicKey' } }) as Error
		);
});

it('takes what a browser signs, and calls the key by the hash that the browser makes', async () => {
	const { subtle } = webcrypto;
	const pair = await subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, false, ['sign', 'verify']);
	const spki = Buffer.from(await subtle.exportKey('spki', pair.publicKey));
	const name = Buffer.from(await subtle.digest('SHA-256', spki)).toString('base64url');
	expect(nameOf(spki.toString('base64url'))).toBe(name);
	const statement = { ...STATEMENT, key: name };
	const text = Buffer.from(statementText(statement));
	const signature = Buffer.from(await subtle.sign({ name: 'ECDSA', hash: 'SHA-256' }, pair.privateKey, text));
	expect(await isSignedBy(read(spki.toString('base64url')), statement, signature.toString('base64url'))).toBe(
		true
	);
});

it('does not take a signature over anything else, by another key, or one that is none', async () => {
	const key = newKey();
	const statement = { ...STATEMENT, key: key.keyId };
	const good = signed(key, STATEMENT);
	const mine = read(key.publicKey);
	expect(await isSignedBy(mine, statement, good)).toBe(true);
	for (const changed of [
		{ ticket: 'u' },
		{ sentAt: 2 },
		{ head: 'i' },
		{ count: 1 },
		{ purpose: 'pair' as const }
	])
		expect(await isSignedBy(mine, { ...statement, ...changed }, good), JSON.stringify(changed)).toBe(false);
	expect(await isSignedBy(read(newKey().publicKey), statement, good)).toBe(false);
	for (const none of ['', 'A'.repeat(86), good.slice(2)])
		expect(await isSignedBy(mine, statement, none)).toBe(false);
});
