// A simulated tablet: it pairs with a key of its own, seals what customers tap into its chain, and carries it to
// the server in signed batches, as src/lib/kiosk does. What it holds in memory stands for its IndexedDB: it
// survives whatever happens to the server and the network.
import { canonical, chainHash, digest, hash, makeKey, signed } from './seal.js';
import { tapped, wordOf } from './tap.js';
import { makeAgent, pause, post } from './wire.js';

/** @typedef {Record<string, any> & { id: string, seq: number, prev: string, tappedAt: number }} Rating */

const BATCH = 50;
/** Faults make it wait often; a real tablet is more patient. */
const MAX_PAUSE_MS = 1_500;

export class Tablet {
	/** @type {import('./seal.js').Key} */
	key = makeKey();
	ticket = '';
	epoch = '';
	/** @type {any} */
	setup = null;
	deviceId = 0;
	/** @type {Rating[]} Sealed, not yet answered for. */
	waiting = [];
	/** @type {Rating[]} Answered for, kept in case the server is set back. */
	kept = [];
	/** @type {Map<string, string>} Every rating ever sealed → its digest. */
	sealed = new Map();
	/** @type {Set<string>} */
	acknowledged = new Set();
	/** @type {Map<string, string>} Refused → code. */
	refused = new Map();
	/** @type {Set<string>} Answered 'duplicate' at least once. */
	repeated = new Set();
	/** Why it stopped: it must be paired anew, or has been retired. */
	locked = '';
	/** The clock's error, milliseconds: what it shows less what is true. */
	clockMs = 0;
	/** @type {number | null} */
	skewMs = null;
	patienceMs = 15_000;
	trips = { sent: 0, lost: 0, later: 0, stale: 0, failed: 0 };
	last = { seq: 0, hash: this.key.name };
	#lostInARow = 0;
	#agent = makeAgent();

	/** @param {string} origin */
	constructor(origin) {
		this.origin = origin;
	}

	now() {
		return Date.now() + this.clockMs;
	}

	/** @param {string} path @param {unknown} value */
	async #post(path, value) {
		return post(this.origin + path, value, { agent: this.#agent, patienceMs: this.patienceMs });
	}

	/**
	 * Comes in by a code. Throws when refused. Paired anew, it has another key and chain, and whatever was not
	 * answered for (with `all`, whatever it has) is sealed again: the same ratings in new places.
	 * @param {string} code
	 * @param {{ all?: boolean }} [options]
	 */
	async pair(code, { all = false } = {}) {
		if (this.deviceId) this.key = makeKey();
		const sentAt = this.now();
		const statement = { purpose: 'pair', ticket: '', sentAt, head: hash(code), count: 0 };
		const answer = await this.#post('/api/v1/pair', {
			code,
			publicKey: this.key.publicKey,
			sentAt,
			signature: signed(this.key, statement)
		});
		if (answer.status !== 200) throw new Error(`pairing refused: ${answer.status} ${answer.text}`);
		this.deviceId = answer.json.deviceId;
		this.ticket = answer.json.ticket;
		this.epoch = answer.json.epoch;
		this.setup = answer.json.setup;
		this.skewMs = answer.json.serverAt - sentAt;
		this.locked = '';
		this.last = { seq: 0, hash: this.key.name };
		const again = all ? [...this.kept, ...this.waiting] : this.waiting;
		if (all) this.kept = [];
		this.waiting = again.map((rating) => this.#place(rating));
	}

