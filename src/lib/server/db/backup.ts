// Copies of a database file, and whether one is whole. A live file is never copied with `fs`: what lies in its -wal
// would be missing, and what is being written would be torn. VACUUM INTO copies one moment of it, beside the server.
import { createHash } from 'node:crypto';
import { closeSync, createReadStream, fsyncSync, openSync, statSync } from 'node:fs';
import { open as openFile, statfs } from 'node:fs/promises';
import { apart } from './apart';

const LOOK_EVERY_MS = 250;

/** How many bytes a copy will have, at most. */
export async function size(path: string): Promise<number> {
	const question = 'SELECT page_count * page_size AS bytes FROM pragma_page_count, pragma_page_size';
	const [rows] = await apart(path, [question], true);
	return Number(rows?.[0]?.bytes);
}

/** How many bytes there is room for in a folder. */
export async function room(folder: string): Promise<number> {
	const { bavail, bsize } = await statfs(folder);
	return bavail * bsize;
}

/**
 * Copies one moment of the database in `from`, which may be in use, to the new file `to`, and waits until it is on
 * the disk. Only its owner may read the copy. `progress` hears the bytes so far. Throws Refused; what there is of the
 * copy is then the caller's to remove.
 */
export async function copy(from: string, to: string, progress: (bytes: number) => void): Promise<void> {
	closeSync(openSync(to, 'wx', 0o600));
	const looking = setInterval(() => progress(statSync(to).size), LOOK_EVERY_MS);
	try {
		await apart(from, [{ sql: 'VACUUM INTO ?', args: [to] }], true);
		flush(to);
		progress(statSync(to).size);
	} finally {
		clearInterval(looking);
	}
}

/** Copies a file that nobody writes, byte by byte, onto the disk; answers its SHA-256. */
export async function duplicate(
	from: string,
	to: string,
	mode: number,
	progress: (bytes: number) => void
): Promise<string> {
	const file = await openFile(to, 'wx', mode);
	try {
		const sum = await passing(from, progress, async (chunk) => void (await file.write(chunk)));
		await file.sync();
		return sum;
	} finally {
		await file.close();
	}
}

/** SHA-256 of a file, hex. `progress` hears the bytes so far. */
export function sum(path: string, progress: (bytes: number) => void): Promise<string> {
	return passing(path, progress, async () => undefined);
}

async function passing(
	path: string,
	progress: (bytes: number) => void,
	each: (chunk: Buffer) => Promise<void>
): Promise<string> {
	const hash = createHash('sha256');
	let bytes = 0;
	for await (const chunk of createReadStream(path, { highWaterMark: 1024 * 1024 }) as AsyncIterable<Buffer>) {
		hash.update(chunk);
		await each(chunk);
		progress((bytes += chunk.length));
	}
	return hash.digest('hex');
}

/** What SQLite finds wrong in a file that nobody writes, a line each; nothing where it is whole. Throws Refused. */
export async function faults(path: string): Promise<string[]> {
	const [pages = [], references = []] = await apart(
		path,
		['PRAGMA integrity_check(20)', 'PRAGMA foreign_key_check'],
		true
	);
	const damaged = pages.map((row) => String(row.integrity_check)).filter((line) => line !== 'ok');
	const dangling = references
		.slice(0, 20)
		.map((row) => `${row.table}, row ${row.rowid}: what it refers to in ${row.parent} is not there`);
	return [...damaged, ...dangling];
}

/** Waits until a file, or the names in a folder, are on the disk. */
export function flush(path: string): void {
	const fd = openSync(path, 'r');
	try {
		fsyncSync(fd);
	} finally {
		closeSync(fd);
	}
}
