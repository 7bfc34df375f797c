import { IDBFactory } from 'fake-indexeddb';
import 'fake-indexeddb/auto';
import { openDB } from 'idb';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { draftOf, isChain, NOON, pairUp, setupOf } from './example';
import { openMemory, type Memory } from './memory';
import { openOutbox } from './outbox';
import { makeKeyring, unsealed, type Sealed } from './seal';
import { recall } from './setup';

const DAY = 86_400_000;
const none = () => {};
let memory: Memory;
const ids = (from: Sealed[]) => from.map(({ rating }) => rating.id);
const seqs = (from: Sealed[]) => from.map(({ seq }) => seq);
const all = (count: number, from = 1) => Array.from({ length: count }, (_, index) => index + from);
const taken = (...numbers: number[]) => numbers.map((seq) => ({ seq, refused: false }));

beforeEach(() => {
	globalThis.indexedDB = new IDBFactory();
	memory = openMemory();
});

async function finish(...numbers: number[]) {
	const outbox = openOutbox(memory, none);
	for (const number of numbers) await outbox.finish(draftOf(number, { comment: number % 2 ? 'Tốt' : null }));
	await outbox.place();
}

/** Pairs anew without a server; the epoch is the one that answers. */
async function pairAnew(epoch = 'first') {
	const keyring = await pairUp(memory, epoch);
	await openOutbox(memory, none).place();
	return keyring.name;
}

describe('an earlier program’s store', () => {
	async function older() {
		const { skewMs: _skew, ...form1 } = draftOf(1);
		const db = await openDB('hai-long-kiosk', 1, {
			upgrade(db) {
				db.createObjectStore('drafts', { keyPath: 'id' });
				db.createObjectStore('outbox', { keyPath: 'seq' });
				db.createObjectStore('facts');
			}
		});
		await db.put('drafts', { ...form1, form: 1, id: draftOf(9).id });
		for (const seq of [7, 8]) await db.put('outbox', { ...form1, form: 1, id: draftOf(seq).id, seq });
		await db.put('facts', 8, 'seq');
		await db.put('facts', 2, 'refused');
		await db.put(
			'facts',
			{ token: 'secret', setup: setupOf(), pairedAt: 1, skewMs: 5, lock: null },
			'pairing'
		);
		db.close();
	}

	it('loses nothing: what waited is sealed in its order once there is a key', async () => {
		await older();
		expect(await memory.counts()).toEqual({ waiting: 2, refused: 2, aside: 0, kept: 0 });
		await openOutbox(memory, none).takeUp();
		const key = await pairAnew();
		const chain = await memory.chain(key);
		expect(ids(chain)).toEqual([7, 8, 9].map((number) => draftOf(number).id));
		expect(chain.map(({ rating }) => [rating.form, rating.skewMs])).toEqual(all(3).map(() => [2, null]));
		expect(await isChain(key, chain)).toBe(true);
	});

	it('knows its counter still, and that nobody hears it', async () => {
		await older();
		expect(await recall(memory)).toMatchObject({ key: '', lock: 'device_unknown', setup: { tag: 'one' } });
	});
});

