// The tablet's seals as the server re-computes them (the texts stand in shared/seal.ts).
import { chainText, commentText, contentText } from '../../shared/seal';
import { hash } from '../db/chain';

/** A rating's digest: of any object that came over the wire, well-formed or not. */
export function digest(rating: object): string {
	return hash(contentText(rating));
}

/** A rating's place in its device's chain: what the next one carries as `prev`. */
export function chainHash(place: { seq: number; prev: string; digest: string }): string {
	return hash(chainText(place));
}

export function commentDigest(salt: string, comment: string): string {
	return hash(commentText(salt, comment));
}
