// The fault suite's own tablet writes down what it seals a second time; here both ways of writing are compared.
import { describe, expect, test } from 'vitest';
import { canonical } from '../src/lib/shared/canonical';
import { statementText } from '../src/lib/shared/seal';
import * as server from '../src/lib/server/ratings/seal';
import { verify, createPublicKey } from 'node:crypto';
import * as tablet from './faults/seal';

const rating = {
	form: 2,
	id: '5f0f9b7e-3f1e-4a44-8f0e-0a4f5a3f9d11',
	seq: 7,
	prev: tablet.hash('before'),
	serviceGrade: 4,
	officerGrade: null,
	reasons: ['slow', 'kind'],
	comment: 'Cảm ơn “chị” 🙂\n',
	salt: 'AAAAAAAAAAAAAAAAAAAAAA',
	nested: { b: [1, { z: undefined, a: 'ü' }], a: -1.5 }
};

describe('the simulated tablet', () => {
	test('writes a rating, its place and its comment as the server does', () => {
		const digest = tablet.digest(rating);
		expect(digest).toBe(server.digest(rating));
		expect(tablet.canonical(rating)).toBe(canonical(rating));
		expect(tablet.chainHash({ ...rating, digest })).toBe(server.chainHash({ ...rating, digest }));
		expect(tablet.commentDigest(rating.salt, rating.comment)).toBe(
			server.commentDigest(rating.salt, rating.comment)
		);
	});

	test('signs a statement that the server would read', () => {
		const key = tablet.makeKey();
		const statement = {
			purpose: 'ratings' as const,
			ticket: 't',
			sentAt: 5,
			head: tablet.hash('x'),
			count: 2
		};
		const signature = Buffer.from(tablet.signed(key, statement), 'base64url');
		const spki = Buffer.from(key.publicKey, 'base64url');
		expect(key.name).toBe(tablet.hash(spki));
		const said = (count: number) => Buffer.from(statementText({ ...statement, count, key: key.name }));
		const publicKey = createPublicKey({ key: spki, type: 'spki', format: 'der' });
		const fits = (text: Buffer) =>
			verify('sha256', text, { key: publicKey, dsaEncoding: 'ieee-p1363' }, signature);
		expect(fits(said(2))).toBe(true);
		expect(fits(said(3))).toBe(false);
	});
});