describe('pairing anew', () => {
	it('begins a new chain with all that waited, set aside or not, in its order and with its content', async () => {
		const old = await pairAnew();
		await finish(...all(5));
		await memory.settle(taken(1), { key: old, epoch: 'first', at: NOON });
		const before = await memory.run(9);
		await memory.setAside(before[1]!);
		const key = await pairAnew();
		const chain = await memory.chain(key);
		expect(key).not.toBe(old);
		expect(seqs(chain)).toEqual([1, 2, 3, 4]);
		expect(chain.map(unsealed)).toEqual(before.map(unsealed));
		expect(await isChain(key, chain)).toBe(true);
		expect(await memory.counts()).toEqual({ waiting: 4, refused: 0, aside: 0, kept: 1 });
	});

	it('takes along what another life of the database had acknowledged, before the rest', async () => {
		const old = await pairAnew('first');
		await finish(1, 2, 3);
		await memory.settle([...taken(1), { seq: 2, refused: true }], { key: old, epoch: 'first', at: NOON });
		const key = await pairAnew('second');
		expect(ids(await memory.chain(key))).toEqual([draftOf(1).id, draftOf(2).id, draftOf(3).id]);
	});

	it('is done once, however often its answer arrives', async () => {
		const keyring = await makeKeyring();
		const pairing = { key: keyring.name, setup: setupOf(), pairedAt: NOON, lock: null };
		const answer = { epoch: 'first', ticket: '' };
		await memory.adopt(keyring, pairing, answer);
		await finish(1);
		await memory.adopt(keyring, pairing, answer);
		expect(await memory.head()).toMatchObject({ key: keyring.name, seq: 1 });
		expect(seqs(await memory.run(9))).toEqual([1]);
	});

	it('does not let an answer to the old key touch the new chain', async () => {
		const old = await pairAnew();
		await finish(1, 2);
		const key = await pairAnew();
		await memory.settle(taken(1, 2), { key: old, epoch: 'first', at: NOON });
		expect(await memory.amend(old, { lock: 'device_retired' })).toBeNull();
		expect(seqs(await memory.run(9))).toEqual([1, 2]);
		expect(await recall(memory)).toMatchObject({ key, lock: null });
	});
});

describe('what the server has', () => {
	let key: string;
	const settle = (epoch: string, at: number, ...numbers: number[]) =>
		memory.settle(taken(...numbers), { key, epoch, at });
	beforeEach(async () => (key = await pairAnew()));

	it('is kept for thirty days by the server’s clock', async () => {
		await finish(1, 2, 3);
		await settle('first', NOON, 1);
		await settle('first', NOON + 30 * DAY - 1, 2);
		expect((await memory.counts()).kept).toBe(2);
		await settle('first', NOON + 30 * DAY, 3);
		expect(seqs(await memory.chain(key))).toEqual([2, 3]);
	});

	it('goes out again above the number that a restored database has, also what was refused: its drawer is restored too', async () => {
		await finish(...all(6));
		await settle('first', NOON, 1, 2, 3);
		await memory.settle([{ seq: 4, refused: true }], { key, epoch: 'first', at: NOON });
		await settle('first', NOON, 5);
		expect(await memory.refill(key, 'first', 0)).toBe(0);
		expect(await memory.refill(key, 'second', 2)).toBe(3);
		expect(seqs(await memory.run(1))).toEqual([3]);
		expect(await memory.counts()).toMatchObject({ waiting: 4, kept: 2, refused: 0 });
		expect(await memory.refill(key, 'second', 2)).toBe(0);
		expect(await isChain(key, await memory.chain(key))).toBe(true);
	});

	it('goes out again whole where a restored database was sent something before it was greeted', async () => {
		await finish(...all(6));
		await settle('first', NOON, 1, 2, 3, 4);
		await settle('second', NOON, 5);
		expect(seqs(await memory.run(9))).toEqual([1, 2, 3, 4]);
		expect(await memory.refill(key, 'second', 5)).toBe(0);
		await settle('second', NOON, 1, 2, 3, 4, 6);
		expect(await memory.counts()).toMatchObject({ waiting: 0, kept: 6 });
	});

	it('goes out again whole where the answer to what it was sent was lost', async () => {
		await finish(...all(6));
		await settle('first', NOON, 1, 2, 3, 4);
		// 5 reached it; the tablet does not know.
		expect(await memory.refill(key, 'second', 5)).toBe(4);
		expect(seqs(await memory.run(9))).toEqual(all(6));
	});
});

/** Lets so many writes through; then this page is dead, in the middle of whatever it was doing. */
function dieAfter(writes: number) {
	const { put, add, delete: remove, clear } = IDBObjectStore.prototype;
	let left = writes;
	const mortal = <Verb extends (...args: never[]) => unknown>(verb: Verb) =>
		function (this: IDBObjectStore, ...args: never[]) {
			if (left-- <= 0) throw new Error('dead');
			return verb.apply(this, args);
		} as unknown as Verb;
	Object.assign(IDBObjectStore.prototype, {
		put: mortal(put),
		add: mortal(add),
		delete: mortal(remove),
		clear: mortal(clear)
	});
	return {
		died: () => left < 0,
		revive: () => Object.assign(IDBObjectStore.prototype, { put, add, delete: remove, clear })
	};
}

