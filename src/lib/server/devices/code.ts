// Pairing codes: how they are made, read back from a person's typing, and kept (only as hashes).
import { createHash } from 'node:crypto';

// No 0/O, 1/I: read from one screen and typed on another.
const LETTERS = '23456789ABCDEFGHJKMNPQRSTUVWXYZ';
export const CODE_LENGTH = 8;
export const CODE_VALID_MS = 10 * 60_000;

/** Eight characters, unguessable when `randomInt(n)` answers 0 … n − 1 unguessably (node:crypto's does). */
export function makeCode(randomInt: (below: number) => number): string {
	return Array.from({ length: CODE_LENGTH }, () => LETTERS[randomInt(LETTERS.length)]).join('');
}

/** What a person typed, as the code they meant: case, spaces and dashes do not matter. */
export function normalise(typed: string): string {
	return typed.toUpperCase().replace(/[^A-Z0-9]/g, '');
}

/** A code as people read it best: XXXX-XXXX. */
export function readable(code: string): string {
	return `${code.slice(0, 4)}-${code.slice(4)}`;
}

/** SHA-256 in hex. Enough without salt or stretching, because what is hashed is chance and not a word. */
export function hash(secret: string): string {
	return createHash('sha256').update(secret).digest('hex');
}
