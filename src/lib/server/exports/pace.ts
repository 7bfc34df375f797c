// Long reading that holds nobody up. Every call of the database is synchronous underneath, so a long one would stop the
// whole server: exports read in short pieces, one piece of all of them at a time, and rest after each as long as it took,
// so that together they never take more than half of a core's time.
import { setImmediate, setTimeout } from 'node:timers/promises';

export type Pace = {
	/**
	 * Reads one piece when it is its turn. `read` is told how many rows to look at: as many as took less than
	 * PIECE_MS the last times. Answers what it read.
	 */
	piece: <T>(read: (size: number) => Promise<T>) => Promise<T>;
	/** Lets others go first: for work on rows that have been read. */
	turn: () => Promise<void>;
};

/** A piece aims at half of what may be noticed (20 ms), because rows are of different length. */
const PIECE_MS = 10;
const LEAST = 250;
/** A row on its way out of the database takes about 2 kB. */
const MOST = 4_000;

export function make(clock: () => number = () => performance.now()): Pace {
	let size = LEAST;
	let before: Promise<unknown> = Promise.resolve();
	return {
		piece(read) {
			const own = before.then(async () => {
				const began = clock();
				const answer = await read(size);
				const took = clock() - began;
				if (took > PIECE_MS) size = Math.max(LEAST, Math.floor(size / 2));
				else if (took < PIECE_MS / 3) size = Math.min(MOST, size * 2);
				return { answer, took };
			});
			before = own.then(
				({ took }) => setTimeout(took),
				() => undefined
			);
			return own.then(({ answer }) => answer);
		},
		turn: () => setImmediate()
	};
}
