import { IDBFactory } from 'fake-indexeddb';
import 'fake-indexeddb/auto';
import { beforeEach, describe, expect, it } from 'vitest';
import { draftOf, isChain, NOON, pairUp } from './example';
import { openMemory, type Memory } from './memory';
import { openOutbox } from './outbox';
import type { Keyring, Sealed } from './seal';

let memory: Memory;
let keyring: Keyring;
let troubles: unknown[];
const box = (over: Partial<Memory> = {}) =>
	openOutbox({ ...memory, ...over }, (error) => troubles.push(error));
const full = () => Promise.reject(new DOMException('no room', 'QuotaExceededError'));
const numbers = async (from = box()) => (await from.run(100)).map(({ seq }) => seq);
/** What of a sealed rating was said by the customer. */
const said = ({ rating }: Sealed) => {
	const { seq: _seq, prev: _prev, salt: _salt, commentDigest: _digest, ...draft } = rating;
	return draft;
};
const settlement = () => ({ key: keyring.name, epoch: 'first', at: NOON });

beforeEach(async () => {
	globalThis.indexedDB = new IDBFactory();
	memory = openMemory();
	keyring = await pairUp(memory);
	troubles = [];
});

async function finished(...numbers: number[]) {
	const outbox = box();
	for (const number of numbers) await outbox.finish(draftOf(number));
	await outbox.place();
	return outbox;
}

describe('the outbox', () => {
	it('does not let an open draft travel', async () => {
		const outbox = box();
		await outbox.keep(draftOf(1));
		await outbox.place();
		expect(await numbers()).toEqual([]);
		expect(await memory.drafts()).toEqual([draftOf(1)]);
	});

	it('seals ratings in the order of their ends, and hands out the oldest first', async () => {
		const outbox = box();
		for (const number of [1, 2, 3]) {
			await outbox.keep(draftOf(number));
			await outbox.finish(draftOf(number, { officerGrade: number }));
		}
		await outbox.place();
		const run = await outbox.run(2);
		expect(run.map(({ seq }) => seq)).toEqual([1, 2]);
		expect(run.map(said)).toEqual([1, 2].map((number) => draftOf(number, { officerGrade: number })));
		expect(await isChain(keyring.name, await memory.chain(keyring.name))).toBe(true);
		expect(await memory.drafts()).toEqual([]);
		expect(await outbox.counts()).toEqual({ waiting: 3, refused: 0, aside: 0, kept: 0 });
	});

	it('keeps a rating that ended with its first tap', async () => {
		await finished(1);
		expect(await numbers()).toEqual([1]);
	});

	it('finishes once, however often it is told to', async () => {
		const outbox = box();
		await outbox.keep(draftOf(1));
		await Promise.all([outbox.finish(draftOf(1)), outbox.finish(draftOf(1)), outbox.keep(draftOf(1))]);
		await Promise.all([outbox.place(), outbox.place()]);
		expect(await numbers()).toEqual([1]);
		expect(await memory.drafts()).toEqual([]);
	});

	it('never gives a number twice, also when many end at once and after a restart', async () => {
		const outbox = box();
		await Promise.all([1, 2, 3, 4, 5].map((number) => outbox.finish(draftOf(number)).then(outbox.place)));
		await outbox.settle(
			[1, 2, 3, 4, 5].map((seq) => ({ seq, refused: false })),
			settlement()
		);
		memory.close();
		memory = openMemory();
		await finished(6);
		expect(await numbers()).toEqual([6]);
		expect(await isChain(keyring.name, await memory.chain(keyring.name))).toBe(true);
	});

	it('waits without a number while there is no key, and counts as waiting', async () => {
		globalThis.indexedDB = new IDBFactory();
		memory = openMemory();
		const outbox = await finished(1, 2);
		expect(await outbox.run(9)).toEqual([]);
		expect((await outbox.counts()).waiting).toBe(2);
		keyring = await pairUp(memory);
		await outbox.place();
		expect(await numbers()).toEqual([1, 2]);
	});

	it('seals what a crash left open, as it was after the last answer', async () => {
		const before = box();
		await before.keep(draftOf(1));
		await before.keep(draftOf(1, { officerGrade: 2 }));
		const after = box();
		await after.takeUp();
		await after.takeUp();
		await after.place();
		expect((await after.run(9)).map(said)).toEqual([draftOf(1, { officerGrade: 2 })]);
	});

	it('leaves the customer at hand alone while it seals what an earlier one left', async () => {
		await box().keep(draftOf(1));
		const outbox = box();
		await outbox.keep(draftOf(2));
		await outbox.takeUp();
		await outbox.place();
		expect(await numbers()).toEqual([1]);
		expect(await memory.drafts()).toEqual([draftOf(2)]);
	});

	it('does not bring back a rating that another tab has finished meanwhile', async () => {
		const mine = box();
		await mine.keep(draftOf(1));
		await box().takeUp();
		await mine.keep(draftOf(1, { officerGrade: 5 }));
		await mine.finish(draftOf(1, { officerGrade: 5 }));
		await mine.place();
		expect((await box().run(9)).map(said)).toEqual([draftOf(1)]);
		expect(await memory.drafts()).toEqual([]);
	});

	it('two tabs that seal at once make one unbroken chain', async () => {
		const tabs = [openMemory(), openMemory()].map((own) => openOutbox(own, (error) => troubles.push(error)));
		await Promise.all(
			tabs.map(async (tab, index) => {
				for (let turn = 0; turn < 15; turn++) {
					await tab.finish(draftOf(index * 100 + turn));
					void tab.place();
				}
				await tab.place();
			})
		);
		await Promise.all(tabs.map((tab) => tab.place()));
		const chain = await memory.chain(keyring.name);
		expect(chain).toHaveLength(30);
		expect(new Set(chain.map(({ rating }) => rating.id)).size).toBe(30);
		expect(await isChain(keyring.name, chain)).toBe(true);
		expect(troubles.filter(Boolean)).toEqual([]);
	});

	it('settles only what it is told, counts the refused, and keeps both', async () => {
		const outbox = await finished(1, 2, 3);
		await outbox.settle(
			[
				{ seq: 1, refused: false },
				{ seq: 3, refused: true }
			],
			settlement()
		);
		expect(await numbers()).toEqual([2]);
		expect(await outbox.counts()).toEqual({ waiting: 1, refused: 1, aside: 0, kept: 2 });
	});

	it('ends a run at a hole, and begins the next behind it', async () => {
		const outbox = await finished(1, 2, 3, 4);
		const [, , third] = await outbox.run(9);
		await outbox.setAside(third!);
		expect(await numbers()).toEqual([1, 2]);
		await outbox.settle(
			[1, 2].map((seq) => ({ seq, refused: false })),
			settlement()
		);
		expect(await numbers()).toEqual([4]);
		expect(await outbox.counts()).toEqual({ waiting: 1, refused: 0, aside: 1, kept: 2 });
		await outbox.takeUp();
		expect(await numbers()).toEqual([3, 4]);
	});
});

