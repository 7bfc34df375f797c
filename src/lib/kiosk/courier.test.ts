import { IDBFactory } from 'fake-indexeddb';
import 'fake-indexeddb/auto';
import { beforeEach, describe, expect, it } from 'vitest';
import type { BatchAnswer, Rating, Verdict } from '../shared/rating';
import { backoffMs, courier, settledBy, type Reply, type World } from './courier';
import { draftOf as draft, isChain, NOON, pairUp } from './example';
import { openMemory, type Memory } from './memory';
import { openOutbox, type Outbox } from './outbox';
import type { Sealed } from './seal';

/** A server that remembers: what it took stays taken, whether its answer arrived or not. */
function server() {
	const ledger = new Map<string, Rating>();
	const drawer: Rating[] = [];
	const isPoison = (rating: Rating) => rating.serviceGrade === 6;
	const take = (run: Sealed[]): BatchAnswer => {
		for (const [index, { rating }] of run.entries())
			if (index > 0 && rating.prev !== run[index - 1]?.hash) throw new Error('a broken run was sent');
		return answerOf(
			run.map(({ rating }, index): Verdict => {
				if (isPoison(rating)) {
					drawer.push(rating);
					return { index, id: rating.id, verdict: 'refused', code: 'grade_out_of_scale' };
				}
				if (ledger.has(rating.id)) return { index, id: rating.id, verdict: 'duplicate' };
				ledger.set(rating.id, rating);
				return { index, id: rating.id, verdict: 'accepted' };
			})
		);
	};
	return { ledger, drawer, take };
}

function answerOf(verdicts: Verdict[]): BatchAnswer {
	return { verdicts, serverAt: NOON, setupTag: 'one', ticket: 'next', epoch: 'first' };
}

let memory: Memory;
let key: string;
let outbox: Outbox;
let clock: number;
let timers: { at: number; call: () => void }[];
let posts: number[][];

beforeEach(async () => {
	globalThis.indexedDB = new IDBFactory();
	memory = openMemory();
	key = (await pairUp(memory)).name;
	outbox = openOutbox(memory, () => {});
	clock = 1_000_000;
	timers = [];
	posts = [];
});

function carry(answer: (run: Sealed[]) => Reply | Promise<Reply>, over: Partial<World> = {}) {
	return courier({
		outbox,
		post: async (run) => {
			posts.push(run.map(({ seq }) => seq));
			return answer(run);
		},
		alone: (job) => job(),
		now: () => clock,
		chance: () => 1,
		after: (ms, call) => {
			const timer = { at: clock + ms, call };
			timers.push(timer);
			return () => (timers = timers.filter((other) => other !== timer));
		},
		heard: () => {},
		...over
	});
}

/** Lets the clock run to the next timer and calls it. */
function nextTimer(): number {
	const [timer] = timers.sort((a, b) => a.at - b.at);
	if (!timer) throw new Error('no timer');
	timers = timers.filter((other) => other !== timer);
	const waited = timer.at - clock;
	clock = timer.at;
	timer.call();
	return waited;
}

/** Waits until the store and everything hanging on it has come to rest. */
async function rest(): Promise<void> {
	for (let turn = 0; turn < 60; turn++) await new Promise((done) => setTimeout(done, 0));
}

const waiting = async () => (await outbox.counts()).waiting;
const fill = async (count: number, from = 1) => {
	for (let number = from; number < from + count; number++) await outbox.finish(draft(number));
	await outbox.place();
};

