// One client that reads freely and writes one at a time. @libsql/client by itself loses acknowledged writes after a
// single SQLITE_BUSY (the connection is poisoned: later inserts report success and are not there), and concurrent
// transactions fail. So every write of this process stands in one queue on one connection, and a lock held by
// another process is met by dropping that connection, setting the new one up again and repeating the work.
//
// It has the shape of a libSQL client, so that drizzle and the sign-in library write through the same queue.
import {
	createClient,
	LibsqlError,
	type Client,
	type InArgs,
	type InStatement,
	type ResultSet,
	type Transaction,
	type TransactionMode
} from '@libsql/client';

const PRAGMAS = [
	'PRAGMA journal_mode = WAL',
	// FULL: an acknowledged write is on the disk. NORMAL loses acknowledged rows when the power goes.
	'PRAGMA synchronous = FULL',
	'PRAGMA foreign_keys = ON',
	'PRAGMA recursive_triggers = ON',
	'PRAGMA trusted_schema = OFF',
	// What is erased is overwritten, not left in free pages.
	'PRAGMA secure_delete = ON',
	'PRAGMA cache_size = -32000',
	'PRAGMA journal_size_limit = 67108864'
];

/** For a connection that only looks. */
const LOOKING = ['PRAGMA trusted_schema = OFF', 'PRAGMA cache_size = -32000', 'PRAGMA query_only = ON'];

/** The settings the writing connection must have, as PRAGMA answers them; checked at start. */
export const WANTED_PRAGMAS: Record<string, string | number> = {
	journal_mode: 'wal',
	synchronous: 2,
	foreign_keys: 1,
	recursive_triggers: 1,
	trusted_schema: 0,
	secure_delete: 1
};

export type GuardOptions = {
	url: string;
	authToken?: string;
	/** Nothing can be written, and the file's own settings stay as they are: for looking beside a running server. */
	readsOnly?: boolean;
	/** How long a write waits for another process's lock before it is refused, in milliseconds. */
	patienceMs?: number;
	/** How many writes may wait in the queue before a further one is refused. */
	queueLimit?: number;
};

export class QueueFull extends Error {
	constructor() {
		super('too many writes are waiting');
		this.name = 'QueueFull';
	}
}

export class Guard implements Client {
	readonly protocol: string;
	readonly isFile: boolean;
	readonly readsOnly: boolean;
	closed = false;
	#writer: Client;
	#reader: Client;
	#ready = false;
	#readerReady = false;
	#tail: Promise<unknown> = Promise.resolve();
	#waiting = 0;
	#patienceMs: number;
	#queueLimit: number;

	constructor({
		url,
		authToken,
		readsOnly = false,
		patienceMs = 120_000,
		queueLimit = 10_000
	}: GuardOptions) {
		this.readsOnly = readsOnly;
		this.isFile = url.startsWith('file:');
		// A busy timeout would stop the whole process while it waits; the guard waits by itself instead.
		const config = this.isFile ? { url, concurrency: 1, timeout: 0 } : { url, authToken };
		this.#writer = createClient(config);
		this.#reader = this.isFile ? createClient(config) : this.#writer;
		this.protocol = this.#writer.protocol;
		this.#patienceMs = patienceMs;
		this.#queueLimit = queueLimit;
	}

	/**
	 * Does work on the writing connection, alone. Repeated from its start when another process holds a lock, so it
	 * must be repeatable. Throws QueueFull, or the last SQLITE_BUSY once patience has run out.
	 */
	alone<T>(work: (writer: Client) => Promise<T>, patienceMs = this.#patienceMs): Promise<T> {
		if (this.#waiting >= this.#queueLimit) return Promise.reject(new QueueFull());
		this.#waiting++;
		const turn = this.#tail.then(
			() => this.#persist(work, patienceMs),
			() => this.#persist(work, patienceMs)
		);
		this.#tail = turn.catch(() => undefined);
		return turn.finally(() => this.#waiting--);
	}

	async #persist<T>(work: (writer: Client) => Promise<T>, patienceMs: number): Promise<T> {
		const giveUpAt = Date.now() + patienceMs;
		for (let pauseMs = 10; ; pauseMs = Math.min(pauseMs * 2, 500)) {
			try {
				await this.#prepare();
				return await work(this.#writer);
			} catch (error) {
				if (!isBusy(error)) throw error;
				// After one BUSY this connection must not be used again.
				await this.#writer.reconnect();
				this.#ready = false;
				if (Date.now() + pauseMs > giveUpAt) throw error;
				await new Promise((resolve) => setTimeout(resolve, pauseMs));
			}
		}
	}

	async #prepare(): Promise<void> {
		if (this.#ready || !this.isFile) return;
		for (const pragma of this.readsOnly ? LOOKING : PRAGMAS) await this.#writer.execute(pragma);
		this.#ready = true;
	}

	/** The reader has the writer's settings too, and cannot write at all: a write that strays here fails aloud. */
	async #prepareReader(): Promise<void> {
		const pragmas = this.readsOnly ? LOOKING : [...PRAGMAS, 'PRAGMA query_only = ON'];
		for (const pragma of pragmas) await this.#reader.execute(pragma);
		this.#readerReady = true;
	}

