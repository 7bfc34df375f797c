// The running tablet: joins the machine with the store, the courier, the server, the clock and the screen.
//
// For the screens:
//   phase, view, pairing, idle, language, reached, storeFails, sentAt, heardAt, skewMs, version   as they are named
//   typed      the comment as far as it is written; it goes along where the countdown ends on it
//   counts     { waiting, refused, aside, kept }; aside: what the server could not read, kept: still at hand of the sent
//   asleep     outside opening hours with nobody there; any touch wakes it
//   dim        0 … 1, how dark a veil over the whole screen should be (0: none), from the set-up's brightness
//   health     { persisted: boolean | null, usedBytes, quotaBytes: number | null, failing, nearlyFull }
//   pair(code) null when paired, else 'no_answer' | 'no_store' | 'no_key' (no https, so no key) | { code, details }
//   unlock(pin) 'open' | 'wrong' | 'no_pin' (none is set: open without one) | { waitMs } after too many tries
//   leave()    out of the full screen, and the screen may sleep again until the next customer begins
//   exportQueue() the file for an administrator (a Blob of JSON), or null where the tablet has no key yet
import type { Language } from '../shared/language';
import { isOpen, type Setup } from '../shared/setup';
import { VERSION, type Health } from './health';
import { idleAfter, sleepsAfter, type Idle } from './idle';
import { keepOffline } from './keeper';
import { Line } from './line.svelte';
import type { PairRefusal } from './link';
import { next, start, type State, type Touch } from './machine';
import { askToPersist, leaveScreen, onlyTab, stayAwake } from './means';
import { openMemory, type Counts } from './memory';
import { inTime, openOutbox } from './outbox';
import { lockOf, type Unlocking } from './pin';
import { queueOf } from './queue';

export type { Health } from './health';
export type { PairRefusal } from './link';

const TICK_MS = 250;
const THANKS_MS = 7_000;
/** A new version comes in when the start screen has stood untouched for this long. */
const QUIET_MS = 30_000;
/** The screen first: counting and sending can wait until it stands. */
const AFTER_SCREEN_MS = 300;
const DARKEST = 0.85;
/** How often, and how far apart, a store that cannot be read at the start is tried. */
const RECALL_TRIES = 8;
const RECALL_APART_MS = 700;

const now = () => Date.now();

export class Tablet {
	phase = $state<'opening' | 'pair' | 'locked' | 'rating'>('opening');
	/** What the screen shows; always a state whose ratings are already on the disk. */
	view = $state.raw<State | null>(null);
	counts = $state.raw<Counts>({ waiting: 0, refused: 0, aside: 0, kept: 0 });
	/** Set while the store will not take what it is given. */
	storeFails = $state(false);
	idle = $state.raw<Idle>({ counting: false });
	asleep = $state(false);
	typed = '';
	/** The language before there is a counter that has one. */
	ownLanguage = $state<Language>('vi');
	language = $derived(this.view?.language ?? this.ownLanguage);
	readonly version = VERSION;

