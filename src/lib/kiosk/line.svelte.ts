// All that the tablet has to do with the server: who it is to it, when they last spoke, the hello once a minute and
// the courier's trips. Tells the tablet when something about its pairing has changed.
import type { Word } from '../shared/hello';
import type { Setup } from '../shared/setup';
import { clock, type Clock, type ClockFacts } from './clock';
import { courier, type Reply } from './courier';
import { ownWord, storage, UNKNOWN, type Storage } from './health';
import { link, type Heard, type PairRefusal } from './link';
import { alone } from './means';
import type { Memory } from './memory';
import type { Outbox } from './outbox';
import { recall, type Lock, type Pairing } from './setup';

const POLL_MS = 60_000;
/** While the server is away it is looked for more often: browsers do not always notice that a network is back. */
const SEEK_MS = 15_000;
/** When the power or the network comes back, a hall of tablets must not all speak in the same second. */
const SPREAD_MS = 2_000;

const wall = () => Date.now();
const steady = () => performance.now();

type World = {
	memory: Memory;
	outbox: Outbox;
	screen: () => Word['screen'];
	storeFails: (fails?: true) => boolean;
	/** The pairing has changed: `setup` is new, or null where only the lock is. */
	changed: (setup: Setup | null) => void;
	/** Something has moved in the outbox. */
	moved: () => void;
};

export class Line {
	pairing = $state.raw<Pairing | null>(null);
	/** Whether the server answered when last spoken to. */
	reached = $state(navigator.onLine);
	sentAt = $state<number | null>(null);
	heardAt = $state<number | null>(null);
	/** How far the server's clock is ahead, as last measured; null where it is not known. */
	skewMs = $state<number | null>(null);
	storage = $state.raw<Storage>(UNKNOWN);

	#world: World;
	#clock: Clock = clock(wall, steady, null);
	#link: ReturnType<typeof link>;
	#polling = false;
	#pollAt = Infinity;
	#courier = courier({
		outbox: {
			retry: () => this.#world.outbox.retry(),
			run: (limit) => this.#world.outbox.run(limit),
			setAside: (sealed) => this.#world.outbox.setAside(sealed).finally(this.#moved),
			settle: (...settlement) => this.#world.outbox.settle(...settlement).finally(this.#moved)
		},
		post: (run) => this.#link.post(run),
		alone: async (job) => (await alone('hai-long-courier', job)) ?? 'later',
		now: steady,
		chance: Math.random,
		after: (ms, call) => {
			const timer = setTimeout(call, ms);
			return () => clearTimeout(timer);
		},
		heard: (reply) => this.#replied(reply)
	});
	#moved = () => this.#world.moved();

	constructor(world: World) {
		this.#world = world;
		this.#link = this.#linkUp();
	}

	/** What is known from last time, without a network. Rejects where the store fails. */
	async recall(): Promise<void> {
		const facts = (await this.#world.memory.read('clock')) as ClockFacts | undefined;
		this.#clock = clock(wall, steady, facts ?? null);
		this.#link = this.#linkUp();
		this.skewMs = this.#clock.skewMs();
		this.pairing = await recall(this.#world.memory);
	}

	#linkUp() {
		const get: typeof fetch = (...args) => fetch(...args);
		return link({ memory: this.#world.memory, get, clock: this.#clock, now: wall, steady });
	}

	/** From now on the server is spoken to. */
	begin(): void {
		addEventListener('online', () => this.#helloIn(Math.random() * SPREAD_MS));
		addEventListener('offline', () => (this.reached = false));
		this.#helloIn(Math.random() * SPREAD_MS);
	}

	/** To be called several times a second. */
	tick(): void {
		const skewMs = this.#clock.skewMs();
		if (skewMs !== this.skewMs) this.skewMs = skewMs;
		if (steady() >= this.#pollAt) void this.hello();
	}

	serverNow(): number {
		return this.#clock.serverNow();
	}

	/** What a tap takes down: the skew as it is known at this moment. */
	skewNow(): number | null {
		return this.#clock.skewMs();
	}

	/** Something waits: a trip is worth trying. */
	nudge(): void {
		this.#courier.nudge();
	}

	async pair(code: string): Promise<PairRefusal | null> {
		const paired = await this.#link.pair(code);
		if ('not' in paired) return paired.not;
		this.pairing = paired;
		this.reached = true;
		this.heardAt = wall();
		this.#helloIn(0);
		return null;
	}

	async hello(): Promise<void> {
		const { pairing } = this;
		if (!pairing || this.#polling) return;
		this.#polling = true;
		this.#helloIn(POLL_MS * (0.9 + Math.random() / 5));
		const { memory, screen, storeFails } = this.#world;
		try {
			this.storage = await storage();
			const known = { screen: screen(), setupTag: pairing.setup.tag };
			const word = await ownWord(memory, known, this.storage, storeFails());
			await this.#heard(await this.#link.hello(pairing.key, word), pairing);
			await memory.write('clock', this.#clock.facts());
		} catch {
			storeFails(true);
		}
		this.#polling = false;
	}

	#helloIn(ms: number): void {
		this.#pollAt = steady() + ms;
	}

	async #heard(heard: Heard, asked: Pairing): Promise<void> {
		this.reached = heard.kind !== 'silence';
		if (!this.reached) this.#helloIn(SEEK_MS * (0.9 + Math.random() / 5));
		if (asked.key !== this.pairing?.key) return;
		if (heard.kind === 'lost') await this.#pairedElsewhere();
		if (heard.kind === 'locked') await this.#lock(heard.code);
		if (heard.kind !== 'answer') return;
		this.heardAt = wall();
		const setup = heard.setup ?? asked.setup;
		if (heard.setup || asked.lock) await this.#amend({ setup, lock: null });
		if (heard.refilled > 0) this.#moved();
		this.#courier.hurry();
	}

	#replied(reply: Reply): void {
		this.reached = reply.kind !== 'later';
		if (reply.kind === 'locked') void this.#lock(reply.code);
		if (reply.kind !== 'verdicts') return;
		this.sentAt = wall();
		const { setupTag, epoch } = reply.answer;
		if (this.#link.isNews(epoch) || setupTag !== this.pairing?.setup.tag) this.#helloIn(0);
	}

	async #lock(lock: Lock): Promise<void> {
		if (this.pairing && this.pairing.lock !== lock) await this.#amend({ lock });
	}

	async #amend(changes: Partial<Pairing>): Promise<void> {
		const { pairing } = this;
		if (!pairing) return;
		try {
			const amended = await this.#world.memory.amend(pairing.key, changes);
			if (!amended) return await this.#pairedElsewhere();
			this.pairing = amended;
		} catch {
			this.#world.storeFails(true);
			this.pairing = { ...pairing, ...changes };
		}
		this.#world.changed(changes.setup ?? null);
	}

	/** Another tab has paired anew: that pairing is this one's, too. */
	async #pairedElsewhere(): Promise<void> {
		this.pairing = await recall(this.#world.memory);
		this.#world.changed(this.pairing?.setup ?? null);
	}
}
