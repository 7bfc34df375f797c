// The staff's PIN, kept so that a tablet can check it without a network and nobody can read it: PBKDF2.
import { pbkdf2 } from 'node:crypto';
import { promisify } from 'node:util';
import { Problem } from '../../shared/problem';
import type { Pin } from '../../shared/setup';

/** As many as a slow tablet does in about a fifth of a second. */
export const ROUNDS = 200_000;

/** What is kept of a PIN of 4 … 8 digits; `salt` is 32 bytes of chance. Refuses bad_shape. */
export async function make(digits: string, salt: Buffer): Promise<Pin> {
	if (!/^\d{4,8}$/.test(digits)) throw new Problem('bad_shape', { field: 'pin' });
	const hash = await promisify(pbkdf2)(digits, salt, ROUNDS, 32, 'sha256');
	return { salt: salt.toString('base64url'), rounds: ROUNDS, hash: hash.toString('base64url') };
}
