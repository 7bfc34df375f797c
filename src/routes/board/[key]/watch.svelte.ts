// Keeps a wall screen current: hears that ratings have arrived and asks for the figures, asks once a minute in any case,
// and keeps the screen awake. Whatever fails is tried again for ever.
import { onMount } from 'svelte';
import type { PageData } from './$types';

/** Ratings that arrive together are one reason to ask again. */
const GATHER_MS = 300;
/** Without news too: a new day begins, and a stream may be dead without telling. */
const EVERY_MS = 60_000;
const RETRY_MS = 5_000;
const PATIENCE_MS = 15_000;
/** Figures older than this are said to be old. */
const LATE_MS = 2 * EVERY_MS + PATIENCE_MS;

type Shown = Pick<PageData, 'figures' | 'places'>;

export function watch(begin: () => Shown) {
	let fetched: Shown | undefined = $state.raw();
	let state: 'live' | 'late' | 'closed' = $state('live');
	let now = $state(begin().figures.at);
	let due: { at: number; timer: ReturnType<typeof setTimeout> } | undefined;
	let isAsking = false;
	let isWanted = false;
	let isGone = false;
	/** How far the server's clock is before this screen's: a wall screen's own may be anything. */
	let ahead = 0;
	let heardAt = 0;

	/** Asks after so long at the latest. */
	function soon(afterMs: number): void {
		const at = performance.now() + afterMs;
		if (isGone || (due && due.at <= at)) return;
		clearTimeout(due?.timer);
		due = { at, timer: setTimeout(() => void ask(), afterMs) };
	}

	async function ask(): Promise<void> {
		due = undefined;
		isWanted = isAsking;
		if (isAsking) return;
		isAsking = true;
		let nextMs = EVERY_MS;
		try {
			const answer = await fetch(location.href, {
				headers: { accept: 'application/json' },
				cache: 'no-store',
				signal: AbortSignal.timeout(PATIENCE_MS)
			});
			if (answer.status !== 404 && !answer.ok) throw new Error(`answered ${answer.status}`);
			if (answer.ok) heard((await answer.json()) as Shown);
			state = answer.ok ? 'live' : 'closed';
		} catch {
			if (state !== 'closed') state = 'late';
			nextMs = RETRY_MS;
		}
		isAsking = false;
		soon(isWanted ? GATHER_MS : nextMs);
	}

	function heard(shown: Shown): void {
		ahead = shown.figures.at - Date.now();
		heardAt = performance.now();
		fetched = shown;
		// Once a day all of the page is fetched anew, now that the server is known to be there: it may have been updated.
		if (shown.figures.day !== begin().figures.day) location.reload();
	}

	onMount(() => {
		let source: EventSource | undefined;
		let retry: ReturnType<typeof setTimeout> | undefined;
		let lock: { release: () => Promise<void> } | undefined;
		ahead = begin().figures.at - Date.now();
		heardAt = performance.now();
		now = Date.now() + ahead;

		function listen(): void {
			source = new EventSource(`${location.pathname}/news`);
			source.addEventListener('ratings', () => soon(GATHER_MS));
			source.addEventListener('open', () => soon(0));
			source.addEventListener('error', () => {
				// After an answer that is no stream the browser gives up; this does not.
				if (source?.readyState !== EventSource.CLOSED || isGone) return;
				soon(0);
				retry = setTimeout(listen, state === 'closed' ? EVERY_MS : RETRY_MS);
			});
		}
		async function wake(): Promise<void> {
			if (document.visibilityState !== 'visible') return;
			lock = await navigator.wakeLock?.request('screen').catch(() => undefined);
		}
		const ticking = setInterval(() => {
			now = Date.now() + ahead;
			if (state === 'live' && performance.now() - heardAt > LATE_MS) state = 'late';
		}, 1_000);
		const woken = () => {
			void wake();
			soon(0);
		};
		listen();
		void wake();
		soon(EVERY_MS);
		document.addEventListener('visibilitychange', woken);
		addEventListener('online', woken);
		return () => {
			isGone = true;
			source?.close();
			clearTimeout(due?.timer);
			clearTimeout(retry);
			clearInterval(ticking);
			document.removeEventListener('visibilitychange', woken);
			removeEventListener('online', woken);
			void lock?.release().catch(() => undefined);
		};
	});

	return {
		get shown() {
			return fetched ?? begin();
		},
		get state() {
			return state;
		},
		/** The instant by the server's clock. */
		get now() {
			return now;
		}
	};
}
