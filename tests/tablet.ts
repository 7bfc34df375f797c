// A tablet as tests hold one: a key, a chain, and what it would put on the wire.
import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, sign } from 'node:crypto';
import { chainText, commentText, contentText, statementText, type Statement } from '../src/lib/shared/seal';
import type { Rating } from '../src/lib/shared/rating';

export const hash = (text: string) => createHash('sha256').update(text).digest('base64url');

/** Key pairs in DER, base64url, so that they can be handed from one process to another. */
export type TabletKey = { publicKey: string; privateKey: string; keyId: string };

export function newKey(): TabletKey {
	const pair = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
	const publicKey = pair.publicKey.export({ format: 'der', type: 'spki' });
	return {
		publicKey: publicKey.toString('base64url'),
		privateKey: pair.privateKey.export({ format: 'der', type: 'pkcs8' }).toString('base64url'),
		keyId: createHash('sha256').update(publicKey).digest('base64url')
	};
}

/** The signature over a statement, as WebCrypto makes it: r‖s, base64url. */
export function signed(key: TabletKey, statement: Omit<Statement, 'key'>): string {
	const privateKey = createPrivateKey({
		key: Buffer.from(key.privateKey, 'base64url'),
		format: 'der',
		type: 'pkcs8'
	});
	const text = Buffer.from(statementText({ ...statement, key: key.keyId }));
	return sign('sha256', text, { key: privateKey, dsaEncoding: 'ieee-p1363' }).toString('base64url');
}

export function publicKeyOf(key: TabletKey) {
	return createPublicKey({ key: Buffer.from(key.publicKey, 'base64url'), format: 'der', type: 'spki' });
}

/** What a test says of a rating; seals are put on by `sealer`. */
export type Said = Omit<Rating, 'seq' | 'prev' | 'salt' | 'commentDigest'>;

/** A chain that grows: each call seals one more. `from` goes on where another stopped. */
export function sealer(keyId: string, from: { seq: number; prev: string } = { seq: 0, prev: keyId }) {
	let { seq, prev } = from;
	return {
		/** Seals a rating, or anything else that stands for one. */
		seal<S extends object>(said: S): S & { seq: number; prev: string } {
			const { comment } = said as { comment?: string | null };
			const salt = typeof comment === 'string' ? hash(`salt ${keyId} ${seq}`).slice(0, 22) : null;
			const commentDigest = salt === null ? null : hash(commentText(salt, String(comment)));
			const whole = { salt, commentDigest, ...said, seq: ++seq, prev };
			prev = hash(chainText({ seq, prev, digest: hash(contentText(whole)) }));
			return whole;
		},
		/** Where the chain stands: the last number, and the hash that the next one names. */
		get head() {
			return { seq, prev };
		}
	};
}
