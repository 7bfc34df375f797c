// Opens a database, a file or an sqld server: read freely, write one at a time.
import { drizzle, type LibSQLDatabase } from 'drizzle-orm/libsql';
import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { Guard, type GuardOptions } from './guard';

/** Whatever can be asked: the database itself, or a transaction in it. */
export type Reads = Pick<LibSQLDatabase, 'select' | 'selectDistinct' | 'all' | 'get' | '$count'>;

/** A transaction that may write. Only `Db.write` makes one. */
export type Writes = Parameters<Parameters<LibSQLDatabase['transaction']>[0]>[0];

export type Db = {
	guard: Guard;
	/** For reading, and for libraries that bring their own statements. */
	read: LibSQLDatabase;
	/**
	 * One transaction, committed when `work` returns and rolled back when it throws. Repeated from its start when
	 * another process held a lock, so `work` keeps its effects inside the transaction.
	 */
	write: <T>(work: (tx: Writes) => Promise<T>) => Promise<T>;
	close: () => void;
};

/** The path of a `file:…` address; null for a server's. */
export function fileOf(url: string): string | null {
	return url.startsWith('file:')
		? decodeURIComponent(url.slice('file:'.length).replace(/^\/\/(?=\/)/, ''))
		: null;
}

/** The `file:…` address of a path. */
export function urlOf(path: string): string {
	return `file:${path.split('/').map(encodeURIComponent).join('/')}`;
}

/** Opens `file:…` (its folder is made) or `http(s)://…` of an sqld. Nothing is migrated or checked here. */
export function open(options: GuardOptions): Db {
	const path = fileOf(options.url);
	if (path !== null) mkdirSync(dirname(path), { recursive: true });
	const guard = new Guard(options);
	const read = drizzle(guard);
	return {
		guard,
		read,
		write: (work) => guard.alone((writer) => drizzle(writer).transaction(work, { behavior: 'immediate' })),
		close: () => guard.close()
	};
}
