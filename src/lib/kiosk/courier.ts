// Carries sealed ratings to the server: oldest first, one trip at a time, backing off when nobody answers. A
// rating leaves the outbox when the server has given its verdict, and for no other reason.
import type { BatchAnswer, Rating } from '../shared/rating';
import type { Outbox } from './outbox';

export const BATCH = 50;
const FIRST_WAIT_MS = 2_000;
const LONGEST_WAIT_MS = 300_000;
/** A tap or a regained network tries again at once, but not more often than this. */
const NUDGE_GAP_MS = 5_000;

/** What a post can come back with. */
export type Reply =
	| { kind: 'verdicts'; answer: BatchAnswer }
	/** No answer, or one that promises nothing: the same ratings again later. */
	| { kind: 'later'; waitMs?: number }
	/** The server will not read this body, whoever sends it and whenever. */
	| { kind: 'unreadable' }
	/** This tablet may not send any more. */
	| { kind: 'locked'; code: 'device_unknown' | 'device_retired' };

export type Trip = 'empty' | 'carried' | 'later' | 'locked';

export type World = {
	outbox: Pick<Outbox, 'oldest' | 'settle' | 'retry'>;
	post: (ratings: Rating[]) => Promise<Reply>;
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
export function settledBy(ratings: Rating[], answer: BatchAnswer): { seq: number; refused: boolean }[] {
	const settled = new Map<number, boolean>();
	for (const { index, id, verdict } of answer.verdicts) {
		const rating = ratings[index];
		if (rating && (id === null || id === rating.id)) settled.set(rating.seq, verdict === 'refused');
	}
	return [...settled].map(([seq, refused]) => ({ seq, refused }));
}

export function courier(world: World) {
	let size = BATCH;
	/** Single ratings the server could not read: tried again only when this page starts anew. */
	const aside = new Set<number>();
	let triesInVain = 0;
	let waitMs = 0;
	let lastAt = -Infinity;
	let running = false;
	let wanted = false;
	let stopped = false;
	let callOff = () => {};

	async function trip(): Promise<Trip> {
		await world.outbox.retry();
		for (;;) {
			const ratings = await world.outbox.oldest(size, aside);
			if (ratings.length === 0) return 'empty';
			lastAt = world.now();
			const reply = await world.post(ratings);
			world.heard(reply);
			if (reply.kind === 'locked') return 'locked';
			if (reply.kind === 'later') {
				waitMs = reply.waitMs ?? 0;
				return 'later';
			}
			if (reply.kind === 'unreadable') {
				const [first] = ratings;
				if (ratings.length === 1 && first) {
					aside.add(first.seq);
					size = BATCH;
					return 'later';
				}
				// One of these cannot be read: halve until it stands alone, and let the others pass it.
				size = Math.ceil(ratings.length / 2);
				continue;
			}
			const settled = settledBy(ratings, reply.answer);
			if (settled.length === 0) return 'later';
			await world.outbox.settle(settled);
			triesInVain = 0;
			size = BATCH;
		}
	}

	async function run(): Promise<void> {
		if (stopped) return;
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
			callOff = world.after(Math.max(backoffMs(triesInVain, world.chance()), waitMs), () => void run());
			waitMs = 0;
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
