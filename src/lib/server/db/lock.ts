// One writing process for one database file. Whoever writes keeps a transaction open on a small file beside it
// (FILE.lock) for its life: the kernel takes the lock back however the process ends. Who it is stands in FILE.holder.
// The lock is on a file of its own because one on the database would keep its own writes out.
import { createClient, type Client, type Transaction } from '@libsql/client';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { basename, dirname } from 'node:path';
import { isBusy } from './guard';
import { commandOf, holderOf, others, real, type Process } from './holders';
import { urlOf, type Db } from './open';

export type Held = { release: () => Promise<void> };

/** What the holder says of itself. */
type Holder = { pid: number; host: string; command: string; since: string };

const PAUSE_MS = 100;

/**
 * Takes the lock of a database file, and makes sure that no other process has the file open but those that have said
 * they only read (holders.ts). Waits up to `patienceMs` for a process that is about to end. Throws an Error that says
 * who is in the way and what to do.
 */
export async function hold(path: string, patienceMs: number): Promise<Held> {
	const file = real(path);
	const giveUpAt = Date.now() + patienceMs;
	const lock = await take(file, giveUpAt);
	try {
		for (;;) {
			const strangers = others(file).filter((process) => !process.reads);
			if (strangers.length === 0) return lock;
			if (Date.now() >= giveUpAt) throw new Error(openElsewhere(file, strangers));
			await pause();
		}
	} catch (error) {
		await lock.release();
		throw error;
	}
}

async function take(file: string, giveUpAt: number): Promise<Held> {
	mkdirSync(dirname(file), { recursive: true });
	const client = createClient({ url: urlOf(`${file}.lock`), concurrency: 1, timeout: 0 });
	for (;;) {
		try {
			const transaction = await client.transaction('write');
			writeFileSync(holderOf(file), `${JSON.stringify(self())}\n`);
			return held(file, client, transaction);
		} catch (error) {
			if (!isBusy(error)) {
				client.close();
				throw new Error(`The lock ${file}.lock cannot be taken: ${String(error)}`, { cause: error });
			}
			if (Date.now() >= giveUpAt) {
				client.close();
				throw new Error(heldElsewhere(file), { cause: error });
			}
			// After one BUSY a connection of this client must not be used again.
			await client.reconnect();
			await pause();
		}
	}
}

/** Locks of this process. A connection that nothing reaches any more is closed, and its lock would be gone. */
const HELD = new Set<Held>();

function held(file: string, client: Client, transaction: Transaction): Held {
	const lock: Held = {
		async release() {
			if (!HELD.delete(lock)) return;
			writeFileSync(holderOf(file), '');
			await transaction.rollback();
			client.close();
		}
	};
	HELD.add(lock);
	return lock;
}

/**
 * Makes sure that the database itself can be written, which a process that cannot be seen from here (another user's,
 * another container's) may prevent. Throws an Error that says so after `patienceMs`.
 */
export async function writable(db: Db, path: string, patienceMs: number): Promise<void> {
	try {
		await db.guard.alone(async (writer) => {
			const transaction = await writer.transaction('write');
			await transaction.rollback();
		}, patienceMs);
	} catch (error) {
		if (!isBusy(error)) throw error;
		const file = real(path);
		const strangers = others(file);
		if (strangers.length > 0) throw new Error(openElsewhere(file, strangers), { cause: error });
		throw new Error(
			`The database ${file} is locked by a process that cannot be seen from here: another user's, or one in ` +
				`another container. ${ADVICE}`,
			{ cause: error }
		);
	}
}

const ADVICE =
	'Only one process may write the database at a time: end the other one first (a server: SIGTERM, and wait for it).';

function heldElsewhere(file: string): string {
	const who = holder(file);
	if (!who) return `The database ${file} is held by another process. ${ADVICE}`;
	const where = who.host === hostname() ? '' : ` on ${who.host}`;
	return `The database ${file} is held by process ${who.pid} (${who.command})${where} since ${who.since}. ${ADVICE}`;
}

function openElsewhere(file: string, processes: Process[]): string {
	const who = processes.map(({ pid, command }) => `process ${pid} (${command})`).join(', ');
	return `The database ${file} is open in ${who}. ${ADVICE}`;
}

/** Who holds the lock, as it said itself; null where nobody says so or who said so is gone. */
export function holder(path: string): Holder | null {
	try {
		const who = JSON.parse(readFileSync(holderOf(real(path)), 'utf8')) as Holder;
		const isGone = who.host === hostname() && existsSync('/proc/self') && commandOf(who.pid) === '';
		return isGone ? null : who;
	} catch {
		return null;
	}
}

function self(): Holder {
	const [runtime = '', script = '', verb = ''] = process.argv;
	const command = [basename(runtime), script.replace(`${process.cwd()}/`, ''), verb]
		.filter(Boolean)
		.join(' ');
	return { pid: process.pid, host: hostname(), command, since: new Date().toISOString() };
}

function pause(): Promise<void> {
	return new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
}
