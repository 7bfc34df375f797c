// Ratings on their way from a tap to the courier: an open draft is kept after every answer, sealed when the
// customer is done or gone, and leaves only when the server has said what became of it.
import type { Rating } from '../shared/rating';
import type { Draft } from './machine';
import type { Memory } from './memory';

export type Outbox = ReturnType<typeof openOutbox>;

/** `trouble` is told when the store fails (it is full, or broken), and null when it works again. */
export function openOutbox(memory: Memory, trouble: (error: unknown) => void) {
	/** The draft that the store knows; a rating ending with its first tap never gets here. */
	let openId: string | null = null;
	/** Sealed is sealed: a late word about it changes nothing. */
	let sealedId: string | null = null;
	/** What the store would not take: held here, and offered to it again before each trip. */
	const held = new Map<string, { draft: Draft; sealed: boolean }>();
	let line: Promise<unknown> = Promise.resolve();

	/** One after the other, in the order of the taps. */
	function inLine<T>(job: () => Promise<T>): Promise<T> {
		const done = line.then(job);
		line = done.catch(() => undefined);
		return done;
	}

	async function tryKeep(draft: Draft): Promise<void> {
		if (draft.id === sealedId) return;
		try {
			await memory.keepDraft(draft, draft.id !== openId || held.has(draft.id));
			openId = draft.id;
			held.delete(draft.id);
			trouble(null);
		} catch (error) {
			held.set(draft.id, { draft, sealed: false });
			trouble(error);
		}
	}

	async function trySeal(draft: Draft): Promise<void> {
		try {
			await memory.seal(draft, draft.id !== openId || held.has(draft.id));
			openId = null;
			held.delete(draft.id);
			trouble(null);
		} catch (error) {
			held.set(draft.id, { draft, sealed: true });
			trouble(error);
		}
	}

	return {
		/** Resolves when the draft is on the disk, or held because the disk would not have it. Never rejects. */
		keep: (draft: Draft) => inLine(() => tryKeep(draft)),

		/** The rating is finished: from here on it only travels. Never rejects. */
		seal: (draft: Draft) =>
			inLine(async () => {
				if (draft.id === sealedId) return;
				await trySeal(draft);
				sealedId = draft.id;
			}),

		/**
		 * Seals what a crash or a closed page left open, but not what is open on this page now. Call it only where
		 * no other tab is at work.
		 */
		sealLeftovers: () =>
			inLine(async () => {
				for (const draft of await memory.drafts()) if (draft.id !== openId) await memory.seal(draft, false);
			}),

		/** Offers what is held to the store once more. */
		retry: () =>
			inLine(async () => {
				for (const { draft, sealed } of [...held.values()]) if (sealed) await trySeal(draft);
			}),

		/** The oldest sealed ratings, without those set aside. */
		async oldest(limit: number, aside: ReadonlySet<number>): Promise<Rating[]> {
			const ratings = await memory.oldest(limit + aside.size);
			return ratings.filter(({ seq }) => !aside.has(seq)).slice(0, limit);
		},

		/** The server has answered for these: they are its care now, the refused ones too. */
		settle: (settled: { seq: number; refused: boolean }[]) =>
			memory.settle(
				settled.map(({ seq }) => seq),
				settled.filter(({ refused }) => refused).length
			),

		async counts() {
			const { waiting, refused } = await memory.counts();
			return { waiting: waiting + [...held.values()].filter(({ sealed }) => sealed).length, refused };
		}
	};
}