describe('the courier', () => {
	it('carries everything, oldest first, at most fifty at a time', async () => {
		await fill(120);
		const { take, ledger } = server();
		carry((ratings) => ({ kind: 'verdicts', answer: take(ratings) })).nudge();
		await rest();
		expect(posts.map((batch) => batch.length)).toEqual([50, 50, 20]);
		expect(posts.flat()).toEqual(Array.from({ length: 120 }, (_, index) => index + 1));
		expect(ledger.size).toBe(120);
		expect(await waiting()).toBe(0);
		expect(timers).toEqual([]);
	});

	it('makes one trip at a time, and one more for what was sealed meanwhile', async () => {
		await fill(1);
		let reply: (answer: Reply) => void = () => {};
		const { take } = server();
		const carrier = carry(
			(ratings) => new Promise((done) => (reply = () => done({ kind: 'verdicts', answer: take(ratings) })))
		);
		carrier.nudge();
		carrier.nudge();
		carrier.nudge();
		await rest();
		expect(posts).toEqual([[1]]);
		await fill(1, 2);
		carrier.nudge();
		reply({ kind: 'later' });
		await rest();
		expect(posts).toEqual([[1], [2]]);
		reply({ kind: 'later' });
		await rest();
		expect(await waiting()).toBe(0);
	});

	it('offline: keeps everything and waits longer each time, up to five minutes', async () => {
		await fill(3);
		carry(() => ({ kind: 'later' })).nudge();
		const waits: number[] = [];
		for (let turn = 0; turn < 10; turn++) {
			await rest();
			waits.push(nextTimer());
		}
		await rest();
		expect(waits).toEqual([2, 4, 8, 16, 32, 64, 128, 256, 300, 300].map((seconds) => seconds * 1000));
		expect(await waiting()).toBe(3);
	});

	it('a lost answer: sends again, hears "duplicate", and everything is there once', async () => {
		await fill(2);
		const { take, ledger } = server();
		let losses = 1;
		carry((ratings) => {
			const answer = take(ratings);
			return losses-- > 0 ? { kind: 'later' } : { kind: 'verdicts', answer };
		}).nudge();
		await rest();
		expect(await waiting()).toBe(2);
		nextTimer();
		await rest();
		expect([...ledger.values()].map(({ seq }) => seq)).toEqual([1, 2]);
		expect(await outbox.counts()).toEqual({ waiting: 0, refused: 0, aside: 0, kept: 2 });
	});

	it('a refused one in the middle: the others go through, it is counted and not sent again', async () => {
		await fill(2);
		await outbox.finish(draft(3, { serviceGrade: 6 }));
		await fill(2, 4);
		const { take, ledger, drawer } = server();
		const carrier = carry((ratings) => ({ kind: 'verdicts', answer: take(ratings) }));
		carrier.nudge();
		await rest();
		expect([...ledger.values()].map(({ seq }) => seq)).toEqual([1, 2, 4, 5]);
		expect(drawer.map(({ seq }) => seq)).toEqual([3]);
		expect(await outbox.counts()).toEqual({ waiting: 0, refused: 1, aside: 0, kept: 5 });
		carrier.nudge();
		await rest();
		expect(posts).toHaveLength(1);
	});

	it('503 with Retry-After: waits at least as long as asked, and not as long as its neighbours', async () => {
		await fill(1);
		const { take } = server();
		let busy = true;
		const waits: number[] = [];
		for (const chance of [0, 0.5, 1]) {
			const carrier = carry(
				(run) => (busy ? { kind: 'later', waitMs: 45_000 } : { kind: 'verdicts', answer: take(run) }),
				{ chance: () => chance }
			);
			carrier.nudge();
			await rest();
			waits.push(timers[0]!.at - clock);
			if (chance < 1) carrier.stop();
		}
		expect(waits).toEqual([45_000, 56_250, 67_500]);
		busy = false;
		nextTimer();
		await rest();
		expect(await waiting()).toBe(0);
	});

	it('503 with Retry-After: nothing sends it earlier, neither a tap nor a server that was heard', async () => {
		await fill(1);
		const carrier = carry(() => ({ kind: 'later', waitMs: 45_000 }));
		carrier.nudge();
		await rest();
		clock += 40_000;
		carrier.nudge();
		carrier.hurry();
		await rest();
		expect(posts).toHaveLength(1);
		nextTimer();
		await rest();
		expect(posts).toHaveLength(2);
	});

	it('5,000 waiting and a 503 half-way: all arrive, once and in order', async () => {
		for (let number = 1; number <= 5_000; number++) await memory.finish(draft(number), true);
		await outbox.place();
		const { take, ledger } = server();
		let taken = 0;
		let busy = false;
		const carrier = carry((run) => {
			if (taken >= 2_500 && !busy) {
				busy = true;
				return { kind: 'later', waitMs: 30_000 };
			}
			taken += run.length;
			return { kind: 'verdicts', answer: take(run) };
		});
		carrier.nudge();
		await expect.poll(() => timers.length, { timeout: 30_000 }).toBe(1);
		// A tap in the middle of it does not wait for thousands.
		await outbox.keep(draft(6_000));
		nextTimer();
		await expect.poll(waiting, { timeout: 30_000 }).toBe(0);
		expect([...ledger.values()].map(({ seq }) => seq)).toEqual(
			Array.from({ length: 5_000 }, (_, index) => index + 1)
		);
		expect(posts).toHaveLength(101);
		expect((await outbox.counts()).kept).toBe(5_000);
		expect(await isChain(key, await memory.chain(key))).toBe(true);
	}, 60_000);

	it('a body nobody can read: finds the one, lets those before and behind it pass, and keeps it', async () => {
		await fill(10);
		const { take, ledger } = server();
		carry((run) =>
			run.some(({ seq }) => seq === 7) ? { kind: 'unreadable' } : { kind: 'verdicts', answer: take(run) }
		).nudge();
		for (let turn = 0; turn < 4 && (await waiting()) > 0; turn++) {
			await rest();
			if (timers.length > 0) nextTimer();
		}
		await rest();
		expect([...ledger.values()].map(({ seq }) => seq)).toEqual([1, 2, 3, 4, 5, 6, 8, 9, 10]);
		expect(await outbox.counts()).toMatchObject({ waiting: 0, aside: 1 });
		expect(await isChain(key, await memory.chain(key))).toBe(true);
	});

	it('a server that can read nothing does not set everything aside in one breath', async () => {
		await fill(10);
		carry(() => ({ kind: 'unreadable' })).nudge();
		await rest();
		expect(await outbox.counts()).toMatchObject({ waiting: 9, aside: 1 });
		expect(timers).toHaveLength(1);
	});

	it('an answer that arrives twice, or after a reload in mid-trip, settles once', async () => {
		await fill(3);
		const { take, ledger } = server();
		const run = await outbox.run(9);
		const answer = take(run);
		// The page went while its answer was on the way; the next page sends the same again.
		carry((again) => ({ kind: 'verdicts', answer: take(again) })).nudge();
		await rest();
		await outbox.settle(settledBy(run, answer), { key, epoch: answer.epoch, at: NOON });
		expect(ledger.size).toBe(3);
		expect(await outbox.counts()).toEqual({ waiting: 0, refused: 0, aside: 0, kept: 3 });
	});

	it('another life of the database: what the last one had goes out again, without being asked', async () => {
		await fill(4);
		const lost = server();
		const { take, ledger } = server();
		let epoch = 'first';
		const carrier = carry((run) => {
			const answer = epoch === 'first' ? lost.take(run) : take(run);
			return { kind: 'verdicts', answer: { ...answer, epoch } };
		});
		carrier.nudge();
		await rest();
		epoch = 'second';
		await fill(1, 5);
		carrier.nudge();
		await rest();
		expect(posts).toEqual([[1, 2, 3, 4], [5], [1, 2, 3, 4]]);
		expect(ledger.size).toBe(5);
		expect(await outbox.counts()).toEqual({ waiting: 0, refused: 0, aside: 0, kept: 5 });
	});

	it('verdicts that speak of other ratings settle nothing and are not asked for in a loop', async () => {
		await fill(2);
		carry(() => ({
			kind: 'verdicts',
			answer: answerOf([{ index: 0, id: 'somebody else', verdict: 'accepted' }])
		})).nudge();
		await rest();
		expect(posts).toHaveLength(1);
		expect(await waiting()).toBe(2);
		expect(timers).toHaveLength(1);
	});

	it('an answer for some only: the rest stays and goes with the next trip', async () => {
		await fill(3);
		const { take } = server();
		carry((ratings) => {
			const answer = take(ratings);
			return { kind: 'verdicts', answer: { ...answer, verdicts: answer.verdicts.slice(0, 1) } };
		}).nudge();
		await rest();
		expect(posts).toEqual([[1, 2, 3], [2, 3], [3]]);
		expect(await waiting()).toBe(0);
	});

	it('locked out: stops, keeps everything, and says why', async () => {
		await fill(1);
		const heard: Reply[] = [];
		carry(() => ({ kind: 'locked', code: 'device_retired' }), {
			heard: (reply) => heard.push(reply)
		}).nudge();
		await rest();
		expect(heard).toEqual([{ kind: 'locked', code: 'device_retired' }]);
		expect(timers).toEqual([]);
		expect(await waiting()).toBe(1);
	});

	it('a tap while backing off tries again, but not more than once in five seconds', async () => {
		await fill(1);
		const carrier = carry(() => ({ kind: 'later' }));
		carrier.nudge();
		await rest();
		clock += 1000;
		carrier.nudge();
		await rest();
		expect(posts).toHaveLength(1);
		clock += 5000;
		carrier.nudge();
		await rest();
		expect(posts).toHaveLength(2);
		expect(timers).toHaveLength(1);
	});

	it('goes at once when the server was heard, however long the tries before were in vain', async () => {
		await fill(1);
		const { take } = server();
		let away = true;
		const carrier = carry((ratings) =>
			away ? { kind: 'later' } : { kind: 'verdicts', answer: take(ratings) }
		);
		carrier.nudge();
		await rest();
		away = false;
		carrier.hurry();
		await rest();
		expect(await waiting()).toBe(0);
		expect(timers).toEqual([]);
	});

	it('a store that fails under it is a trip in vain, not the end', async () => {
		await fill(1);
		const { take } = server();
		let broken = true;
		carry((ratings) => ({ kind: 'verdicts', answer: take(ratings) }), {
			outbox: {
				...outbox,
				settle: (...all) => (broken ? Promise.reject(new Error('disk')) : outbox.settle(...all))
			}
		}).nudge();
		await rest();
		broken = false;
		nextTimer();
		await rest();
		expect(await waiting()).toBe(0);
	});

	it('stopped means stopped', async () => {
		await fill(1);
		const carrier = carry(() => ({ kind: 'later' }));
		carrier.nudge();
		await rest();
		carrier.stop();
		expect(timers).toEqual([]);
		clock += 60_000;
		carrier.nudge();
		await rest();
		expect(posts).toHaveLength(1);
	});
});

describe('how long to wait', () => {
	it('lies between half and all of a doubling time', () => {
		expect(backoffMs(1, 0)).toBe(1000);
		expect(backoffMs(1, 1)).toBe(2000);
		expect(backoffMs(3, 0.5)).toBe(6000);
		expect(backoffMs(500, 1)).toBe(300_000);
	});
});

describe('what an answer settles', () => {
	it('goes by place and name together', () => {
		const run = [1, 2, 3].map((seq) => ({ seq, rating: draft(seq) }) as unknown as Sealed);
		const verdict = (index: number, id: string | null, kind: Verdict['verdict']): Verdict => ({
			index,
			id,
			verdict: kind
		});
		const name = (seq: number) => draft(seq).id;
		expect(
			settledBy(
				run,
				answerOf([
					verdict(0, name(1), 'accepted'),
					verdict(1, name(3), 'accepted'),
					verdict(2, null, 'refused'),
					verdict(9, null, 'accepted')
				])
			)
		).toEqual([
			{ seq: 1, refused: false },
			{ seq: 3, refused: true }
		]);
	});
});
