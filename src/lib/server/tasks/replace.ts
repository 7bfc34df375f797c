// Puts a backup in the place of the database: at every moment a whole database lies under the name, the old one or
// the new one. The new one has its new life before it comes there.
import { chmodSync, existsSync, linkSync, renameSync, rmSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { SYSTEM } from '../../shared/actor';
import * as audit from '../audit/note';
import { apart } from '../db/apart';
import * as copies from '../db/backup';
import { others, real } from '../db/holders';
import { migrate } from '../db/migrate';
import { open, urlOf } from '../db/open';
import * as epochs from '../ratings/epoch';
import type { Account } from './account';
import { inMegabytes, type Manifest } from './manifest';
import type { Say } from './say';

/**
 * Replaces the database by a checked backup. `present` is what is known of the one that is there; `id` is chance.
 * Answers under which name that one is kept (null where there was none), and the number of the new life.
 */
export async function replace(
	path: string,
	backup: string,
	manifest: Manifest,
	present: Account | null,
	id: string,
	at: number,
	say: Say
): Promise<{ aside: string | null; epoch: number }> {
	const file = real(path);
	// Also those that only read: when the last of them closes the old file, it removes what lies under its -wal's name.
	const readers = others(file);
	if (readers.length > 0)
		throw new Error(
			`The database is being read by ${readers.map(({ pid, command }) => `process ${pid} (${command})`).join(', ')}. ` +
				'Wait for it, or end it. Nothing was changed.'
		);
	const coming = `${file}.restoring`;
	for (const tail of ['', '-wal', '-shm']) rmSync(coming + tail, { force: true });
	try {
		const copying = inMegabytes(say, 'copying', manifest.bytes);
		const mode = existsSync(file) ? statSync(file).mode & 0o777 : 0o600;
		const sum = await copies.duplicate(backup, coming, mode, copying.to);
		copying.end();
		if (sum !== manifest.sha256) throw new Error(`${backup} changed while it was read. Nothing was changed.`);
		chmodSync(coming, mode);
		const epoch = await revive(coming, manifest, present, id, at);
		// One that cannot be read keeps its -wal beside it, see `setAside`.
		if (present) await fold(file);
		const aside = `${file}.before-restore-${stamp(at)}`;
		setAside(file, aside);
		renameSync(coming, file);
		copies.flush(dirname(file));
		return { aside: existsSync(aside) ? aside : null, epoch };
	} catch (error) {
		for (const tail of ['', '-wal', '-shm']) rmSync(coming + tail, { force: true });
		throw error;
	}
}

/** Brings the copy up to this version and begins its new life; answers the life's number. */
async function revive(
	coming: string,
	manifest: Manifest,
	present: Account | null,
	id: string,
	at: number
): Promise<number> {
	const db = open({ url: urlOf(resolve(coming)) });
	try {
		await migrate(db);
		const previous = present && {
			...{
				position: present.position,
				link: present.link,
				ratings: present.ratings,
				epoch: present.epoch.id
			},
			...{ entries: present.entries, notes: present.notes, checkpoint: present.checkpoint?.number ?? 0 },
			devices: present.devices.map(({ id, key, highestSeq }) => ({ id, key, highestSeq }))
		};
		const epoch = await db.write(async (tx) => {
			const begun = await epochs.begin(tx, id, 'restored', { backup: manifest, previous }, at);
			await audit.note(tx, SYSTEM, at, 'db.restore', `epoch:${begun.number}`, {
				backup: manifest.file,
				sha256: manifest.sha256,
				position: manifest.position,
				previousPosition: present?.position ?? null
			});
			return begun;
		});
		const [folded] = await db.guard.alone(async (writer) => {
			const { rows } = await writer.execute('PRAGMA wal_checkpoint(TRUNCATE)');
			return rows;
		});
		if (folded?.[0] !== 0)
			throw new Error('The restored copy could not be written whole. Nothing was changed.');
		return epoch.number;
	} finally {
		db.close();
		// Empty by now; under this name nobody will look for them.
		for (const tail of ['-wal', '-shm']) rmSync(coming + tail, { force: true });
		copies.flush(coming);
	}
}

/** Brings what lies in the old database's -wal into its file, so that the file alone is all of it. */
async function fold(file: string): Promise<void> {
	await apart(file, ['PRAGMA wal_checkpoint(TRUNCATE)', 'PRAGMA journal_mode = DELETE']).catch(
		() => undefined
	);
}

/**
 * Gives the old database a second name, under which it stays when the new one takes the first. What could not be
 * folded of its -wal goes with it: under the old name it would be taken for the new database's.
 */
function setAside(file: string, aside: string): void {
	if (existsSync(aside)) throw new Error(`${aside} is there already. Nothing was changed.`);
	if (existsSync(file)) second(file, aside);
	if (existsSync(`${file}-wal`)) renameSync(`${file}-wal`, `${aside}-wal`);
	rmSync(`${file}-shm`, { force: true });
}

function second(file: string, aside: string): void {
	try {
		linkSync(file, aside);
	} catch {
		// A file system without hard links: then for a moment there is no database under the name.
		renameSync(file, aside);
	}
}

function stamp(at: number): string {
	return new Date(at).toISOString().replace(/[-:]|\.\d+/g, '');
}