describe('a store that is full', () => {
	it('is said; the rating is held, and written when there is room again', async () => {
		let room = false;
		const outbox = box({
			keepDraft: (...args) => (room ? memory.keepDraft(...args) : full()),
			finish: (...args) => (room ? memory.finish(...args) : full())
		});
		await outbox.keep(draftOf(1));
		await outbox.finish(draftOf(1, { officerGrade: 3 }));
		expect(troubles.at(-1)).toBeInstanceOf(DOMException);
		expect(outbox.holding()).toBe(true);
		expect((await outbox.counts()).waiting).toBe(1);
		await outbox.retry();
		expect(await numbers()).toEqual([]);
		room = true;
		await outbox.retry();
		await outbox.retry();
		expect((await outbox.run(9)).map(said)).toEqual([draftOf(1, { officerGrade: 3 })]);
		expect(troubles.at(-1)).toBeNull();
		expect(outbox.holding()).toBe(false);
		expect((await outbox.counts()).waiting).toBe(1);
	});

	it('keeps the later answers of a draft whose first write failed', async () => {
		let tries = 0;
		const outbox = box({ keepDraft: (...args) => (tries++ < 2 ? full() : memory.keepDraft(...args)) });
		await outbox.keep(draftOf(1));
		expect(await memory.drafts()).toEqual([]);
		await outbox.keep(draftOf(1, { officerGrade: 5 }));
		expect(await memory.drafts()).toEqual([draftOf(1, { officerGrade: 5 })]);
		await outbox.finish(draftOf(1, { officerGrade: 5 }));
		await outbox.place();
		expect(await numbers()).toEqual([1]);
	});

	it('lets go of the oldest that the server has, before it refuses a new one', async () => {
		const outbox = await finished(1, 2);
		await outbox.settle(
			[1, 2].map((seq) => ({ seq, refused: false })),
			settlement()
		);
		const tight = box({
			finish: async (...args) => ((await memory.counts()).kept > 0 ? full() : memory.finish(...args))
		});
		await tight.finish(draftOf(3));
		expect(tight.holding()).toBe(false);
		expect(await tight.counts()).toMatchObject({ waiting: 1, kept: 0 });
	});

	it('does not stop what is sealed already from travelling', async () => {
		await finished(1);
		const tight = box({ place: () => full(), finish: () => full() });
		await tight.finish(draftOf(2));
		await tight.retry();
		expect(await numbers(tight)).toEqual([1]);
		expect(troubles.at(-1)).toBeInstanceOf(DOMException);
	});
});