describe('killed between any two writes', () => {
	let life = dieAfter(Infinity);
	afterEach(() => void life.revive());

	/** Does it again and again, dying one write later each time, until it lives through it. */
	async function everywhere(job: () => Promise<void>, check: (deaths: number) => Promise<void>) {
		for (let writes = 0; ; writes++) {
			globalThis.indexedDB = new IDBFactory();
			memory = openMemory();
			await prepare();
			life = dieAfter(writes);
			await job().catch(none);
			const died = life.died();
			life.revive();
			memory.close();
			memory = openMemory();
			await check(writes);
			if (!died) return writes;
		}
	}
	let prepare = async () => {};

	it('a customer leaves no rating or a whole one, in an unbroken chain', async () => {
		let key = '';
		let shown = 0;
		prepare = async () => {
			key = await pairAnew();
			await finish(1);
			shown = 1;
		};
		const writes = await everywhere(
			async () => {
				const outbox = openOutbox(memory, (error) => {
					if (error) throw error;
				});
				await outbox.keep(draftOf(2));
				shown = 2;
				await outbox.keep(draftOf(2, { officerGrade: 5 }));
				await outbox.finish(draftOf(2, { officerGrade: 5 }));
				await outbox.place();
				await outbox.finish(draftOf(3));
				shown = 3;
				await outbox.place();
				const [first] = await outbox.run(9);
				await outbox.settle(taken(1), { key: first!.key, epoch: 'first', at: NOON });
			},
			async () => {
				const outbox = openOutbox(memory, none);
				await outbox.takeUp();
				await outbox.place();
				const chain = await memory.chain(key);
				expect(await isChain(key, chain)).toBe(true);
				expect(ids(chain)).toEqual(all(chain.length).map((number) => draftOf(number).id));
				expect(chain.length).toBeGreaterThanOrEqual(shown);
			}
		);
		expect(writes).toBeGreaterThan(12);
	});

	it('pairing anew leaves the old chain whole or has begun the new one, with everything in it', async () => {
		const next = await makeKeyring();
		let old = '';
		let before: Sealed[] = [];
		prepare = async () => {
			old = await pairAnew();
			await finish(...all(4));
			before = await memory.run(9);
		};
		const writes = await everywhere(
			async () => {
				const pairing = { key: next.name, setup: setupOf(), pairedAt: NOON, lock: null };
				await memory.adopt(next, pairing, { epoch: 'first', ticket: '' });
				await openOutbox(memory, none).place();
			},
			async () => {
				await openOutbox(memory, none).place();
				const key = (await memory.keyring())!.name;
				expect([old, next.name]).toContain(key);
				const chain = await memory.chain(key);
				expect(chain.map(unsealed)).toEqual(before.map(unsealed));
				expect(await isChain(key, chain)).toBe(true);
				expect((await recall(memory))?.key).toBe(key);
			}
		);
		expect(writes).toBeGreaterThan(12);
	});

	it('sending again what an older database lacks happens whole or not at all', async () => {
		let key = '';
		prepare = async () => {
			key = await pairAnew();
			await finish(...all(5));
			await memory.settle(taken(1, 2, 3, 4), { key, epoch: 'first', at: NOON });
		};
		await everywhere(
			async () => void (await memory.refill(key, 'second', 2)),
			async () => {
				const again = await memory.refill(key, 'second', 2);
				expect([0, 2]).toContain(again);
				expect(seqs(await memory.run(9))).toEqual([3, 4, 5]);
				expect(await isChain(key, await memory.chain(key))).toBe(true);
			}
		);
	});
});

it('opens the store anew when the browser has dropped it', async () => {
	await pairAnew();
	await finish(1);
	memory.close();
	await finish(2);
	expect(seqs(await memory.run(9))).toEqual([1, 2]);
});
