// What the tablet remembers, as verbs: drafts, finished ratings, the chain and its outbox, and a few facts. Each
// change is one transaction, durable when it resolves; nothing is hashed inside one, IndexedDB would end it.
import type { Draft } from './draft';
import type { Finished, Head, Keyring, Sealed } from './seal';
import type { Pairing } from './setup';
import { keptVerbs } from './kept';
import { openShelves } from './shelves';

export type Counts = {
	/** Finished, not acknowledged, and not set aside. */
	waiting: number;
	/** Refused by the server since pairing. */
	refused: number;
	/** What the server could not read. */
	aside: number;
	/** Acknowledged, and still at hand. */
	kept: number;
};
export type Memory = ReturnType<typeof openMemory>;

export function openMemory(name = 'hai-long-kiosk') {
	const { read, change, close } = openShelves(name);

	return {
		...keptVerbs({ read, change }),

		/**
		 * Writes an open draft. A draft that is not new is only replaced where it still lies there: another tab
		 * may have finished it, and a finished rating must not come back to life.
		 */
		keepDraft: (draft: Draft, isNew: boolean) =>
			change(['drafts'], async (tx) => {
				const drafts = tx.objectStore('drafts');
				if (isNew || (await drafts.getKey(draft.id)) !== undefined) await drafts.put(draft);
			}),

		/** From here on it does not change any more. False where it was finished before. */
		finish: (draft: Draft, isNew: boolean) =>
			change(['drafts', 'finished'], async (tx) => {
				const drafts = tx.objectStore('drafts');
				if (!isNew && (await drafts.getKey(draft.id)) === undefined) return false;
				await tx.objectStore('finished').add(draft);
				await drafts.delete(draft.id);
				return true;
			}),

		drafts: () => read((db) => db.getAll('drafts')),

		/** The first finished ratings, where they lie, and the head of the chain they go to; null without a key. */
		finished: (limit: number) =>
			read(async (db) => {
				const tx = db.transaction(['finished', 'facts']);
				const finished = tx.objectStore('finished');
				const [head, places, ratings] = await Promise.all([
					tx.objectStore('facts').get('head') as Promise<Head | undefined>,
					finished.getAllKeys(undefined, limit),
					finished.getAll(undefined, limit)
				]);
				return { head: head ?? null, places, ratings };
			}),

		/**
		 * Puts sealed ratings behind `head`, where the chain still ends there and they still lie where they were
		 * found: else another tab was faster, nothing changes, and the answer is false.
		 */
		place: (head: Head, places: number[], sealed: Sealed[]) =>
			change(['finished', 'outbox', 'facts'], async (tx) => {
				const facts = tx.objectStore('facts');
				const now = (await facts.get('head')) as Head | undefined;
				if (now?.key !== head.key || now.seq !== head.seq || now.hash !== head.hash) return false;
				const finished = tx.objectStore('finished');
				for (const place of places) if ((await finished.getKey(place)) === undefined) return false;
				const last = sealed.at(-1);
				if (!last) return false;
				for (const place of places) await finished.delete(place);
				for (const one of sealed) await tx.objectStore('outbox').add(one);
				const { key, seq, hash, rating } = last;
				await facts.put({ key, seq, hash, tappedAt: rating.tappedAt } satisfies Head, 'head');
				return true;
			}),

		/** The oldest unbroken run in the outbox. */
		run: (limit: number): Promise<Sealed[]> =>
			read(async (db) => {
				const oldest = await db.getAll('outbox', undefined, limit);
				const gap = oldest.findIndex(({ seq }, index) => seq !== (oldest[0]?.seq ?? 0) + index);
				return gap < 0 ? oldest : oldest.slice(0, gap);
			}),

		setAside: ({ key, seq }: Sealed) =>
			change(['outbox', 'aside'], async (tx) => {
				const sealed = await tx.objectStore('outbox').get(seq);
				if (sealed?.key !== key) return;
				await tx.objectStore('aside').put(sealed);
				await tx.objectStore('outbox').delete(seq);
			}),

		/** What was set aside is tried once more. */
		bringBack: () =>
			change(['outbox', 'aside'], async (tx) => {
				for (const sealed of await tx.objectStore('aside').getAll())
					await tx.objectStore('outbox').put(sealed);
				await tx.objectStore('aside').clear();
			}),

		counts: (): Promise<Counts> =>
			read(async (db) => {
				const tx = db.transaction(['finished', 'outbox', 'aside', 'kept', 'facts']);
				const [finished, outbox, aside, kept, refused] = await Promise.all([
					tx.objectStore('finished').count(),
					tx.objectStore('outbox').count(),
					tx.objectStore('aside').count(),
					tx.objectStore('kept').count(),
					tx.objectStore('facts').get('refused') as Promise<number | undefined>
				]);
				return { waiting: finished + outbox, refused: refused ?? 0, aside, kept };
			}),

		/** The first of those that wait; null where none does. */
		oldest: (): Promise<Finished | null> =>
			read(async (db) => {
				const [sealed] = await db.getAll('outbox', undefined, 1);
				const [finished] = sealed ? [] : await db.getAll('finished', undefined, 1);
				return sealed?.rating ?? finished ?? null;
			}),

		/** The tablet's key; undefined before it was paired. */
		keyring: () => read((db) => db.get('facts', 'key')) as Promise<Keyring | undefined>,
		head: () => read((db) => db.get('facts', 'head')) as Promise<Head | undefined>,

		/** Changes the pairing, where it is still the one of this key; answers what it is now, null where it is not. */
		amend: (key: string, changes: Partial<Pairing>): Promise<Pairing | null> =>
			change(['facts'], async (tx) => {
				const pairing = (await tx.objectStore('facts').get('pairing')) as Pairing | undefined;
				if (pairing?.key !== key) return null;
				const amended = { ...pairing, ...changes };
				await tx.objectStore('facts').put(amended, 'pairing');
				return amended;
			}),

		read: (fact: string) => read((db) => db.get('facts', fact)),
		write: (fact: string, value: unknown) =>
			change(['facts'], async (tx) => {
				await tx.objectStore('facts').put(value, fact);
			}),
		close
	};
}