	#memory = openMemory();
	#outbox = openOutbox(this.#memory, (error) => (this.storeFails = error !== null));
	#line = new Line({
		memory: this.#memory,
		outbox: this.#outbox,
		screen: () => (this.phase !== 'rating' ? 'locked' : this.asleep ? 'sleeping' : 'rating'),
		storeFails: (fails) => (this.storeFails ||= fails === true),
		changed: (setup) => this.#changed(setup),
		moved: () => void this.#count()
	});
	#pin = lockOf(this.#memory, now);
	#moving = false;
	#newSetup: Setup | null = null;
	#touchedAt = 0;
	#woken = false;
	#letGo: (() => void) | null = null;

	pairing = $derived(this.#line.pairing);
	reached = $derived(this.#line.reached);
	sentAt = $derived(this.#line.sentAt);
	heardAt = $derived(this.#line.heardAt);
	skewMs = $derived(this.#line.skewMs);
	health = $derived<Health>({ ...this.#line.storage, failing: this.storeFails });
	dim = $derived(Math.min(Math.max(1 - (this.pairing?.setup.brightness ?? 100) / 100, 0), DARKEST));

	/** What the server's clock shows now. */
	serverNow = () => this.#line.serverNow();

	/** Everything needed for the first screen comes from the tablet itself; the server is asked afterwards. */
	async open(): Promise<void> {
		await this.#recall();
		if (this.pairing) this.#show(start(this.pairing.setup));
		else this.phase = 'pair';
		setTimeout(() => void this.#settleIn(), this.pairing ? AFTER_SCREEN_MS : 0);
	}

	/**
	 * A browser that was killed may hold its store locked for a moment after the next one has started. Whoever gave up at
	 * once would take a paired tablet for a new one.
	 */
	async #recall(): Promise<void> {
		for (let tries = 1; ; tries++)
			try {
				return await this.#line.recall();
			} catch {
				if (tries === RECALL_TRIES) return void (this.storeFails = true);
				await new Promise((turn) => setTimeout(turn, RECALL_APART_MS));
			}
	}

	/** All that the first screen need not wait for. */
	async #settleIn(): Promise<void> {
		setInterval(() => this.#tick(), TICK_MS);
		this.#letGo = stayAwake();
		void keepOffline(() => this.#untouched()).then(() => this.#fetchLetters());
		try {
			if (await onlyTab()) await this.#outbox.takeUp();
			await this.#outbox.place();
			await this.#count();
		} catch {
			this.storeFails = true;
		}
		if (this.pairing) void askToPersist();
		this.#line.begin();
	}

	/** One event of the customer. Ignored while the one before is still being written down. */
	async send(touch: Touch): Promise<void> {
		if (!this.view || this.#moving) return;
		const event = touch.type === 'grade' ? { ...touch, skewMs: this.#line.skewNow() } : touch;
		const { state, keep, seal } = next(this.view, event);
		if (state === this.view) return;
		this.#moving = true;
		if (seal) await inTime(this.#outbox.finish(seal));
		else if (keep && state.step !== this.view.step) await inTime(this.#outbox.keep(keep));
		else if (keep) void this.#outbox.keep(keep);
		this.#moving = false;
		if (event.type === 'begin') {
			this.#woken = false;
			this.#letGo ??= stayAwake();
		}
		this.#show(state);
		if (seal) setTimeout(() => void this.#sendOff(), AFTER_SCREEN_MS);
	}

	/** Somebody touched the screen: the countdown is full again. */
	touch(): void {
		this.#touchedAt = performance.now();
		if (this.idle.counting) this.idle = { counting: false };
		if (this.asleep) {
			this.asleep = false;
			this.#woken = true;
		}
		if (this.counts.waiting > 0 && this.phase === 'rating')
			setTimeout(() => this.#line.nudge(), AFTER_SCREEN_MS);
	}

	sendNow(): void {
		void this.#line.hello();
	}

	/** Null when paired; else why not. */
	async pair(code: string): Promise<PairRefusal | null> {
		const refusal = await this.#line.pair(code);
		if (refusal || !this.pairing) return refusal;
		this.#newSetup = null;
		this.phase = 'rating';
		this.#show(start(this.pairing.setup));
		this.#fetchLetters();
		void askToPersist();
		void this.#sendOff();
		return null;
	}

	unlock(pin: string): Promise<Unlocking> {
		return this.#pin.unlock(this.pairing?.setup.pin ?? null, pin);
	}

	leave(): void {
		leaveScreen();
		this.#letGo?.();
		this.#letGo = null;
	}

	async exportQueue(): Promise<Blob | null> {
		await this.#outbox.retry();
		const keyring = await this.#memory.keyring();
		if (!keyring) return null;
		const queue = await queueOf(keyring, await this.#memory.chain(keyring.name), now);
		return new Blob([JSON.stringify(queue)], { type: 'application/json' });
	}

	/** To the pairing screen, also of a tablet that works, and back to where it came from. */
	showPairing(wanted: boolean): void {
		this.phase = wanted ? 'pair' : this.pairing?.lock ? 'locked' : 'rating';
	}

	#show(state: State): void {
		if (state.step !== this.view?.step) this.touch();
		this.view = state;
		const { view, pairing } = this;
		if (this.#newSetup) {
			this.view = next(view, { type: 'setup', setup: this.#newSetup }).state;
			this.#newSetup = null;
		}
		// A tablet that is turned away still lets the customer at hand finish, and staff their typing of a code.
		if (view.visit === null && this.phase !== 'pair') this.phase = pairing?.lock ? 'locked' : 'rating';
	}

	#changed(setup: Setup | null): void {
		this.#newSetup = setup ?? this.#newSetup;
		if (this.view && !this.#moving) this.#show(this.view);
		if (setup) this.#fetchLetters();
	}

	/** What is finished gets its place, is counted, and goes. */
	async #sendOff(): Promise<void> {
		await this.#outbox.place();
		await this.#count();
		this.#line.nudge();
	}

	/** Nobody is at it, and all that was tapped is on the disk: the page may be loaded anew. */
	#untouched(): boolean {
		const waiting = this.phase !== 'rating' || this.view?.step === 'attract';
		const quiet = performance.now() - this.#touchedAt > QUIET_MS;
		return waiting && quiet && !this.#moving && !this.#outbox.holding();
	}

	#tick(): void {
		this.#line.tick();
		const { view } = this;
		const rating = view !== null && this.phase === 'rating';
		const quietMs = performance.now() - this.#touchedAt;
		this.asleep =
			rating &&
			view.step === 'attract' &&
			sleepsAfter(quietMs, this.#woken, view.setup.idleSeconds) &&
			!isOpen(view.setup, this.serverNow());
		if (!rating) return;
		const { idleSeconds, countdownSeconds } = (view.visit ?? view).setup;
		if (view.step === 'thanks') {
			if (quietMs >= THANKS_MS) void this.send({ type: 'over' });
		} else if (view.step === 'attract') {
			if (quietMs >= idleSeconds * 1000) void this.send({ type: 'over' });
		} else {
			const idle = idleAfter(quietMs, idleSeconds, countdownSeconds);
			if (idle.counting || this.idle.counting) this.idle = idle;
			if (idle.counting && idle.share === 0) this.#gone(quietMs);
		}
	}

	/** Nobody stands there any more. What was written goes along: the countdown has said so. */
	#gone(quietMs: number): void {
		const { typed } = this;
		const writing = this.view?.step === 'comment' && typed.trim() !== '';
		void this.send(
			writing ? { type: 'comment', text: typed, at: Math.round(now() - quietMs) } : { type: 'over' }
		);
	}

	async #count(): Promise<void> {
		this.counts = await this.#outbox.counts();
	}

	#fetchLetters(): void {
		void import('./later')
			.then(({ fetchLetters }) => fetchLetters(this.pairing?.setup ?? null, this.language))
			.catch(() => undefined);
	}
}
