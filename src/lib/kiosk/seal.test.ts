import { createHash, verify, webcrypto, type JsonWebKey } from 'node:crypto';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { canonical } from '../shared/canonical';
import { HashShape, RatingShape, SignatureShape } from '../shared/rating';
import { chainText, commentText, contentText, statementText, type Statement } from '../shared/seal';
import { draftOf } from './example';
import { hash, makeKeyring, seal, sign, unsealed, type Head } from './seal';

const sha256 = (text: string) => createHash('sha256').update(text).digest('base64url');
const statement: Statement = {
	purpose: 'ratings',
	key: 'k',
	ticket: 't',
	sentAt: 1,
	head: 'h',
	count: 2
};

async function head(): Promise<Head> {
	const { name } = await makeKeyring();
	return { key: name, seq: 0, hash: name, tappedAt: null };
}

describe('the tablet’s key', () => {
	it('cannot be read out, only used', async () => {
		const { pair } = await makeKeyring();
		expect(pair.privateKey.extractable).toBe(false);
		await expect(webcrypto.subtle.exportKey('jwk', pair.privateKey)).rejects.toThrow();
		await expect(webcrypto.subtle.exportKey('pkcs8', pair.privateKey)).rejects.toThrow();
	});

	it('is named after its public half, and signs what the server can check with that', async () => {
		const keyring = await makeKeyring();
		const spki = Buffer.from(keyring.publicKey, 'base64url');
		expect(keyring.name).toBe(createHash('sha256').update(spki).digest('base64url'));
		const signature = await sign(keyring, statement);
		expect(v.is(SignatureShape, signature)).toBe(true);
		const jwk = await webcrypto.subtle.exportKey('jwk', keyring.pair.publicKey);
		const says = (changed: Partial<Statement>) =>
			verify(
				'sha256',
				Buffer.from(statementText({ ...statement, ...changed })),
				{ key: jwk as JsonWebKey, format: 'jwk', dsaEncoding: 'ieee-p1363' },
				Buffer.from(signature, 'base64url')
			);
		expect(says({})).toBe(true);
		expect([says({ count: 3 }), says({ head: 'x' }), says({ purpose: 'hello' })]).toEqual([
			false,
			false,
			false
		]);
	});
});

describe('sealing', () => {
	it('gives each rating the number and the hash that follow from the one before', async () => {
		const start = await head();
		const sealed = await seal([draftOf(1), draftOf(2), draftOf(3)], start);
		expect(sealed.map(({ seq }) => seq)).toEqual([1, 2, 3]);
		let prev = start.key;
		for (const { rating, hash } of sealed) {
			expect(v.is(RatingShape, rating)).toBe(true);
			expect(rating.prev).toBe(prev);
			prev = sha256(chainText({ seq: rating.seq, prev, digest: sha256(contentText(rating)) }));
			expect(hash).toBe(prev);
			expect(v.is(HashShape, hash)).toBe(true);
		}
	});

	it('ties a comment in by a salted digest, and has neither where there is no comment', async () => {
		const [silent, spoken, again] = (
			await seal(
				[draftOf(1), draftOf(2, { comment: 'Chờ lâu' }), draftOf(3, { comment: 'Chờ lâu' })],
				await head()
			)
		).map(({ rating }) => rating);
		expect([silent?.salt, silent?.commentDigest]).toEqual([null, null]);
		expect(spoken?.commentDigest).toBe(sha256(commentText(spoken?.salt ?? '', 'Chờ lâu')));
		expect(spoken?.salt).not.toBe(again?.salt);
	});

	it('keeps what was said when it is sealed anew: same id, same digest, another place', async () => {
		const [first] = await seal([draftOf(1, { comment: 'Tốt' })], await head());
		const next = await head();
		const [second] = await seal([unsealed(first!)], { ...next, seq: 4 });
		expect(contentText(second!.rating)).toBe(contentText(first!.rating));
		expect(second!.rating).toEqual({ ...first!.rating, seq: 5, prev: next.hash });
	});

	it('takes an earlier program’s rating over, with a skew that nobody knows', async () => {
		const { skewMs: _skew, ...older } = draftOf(1);
		const [sealed] = await seal([{ ...older, form: 1 } as never], await head());
		expect(v.is(RatingShape, sealed?.rating)).toBe(true);
		expect(sealed?.rating).toMatchObject({ form: 2, skewMs: null });
	});
});

it('hashes as everybody else does', async () => {
	const text = canonical({ b: 'Hài lòng', a: [1, null] });
	expect(await hash(text)).toBe(sha256(text));
});
