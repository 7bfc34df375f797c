// The demo world's tablets: each has a key of its own and seals what it sends, as a real one does. The keys are thrown
// away with the command: nobody holds these tablets, only their ratings are there.
import { generateKeyPairSync, randomBytes, sign, type KeyObject } from 'node:crypto';
import { statementText } from '../../../shared/seal';
import type { Rating } from '../../../shared/rating';
import * as keys from '../../devices/key';
import type { Entry } from '../../ratings/record';
import { chainHash, commentDigest, digest } from '../../ratings/seal';

/** What is said in a rating before it is sealed. */
export type Unsealed = Omit<Rating, 'seq' | 'prev' | 'salt' | 'commentDigest'>;
export type Seal = Pick<Entry, 'seq' | 'prev' | 'digest' | 'salt' | 'commentDigest'>;

export type Tablet = {
	/** SPKI, DER, base64url. */
	publicKey: string;
	/** Puts the next seal on a rating. */
	seal: (rating: Unsealed) => Seal;
	/** Signs the `count` ratings sealed last, as one batch sent at this instant of the tablet's clock. */
	sign: (count: number, sentAt: number) => Pick<Entry, 'ticket' | 'signature'>;
};

export function make(): Tablet {
	const pair = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
	const publicKey = pair.publicKey.export({ format: 'der', type: 'spki' }).toString('base64url');
	const key: KeyObject = pair.privateKey;
	const keyId = keys.nameOf(publicKey);
	let seq = 0;
	let head = keyId;
	return {
		publicKey,
		seal(rating) {
			const salt = rating.comment === null ? null : randomBytes(16).toString('base64url');
			const told = salt === null ? null : commentDigest(salt, rating.comment ?? '');
			const place = { seq: ++seq, prev: head, digest: digest({ ...rating, commentDigest: told }) };
			head = chainHash(place);
			return { ...place, salt, commentDigest: told };
		},
		sign(count, sentAt) {
			const ticket = 'demo';
			const statement = { purpose: 'ratings' as const, key: keyId, ticket, sentAt, head, count };
			const signature = sign('sha256', Buffer.from(statementText(statement)), {
				key,
				dsaEncoding: 'ieee-p1363'
			});
			return { ticket: `${count}:${ticket}`, signature: signature.toString('base64url') };
		}
	};
}