	async execute(statement: InStatement | string, args?: InArgs): Promise<ResultSet> {
		const whole: InStatement =
			typeof statement === 'string' ? { sql: statement, args: args ?? [] } : statement;
		const text = typeof whole === 'string' ? whole : whole.sql;
		if (!isRead(text)) return this.alone((writer) => writer.execute(whole));
		return this.#read((reader) => reader.execute(whole));
	}

	async #read<T>(work: (reader: Client) => Promise<T>): Promise<T> {
		// Readers in WAL mode are not locked out, except for a moment while another process recovers the log.
		for (let tries = 0; ; tries++) {
			try {
				if (this.isFile && !this.#readerReady) await this.#prepareReader();
				return await work(this.#reader);
			} catch (error) {
				if (!isBusy(error) || tries >= 20) throw error;
				if (this.isFile) {
					await this.#reader.reconnect();
					this.#readerReady = false;
				}
				await new Promise((resolve) => setTimeout(resolve, 25 * (tries + 1)));
			}
		}
	}

	batch(
		statements: (InStatement | [string, InArgs?])[],
		mode: TransactionMode = 'write'
	): Promise<ResultSet[]> {
		if (mode === 'read') return this.#read((reader) => reader.batch(statements, 'read'));
		return this.alone((writer) => writer.batch(statements, 'write'));
	}

	migrate(statements: InStatement[]): Promise<ResultSet[]> {
		return this.alone(async (writer) => {
			try {
				return await writer.migrate(statements);
			} finally {
				this.#ready = false;
			}
		});
	}

	executeMultiple(sql: string): Promise<void> {
		return this.alone((writer) => writer.executeMultiple(sql));
	}

	/** A transaction holds the queue from here until it is committed, rolled back or closed. */
	transaction(mode: TransactionMode = 'write'): Promise<Transaction> {
		return new Promise((opened, failed) => {
			void this.alone(async (writer) => {
				const transaction = await writer.transaction(mode === 'read' ? 'read' : 'write');
				await new Promise<void>((settled) => opened(releasing(transaction, settled)));
			}).catch(failed);
		});
	}

	sync(): Promise<undefined> {
		return Promise.resolve(undefined);
	}

	async reconnect(): Promise<void> {
		await this.alone(async (writer) => {
			await writer.reconnect();
			this.#ready = false;
		});
	}

	close(): void {
		this.closed = true;
		this.#writer.close();
		if (this.#reader !== this.#writer) this.#reader.close();
	}

	/** Waits until every write given so far is done. */
	async idle(): Promise<void> {
		await this.#tail;
	}
}

/** The same transaction, telling when it has ended, however it ended. */
function releasing(transaction: Transaction, settled: () => void): Transaction {
	return {
		execute: (statement) => transaction.execute(statement),
		batch: (statements) => transaction.batch(statements),
		executeMultiple: (sql) => transaction.executeMultiple(sql),
		commit: () => transaction.commit().finally(settled),
		rollback: () => transaction.rollback().finally(settled),
		close: () => {
			transaction.close();
			settled();
		},
		get closed() {
			return transaction.closed;
		}
	};
}

export function isBusy(error: unknown): boolean {
	for (let cause = error; cause instanceof Error; cause = cause.cause)
		if (cause instanceof LibsqlError && /^SQLITE_(BUSY|LOCKED)/.test(cause.code)) return true;
	return false;
}

function isRead(sql: string): boolean {
	const text = sql.trimStart().toLowerCase();
	if (text.startsWith('select') || text.startsWith('explain')) return true;
	return text.startsWith('with') && !/\b(insert|update|delete|replace)\b/.test(text);
}
