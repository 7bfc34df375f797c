// npm run restore: puts a backup in the place of the database and begins a new life of it (ratings/epoch.ts), which
// tablets notice: they send again what they have kept and it lacks. The database that was there is moved aside,
// never removed; it need not be readable, for that may be why one restores.
import { randomBytes } from 'node:crypto';
import { closeSync, existsSync, openSync, readSync } from 'node:fs';
import * as copies from '../db/backup';
import * as schema from '../db/schema';
import { account, actsAfter, linkAt, type Account } from './account';
import { options, WrongCall, type Call } from './call';
import { age, inMegabytes, megabytes, misfit, read, type Manifest } from './manifest';
import { replace } from './replace';
import type { Say } from './say';

export const USAGE = `restore --from FILE.db [--dry-run]
    Checks a backup, tells what would be lost and which tablets will be asked to send again, and puts it in the place
    of the database, which is moved aside. --dry-run stops before that, and may be asked beside a running server.`;

export const writes = (args: string[]) => !args.includes('--dry-run');

export async function run({ file, args, say, at }: Call): Promise<number> {
	const given = options(args, ['from'], [], ['dry-run']);
	if (!given.from) throw new WrongCall('--from is missing');
	if (file === null)
		throw new Error('A libSQL server restores its own backups; this command restores a database file.');
	const manifest = read(given.from);
	say.line(`${given.from}: ${megabytes(manifest.bytes)}, ${age(at - Date.parse(manifest.createdAt))} old`);
	const backup = await examine(given.from, manifest, say);
	const present = await look(file, say);
	tellBackup(backup, at, say);
	if (present) await compare(file, present, backup, say);
	tellTablets(backup, present, say);
	if (given['dry-run']) {
		say.line('Nothing was changed (--dry-run). Stop the server before you restore.');
		return 0;
	}
	const id = randomBytes(16).toString('hex');
	const { aside, epoch } = await replace(file, given.from, manifest, present, id, at, say);
	say.line(`${file} is the backup now, in its life number ${epoch}. Start the server: tablets will notice.`);
	if (aside !== null) say.line(`The database that was there is kept as ${aside}.`);
	return 0;
}

/** Makes sure that a backup is whole and one that this version understands. Throws an Error that says what is not. */
async function examine(file: string, manifest: Manifest, say: Say): Promise<Account> {
	const wrong = await misfit(file, manifest, inMegabytes(say, 'checksum', manifest.bytes));
	if (wrong !== null)
		throw new Error(`${wrong}: it is not what the backup wrote. It is not restored; nothing was changed.`);
	say.line('checking the backup');
	const faults = await copies.faults(file);
	if (faults.length > 0) throw new Error(`${file} is not whole: ${faults.join('; ')}. Nothing was changed.`);
	const held = await account(file);
	if (held.position !== manifest.position || held.link !== manifest.link)
		throw new Error(`${file} does not hold what its paper says. Nothing was changed.`);
	const from = schema.folder();
	if (held.migrations > schema.count(from))
		throw new Error(`${file} was made by a newer version of this program. Nothing was changed.`);
	const differences = schema.differences(await schema.expected(from, held.migrations), held.schema);
	if (differences.length > 0)
		throw new Error(`${file} is not sound: ${differences.join('; ')}. Nothing was changed.`);
	return held;
}

/** The account of the database that is there; null where there is none or it cannot be read, which is said. */
async function look(file: string, say: Say): Promise<Account | null> {
	if (!existsSync(file)) {
		say.line(`There is no database at ${file}; the backup takes its place.`);
		return null;
	}
	try {
		if (!isDatabase(file)) throw new Error('it does not begin as a database file does');
		return await account(file);
	} catch (error) {
		say.line(
			`The database ${file} cannot be read (${error instanceof Error ? error.message : String(error)}): what it ` +
				'has beyond the backup is not known.'
		);
		return null;
	}
}

/**
 * Whether a file begins as one of SQLite's does. SQLite itself must not look at one that does not: it would remove
 * the -wal beside it, in which the last ratings may lie.
 */
function isDatabase(file: string): boolean {
	const start = Buffer.alloc(16);
	const fd = openSync(file, 'r');
	try {
		readSync(fd, start, 0, 16, 0);
	} finally {
		closeSync(fd);
	}
	return start.toString('latin1') === 'SQLite format 3\0';
}

function tellBackup({ position, ratings, epoch, checkpoint }: Account, at: number, say: Say): void {
	const sealed = checkpoint
		? `its last checkpoint is number ${checkpoint.number}, ${age(at - checkpoint.at)} old`
		: 'it has no checkpoint';
	say.line(
		`The backup holds ${ratings} ratings up to position ${position}, in life ${epoch.number}; ${sealed}.`
	);
}

async function compare(file: string, present: Account, backup: Account, say: Say): Promise<void> {
	const isOurs = backup.position === 0 || (await linkAt(file, backup.position)) === backup.link;
	if (!isOurs) {
		say.line(
			`Attention: ${file} is no continuation of this backup. They parted before position ${backup.position}: the ` +
				'backup is of another database, or of a life of this one that a restore has ended.'
		);
		return;
	}
	say.line(`The database that is there holds ${present.ratings} ratings up to position ${present.position}.`);
	const beyond = [
		`${present.position - backup.position} ratings`,
		`${present.refused - backup.refused} refused ratings`,
		`${present.entries - backup.entries} entries about ratings (strikes and the like)`,
		`${present.notes - backup.notes} lines of the trail`
	];
	say.line(`Beyond the backup it has ${beyond.join(', ')}.`);
	if (present.checkpoint && present.checkpoint.number !== backup.checkpoint?.number)
		say.line(
			`Its last checkpoint is number ${present.checkpoint.number}: those after number ` +
				`${backup.checkpoint?.number ?? 0} speak of ratings that the backup does not hold.`
		);
	for (const { act, times } of await actsAfter(file, backup.notes))
		say.line(
			`  will have to be done again, if still wanted: ${act}, ${times} ${times === 1 ? 'time' : 'times'}`
		);
}

/** Which tablets will be asked for what. */
function tellTablets(backup: Account, present: Account | null, say: Say): void {
	const known = new Map(backup.devices.map((device) => [device.key, device]));
	let upToDate = 0;
	for (const device of (present ?? backup).devices.filter((device) => !device.isRetired)) {
		const before = known.get(device.key);
		const after = before?.highestSeq ?? 0;
		if (!before)
			say.line(
				`Tablet ${device.name} was paired after the backup: pair it again, its ratings are still on it.`
			);
		else if (!present) say.line(`Tablet ${device.name} will be asked for what it has after number ${after}.`);
		else if (device.highestSeq > after)
			say.line(`Tablet ${device.name} will be asked for numbers ${after + 1} to ${device.highestSeq} again.`);
		else upToDate++;
	}
	if (upToDate > 0) say.line(`${upToDate} tablets have sent nothing since the backup.`);
}
