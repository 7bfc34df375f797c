// Pairing codes as people type them, and the pairing kept from last time: without a network it is all there is.
import type { Setup } from '../shared/setup';
import type { Memory } from './memory';

/** No 0 O, no 1 I L: nothing that is read two ways. */
const LETTERS = /[^23456789ABCDEFGHJKMNPQRSTUVWXYZ]/g;
export const CODE_LENGTH = 8;

/** Why the server will not hear this tablet any more: from here on only pairing helps. */
export const LOCKS = ['device_unknown', 'device_retired', 'device_forked'] as const;
export type Lock = (typeof LOCKS)[number];

export type Pairing = {
	/** The name of the key it was paired with. */
	key: string;
	setup: Setup;
	pairedAt: number;
	/** Why the server will not hear this tablet any more, as far as it knows. */
	lock: Lock | null;
};

export function isLock(code: string): code is Lock {
	return (LOCKS as readonly string[]).includes(code);
}

/** What was typed, as the server reads it: any case, with or without dashes and spaces. */
export function tidyCode(typed: string): string {
	return typed.toUpperCase().replace(LETTERS, '').slice(0, CODE_LENGTH);
}

/** The code as it is shown: ABCD-EFGH. */
export function showCode(code: string): string {
	return code.length > 4 ? `${code.slice(0, 4)}-${code.slice(4)}` : code;
}

/** The code that a scanned address brought along (`/kiosk#code=ABCD-EFGH`), or ''. */
export function codeInHash(hash: string): string {
	return tidyCode(new URLSearchParams(hash.replace(/^#/, '')).get('code') ?? '');
}

/** An earlier program's pairing had no key: it is shown, but nobody hears it until it is paired anew. */
export async function recall(memory: Pick<Memory, 'read'>): Promise<Pairing | null> {
	const kept = (await memory.read('pairing')) as (Omit<Pairing, 'key'> & { key?: string }) | undefined;
	if (!kept) return null;
	if (kept.key) return { ...kept, key: kept.key };
	const setup = { ...kept.setup, open: null, brightness: 100, pin: null };
	return { setup, pairedAt: kept.pairedAt, key: '', lock: 'device_unknown' };
}