	/** @param {any} rating @returns {Rating} */
	#place(rating) {
		const placed = { ...rating, seq: this.last.seq + 1, prev: this.last.hash };
		this.last = { seq: placed.seq, hash: chainHash({ ...placed, digest: digest(placed) }) };
		return placed;
	}

	/**
	 * A customer rates. `more` overrides any field, also with nonsense.
	 * @param {Record<string, unknown>} [more]
	 */
	rate(more = {}) {
		const rating = this.#place(tapped(this, more));
		this.waiting.push(rating);
		this.sealed.set(rating.id, digest(rating));
		return rating;
	}

	/**
	 * A batch of what waits, signed, as it goes over the wire.
	 * @param {Rating[]} ratings
	 */
	batch(ratings) {
		const final = /** @type {Rating} */ (ratings.at(-1));
		const sentAt = this.now();
		const head = chainHash({ ...final, digest: digest(final) });
		const statement = { purpose: 'ratings', ticket: this.ticket, sentAt, head, count: ratings.length };
		return {
			key: this.key.name,
			ticket: this.ticket,
			sentAt,
			ratings,
			signature: signed(this.key, statement)
		};
	}

	/**
	 * One trip with the oldest that wait. Answers whether the server took them; what it must do otherwise (wait,
	 * take another ticket, stop) it has done. Throws when the answer is lost.
	 */
	async trip(size = BATCH) {
		const ratings = this.#run(size);
		if (ratings.length === 0 || this.locked) return false;
		this.trips.sent++;
		const answer = await this.#post('/api/v1/ratings', this.batch(ratings));
		if (answer.status !== 200) return this.#turnedAway(answer);
		if (answer.json.verdicts.length !== ratings.length) throw new Error('verdicts are missing');
		for (const [index, { id, verdict, code }] of answer.json.verdicts.entries()) {
			const rating = /** @type {Rating} */ (ratings[index]);
			if (id !== null && id !== rating.id) throw new Error('a verdict for another rating');
			if (verdict === 'refused') this.refused.set(rating.id, code);
			else {
				this.acknowledged.add(rating.id);
				this.kept.push(rating);
				if (verdict === 'duplicate') this.repeated.add(rating.id);
			}
		}
		this.waiting = this.waiting.slice(ratings.length);
		this.ticket = answer.json.ticket;
		// Its highest number counts what was just sent, so it cannot say what it lacks below: all go again.
		if (answer.json.epoch !== this.epoch) this.#refill(answer.json.epoch, 0);
		return true;
	}

	/** The oldest that wait, as far as their numbers follow each other. @param {number} most */
	#run(most) {
		const first = this.waiting[0]?.seq ?? 0;
		const run = this.waiting.slice(0, most);
		const end = run.findIndex(({ seq }, index) => seq !== first + index);
		return end < 0 ? run : run.slice(0, end);
	}

	/** Another life of the database has answered: what was acknowledged above a number goes again. */
	#refill(/** @type {string} */ epoch, /** @type {number} */ aboveSeq) {
		const lacking = this.kept.filter(({ seq }) => seq > aboveSeq);
		this.kept = this.kept.filter(({ seq }) => seq <= aboveSeq);
		this.waiting = [...lacking, ...this.waiting].sort((a, b) => a.seq - b.seq);
		this.epoch = epoch;
	}

	/** @param {import('./wire.js').Answer} answer */
	async #turnedAway(answer) {
		const problem = answer.json?.problem ?? {};
		if (problem.code === 'ticket_stale') {
			this.trips.stale++;
			this.ticket = problem.details.ticket;
		} else if (answer.status === 503 || answer.status === 429) {
			this.trips.later++;
			const seconds = Number(answer.headers['retry-after'] ?? 1);
			await pause(Math.min(MAX_PAUSE_MS, seconds * 1_000) * (0.5 + Math.random() / 2));
		} else if (answer.status >= 500) {
			this.trips.failed++;
			await pause(100 + Math.random() * 200);
		} else this.locked = problem.code ?? String(answer.status);
		return false;
	}

	/** Says how it is and hears of a database set back: then it sends again what that one lacks. */
	async hello() {
		const word = wordOf(this);
		const sentAt = this.now();
		const statement = {
			purpose: 'hello',
			ticket: this.ticket,
			sentAt,
			head: hash(canonical(word)),
			count: 0
		};
		const said = { key: this.key.name, ticket: this.ticket, sentAt, word };
		const answer = await this.#post('/api/v1/hello', { ...said, signature: signed(this.key, statement) });
		if (answer.status !== 200) return this.#turnedAway(answer);
		const { ticket, epoch, highestSeq, setup, serverAt } = answer.json;
		this.ticket = ticket;
		if (setup) this.setup = setup;
		this.skewMs = serverAt - sentAt;
		if (epoch !== this.epoch) {
			const lowest = this.waiting[0]?.seq ?? Infinity;
			this.#refill(epoch, highestSeq < lowest ? highestSeq : 0);
		}
		return true;
	}

	/**
	 * Customers come and trips go until `over`, each answer or loss at its own pace.
	 * @param {() => boolean} over
	 * @param {{ most?: number, size?: number }} [options] `most` ratings between two trips
	 */
	async run(over, { most = 12, size = BATCH } = {}) {
		while (!over() && !this.locked) {
			const coming = 1 + Math.floor(Math.random() * most);
			if (this.waiting.length < 500) for (let count = 0; count < coming; count++) this.rate();
			await this.#tripOrPause(size);
		}
	}

	/**
	 * Sends until nothing waits. False when that has not come about in time, or it was locked.
	 * @param {number} withinMs
	 */
	async drain(withinMs, size = BATCH) {
		const until = Date.now() + withinMs;
		while (this.waiting.length > 0 && !this.locked && Date.now() < until) await this.#tripOrPause(size);
		return this.waiting.length === 0;
	}

	/** @param {number} size */
	async #tripOrPause(size) {
		try {
			await this.trip(size);
			this.#lostInARow = 0;
		} catch {
			this.trips.lost++;
			const most = Math.min(MAX_PAUSE_MS, 100 * 2 ** this.#lostInARow++);
			await pause(most * (0.5 + Math.random() / 2));
		}
	}

	close() {
		this.#agent.destroy();
	}
}
