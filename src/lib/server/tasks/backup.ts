// npm run backup: a consistent copy of the running database, checked, with its paper beside it; the list of those
// there are; and the removal of old ones once a newer one is known to be good.
import {
	accessSync,
	constants,
	existsSync,
	mkdirSync,
	readdirSync,
	readFileSync,
	renameSync,
	rmSync,
	statSync,
	writeFileSync
} from 'node:fs';
import { basename, join } from 'node:path';
import { Refused } from '../db/apart';
import * as copies from '../db/backup';
import { account } from './account';
import { number, options, WrongCall, type Call } from './call';
import { age, inMegabytes, list, megabytes, misfit, paperOf, type Manifest } from './manifest';
import type { Say } from './say';

export const USAGE = `backup --to DIR [--keep N] | --list DIR
    Copies the database, also while the server runs, into DIR, checks the copy, and writes its checksum and what it
    holds beside it. --keep N then removes all but the newest N. --list shows what is there, and whether each still
    is what was written.`;

export const writes = false;

/** What a crash has left of an unfinished copy is cleared away after this long. */
const LEFTOVER_MS = 60 * 60_000;
const UNFINISHED = '.unfinished';

export async function run({ file, args, say, at }: Call): Promise<number> {
	const given = options(args, ['to', 'keep', 'list']);
	if ((given.to === undefined) === (given.list === undefined)) throw new WrongCall('either --to or --list');
	if (given.list !== undefined) return show(given.list, say, at);
	const keep = given.keep === undefined ? null : number('keep', given.keep, 1, 10_000);
	if (file === null)
		throw new Error('A libSQL server makes its own backups; this command copies a database file.');
	if (!existsSync(file)) throw new Error(`There is no database at ${file}.`);
	const folder = given.to!;
	prepare(folder);
	const made = await backup(file, folder, say, at);
	const { manifest } = made;
	say.line(
		`Backup ${made.file}: ${megabytes(manifest.bytes)}, ${manifest.ratings} ratings up to position ` +
			`${manifest.position}, checked. SHA-256 ${manifest.sha256}`
	);
	if (keep !== null) prune(folder, basename(file), keep, say);
	return 0;
}

/** Makes a backup and its paper in a folder. Throws an Error that says what is wrong; nothing half-made is left. */
export async function backup(
	file: string,
	folder: string,
	say: Say,
	at: number
): Promise<{ file: string; manifest: Manifest }> {
	const createdAt = new Date(at).toISOString();
	const stem = basename(file).replace(/\.[^.]*$/, '');
	const name = `${stem}-${createdAt.replace(/[-:]|\.\d+/g, '')}.db`;
	const target = join(folder, name);
	const copy = target + UNFINISHED;
	const paper = paperOf(target) + UNFINISHED;
	if (existsSync(target)) throw new Error(`${target} is there already.`);
	const bytes = await copies.size(file).catch((error: unknown) => {
		throw new Error(`The database ${file} cannot be read (${String(error)}).`, { cause: error });
	});
	try {
		const free = await copies.room(folder);
		if (free < bytes) throw new NoRoom();
		const copying = inMegabytes(say, 'copying', bytes);
		await copies.copy(file, copy, copying.to);
		copying.end();
		const manifest = await examine(copy, { file, name, createdAt }, say);
		writeFileSync(paper, `${JSON.stringify(manifest, null, '\t')}\n`, { mode: 0o600, flush: true });
		renameSync(copy, target);
		renameSync(paper, paperOf(target));
		copies.flush(folder);
		return { file: target, manifest };
	} catch (error) {
		for (const left of [copy, `${copy}-journal`, paper]) rmSync(left, { force: true });
		if (!isRoom(error)) throw error;
		const free = await copies.room(folder);
		throw new Error(
			`The copy could not be written to ${folder}: it needs ${megabytes(bytes)}, and ${megabytes(free)} are ` +
				`free there (${error instanceof Error ? error.message : String(error)}). Nothing was kept of it.`,
			{ cause: error }
		);
	}
}

/** Checks a copy and answers its paper. */
async function examine(
	copy: string,
	{ file, name, createdAt }: { file: string; name: string; createdAt: string },
	say: Say
): Promise<Manifest> {
	say.line('checking the copy');
	const faults = await copies.faults(copy);
	if (faults.length > 0)
		throw new Error(
			`The copy is not whole, and neither is ${file}: ${faults.join('; ')}. Nothing was kept of it.`
		);
	const { position, link, ratings, entries, notes, checkpoint, epoch, migrations, sqlite } =
		await account(copy);
	const { size } = statSync(copy);
	const summing = inMegabytes(say, 'checksum', size);
	const sha256 = await copies.sum(copy, summing.to);
	summing.end();
	return {
		...{ form: 1, database: basename(file), file: name, createdAt, bytes: size, sha256 },
		...{ position, link, ratings, entries, notes, checkpoint: checkpoint?.number ?? 0 },
		...{ epoch, migrations, sqlite, app: version() }
	};
}

/** Makes the folder and clears what a crash left in it. Throws an Error where nothing can be written. */
function prepare(folder: string): void {
	try {
		mkdirSync(folder, { recursive: true, mode: 0o700 });
		accessSync(folder, constants.W_OK | constants.X_OK);
	} catch (error) {
		throw new Error(
			`Nothing can be written to ${folder} (${error instanceof Error ? error.message : String(error)}).`,
			{ cause: error }
		);
	}
	for (const name of readdirSync(folder).filter((name) => name.endsWith(UNFINISHED))) {
		const left = join(folder, name);
		if (Date.now() - statSync(left).mtimeMs > LEFTOVER_MS) rmSync(left);
	}
}

/** Removes all but the newest backups of a database. */
function prune(folder: string, database: string, keep: number, say: Say): void {
	const ours = list(folder).filter(({ manifest }) => manifest.database === database);
	for (const { file } of ours.slice(keep)) {
		// The paper first: a backup without its paper is not taken for one.
		rmSync(paperOf(file));
		rmSync(file, { force: true });
		say.line(`Removed ${file}.`);
	}
}

async function show(folder: string, say: Say, at: number): Promise<number> {
	if (!existsSync(folder)) throw new Error(`There is no folder ${folder}.`);
	const found = list(folder);
	let isWell = true;
	for (const { file, manifest } of found) {
		const wrong = await misfit(file, manifest, { to: () => undefined, end: () => undefined });
		isWell &&= wrong === null;
		const held = `${manifest.ratings} ratings up to position ${manifest.position}`;
		const old = `${age(at - Date.parse(manifest.createdAt))} old`;
		say.line(`${basename(file)}  ${old}, ${megabytes(manifest.bytes)}, ${held}: ${wrong ?? 'checksum fits'}`);
	}
	if (found.length === 0) say.line(`There is no backup in ${folder}.`);
	return isWell && found.length > 0 ? 0 : 1;
}

class NoRoom extends Error {
	constructor() {
		super('not enough room');
	}
}

/** A disk that is full, or a limit on the size of files. */
function isRoom(error: unknown): boolean {
	if (error instanceof NoRoom) return true;
	if (error instanceof Refused) return /^SQLITE_(FULL|IOERR)/.test(error.code);
	return error instanceof Error && 'code' in error && /^(ENOSPC|EFBIG|EDQUOT)$/.test(String(error.code));
}

/** The version of this program. */
function version(): string {
	try {
		return (JSON.parse(readFileSync('package.json', 'utf8')) as { version: string }).version;
	} catch {
		return 'unknown';
	}
}
