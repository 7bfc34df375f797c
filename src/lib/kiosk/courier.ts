// Carries sealed ratings to the server: oldest first, in unbroken runs of the chain, one trip at a time, backing off
// when nobody answers. A rating leaves the outbox when the server has given its verdict, and for no other reason.
import type { BatchAnswer } from '../shared/rating';
import type { Outbox } from './outbox';
import type { Sealed } from './seal';
import type { Lock } from './setup';

export const BATCH = 50;
const FIRST_WAIT_MS = 2_000;
const LONGEST_WAIT_MS = 300_000;
/** A tap or a regained network tries again at once, but not more often than this. */
const NUDGE_GAP_MS = 5_000;

/** What a post can come back with. */
export type Reply =
	| { kind: 'verdicts'; answer: BatchAnswer }
	/** No answer, or one that promises nothing: the same ratings again later, and not before `waitMs`. */
	| { kind: 'later'; waitMs?: number }
	/** The server will not read this body, whoever sends it and whenever. */
	| { kind: 'unreadable' }
	/** This tablet may not send any more. */
	| { kind: 'locked'; code: Lock };

export type Trip = 'empty' | 'carried' | 'later' | 'locked';

export type World = {
	outbox: Pick<Outbox, 'run' | 'settle' | 'setAside' | 'retry'>;
	post: (run: Sealed[]) => Promise<Reply>;
	/** Runs the job where no other tab runs one, or not at all. */
	alone: (job: () => Promise<Trip>) => Promise<Trip>;
	now: () => number;
	/** From 0 to 1. */
	chance: () => number;
	/** Calls back after so many milliseconds; the answer calls it off. */
	after: (ms: number, call: () => void) => () => void;
	heard: (reply: Reply) => void;
};

/** Doubles with every try in vain up to five minutes; the upper half is chance, so that a hall of tablets spreads. */
export function backoffMs(triesInVain: number, chance: number): number {
	const longest = Math.min(FIRST_WAIT_MS * 2 ** Math.max(triesInVain - 1, 0), LONGEST_WAIT_MS);
	return Math.round(longest / 2 + (longest / 2) * chance);
}

/** Which ratings of a batch the answer settles. A verdict naming another rating in that place settles nothing. */
export function settledBy(
	run: Sealed[],
	answer: Pick<BatchAnswer, 'verdicts'>
): { seq: number; refused: boolean }[] {
	const settled = new Map<number, boolean>();
	for (const { index, id, verdict } of answer.verdicts) {
		const sealed = run[index];
		if (sealed && (id === null || id === sealed.rating.id)) settled.set(sealed.seq, verdict === 'refused');
	}
	return [...settled].map(([seq, refused]) => ({ seq, refused }));
}

export function courier(world: World) {
	let size = BATCH;
	let triesInVain = 0;
	/** The server asked to be left alone until then. */
	let notBefore = -Infinity;
	let lastAt = -Infinity;
	let running = false;
	let wanted = false;
	let stopped = false;
	let callOff = () => {};

	async function trip(): Promise<Trip> {
		await world.outbox.retry();
		for (;;) {
			const run = await world.outbox.run(size);
			const [first] = run;
			if (!first) return 'empty';
			lastAt = world.now();
			const reply = await world.post(run);
			world.heard(reply);
			if (reply.kind === 'locked') return 'locked';
			if (reply.kind === 'later') {
				// More than was asked for, and not all the same: a thousand tablets may have heard the same number.
				if (reply.waitMs) notBefore = world.now() + reply.waitMs * (1 + world.chance() / 2);
				return 'later';
			}
			if (reply.kind === 'unreadable') {
				if (run.length === 1) {
					await world.outbox.setAside(first);
					size = BATCH;
					// Not at once: were it the server that fails, all would be set aside in one breath.
					return 'later';
				}
				// One of these cannot be read: halve until it stands alone, and let the others pass it.
				size = Math.ceil(run.length / 2);
				continue;
			}
			const { answer } = reply;
			const settled = settledBy(run, answer);
			if (settled.length === 0) return 'later';
			await world.outbox.settle(settled, { key: first.key, epoch: answer.epoch, at: answer.serverAt });
			triesInVain = 0;
			size = BATCH;
		}
	}

	async function run(): Promise<void> {
		if (stopped || world.now() < notBefore) return;
		if (running) {
			wanted = true;
			return;
		}
		running = true;
		callOff();
		let result: Trip;
		try {
			result = await world.alone(trip);
		} catch {
			// The store failed under the courier; the outbox says so itself.
			result = 'later';
		}
		running = false;
		if (result === 'later') {
			triesInVain += 1;
			const waitMs = Math.max(backoffMs(triesInVain, world.chance()), notBefore - world.now());
			callOff = world.after(waitMs, () => {
				notBefore = -Infinity;
				void run();
			});
		} else if (wanted && result !== 'locked') {
			wanted = false;
			await run();
		}
		wanted = false;
	}

	return {
		/** The server was just heard: what waits can go, however long the last tries were in vain. */
		hurry(): void {
			void run();
		},
		/** Something happened that makes a trip worth trying: a rating sealed, a tap. */
		nudge(): void {
			if (triesInVain > 0 && world.now() - lastAt < NUDGE_GAP_MS) return;
			void run();
		},
		stop(): void {
			stopped = true;
			callOff();
		}
	};
}
