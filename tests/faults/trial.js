// One trial: a server on a database of its own, tablets in front of it, something that goes wrong, and the
// reckoning. Faults are written in terms of it (see the files of list.js).
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { freePort } from '../bench/server.js';
import * as ledger from './ledger.js';
import * as servers from './server.js';
import { Tablet } from './tablet.js';
import { pause } from './wire.js';
import { copy } from './world.js';

/** @typedef {import('./ledger.js').Findings & { name: string, times: number, note: string }} Outcome */

export class Trial {
	/** @type {Tablet[]} */
	tablets = [];
	/** @type {string[]} */
	problems = [];
	/** How often the fault was done. */
	times = 0;
	/** What else is worth a word in the report. */
	note = '';
	/** @type {import('./server.js').Server | undefined} */
	server;
	/** Settings of the server under trial, beyond the usual ones. */
	/** @type {Record<string, string>} */
	env = {};
	#running = false;
	#loads = /** @type {Promise<void>[]} */ ([]);
	#used = new Set();
	port = 0;
	/** Where tablets call: the server's own port unless a proxy stands in front. */
	publicPort = 0;
	url = '';

	/**
	 * @param {import('./world.js').World} world
	 * @param {string} name
	 */
	constructor(world, name) {
		this.world = world;
		this.name = name;
		this.folder = join(world.folder, name.replace(/\W+/g, '-'));
		this.file = join(this.folder, 'data', 'trial.db');
	}

	/** A fresh copy of the world and a port; the server is not started yet. */
	async open() {
		mkdirSync(this.folder, { recursive: true });
		copy(this.world.template, this.file);
		this.url = `file:${this.file}`;
		this.port = await freePort();
		this.publicPort = this.port;
		return this;
	}

	get log() {
		return join(this.folder, 'server.log');
	}

	/** @param {Record<string, string>} [env] */
	async start(env = {}) {
		const { url, port, publicPort, log } = this;
		this.server = await servers.start({ url, port, publicPort, log, env: { ...this.env, ...env } });
		return this.server;
	}

	async stop() {
		const code = await this.server?.stop();
		this.server = undefined;
		if (code !== 0) this.problems.push(`the server did not stop cleanly: ${code}`);
	}

	/** Pairs so many further tablets, each at the next counter. */
	async pair(count = 1) {
		const paired = [];
		for (let done = 0; done < count; done++) {
			const tablet = new Tablet(`http://127.0.0.1:${this.publicPort}`);
			await tablet.pair(this.code());
			this.tablets.push(tablet);
			paired.push(tablet);
		}
		return paired;
	}

	/** A pairing code, for a certain counter where one is named. @param {number} [counterId] */
	code(counterId) {
		const invitation = this.world.codes.find(
			(one) => !this.#used.has(one) && (counterId === undefined || one.counterId === counterId)
		);
		if (!invitation) throw new Error('no pairing code is left');
		this.#used.add(invitation);
		return invitation.code;
	}

	/**
	 * Pairs a tablet anew, at the counter where it stands.
	 * @param {Tablet} tablet
	 * @param {{ all?: boolean }} [options]
	 */
	async again(tablet, options) {
		await tablet.pair(this.code(tablet.setup.counter.id), options);
	}

	/**
	 * Customers come and go at all tablets until `halt`.
	 * @param {{ most?: number, size?: number }} [options]
	 */
	load(options) {
		this.#running = true;
		this.#loads = this.tablets.map((tablet) => tablet.run(() => !this.#running, options));
	}

	/** Nobody taps any more, and every trip under way has had its answer or lost it. */
	async halt() {
		this.#running = false;
		await Promise.all(this.#loads);
		this.#loads = [];
	}

	async acknowledgedReach(/** @type {number} */ count, withinMs = 30_000) {
		const until = Date.now() + withinMs;
		while (this.acknowledged() < count) {
			if (Date.now() > until) throw new Error(`no ${count} ratings acknowledged in ${withinMs} ms`);
			await pause(10);
		}
	}

	acknowledged() {
		return this.tablets.reduce((sum, tablet) => sum + tablet.acknowledged.size, 0);
	}

	/** What all tablets count of their trips: { sent, lost, later, stale, failed }. */
	trips() {
		const sum = { sent: 0, lost: 0, later: 0, stale: 0, failed: 0 };
		for (const { trips } of this.tablets)
			for (const key of /** @type {const} */ (['sent', 'lost', 'later', 'stale', 'failed']))
				sum[key] += trips[key];
		return sum;
	}

	/** Everything that waits is sent. */
	async drain(withinMs = 60_000) {
		const empty = await Promise.all(this.tablets.map((tablet) => tablet.drain(withinMs)));
		for (const [index, done] of empty.entries()) {
			const tablet = this.tablets[index];
			if (!done && tablet)
				this.problems.push(
					`tablet ${index + 1} keeps ${tablet.waiting.length} ratings${tablet.locked ? `: ${tablet.locked}` : ''}`
				);
		}
	}

	/**
	 * Looks at the disk as it is right now, on a copy, while no server runs.
	 * @param {string} [from]
	 * @param {boolean} [whole] with rollups and verifier
	 * @param {boolean} [quiet] what is missing is no problem yet
	 */
	async look(from = this.file, whole = true, quiet = false) {
		const aside = join(this.folder, 'look', 'look.db');
		copy(from, aside);
		const findings = await ledger.inspect(`file:${aside}`, this.tablets);
		if (!quiet) this.problems.push(...findings.problems);
		if (whole) this.problems.push(...(await ledger.verify(`file:${aside}`)));
		return findings;
	}

	/**
	 * The reckoning: everything drained, the server stopped, the ledger compared, rollups and chains checked.
	 * `refusing`: whether some ratings were meant to be refused.
	 */
	async reckon({ refusing = false } = {}) {
		await this.drain();
		const refused = this.tablets.flatMap((tablet) => [...tablet.refused.values()]);
		if (!refusing && refused.length > 0)
			this.problems.push(`${refused.length} ratings were refused: ${[...new Set(refused)].join(', ')}`);
		if (this.server) await this.stop();
		const findings = await ledger.inspect(this.url, this.tablets, { finished: true });
		this.problems.push(...findings.problems, ...(await ledger.verify(this.url)));
		return this.outcome(findings);
	}

	/** @param {import('./ledger.js').Findings} findings @returns {Outcome} */
	outcome(findings) {
		return { ...findings, name: this.name, times: this.times, note: this.note, problems: this.problems };
	}

	/** The outcome of a trial without tablets, which only shows that a test is worth something. @param {string} note */
	without(note) {
		this.note = note;
		const nothing = { sent: 0, acknowledged: 0, found: 0, missing: 0, doubled: 0, unanswered: new Set() };
		return this.outcome({ ...nothing, problems: [] });
	}

	/** Ends what may still run, however the trial went. */
	async close() {
		this.#running = false;
		if (this.server?.alive()) await this.server.kill();
		for (const tablet of this.tablets) tablet.close();
	}
}
