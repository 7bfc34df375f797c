// Restores as an operator makes them. The database is never opened by this process: a restore is refused while
// anybody has it open.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
	copyFileSync,
	existsSync,
	mkdtempSync,
	readdirSync,
	readFileSync,
	renameSync,
	rmSync,
	writeFileSync
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from 'vitest';
import { commands, run, type Ran } from '../../../../tests/built';
import { database } from '../../../../tests/database';
import { entry, put } from '../../../../tests/ledger';
import { town, type Town } from '../../../../tests/town';
import type { Db } from '../db/open';
import { apart, type Row } from '../db/apart';
import { hold } from '../db/lock';
import { list, paperOf } from './manifest';

// Each command is a process of its own, and some wait for a lock.
vi.setConfig({ testTimeout: 120_000 });

let built: { script: string; remove: () => void };
beforeAll(async () => {
	built = await commands();
});
afterAll(() => built.remove());

const tasks = (path: string, line: string): Promise<Ran> => run(built.script, path, line.split(' '));

/** A rating of tablet A1 with its number. */
const of = (here: Town, number: number) =>
	entry(here, number, { form: 2, deviceId: here.devices.a1.id, seq: number, prev: 'p', channel: 'tablet' });

/** The file as it stands now, under a name that this process has never opened. */
async function still(db: Db & { path: string }, path: string): Promise<void> {
	await db.guard.execute('PRAGMA wal_checkpoint(TRUNCATE)');
	copyFileSync(db.path, path);
}

/**
 * A database with a backup of its first ten ratings and twelve in all, in a folder of its own; `later` is done to it
 * after the backup.
 */
async function world(later: (db: Db, here: Town) => Promise<unknown> = async () => undefined) {
	const folder = mkdtempSync(join(tmpdir(), 'hai-long-restore-'));
	onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
	const path = join(folder, 'hailong.db');
	const db = database();
	const here = await town(db);
	const numbers = Array.from({ length: 12 }, (_, index) => index + 1);
	await put(
		db,
		numbers.slice(0, 10).map((number) => of(here, number))
	);
	await still(db, path);
	expect((await tasks(path, `backup --to ${folder}/backups`)).status).toBe(0);
	await put(
		db,
		numbers.slice(10).map((number) => of(here, number))
	);
	await later(db, here);
	await still(db, path);
	const [made] = list(`${folder}/backups`);
	return { folder, path, here, backup: made!.file, manifest: made!.manifest };
}

async function ask(path: string, question: string): Promise<Row[]> {
	const [rows = []] = await apart(path, [question], true);
	return rows;
}

test('a backup that was altered, is damaged, or has no paper is not restored', async () => {
	const { folder, path, backup } = await world();
	const before = readFileSync(path);
	const bytes = readFileSync(backup);
	bytes[5_000]! ^= 1;
	writeFileSync(backup, bytes);
	const altered = await tasks(path, `restore --from ${backup}`);
	expect(altered.status).toBe(1);
	expect(altered.err).toMatch(/has the checksum .* not what the backup wrote.*nothing was changed/);
	rmSync(paperOf(backup));
	expect((await tasks(path, `restore --from ${backup}`)).err).toMatch(
		/is no backup: .*\.json.* is not there/
	);
	writeFileSync(paperOf(backup), '{}');
	expect((await tasks(path, `restore --from ${backup}`)).err).toMatch(/not as "npm run backup" writes it/);
	expect((await tasks(path, 'restore')).status).toBe(2);
	expect(readFileSync(path).equals(before)).toBe(true);
	expect(readdirSync(folder).filter((name) => /restor/.test(name))).toEqual([]);
});

test('a restore is refused while a server holds the database; what it would do can be asked', async () => {
	const { path, backup } = await world();
	const held = await hold(path, 0);
	const refused = await tasks(path, `restore --from ${backup}`);
	expect(refused.status).toBe(1);
	expect(refused.err).toMatch(
		new RegExp(`is held by process ${process.pid} .* since .*end the other one first`)
	);
	expect((await tasks(path, `restore --from ${backup} --dry-run`)).status).toBe(0);
	for (const verb of ['migrate', 'rollups --check', 'invite --counter A1'])
		expect((await tasks(path, verb)).err, verb).toMatch(/is held by process/);
	await held.release();
	expect((await tasks(path, 'migrate')).status).toBe(0);
});

