import { IDBFactory } from 'fake-indexeddb';
import 'fake-indexeddb/auto';
import { beforeEach, describe, expect, it } from 'vitest';
import { NOON, setupOf } from './example';
import type { Draft } from './machine';
import { openMemory, type Memory } from './memory';
import { openOutbox } from './outbox';
import { keep as keepPairing, recall } from './setup';

const NONE: ReadonlySet<number> = new Set();

function draftOf(number: number, changes: Partial<Draft> = {}): Draft {
	return {
		form: 1,
		id: `0b8f7a52-8c1e-4a57-9a57-${number.toString(16).padStart(12, '0')}`,
		counterId: 3,
		serviceId: 11,
		officerId: 21,
		questionnaireId: 5,
		scale: 5,
		serviceGrade: 4,
		officerGrade: null,
		reasons: [],
		comment: null,
		language: 'vi',
		tappedAt: NOON,
		zone: 'Asia/Ho_Chi_Minh',
		tookMs: 3000,
		...changes
	};
}

let memory: Memory;
let troubles: unknown[];
const box = (over: Partial<Memory> = {}) =>
	openOutbox({ ...memory, ...over }, (error) => troubles.push(error));
const full = () => Promise.reject(new DOMException('no room', 'QuotaExceededError'));
const numbers = async (from = box()) => (await from.oldest(100, NONE)).map(({ seq }) => seq);

beforeEach(() => {
	globalThis.indexedDB = new IDBFactory();
	memory = openMemory();
	troubles = [];
});

