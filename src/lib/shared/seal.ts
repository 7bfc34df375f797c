// What is hashed and what is signed, as text: the tablet seals with it, the door checks with it, the verifier
// re-computes with it. Hashes are SHA-256, keys ECDSA P-256, signatures r‖s (64 bytes), all written base64url.
//
//   digest   = SHA-256(contentText(rating))                     what the customer said, without the comment's words
//   hash     = SHA-256(chainText({ seq, prev, digest }))        the rating's place in its tablet's chain
//   prev     = the hash of the rating numbered one lower; for number 1 the key's own name
//   key name = SHA-256 of the public key (SPKI, DER)
import { canonical } from './canonical';

/** Of a rating on the wire, what is not part of its content: its place in the chain, and what stays erasable. */
const APART = ['seq', 'prev', 'comment', 'salt'];

/** The text whose hash is a rating's `digest`. Takes any object, so that a malformed rating has its place too. */
export function contentText(rating: object): string {
	return canonical(Object.fromEntries(Object.entries(rating).filter(([key]) => !APART.includes(key))));
}

/** The text whose hash is a rating's place in the chain, and the `prev` of the next one. */
export function chainText({ seq, prev, digest }: { seq: number; prev: string; digest: string }): string {
	return `{"digest":${JSON.stringify(digest)},"prev":${JSON.stringify(prev)},"seq":${seq}}`;
}

/** The text whose hash is `commentDigest`. Without the salt nobody can try guesses against it once both are erased. */
export function commentText(salt: string, comment: string): string {
	return `${salt}\n${comment}`;
}

export type Statement = {
	/** What is being said, so that a signature for one thing is worth nothing for another. */
	purpose: 'pair' | 'hello' | 'ratings';
	/** The signing key's name. */
	key: string;
	/** The server's ticket that this answers; '' for pairing. */
	ticket: string;
	/** The tablet's clock, milliseconds. */
	sentAt: number;
	/** For ratings the hash of the last one; for hello the hash of canonical(word); for pairing of the code. */
	head: string;
	/** How many ratings; 0 otherwise. */
	count: number;
};

/** The text a tablet signs. */
export function statementText({ purpose, key, ticket, sentAt, head, count }: Statement): string {
	return canonical({ form: 2, purpose, key, ticket, sentAt, head, count });
}
