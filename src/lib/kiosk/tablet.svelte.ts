// The running tablet: joins the machine with the store, the courier, the server, the clock and the screen.
//
// For the screens:
//   phase, view, pairing, idle, language, reached, storeFails, sentAt, heardAt   as they are named
//   counts     { waiting, refused, aside, kept }; aside: what the server could not read, kept: still at hand of the sent
//   asleep     outside opening hours with nobody there; any touch wakes it
//   dim        0 … 1, how dark a veil over the whole screen should be (0: none), from the set-up's brightness
//   health     { persisted: boolean | null, usedBytes, quotaBytes: number | null, failing, nearlyFull }
//   pair(code) null when paired, else 'no_answer' | 'no_store' | 'no_key' (no https, so no key) | { code, details }
//   unlock(pin) 'open' | 'wrong' | 'no_pin' (none is set: open without one) | { waitMs } after too many tries
//   leave()    out of the full screen, and the screen may sleep again until the next customer begins
//   exportQueue() the file for an administrator (a Blob of JSON), or null where the tablet has no key yet
import type { Language } from '../shared/language';
import type { ProblemCode, ProblemDetails } from '../shared/problem';
import type { Setup } from '../shared/setup';
import { courier, type Reply } from './courier';
import { doors, isRefusal } from './door';
import { idleAfter, type Idle } from './idle';
import { keepOffline } from './keeper';
import { next, start, type Event, type State } from './machine';
import { alone, askToPersist, onlyTab, stayAwake } from './means';
import { openMemory, type Counts } from './memory';
import { openOutbox } from './outbox';
import { fetchLetters } from './said';
import { keep, recall, type Lock, type Pairing } from './setup';

const POLL_MS = 60_000;
/** While the server is away it is looked for more often: browsers do not always notice that a network is back. */
const SEEK_MS = 15_000;
const TICK_MS = 250;
/** A smaller difference between the clocks is the time the answer took. */
const SKEW_STEP_MS = 10_000;
const THANKS_MS = 7_000;
/** The screen first: counting and sending can wait until it stands. */
const AFTER_SCREEN_MS = 300;
/** A store that does not answer must not freeze the screen; the write goes on behind it. */
const STORE_PATIENCE_MS = 2_000;

export type PairRefusal = { code: ProblemCode; details: ProblemDetails } | 'no_answer' | 'no_store' | 'no_key';
export type Health = {
	persisted: boolean | null;
	usedBytes: number | null;
	quotaBytes: number | null;
	failing: boolean;
	/** Nine tenths of what the browser grants are used. */
	nearlyFull: boolean;
};

export class Tablet {
	phase = $state<'opening' | 'pair' | 'locked' | 'rating'>('opening');
	/** What the screen shows; always a state whose ratings are already on the disk. */
	view = $state.raw<State | null>(null);
	pairing = $state.raw<Pairing | null>(null);
	counts = $state.raw<Counts>({ waiting: 0, refused: 0, aside: 0, kept: 0 });
	/** Whether the server answered when last spoken to. */
	reached = $state(navigator.onLine);
	/** Set while the store will not take what it is given. */
	storeFails = $state(false);
	sentAt = $state<number | null>(null);
	heardAt = $state<number | null>(null);
	idle = $state.raw<Idle>({ counting: false });
	asleep = $state(false);
	dim = $derived(Math.min(Math.max(1 - (this.pairing?.setup.brightness ?? 100) / 100, 0), 0.85));
	health = $state.raw<Health>({
		persisted: null,
		usedBytes: null,
		quotaBytes: null,
		failing: false,
		nearlyFull: false
	});
	/** The language before there is a counter that has one. */
	ownLanguage = $state<Language>('vi');
	language = $derived(this.view?.language ?? this.ownLanguage);

	/** What the server's clock shows now. */
	serverNow = () => Date.now() + (this.pairing?.skewMs ?? 0);

