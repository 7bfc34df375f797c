// The staff's PIN, checked on the tablet itself because leaving the kiosk must work without a network. Guessing is
// slow: after five wrong ones each further try costs a wait, which a restart does not shorten.
import type { Pin } from '../shared/setup';
import type { Memory } from './memory';
import { base64url } from './seal';

export type Unlocking = 'open' | 'wrong' | 'no_pin' | { waitMs: number };

type Tries = { wrong: number; waitUntil: number };

const FREE_TRIES = 5;
const WAITS_MS = [1, 2, 4, 8, 15].map((minutes) => minutes * 60_000);
const LONGEST_MS = 15 * 60_000;

export function waitAfter(wrong: number): number {
	if (wrong < FREE_TRIES) return 0;
	return WAITS_MS[wrong - FREE_TRIES] ?? LONGEST_MS;
}

/** Whether this is the PIN. */
export async function fits(pin: Pin, tried: string): Promise<boolean> {
	const material = await crypto.subtle.importKey('raw', new TextEncoder().encode(tried), 'PBKDF2', false, [
		'deriveBits'
	]);
	const params = { name: 'PBKDF2', hash: 'SHA-256', salt: bytesOf(pin.salt), iterations: pin.rounds };
	return base64url(await crypto.subtle.deriveBits(params, material, 256)) === pin.hash;
}

function bytesOf(text: string): Uint8Array<ArrayBuffer> {
	const letters = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
	return Uint8Array.from(letters, (letter) => letter.charCodeAt(0));
}

export function lockOf(memory: Pick<Memory, 'read' | 'write'>, now: () => number) {
	let tries: Tries | null = null;
	let line: Promise<unknown> = Promise.resolve();

	/** The store may fail; then this page still counts. */
	async function keep(changed: Tries): Promise<void> {
		tries = changed;
		await memory.write('pin', changed).then(
			() => (tries = null),
			() => undefined
		);
	}

	async function attempt(pin: Pin | null, tried: string): Promise<Unlocking> {
		if (!pin) return 'no_pin';
		const kept = (await memory.read('pin').catch(() => undefined)) as Tries | undefined;
		const { wrong, waitUntil } = tries ?? kept ?? { wrong: 0, waitUntil: 0 };
		const waitMs = waitUntil - now();
		// A clock that was set back must not lock staff out for years.
		if (waitMs > LONGEST_MS) await keep({ wrong, waitUntil: now() + LONGEST_MS });
		if (waitMs > 0) return { waitMs: Math.min(waitMs, LONGEST_MS) };
		// Counted before it is checked: ending the program in between gives no free try.
		const nextMs = waitAfter(wrong + 1);
		await keep({ wrong: wrong + 1, waitUntil: nextMs > 0 ? now() + nextMs : 0 });
		if (!(await fits(pin, tried))) return nextMs > 0 ? { waitMs: nextMs } : 'wrong';
		await keep({ wrong: 0, waitUntil: 0 });
		return 'open';
	}

	return {
		/** One try after the other, however fast they come. */
		unlock(pin: Pin | null, tried: string): Promise<Unlocking> {
			const done = line.then(() => attempt(pin, tried));
			line = done.catch(() => undefined);
			return done;
		}
	};
}
