// What this browser can and cannot do for a tablet that runs for days, and the things asked of it: stay awake,
// fill the screen, keep what is stored.

import type { LACKS } from '../shared/hello';

export type Lack = (typeof LACKS)[number];

/** What is missing here. Without https nothing else is worth naming: it is the cause of the rest. */
export async function lacks(): Promise<Lack[]> {
	if (!isSecureContext) return ['https'];
	const missing: Lack[] = [];
	if (!('serviceWorker' in navigator)) missing.push('worker');
	if (!('wakeLock' in navigator)) missing.push('wakelock');
	if (!(await navigator.storage?.persisted?.().catch(() => false))) missing.push('persist');
	return missing;
}

/** Asks the browser not to clear the store when space runs out. It may say no; lacks() then says so. */
export async function askToPersist(): Promise<void> {
	await navigator.storage?.persist?.().catch(() => false);
}

/** Keeps the screen on. A page that was hidden loses the lock, so it is asked for again whenever it is seen. */
export function stayAwake(): () => void {
	let over = false;
	let lock: WakeLockSentinel | undefined;
	const ask = async () => {
		if (document.visibilityState !== 'visible') return;
		lock = await navigator.wakeLock?.request('screen').catch(() => undefined);
		if (over) void lock?.release();
	};
	void ask();
	document.addEventListener('visibilitychange', ask);
	return () => {
		over = true;
		void lock?.release();
		document.removeEventListener('visibilitychange', ask);
	};
}

export function leaveScreen(): void {
	if (document.fullscreenElement) void document.exitFullscreen().catch(() => undefined);
}

/** Only a touch may ask for this, and the browser may still refuse: the kiosk works in a window too. */
export function fillScreen(): void {
	const page = document.documentElement;
	if (!document.fullscreenElement && page.requestFullscreen)
		void page.requestFullscreen({ navigationUI: 'hide' }).catch(() => undefined);
}

/** A random UUID, also over plain http, where crypto.randomUUID does not exist. */
export function newId(): string {
	if (typeof crypto.randomUUID === 'function') return crypto.randomUUID();
	const bytes = crypto.getRandomValues(new Uint8Array(16));
	bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
	bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
	const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
	return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

/** Runs a job where no other tab holds the lock; answers null without running it where one does. */
export async function alone<T>(name: string, job: () => Promise<T>): Promise<T | null> {
	// Plain http has no locks. Two tabs may then send the same rating; the server takes it once.
	if (!navigator.locks) return job();
	return navigator.locks.request(name, { ifAvailable: true }, (lock) => (lock ? job() : null));
}

/** True for as long as this page lives, where no other tab of this tablet is open. */
export function onlyTab(): Promise<boolean> {
	return new Promise((answer) => {
		void alone('hai-long-kiosk', () => {
			answer(true);
			return new Promise(() => {});
		}).then(() => answer(false));
	});
}
