// The tablet's own key and its chain: every finished rating is tied to the one before it, and what is sent is
// signed by a key that cannot leave this browser. WebCrypto exists over https only; without it no pairing.
import type { Rating } from '../shared/rating';
import { chainText, commentText, contentText, statementText, type Statement } from '../shared/seal';
import type { Draft } from './draft';

/** `name`: the hash of the public key. The private half can sign and cannot be read, not even by this page. */
export type Keyring = { name: string; publicKey: string; pair: CryptoKeyPair };

/** Where the chain stands: the newest rating's number, hash and tap; at the start 0 and the key's own name. */
export type Head = { key: string; seq: number; hash: string; tappedAt: number | null };

/** A rating in its place in the chain of `key`. */
export type Sealed = { seq: number; key: string; hash: string; rating: Rating };

/** A finished rating without a place. One that had a place under an earlier key brings its salt along. */
export type Finished = Draft & Partial<Pick<Rating, 'salt' | 'commentDigest'>>;

const ECDSA = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;

export function canSign(): boolean {
	return globalThis.crypto?.subtle !== undefined;
}

export async function makeKeyring(): Promise<Keyring> {
	const pair = await crypto.subtle.generateKey(ECDSA, false, ['sign', 'verify']);
	const spki = await crypto.subtle.exportKey('spki', pair.publicKey);
	return { name: await sha256(spki), publicKey: base64url(spki), pair };
}

/** SHA-256 of a text. */
export function hash(text: string): Promise<string> {
	return sha256(new TextEncoder().encode(text));
}

export async function sign(keyring: Keyring, statement: Statement): Promise<string> {
	const text = new TextEncoder().encode(statementText(statement));
	return base64url(await crypto.subtle.sign(ECDSA, keyring.pair.privateKey, text));
}

/** Gives finished ratings the next places after `head`, in their order. */
export async function seal(finished: Finished[], head: Head): Promise<Sealed[]> {
	const contents = await Promise.all(finished.map(contentOf));
	const sealed: Sealed[] = [];
	let { seq, hash: prev } = head;
	for (const content of contents) {
		const rating: Rating = { ...content, seq: ++seq, prev };
		prev = await hash(chainText({ seq, prev, digest: await hash(contentText(rating)) }));
		sealed.push({ seq, key: head.key, hash: prev, rating });
	}
	return sealed;
}

/** What a rating says, to be sealed again under another key: the salt stays, so its digest does too. */
export function unsealed({ rating }: Pick<Sealed, 'rating'>): Finished {
	const finished: Finished & { seq?: number; prev?: string } = { ...rating };
	delete finished.seq;
	delete finished.prev;
	return finished;
}

async function contentOf(finished: Finished): Promise<Omit<Rating, 'seq' | 'prev'>> {
	const { comment } = finished;
	// An earlier program's rating knew nothing of the skew, and had another form.
	const content = { ...finished, form: 2 as const, skewMs: finished.skewMs ?? null };
	if (comment === null) return { ...content, salt: null, commentDigest: null };
	const salt = finished.salt ?? base64url(crypto.getRandomValues(new Uint8Array(16)));
	return { ...content, salt, commentDigest: await hash(commentText(salt, comment)) };
}

async function sha256(bytes: BufferSource): Promise<string> {
	return base64url(await crypto.subtle.digest('SHA-256', bytes));
}

export function base64url(bytes: ArrayBuffer | Uint8Array): string {
	const letters = String.fromCharCode(...new Uint8Array(bytes));
	return btoa(letters).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}
