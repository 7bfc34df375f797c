// Pairing codes as people type them, and the pairing kept from last time: without a network it is all there is.
import type { Setup } from '../shared/setup';
import type { Memory } from './memory';

/** No 0 O, no 1 I L: nothing that is read two ways. */
const LETTERS = /[^23456789ABCDEFGHJKMNPQRSTUVWXYZ]/g;
export const CODE_LENGTH = 8;

export type Lock = 'device_unknown' | 'device_retired' | 'device_forked';

export type Pairing = {
	token: string;
	setup: Setup;
	pairedAt: number;
	/** How far the server's clock is ahead of the tablet's. */
	skewMs: number;
	/** Why the server will not hear this tablet any more, as far as it knows. */
	lock: Lock | null;
};

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

export async function recall(memory: Memory): Promise<Pairing | null> {
	return ((await memory.read('pairing')) as Pairing | undefined) ?? null;
}

export function keep(memory: Memory, pairing: Pairing): Promise<void> {
	return memory.write('pairing', pairing);
}
