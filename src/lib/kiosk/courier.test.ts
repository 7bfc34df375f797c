import { IDBFactory } from 'fake-indexeddb';
import 'fake-indexeddb/auto';
import { beforeEach, describe, expect, it } from 'vitest';
import type { BatchAnswer, Rating, Verdict } from '../shared/rating';
import { backoffMs, courier, settledBy, type Reply, type World } from './courier';
import { openMemory } from './memory';
import { openOutbox, type Outbox } from './outbox';
import { NOON } from './example';
import type { Draft } from './machine';

const draft = (number: number): Draft => ({
	form: 1,
	id: `0b8f7a52-8c1e-4a57-9a57-${number.toString(16).padStart(12, '0')}`,
	counterId: 3,
	serviceId: 11,
	officerId: null,
	questionnaireId: 5,
	scale: 5,
	serviceGrade: 4,
	officerGrade: null,
	reasons: [],
	comment: null,
	language: 'vi',
	tappedAt: NOON,
	zone: 'Asia/Ho_Chi_Minh',
	tookMs: 3000
});

/** A server that remembers: what it took stays taken, whether its answer arrived or not. */
function server() {
	const ledger = new Map<string, Rating>();
	const drawer: Rating[] = [];
	const isPoison = (rating: Rating) => rating.serviceGrade === 6;
	const take = (ratings: Rating[]): BatchAnswer => ({
		serverAt: NOON,
		setupTag: 'one',
		verdicts: ratings.map((rating, index): Verdict => {
			if (isPoison(rating)) {
				drawer.push(rating);
				return { index, id: rating.id, verdict: 'refused', code: 'grade_out_of_scale' };
			}
			if (ledger.has(rating.id)) return { index, id: rating.id, verdict: 'duplicate' };
			ledger.set(rating.id, rating);
			return { index, id: rating.id, verdict: 'accepted' };
		})
	});
	return { ledger, drawer, take };
}

let outbox: Outbox;
let clock: number;
let timers: { at: number; call: () => void }[];
let posts: number[][];

beforeEach(() => {
	globalThis.indexedDB = new IDBFactory();
	outbox = openOutbox(openMemory(), () => {});
	clock = 1_000_000;
	timers = [];
	posts = [];
});

function carry(answer: (ratings: Rating[]) => Reply | Promise<Reply>, over: Partial<World> = {}) {
	return courier({
		outbox,
		post: async (ratings) => {
			posts.push(ratings.map(({ seq }) => seq));
			return answer(ratings);
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
	for (let number = from; number < from + count; number++) await outbox.seal(draft(number));
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
		expect(await outbox.counts()).toEqual({ waiting: 0, refused: 0 });
	});

	it('a refused one in the middle: the others go through, it is counted and not sent again', async () => {
		await fill(2);
		await outbox.seal({ ...draft(3), serviceGrade: 6 });
		await fill(2, 4);
		const { take, ledger, drawer } = server();
		const carrier = carry((ratings) => ({ kind: 'verdicts', answer: take(ratings) }));
		carrier.nudge();
		await rest();
		expect([...ledger.values()].map(({ seq }) => seq)).toEqual([1, 2, 4, 5]);
		expect(drawer.map(({ seq }) => seq)).toEqual([3]);
		expect(await outbox.counts()).toEqual({ waiting: 0, refused: 1 });
		carrier.nudge();
		await rest();
		expect(posts).toHaveLength(1);
	});

	it('503 with Retry-After: waits at least as long as asked, then delivers', async () => {
		await fill(1);
		const { take } = server();
		let busy = true;
		carry((ratings) =>
			busy ? { kind: 'later', waitMs: 45_000 } : { kind: 'verdicts', answer: take(ratings) }
		).nudge();
		await rest();
		busy = false;
		expect(nextTimer()).toBe(45_000);
		await rest();
		expect(await waiting()).toBe(0);
	});

	it('a body nobody can read: finds the one, lets the others pass, and keeps it', async () => {
		await fill(10);
		const { take, ledger } = server();
		carry((ratings) =>
			ratings.some(({ seq }) => seq === 7)
				? { kind: 'unreadable' }
				: { kind: 'verdicts', answer: take(ratings) }
		).nudge();
		for (let turn = 0; turn < 4 && (await waiting()) > 1; turn++) {
			await rest();
			if (timers.length > 0) nextTimer();
		}
		await rest();
		expect([...ledger.values()].map(({ seq }) => seq).sort((a, b) => a - b)).toEqual([
			1, 2, 3, 4, 5, 6, 8, 9, 10
		]);
		expect((await outbox.oldest(9, new Set())).map(({ seq }) => seq)).toEqual([7]);
	});

	it('verdicts that speak of other ratings settle nothing and are not asked for in a loop', async () => {
		await fill(2);
		carry(() => ({
			kind: 'verdicts',
			answer: {
				serverAt: NOON,
				setupTag: 'one',
				verdicts: [{ index: 0, id: 'somebody else', verdict: 'accepted' }]
			}
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
				settle: (settled) => (broken ? Promise.reject(new Error('disk')) : outbox.settle(settled))
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
		const ratings = [1, 2, 3].map((seq) => ({ ...draft(seq), seq }) as Rating);
		const verdict = (index: number, id: string | null, kind: Verdict['verdict']): Verdict => ({
			index,
			id,
			verdict: kind
		});
		const answer = (...verdicts: Verdict[]): BatchAnswer => ({ verdicts, serverAt: 0, setupTag: '' });
		const name = (seq: number) => draft(seq).id;
		expect(
			settledBy(
				ratings,
				answer(
					verdict(0, name(1), 'accepted'),
					verdict(1, name(3), 'accepted'),
					verdict(2, null, 'refused'),
					verdict(9, null, 'accepted')
				)
			)
		).toEqual([
			{ seq: 1, refused: false },
			{ seq: 3, refused: true }
		]);
	});
});