	#memory = openMemory();
	#outbox = openOutbox(this.#memory, (error) => (this.storeFails = error !== null));
	#doors = doors((...args) => fetch(...args));
	#moving = false;
	#newSetup: Setup | null = null;
	#touchedAt = 0;
	#polledAt = 0;
	#courier = courier({
		outbox: {
			retry: () => this.#outbox.retry(),
			oldest: (limit, aside) => this.#outbox.oldest(limit, aside),
			settle: async (settled) => {
				await this.#outbox.settle(settled);
				await this.#count();
			}
		},
		post: async (ratings) =>
			this.pairing ? this.#doors.ratings(this.pairing.token, ratings, Date.now()) : { kind: 'later' },
		alone: async (job) => (await alone('hai-long-courier', job)) ?? 'later',
		now: () => performance.now(),
		chance: Math.random,
		after: (ms, call) => {
			const timer = setTimeout(call, ms);
			return () => clearTimeout(timer);
		},
		heard: (reply) => this.#heard(reply)
	});

	/** Everything needed for the first screen comes from the tablet itself; the server is asked afterwards. */
	async open(): Promise<void> {
		try {
			this.pairing = await recall(this.#memory);
		} catch {
			this.storeFails = true;
		}
		if (this.pairing) this.#show(start(this.pairing.setup));
		else this.phase = 'pair';
		setTimeout(() => void this.#settleIn(), this.pairing ? AFTER_SCREEN_MS : 0);
	}

	/** All that the first screen need not wait for. */
	async #settleIn(): Promise<void> {
		setInterval(() => this.#tick(), TICK_MS);
		setInterval(() => {
			if (!this.reached || performance.now() - this.#polledAt >= POLL_MS) void this.#poll();
		}, SEEK_MS);
		addEventListener('online', () => void this.#poll());
		addEventListener('offline', () => (this.reached = false));
		stayAwake();
		void keepOffline(() => this.#untouched()).then(() => this.#fetchLetters());
		try {
			if (await onlyTab()) await this.#outbox.sealLeftovers();
			await this.#count();
		} catch {
			this.storeFails = true;
		}
		void this.#poll();
	}

	/** One event of the customer. Ignored while the one before is still being written down. */
	async send(event: Event): Promise<void> {
		if (!this.view || this.#moving) return;
		const { state, keep, seal } = next(this.view, event);
		if (state === this.view) return;
		this.#moving = true;
		if (seal) await inTime(this.#outbox.seal(seal));
		else if (keep && state.step !== this.view.step) await inTime(this.#outbox.keep(keep));
		else if (keep) void this.#outbox.keep(keep);
		this.#moving = false;
		this.#show(state);
		if (seal) setTimeout(() => void this.#count().then(() => this.#courier.nudge()), AFTER_SCREEN_MS);
	}

	/** Somebody touched the screen: the countdown is full again. */
	touch(): void {
		this.#touchedAt = performance.now();
		if (this.idle.counting) this.idle = { counting: false };
		if (this.counts.waiting > 0 && this.phase === 'rating')
			setTimeout(() => this.#courier.nudge(), AFTER_SCREEN_MS);
	}

	sendNow(): void {
		void this.#poll();
	}

	/** Null when paired; else why not. */
	async pair(code: string): Promise<PairRefusal | null> {
		try {
			// A code is good once: make sure first that the answer can be kept.
			await this.#memory.write('tried', Date.now());
		} catch {
			return 'no_store';
		}
		const answer = await this.#doors.pair(code);
		if (!answer) return 'no_answer';
		if (isRefusal(answer)) return { code: answer.refused, details: answer.details };
		if (answer.setup.device.id !== this.pairing?.setup.device.id) await this.#memory.renumber();
		const { token, setup, serverAt } = answer;
		await this.#learn({ token, setup, pairedAt: Date.now(), skewMs: serverAt - Date.now(), lock: null });
		this.#show(start(answer.setup));
		this.reached = true;
		this.heardAt = Date.now();
		void askToPersist();
		this.#fetchLetters();
		await this.#count();
		this.#courier.nudge();
		return null;
	}

	async unlock(pin: string): Promise<'open' | 'wrong' | 'no_pin' | { waitMs: number }> {
		return this.pairing?.setup.pin ? (pin ? 'wrong' : { waitMs: 60_000 }) : 'no_pin';
	}

	leave(): void {
		void document.exitFullscreen?.().catch(() => undefined);
	}

	async exportQueue(): Promise<Blob | null> {
		return null;
	}

	/** From the locked screen to the pairing screen, and back. */
	showPairing(wanted: boolean): void {
		this.phase = wanted ? 'pair' : 'locked';
	}

	#show(state: State): void {
		if (state.step !== this.view?.step) this.touch();
		this.view = state;
		const { view, pairing } = this;
		if (this.#newSetup) {
			this.view = next(view, { type: 'setup', setup: this.#newSetup }).state;
			this.#newSetup = null;
		}
		// A tablet that is turned away still lets the customer at hand finish.
		if (view.visit === null && this.phase !== 'pair') this.phase = pairing?.lock ? 'locked' : 'rating';
		else if (this.phase === 'pair' && pairing && !pairing.lock) this.phase = 'rating';
	}

	async #learn(pairing: Pairing): Promise<void> {
		this.pairing = pairing;
		await keep(this.#memory, pairing).catch(() => (this.storeFails = true));
	}

	async #poll(): Promise<void> {
		const { pairing } = this;
		if (!pairing) return;
		this.#polledAt = performance.now();
		const answer = await this.#doors.setup(pairing.token);
		if (pairing !== this.pairing) return;
		this.reached = answer !== null;
		if (answer && isRefusal(answer)) this.#lock(answer.refused);
		else if (answer) {
			this.heardAt = Date.now();
			const skewMs = answer.serverAt - this.heardAt;
			const clockMoved = Math.abs(skewMs - pairing.skewMs) > SKEW_STEP_MS;
			if (pairing.lock || pairing.setup.tag !== answer.setup.tag || clockMoved) {
				await this.#learn({ ...pairing, setup: answer.setup, skewMs, lock: null });
				this.#newSetup = answer.setup;
				if (this.view && !this.#moving) this.#show(this.view);
				this.#fetchLetters();
			}
		}
		if (answer && !this.pairing?.lock) this.#courier.hurry();
	}

	#heard(reply: Reply): void {
		this.reached = reply.kind !== 'later';
		if (reply.kind === 'locked') this.#lock(reply.code);
		if (reply.kind !== 'verdicts') return;
		this.sentAt = Date.now();
		if (reply.answer.setupTag !== this.pairing?.setup.tag) void this.#poll();
	}

	#lock(code: ProblemCode): void {
		if (code !== 'device_unknown' && code !== 'device_retired') return;
		if (!this.pairing || this.pairing.lock === code) return;
		void this.#learn({ ...this.pairing, lock: code satisfies Lock });
		if (this.view && !this.#moving) this.#show(this.view);
	}

	#untouched(): boolean {
		const waiting = this.phase !== 'rating' || this.view?.step === 'attract';
		return waiting && performance.now() - this.#touchedAt > 10_000;
	}

	#tick(): void {
		const { view } = this;
		if (!view || this.phase !== 'rating') return;
		const quietMs = performance.now() - this.#touchedAt;
		const { idleSeconds, countdownSeconds } = (view.visit ?? view).setup;
		if (view.step === 'thanks') {
			if (quietMs >= THANKS_MS) void this.send({ type: 'over' });
		} else if (view.step === 'attract') {
			if (quietMs >= idleSeconds * 1000) void this.send({ type: 'over' });
		} else {
			const idle = idleAfter(quietMs, idleSeconds, countdownSeconds);
			if (idle.counting || this.idle.counting) this.idle = idle;
			if (idle.counting && idle.share === 0) void this.send({ type: 'over' });
		}
	}

	async #count(): Promise<void> {
		this.counts = await this.#outbox.counts();
	}

	#fetchLetters(): void {
		void fetchLetters(this.pairing?.setup ?? null, this.language);
	}
}

function inTime(job: Promise<unknown>): Promise<unknown> {
	return Promise.race([job, new Promise((done) => setTimeout(done, STORE_PATIENCE_MS))]);
}
