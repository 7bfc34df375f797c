// Who else on this machine has the database file open: its -wal and -shm too. Linux tells it under /proc; elsewhere,
// and of other users' processes or other containers, nothing is known and only the locks speak.
import {
	closeSync,
	existsSync,
	openSync,
	readdirSync,
	readFileSync,
	readlinkSync,
	realpathSync,
	statSync
} from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';

export type Process = {
	pid: number;
	/** Its command line, shortened. */
	command: string;
	/** It has said that it only reads (`declare`). */
	reads: boolean;
};

/**
 * Says that this process only reads the database, for as long as it lives or until the answer is called: it keeps the
 * text beside the lock open, which other processes see. Whoever says so never writes, and never checkpoints.
 */
export function declare(path: string): () => void {
	let fd: number | null = null;
	try {
		fd = openSync(holderOf(real(path)), 'a');
	} catch {
		// A folder in which nothing can be written: then nothing there can be written by us either.
	}
	return () => {
		if (fd !== null) closeSync(fd);
		fd = null;
	};
}

/** The text beside the database that says who holds it, and that readers keep open. */
export function holderOf(path: string): string {
	return `${path}.holder`;
}

/** Every other process that has the database file open. `path` is the file's real path. */
export function others(path: string): Process[] {
	const wanted = new Set(['', '-wal', '-shm'].map((tail) => inode(path + tail)).filter((id) => id !== null));
	const declared = inode(holderOf(path));
	if (wanted.size === 0) return [];
	const found: Process[] = [];
	for (const name of list('/proc')) {
		const pid = Number(name);
		if (!Number.isInteger(pid) || pid === process.pid) continue;
		const open = new Set(list(`/proc/${pid}/fd`).map((fd) => opened(`/proc/${pid}/fd/${fd}`)));
		if (![...wanted].some((id) => open.has(id))) continue;
		found.push({ pid, command: commandOf(pid), reads: declared !== null && open.has(declared) });
	}
	return found;
}

/** Command line of a process, its first 100 characters. */
export function commandOf(pid: number): string {
	try {
		const line = readFileSync(`/proc/${pid}/cmdline`, 'utf8')
			.replace(/[\s\0]+/g, ' ')
			.trim();
		return line.length > 100 ? `${line.slice(0, 99)}…` : line;
	} catch {
		return '';
	}
}

/** The file itself, whatever links lead to it: two names must not be two locks. */
export function real(path: string): string {
	if (existsSync(path)) return realpathSync(path);
	const folder = resolve(dirname(path));
	return join(existsSync(folder) ? realpathSync(folder) : folder, basename(path));
}

/** Device and inode: a file has several names, but only one of these. */
function inode(path: string): string | null {
	try {
		const { dev, ino } = statSync(path, { bigint: true });
		return `${dev}:${ino}`;
	} catch {
		return null;
	}
}

function opened(link: string): string | null {
	try {
		return readlinkSync(link).startsWith('/') ? inode(link) : null;
	} catch {
		return null;
	}
}

/** What lies in a folder; nothing where it may not be seen or is gone meanwhile. */
function list(folder: string): string[] {
	try {
		return readdirSync(folder);
	} catch {
		return [];
	}
}