test('a restore is refused while somebody only reads: closing the old file, they would take the new one’s -wal', async () => {
	const { path, backup } = await world();
	const reader = spawn(
		process.execPath,
		[
			'--input-type=module',
			'-e',
			`const { createClient } = await import('@libsql/client');
			const { openSync } = await import('node:fs');
			openSync(process.argv[1] + '.holder', 'a');
			globalThis.client = createClient({ url: 'file:' + process.argv[1] });
			await client.execute('SELECT count(*) FROM ratings');
			console.log('reading');
			process.stdin.on('data', () => {});`,
			path
		],
		{ stdio: ['pipe', 'pipe', 'inherit'] }
	);
	await once(reader.stdout, 'data');
	const refused = await tasks(path, `restore --from ${backup}`);
	reader.kill('SIGKILL');
	await once(reader, 'exit');
	expect(refused.err).toMatch(new RegExp(`is being read by process ${reader.pid} .*Nothing was changed`));
	expect(await ask(path, 'SELECT max(position) AS p FROM ratings')).toEqual([{ p: 12 }]);
});

test('a dry run tells what would be lost and which tablets are asked from which number, and changes nothing', async () => {
	const { folder, path, backup } = await world(async (db, here) => {
		await put(db, [
			entry(here, 99, {
				deviceId: here.devices.b1.id,
				seq: 1,
				channel: 'tablet',
				counterId: here.counters.b1
			})
		]);
		await db.write((tx) =>
			tx.run(sql`INSERT INTO audit_notes (id, at, "actorKind", "actorId", "actorName", act, subject, details)
				SELECT max(id) + 1, 1, 'system', 'system', 'system', 'org.addBranch', 'branch:9', '{}' FROM audit_notes`)
		);
	});
	const before = readFileSync(path);
	const { status, out, err } = await tasks(path, `restore --from ${backup} --dry-run`);
	expect({ status, err }).toEqual({ status: 0, err: '' });
	expect(out).toMatch(/The backup holds 10 ratings up to position 10, in life 1; it has no checkpoint\./);
	expect(out).toMatch(/The database that is there holds 13 ratings up to position 13\./);
	expect(out).toMatch(
		/Beyond the backup it has 3 ratings, 0 refused ratings, 0 entries.*, 1 lines of the trail\./
	);
	expect(out).toMatch(/will have to be done again, if still wanted: org\.addBranch, 1 time/);
	expect(out).toMatch(/Tablet .*A1.* will be asked for numbers 11 to 12 again\./);
	expect(out).toMatch(/Tablet .*B1.* will be asked for numbers 1 to 1 again\./);
	expect(out).toMatch(/Nothing was changed \(--dry-run\)/);
	expect(readFileSync(path).equals(before)).toBe(true);
	expect(readdirSync(folder).filter((name) => /restor/.test(name))).toEqual([]);
});

test('a restore begins a new life from the backup, keeps the old file whole, and leaves a line in the trail', async () => {
	const { path, backup, manifest } = await world();
	const { status, out, err } = await tasks(path, `restore --from ${backup}`);
	expect({ status, err }).toEqual({ status: 0, err: '' });
	const aside = /kept as (.*)\.\n/.exec(out)![1]!;
	expect(await ask(aside, 'SELECT max(position) AS p FROM ratings')).toEqual([{ p: 12 }]);
	expect(await ask(path, 'SELECT max(position) AS p FROM ratings')).toEqual([{ p: 10 }]);
	const [first, second] = await ask(path, 'SELECT * FROM epochs ORDER BY number');
	expect(second).toMatchObject({ number: 2, reason: 'restored', position: 10, link: manifest.link });
	expect(second!.id).toMatch(/^[0-9a-f]{32}$/);
	expect(second!.id).not.toBe(first!.id);
	const details = JSON.parse(String(second!.details)) as Record<string, unknown>;
	expect(details).toMatchObject({
		backup: manifest,
		previous: { position: 12, ratings: 12, epoch: first!.id }
	});
	expect((details.previous as { devices: object[] }).devices).toContainEqual(
		expect.objectContaining({ highestSeq: 12 })
	);
	const [note] = await ask(path, 'SELECT * FROM audit_notes ORDER BY id DESC LIMIT 1');
	expect(note).toMatchObject({ act: 'db.restore', subject: 'epoch:2', actorKind: 'system' });
	expect(JSON.parse(String(note!.details))).toMatchObject({ position: 10, previousPosition: 12 });
	expect(existsSync(`${path}.restoring`)).toBe(false);
	expect((await tasks(path, 'migrate')).out).toMatch(/up to date and sound/);
	// The verifier knows what was there, also while the tablet is silent.
	const found = JSON.parse((await tasks(path, 'verify --json')).out) as { findings: { text: string }[] };
	expect(found.findings.map(({ text }) => text).join('\n')).toMatch(
		/number 11–12 is still missing: it was here before the restore/
	);
	// The same backup again: another life, and the file that was restored before is kept too.
	await new Promise((later) => setTimeout(later, 1_100));
	expect((await tasks(path, `restore --from ${backup}`)).status).toBe(0);
	const [again] = await ask(path, 'SELECT id, number FROM epochs ORDER BY number DESC LIMIT 1');
	expect(again).toMatchObject({ number: 2 });
	expect(again!.id).not.toBe(second!.id);
});

