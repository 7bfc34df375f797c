// The only file that knows IndexedDB: open drafts, sealed ratings that wait to travel, and a few facts (pairing,
// running number). Whatever touches a rating is written with strict durability: done means on the disk.
import { openDB, type DBSchema, type IDBPDatabase } from 'idb';
import type { Rating } from '../shared/rating';
import type { Draft } from './machine';

interface Shelves extends DBSchema {
	drafts: { key: string; value: Draft };
	outbox: { key: number; value: Rating };
	facts: { key: string; value: unknown };
}

export type Counts = { waiting: number; refused: number; aside: number; kept: number };
export type Memory = ReturnType<typeof openMemory>;

const STRICT = { durability: 'strict' } as const;

export function openMemory(name = 'hai-long-kiosk') {
	let opening: Promise<IDBPDatabase<Shelves>> | null = null;

	function open(): Promise<IDBPDatabase<Shelves>> {
		opening ??= openDB<Shelves>(name, 1, {
			upgrade(db) {
				db.createObjectStore('drafts', { keyPath: 'id' });
				db.createObjectStore('outbox', { keyPath: 'seq' });
				db.createObjectStore('facts');
			},
			blocking: forget,
			terminated: () => (opening = null)
		}).catch((error: unknown) => {
			opening = null;
			throw error;
		});
		return opening;
	}

	function forget(): void {
		void opening?.then((db) => db.close()).catch(() => undefined);
		opening = null;
	}

	/** Browsers sometimes drop the connection to the store under a page that lives for days: open it anew, once. */
	async function run<T>(job: (db: IDBPDatabase<Shelves>) => Promise<T>): Promise<T> {
		try {
			return await job(await open());
		} catch (error) {
			if (!(error instanceof Error) || !['InvalidStateError', 'UnknownError'].includes(error.name))
				throw error;
			forget();
			return job(await open());
		}
	}

	return {
		/**
		 * Writes an open draft. A draft that is not new is only replaced where it still lies there: another tab
		 * may have sealed it, and a sealed rating must not come back to life.
		 */
		keepDraft: (draft: Draft, isNew: boolean) =>
			run(async (db) => {
				const tx = db.transaction('drafts', 'readwrite', STRICT);
				if (isNew || (await tx.store.getKey(draft.id)) !== undefined) await tx.store.put(draft);
				await tx.done;
			}),

		/** Numbers a draft and moves it to the outbox, in one transaction. Null where it was sealed before. */
		seal: (draft: Draft, isNew: boolean) =>
			run(async (db) => {
				const tx = db.transaction(['drafts', 'outbox', 'facts'], 'readwrite', STRICT);
				const drafts = tx.objectStore('drafts');
				let seq: number | null = null;
				if (isNew || (await drafts.getKey(draft.id)) !== undefined) {
					seq = (((await tx.objectStore('facts').get('seq')) as number | undefined) ?? 0) + 1;
					await tx.objectStore('outbox').add({ ...draft, seq });
					await tx.objectStore('facts').put(seq, 'seq');
					await drafts.delete(draft.id);
				}
				await tx.done;
				return seq;
			}),

		drafts: () => run((db) => db.getAll('drafts')),

		/** The oldest sealed ratings, by their number. */
		oldest: (limit: number) => run((db) => db.getAll('outbox', undefined, limit)),

		/** Takes settled ratings out of the outbox and adds to the count of refused ones. */
		settle: (seqs: number[], refused: number) =>
			run(async (db) => {
				const tx = db.transaction(['outbox', 'facts'], 'readwrite', STRICT);
				for (const seq of seqs) await tx.objectStore('outbox').delete(seq);
				if (refused > 0) {
					const before = ((await tx.objectStore('facts').get('refused')) as number | undefined) ?? 0;
					await tx.objectStore('facts').put(before + refused, 'refused');
				}
				await tx.done;
			}),

		counts: (): Promise<Counts> =>
			run(async (db) => {
				const tx = db.transaction(['outbox', 'facts']);
				const [waiting, refused] = await Promise.all([
					tx.objectStore('outbox').count(),
					tx.objectStore('facts').get('refused')
				]);
				return { waiting, refused: (refused as number | undefined) ?? 0 };
			}),

		/** Numbers from 1 again, for a device paired anew; only where nothing of the old numbering is left. */
		renumber: () =>
			run(async (db) => {
				const tx = db.transaction(['drafts', 'outbox', 'facts'], 'readwrite', STRICT);
				const left = (await tx.objectStore('outbox').count()) + (await tx.objectStore('drafts').count());
				if (left === 0) {
					await tx.objectStore('facts').put(0, 'seq');
					await tx.objectStore('facts').put(0, 'refused');
				}
				await tx.done;
				return left === 0;
			}),

		read: (fact: string) => run((db) => db.get('facts', fact)),
		write: (fact: string, value: unknown) =>
			run(async (db) => {
				const tx = db.transaction('facts', 'readwrite', STRICT);
				await tx.store.put(value, fact);
				await tx.done;
			}),
		close: forget
	};
}