describe('the outbox', () => {
	it('does not let an open draft travel', async () => {
		const outbox = box();
		await outbox.keep(draftOf(1));
		expect(await numbers()).toEqual([]);
		expect(await memory.drafts()).toEqual([draftOf(1)]);
	});

	it('numbers ratings from 1 as they are sealed, and hands out the oldest first', async () => {
		const outbox = box();
		for (const number of [1, 2, 3]) {
			await outbox.keep(draftOf(number));
			await outbox.seal(draftOf(number, { officerGrade: number }));
		}
		expect(await outbox.oldest(2, NONE)).toEqual([
			{ ...draftOf(1, { officerGrade: 1 }), seq: 1 },
			{ ...draftOf(2, { officerGrade: 2 }), seq: 2 }
		]);
		expect(await memory.drafts()).toEqual([]);
		expect(await outbox.counts()).toEqual({ waiting: 3, refused: 0 });
	});

	it('seals a rating that ended with its first tap and was never kept', async () => {
		await box().seal(draftOf(1));
		expect(await numbers()).toEqual([1]);
	});

	it('seals once, however often it is told to', async () => {
		const outbox = box();
		await outbox.keep(draftOf(1));
		await Promise.all([outbox.seal(draftOf(1)), outbox.seal(draftOf(1)), outbox.keep(draftOf(1))]);
		expect(await numbers()).toEqual([1]);
		expect(await memory.drafts()).toEqual([]);
	});

	it('never gives a number twice, also when many are sealed at once and after a restart', async () => {
		const outbox = box();
		await Promise.all([1, 2, 3, 4, 5].map((number) => outbox.seal(draftOf(number))));
		await outbox.settle([1, 2, 3, 4, 5].map((seq) => ({ seq, refused: false })));
		memory.close();
		memory = openMemory();
		await box().seal(draftOf(6));
		expect(await numbers()).toEqual([6]);
	});

	it('seals what a crash left open, as it was after the last answer', async () => {
		const before = box();
		await before.keep(draftOf(1));
		await before.keep(draftOf(1, { officerGrade: 2 }));
		const after = box();
		await after.sealLeftovers();
		await after.sealLeftovers();
		expect(await after.oldest(9, NONE)).toEqual([{ ...draftOf(1, { officerGrade: 2 }), seq: 1 }]);
	});

	it('leaves the customer at hand alone while it seals what an earlier one left', async () => {
		await box().keep(draftOf(1));
		const outbox = box();
		await outbox.keep(draftOf(2));
		await outbox.sealLeftovers();
		expect(await numbers()).toEqual([1]);
		expect(await memory.drafts()).toEqual([draftOf(2)]);
	});

	it('does not bring back a rating that another tab has sealed meanwhile', async () => {
		const mine = box();
		await mine.keep(draftOf(1));
		await box().sealLeftovers();
		await mine.keep(draftOf(1, { officerGrade: 5 }));
		await mine.seal(draftOf(1, { officerGrade: 5 }));
		expect(await box().oldest(9, NONE)).toEqual([{ ...draftOf(1), seq: 1 }]);
		expect(await memory.drafts()).toEqual([]);
	});

	it('settles only what it is told, and counts the refused', async () => {
		const outbox = box();
		for (const number of [1, 2, 3]) await outbox.seal(draftOf(number));
		await outbox.settle([
			{ seq: 1, refused: false },
			{ seq: 3, refused: true }
		]);
		expect(await numbers()).toEqual([2]);
		expect(await outbox.counts()).toEqual({ waiting: 1, refused: 1 });
	});

	it('passes by what is set aside', async () => {
		const outbox = box();
		for (const number of [1, 2, 3]) await outbox.seal(draftOf(number));
		expect((await outbox.oldest(1, new Set([1]))).map(({ seq }) => seq)).toEqual([2]);
	});

	it('holds a rating that the full store refuses, says so, and writes it when there is room again', async () => {
		let room = false;
		const outbox = box({
			keepDraft: (...args) => (room ? memory.keepDraft(...args) : full()),
			seal: (...args) => (room ? memory.seal(...args) : full())
		});
		await outbox.keep(draftOf(1));
		await outbox.seal(draftOf(1, { officerGrade: 3 }));
		expect(troubles.at(-1)).toBeInstanceOf(DOMException);
		expect(await outbox.counts()).toEqual({ waiting: 1, refused: 0 });
		await outbox.retry();
		expect(await numbers()).toEqual([]);
		room = true;
		await outbox.retry();
		await outbox.retry();
		expect(await outbox.oldest(9, NONE)).toEqual([{ ...draftOf(1, { officerGrade: 3 }), seq: 1 }]);
		expect(troubles.at(-1)).toBeNull();
		expect(await outbox.counts()).toEqual({ waiting: 1, refused: 0 });
	});

	it('keeps the later answers of a draft whose first write failed', async () => {
		let tries = 0;
		const outbox = box({ keepDraft: (...args) => (tries++ === 0 ? full() : memory.keepDraft(...args)) });
		await outbox.keep(draftOf(1));
		await outbox.keep(draftOf(1, { officerGrade: 5 }));
		expect(await memory.drafts()).toEqual([draftOf(1, { officerGrade: 5 })]);
		await outbox.seal(draftOf(1, { officerGrade: 5 }));
		expect(await numbers()).toEqual([1]);
	});
});

describe('numbering after pairing anew', () => {
	it('starts at 1 where nothing is left, and goes on where something is', async () => {
		const outbox = box();
		await outbox.seal(draftOf(1));
		expect(await memory.renumber()).toBe(false);
		await outbox.seal(draftOf(2));
		expect(await numbers()).toEqual([1, 2]);
		await outbox.settle([1, 2].map((seq) => ({ seq, refused: true })));
		expect(await memory.renumber()).toBe(true);
		await outbox.seal(draftOf(3));
		expect(await numbers()).toEqual([1]);
		expect(await outbox.counts()).toEqual({ waiting: 1, refused: 0 });
	});
});

describe('the memory', () => {
	it('keeps the pairing over a restart', async () => {
		expect(await recall(memory)).toBeNull();
		const pairing = { token: 'secret', setup: setupOf(), pairedAt: NOON, skewMs: 0, lock: null };
		await keepPairing(memory, pairing);
		memory.close();
		expect(await recall(openMemory())).toEqual(pairing);
	});

	it('opens the store anew when the browser has dropped it', async () => {
		await box().seal(draftOf(1));
		memory.close();
		await box().seal(draftOf(2));
		expect(await numbers()).toEqual([1, 2]);
	});
});