test('what lies in the old database’s -wal is in the file that is kept', async () => {
	const { path, backup } = await world();
	// Ended the hard way, so that the -wal stays.
	const writer = spawn(
		process.execPath,
		[
			'--input-type=module',
			'-e',
			`const { createClient } = await import('@libsql/client');
			const client = createClient({ url: 'file:' + process.argv[1] });
			await client.execute('PRAGMA journal_mode = WAL');
			await client.execute("INSERT INTO closed_days (day, name) VALUES ('2026-09-02', 'in the wal')");
			process.kill(process.pid, 'SIGKILL');`,
			path
		],
		{ stdio: 'inherit' }
	);
	await once(writer, 'exit');
	expect(readFileSync(`${path}-wal`).length).toBeGreaterThan(0);
	const { out } = await tasks(path, `restore --from ${backup}`);
	const aside = /kept as (.*)\.\n/.exec(out)![1]!;
	expect(existsSync(`${path}-wal`)).toBe(false);
	expect(await ask(aside, 'SELECT name FROM closed_days')).toEqual([{ name: 'in the wal' }]);
	expect(await ask(path, 'SELECT name FROM closed_days')).toEqual([]);
});

test('a database that cannot be read, or is gone, is no hindrance; its -wal is not taken for the new one’s', async () => {
	const { folder, path, backup } = await world();
	writeFileSync(path, 'garbage '.repeat(5_000));
	writeFileSync(`${path}-wal`, 'also garbage');
	const { status, out } = await tasks(path, `restore --from ${backup}`);
	expect(status).toBe(0);
	expect(out).toMatch(
		/cannot be read \(it does not begin as a database file does\): what it has beyond the backup is not known/
	);
	expect(out).toMatch(/Tablet .*A1.* will be asked for what it has after number 10\./);
	const aside = /kept as (.*)\.\n/.exec(out)![1]!;
	expect(readFileSync(aside, 'utf8')).toMatch(/^garbage garbage/);
	expect(readFileSync(`${aside}-wal`, 'utf8')).toBe('also garbage');
	// The process that asks may still be ending when the next command looks who holds the file: it asks a copy.
	const copy = join(folder, 'looked-at.db');
	copyFileSync(path, copy);
	expect(await ask(copy, 'SELECT max(position) AS p FROM ratings')).toEqual([{ p: 10 }]);

	renameSync(path, `${path}.lost`);
	rmSync(`${path}-wal`, { force: true });
	const gone = await tasks(path, `restore --from ${backup}`);
	expect(gone.status, gone.out).toBe(0);
	expect(gone.out).toMatch(/There is no database at/);
	expect(gone.out).not.toMatch(/kept as/);
	expect((await tasks(path, 'migrate')).status).toBe(0);
});

test('a backup of another database is said to be one, and one of a newer version is refused', async () => {
	const { folder, path, backup, here } = await world();
	const other = database();
	await town(other);
	await put(
		other,
		Array.from({ length: 12 }, (_, index) => entry(here, 500 + index))
	);
	const strange = join(folder, 'strange.db');
	await still(other, strange);
	const { out } = await tasks(strange, `restore --from ${backup} --dry-run`);
	expect(out).toMatch(/is no continuation of this backup/);

	const newer = join(folder, 'newer.db');
	await other.guard.execute(
		`INSERT INTO __drizzle_migrations (hash, created_at) SELECT 'from the future', max(created_at) + 1 FROM __drizzle_migrations`
	);
	await still(other, newer);
	await tasks(newer, `backup --to ${folder}/newer`);
	const [made] = list(`${folder}/newer`);
	expect((await tasks(path, `restore --from ${made!.file}`)).err).toMatch(/made by a newer version/);

	const unsound = join(folder, 'unsound.db');
	await other.guard.execute(`DELETE FROM __drizzle_migrations WHERE hash = 'from the future'`);
	await other.guard.execute('DROP TRIGGER ratings_no_delete');
	await still(other, unsound);
	await tasks(unsound, `backup --to ${folder}/unsound`);
	const [bad] = list(`${folder}/unsound`);
	expect((await tasks(path, `restore --from ${bad!.file}`)).err).toMatch(
		/is not sound: trigger ratings_no_delete is missing/
	);
});
