// The shelves of the tablet's memory: which stores there are, how an older program's are taken over, and how the
// database is opened and, where the browser dropped it, opened anew.
import { openDB, type DBSchema, type IDBPDatabase, type IDBPTransaction } from 'idb';
import type { Draft } from './draft';
import type { Finished, Sealed } from './seal';

/** An acknowledged rating, kept for the day on which the server has to be restored from an older backup. */
export type Kept = Sealed & {
	/** The server's clock when it gave its verdict. */
	settledAt: number;
	refused: boolean;
	/** The life of the server's database in which it was acknowledged. */
	epoch: string;
};

export interface Shelves extends DBSchema {
	/** Open: the customer may still change it. By id. */
	drafts: { key: string; value: Draft };
	/** Done, without a place in the present key's chain yet; in the order of their ends. */
	finished: { key: number; value: Finished };
	/** In their place, waiting to travel. By number; all of the present key. */
	outbox: { key: number; value: Sealed };
	/** What the server could not even read; tried again at each start. */
	aside: { key: number; value: Sealed };
	/** By key and number. */
	kept: { key: [string, number]; value: Kept; indexes: { settledAt: number } };
	facts: { key: string; value: unknown };
}

export type Name = 'drafts' | 'finished' | 'outbox' | 'aside' | 'kept' | 'facts';
export type Change = IDBPTransaction<Shelves, Name[], 'readwrite'>;

/** Done means on the disk. */
const STRICT = { durability: 'strict' } as const;
const VERSION = 2;

async function upgrade(
	db: IDBPDatabase<Shelves>,
	from: number,
	tx: IDBPTransaction<Shelves, Name[], 'versionchange'>
): Promise<void> {
	let waiting: (Finished & { seq?: number })[] = [];
	if (from === 0) {
		db.createObjectStore('drafts', { keyPath: 'id' });
		db.createObjectStore('facts');
	} else {
		// Numbered, but in no chain: they get their place when the tablet has a key.
		waiting = (await tx.objectStore('outbox').getAll()) as unknown as Finished[];
		db.deleteObjectStore('outbox');
		await tx.objectStore('facts').delete('seq');
	}
	const finished = db.createObjectStore('finished', { autoIncrement: true });
	db.createObjectStore('outbox', { keyPath: 'seq' });
	db.createObjectStore('aside', { keyPath: 'seq' });
	db.createObjectStore('kept', { keyPath: ['key', 'seq'] }).createIndex('settledAt', 'settledAt');
	for (const rating of waiting) {
		delete rating.seq;
		await finished.add(rating);
	}
}

export function openShelves(name: string) {
	let opening: Promise<IDBPDatabase<Shelves>> | null = null;

	function open(): Promise<IDBPDatabase<Shelves>> {
		opening ??= openDB<Shelves>(name, VERSION, {
			upgrade: (db, from, _to, tx) => upgrade(db, from, tx),
			blocking: close,
			terminated: () => (opening = null)
		}).catch((error: unknown) => {
			opening = null;
			throw error;
		});
		return opening;
	}

	function close(): void {
		void opening?.then((db) => db.close()).catch(() => undefined);
		opening = null;
	}

	/** Browsers sometimes drop the connection to the store under a page that lives for days: open it anew, once. */
	async function read<T>(job: (db: IDBPDatabase<Shelves>) => Promise<T>): Promise<T> {
		try {
			return await job(await open());
		} catch (error) {
			if (!(error instanceof Error) || !['InvalidStateError', 'UnknownError'].includes(error.name))
				throw error;
			close();
			return job(await open());
		}
	}

	/** One transaction: all of it is on the disk when this resolves, or nothing of it. */
	function change<T>(names: Name[], job: (tx: Change) => Promise<T>): Promise<T> {
		return read(async (db) => {
			const tx = db.transaction(names, 'readwrite', STRICT);
			// A transaction that breaks under the job must not stay behind as an unheard rejection.
			tx.done.catch(() => undefined);
			try {
				const result = await job(tx);
				await tx.done;
				return result;
			} catch (error) {
				try {
					tx.abort();
				} catch {
					// It has ended already.
				}
				throw error;
			}
		});
	}

	return { read, change, close };
}
