// Ratings on their way from a tap to the courier: an open draft is kept after every answer, finished when the
// customer is done or gone, gets its place in the chain behind the customer's back, and leaves when the server has
// said what became of it.
import type { Draft } from './draft';
import type { Memory } from './memory';
import { seal } from './seal';

export type Outbox = ReturnType<typeof openOutbox>;

/** So many are sealed in one transaction: thousands at once would keep a tap waiting. */
const CHUNK = 100;
const PATIENCE_MS = 2_000;

/** `trouble` is told when the store fails (it is full, or broken), and null when it works again. */
export function openOutbox(memory: Memory, trouble: (error: unknown) => void) {
	/** The draft that the store knows; a rating ending with its first tap never gets here. */
	let openId: string | null = null;
	/** Finished is finished: a late word about it changes nothing. */
	let finishedId: string | null = null;
	/** What the store would not take: held here, and offered to it again before each trip. */
	const held = new Map<string, { draft: Draft; finished: boolean }>();
	let line: Promise<unknown> = Promise.resolve();
	let placing: Promise<void> = Promise.resolve();

	/** One after the other, in the order of the taps. */
	function inLine<T>(job: () => Promise<T>): Promise<T> {
		const done = line.then(job);
		line = done.catch(() => undefined);
		return done;
	}

	async function tryKeep(draft: Draft): Promise<void> {
		if (draft.id === finishedId) return;
		try {
			await withRoom(memory, () => memory.keepDraft(draft, draft.id !== openId || held.has(draft.id)));
			openId = draft.id;
			held.delete(draft.id);
			trouble(null);
		} catch (error) {
			held.set(draft.id, { draft, finished: false });
			trouble(error);
		}
	}

	async function tryFinish(draft: Draft): Promise<void> {
		try {
			await withRoom(memory, () => memory.finish(draft, draft.id !== openId || held.has(draft.id)));
			openId = null;
			held.delete(draft.id);
			trouble(null);
		} catch (error) {
			held.set(draft.id, { draft, finished: true });
			trouble(error);
		}
	}

	/** Gives whatever is finished its place in the chain; where another tab was faster, behind that one's. */
	async function placeAll(): Promise<void> {
		for (;;) {
			const { head, places, ratings } = await memory.finished(CHUNK);
			if (!head || ratings.length === 0) return;
			const sealed = await seal(ratings, head);
			await withRoom(memory, () => memory.place(head, places, sealed));
		}
	}

	/** Never rejects: what has no place yet stays finished, and is offered again before each trip. */
	function place(): Promise<void> {
		placing = placing.then(placeAll).catch(trouble);
		return placing;
	}

	return {
		/** Resolves when the draft is on the disk, or held because the disk would not have it. Never rejects. */
		keep: (draft: Draft) => inLine(() => tryKeep(draft)),

		/** The customer is done or gone: from here on it only travels. Never rejects. */
		finish: (draft: Draft) =>
			inLine(async () => {
				if (draft.id === finishedId) return;
				await tryFinish(draft);
				finishedId = draft.id;
			}),

		/** Seals what is finished. */
		place,

		/**
		 * Finishes what a crash or a closed page left open, but not what is open on this page now, and gives what was
		 * set aside another try. Call it only where no other tab is at work.
		 */
		takeUp: () =>
			inLine(async () => {
				for (const draft of await memory.drafts()) if (draft.id !== openId) await memory.finish(draft, false);
				await memory.bringBack();
			}),

		/** Offers what is held to the store once more, and seals what is finished. */
		async retry(): Promise<void> {
			await inLine(async () => {
				for (const { draft, finished } of [...held.values()]) if (finished) await tryFinish(draft);
			});
			await place();
		},

		run: memory.run,
		setAside: memory.setAside,

		/** The server has answered for these: they are its care now, the refused ones too. */
		settle: (...settlement: Parameters<Memory['settle']>) =>
			withRoom(memory, () => memory.settle(...settlement)),

		/** Whether this page holds what the store would not take: closing it would lose that. */
		holding: () => held.size > 0,

		async counts() {
			const counts = await memory.counts();
			const inHand = [...held.values()].filter(({ finished }) => finished).length;
			return { ...counts, waiting: counts.waiting + inHand };
		}
	};
}

/** A full store: what the server already has gives way, once. */
async function withRoom<T>(memory: Memory, job: () => Promise<T>): Promise<T> {
	try {
		return await job();
	} catch (error) {
		if (!(error instanceof Error) || error.name !== 'QuotaExceededError') throw error;
		await memory.makeRoom();
		return job();
	}
}

/** A store that does not answer must not freeze the screen; the write goes on behind it. */
export function inTime(job: Promise<unknown>): Promise<unknown> {
	return Promise.race([job, new Promise((done) => setTimeout(done, PATIENCE_MS))]);
}
