// Backups as an operator makes them: the command in a process of its own, beside a process that writes.
import {
	appendFileSync,
	chmodSync,
	existsSync,
	mkdtempSync,
	readdirSync,
	readFileSync,
	rmSync,
	statSync,
	writeFileSync
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from 'vitest';
import { commands, run, type Ran } from '../../../../tests/built';
import { database } from '../../../../tests/database';
import { entry, put } from '../../../../tests/ledger';
import { town } from '../../../../tests/town';
import { apart } from '../db/apart';
import { faults } from '../db/backup';
import { hold } from '../db/lock';
import { COLUMNS, linkOf, readable, type Recorded } from '../ratings/record';
import { age, list, read, type Manifest } from './manifest';

// Each command is a process of its own, and some wait for a lock.
vi.setConfig({ testTimeout: 120_000 });

let built: { script: string; remove: () => void };
beforeAll(async () => {
	built = await commands();
});
afterAll(() => built.remove());

function folder(): string {
	const made = mkdtempSync(join(tmpdir(), 'hai-long-backups-'));
	onTestFinished(() => {
		chmodSync(made, 0o700);
		rmSync(made, { recursive: true, force: true });
	});
	return made;
}

const tasks = (path: string, line: string, limit?: number): Promise<Ran> =>
	run(built.script, path, line.split(' '), limit);

async function filled(count: number) {
	const db = database();
	const here = await town(db);
	await put(
		db,
		Array.from({ length: count }, (_, number) => entry(here, number))
	);
	return { db, here };
}

function only(to: string): { file: string; manifest: Manifest } {
	const [found, ...more] = list(to);
	expect(more).toEqual([]);
	return found!;
}

test('a backup made while somebody writes is one whole moment of the database: no gap, every link fits', async () => {
	const { db, here } = await filled(200);
	const held = await hold(db.path, 0);
	const to = folder();
	let isOver = false;
	let number = 200;
	const writing = (async () => {
		while (!isOver) {
			await put(db, [entry(here, number++, { comment: 'dài '.repeat(50), salt: 'salt' })]);
			await new Promise((turn) => setImmediate(turn));
		}
	})();
	const done = await tasks(db.path, `backup --to ${to}`);
	isOver = true;
	await writing;
	await held.release();
	expect(done.err).toBe('');
	expect(done.status).toBe(0);

	const { file, manifest } = only(to);
	expect(manifest.position).toBeGreaterThan(200);
	expect(manifest.position).toBeLessThan(number);
	expect(await faults(file)).toEqual([]);
	const [rows = [], [first] = []] = await apart(file, [
		`SELECT position, link, ${COLUMNS.map((column) => `"${column}"`).join(', ')} FROM ratings ORDER BY position`,
		'SELECT link FROM epochs WHERE number = 1'
	]);
	let link = String(first?.link);
	for (const [index, row] of rows.entries()) {
		expect(row.position).toBe(index + 1);
		link = linkOf(link, readable(row as unknown as Recorded));
		expect(row.link, `position ${index + 1}`).toBe(link);
	}
	expect(manifest).toMatchObject({ position: rows.length, ratings: rows.length, link, epoch: { number: 1 } });
	const [[comments] = []] = await apart(file, ['SELECT count(*) AS n FROM comments']);
	expect(comments?.n).toBe(rows.length - 200);
});

test('only its owner may read a backup, and looking at it does not change it', async () => {
	const { db } = await filled(3);
	const to = folder();
	await tasks(db.path, `backup --to ${to}/new/deep`);
	const { file } = only(`${to}/new/deep`);
	const before = readFileSync(file);
	expect(readdirSync(`${to}/new/deep`).length).toBe(2);
	await apart(file, ['SELECT * FROM ratings', 'PRAGMA integrity_check'], true);
	expect(readFileSync(file).equals(before)).toBe(true);
	expect(readdirSync(`${to}/new/deep`).length).toBe(2);
	expect((statSync(file).mode & 0o777).toString(8)).toBe('600');
});

test('the list says how old each is, and which is no longer what was written', async () => {
	const { db } = await filled(3);
	const to = folder();
	await tasks(db.path, `backup --to ${to}`);
	const listed = await tasks(db.path, `backup --list ${to}`);
	expect(listed).toMatchObject({ status: 0, err: '' });
	expect(listed.out).toMatch(
		/test-\d{8}T\d{6}Z\.db {2}0 minutes old, \d\.\d MB, 3 ratings up to position 3: checksum fits/
	);

	const { file } = only(to);
	const bytes = readFileSync(file);
	bytes[bytes.length - 100]! ^= 1;
	writeFileSync(file, bytes);
	const altered = await tasks(db.path, `backup --list ${to}`);
	expect(altered.status).toBe(1);
	expect(altered.out).toMatch(/has the checksum [0-9a-f]{64}, not [0-9a-f]{64}/);
	appendFileSync(file, 'x');
	expect((await tasks(db.path, `backup --list ${to}`)).out).toMatch(/has \d+ bytes, not \d+/);
	rmSync(file);
	expect((await tasks(db.path, `backup --list ${to}`)).out).toMatch(/is not there/);
	expect((await tasks(db.path, `backup --list ${folder()}`)).out).toMatch(/There is no backup in/);
	expect(age(47 * 3_600_000)).toBe('47 hours');
	expect(age(49 * 3_600_000)).toBe('2 days');
});

test('--keep removes older ones of this database only, and only once the new one is good', async () => {
	const { db } = await filled(3);
	const to = folder();
	for (const [name, of] of [
		['test-20200101T000000Z', 'test.db'],
		['test-20210101T000000Z', 'test.db'],
		['other-20200101T000000Z', 'other.db']
	] as const) {
		await tasks(db.path, `backup --to ${to}/made`);
		const made = only(`${to}/made`);
		const createdAt = `${name.slice(-16, -12)}-01-01T00:00:00.000Z`;
		writeFileSync(join(to, `${name}.db`), readFileSync(made.file));
		writeFileSync(join(to, `${name}.json`), JSON.stringify({ ...made.manifest, createdAt, database: of }));
		rmSync(`${to}/made`, { recursive: true });
	}
	const failed = await tasks(db.path, `backup --to ${to} --keep 1`, 100);
	expect(failed.status).toBe(1);
	expect(list(to).length).toBe(3);
	const done = await tasks(db.path, `backup --to ${to} --keep 2`);
	expect(done.out).toMatch(/Removed .*test-20200101T000000Z\.db/);
	expect(list(to).map(({ manifest }) => manifest.createdAt.slice(0, 4))).toEqual([
		expect.not.stringMatching(/202[01]/),
		'2021',
		'2020'
	]);
	expect(existsSync(join(to, 'test-20200101T000000Z.db'))).toBe(false);
});

test('without room the refusal says how much is needed and how much is free, and nothing half-made stays', async () => {
	const { db } = await filled(3);
	const to = folder();
	const tried = await tasks(db.path, `backup --to ${to}`, 100);
	expect(tried.status).toBe(1);
	expect(tried.err).toMatch(
		/The copy could not be written to .*: it needs \d+\.\d MB, and \d+\.\d MB are free there .*Nothing was kept of it/
	);
	expect(readdirSync(to)).toEqual([]);
});

test('where nothing can be written or nothing is there, that is said', async () => {
	const { db } = await filled(3);
	const to = folder();
	writeFileSync(`${to}/file`, '');
	expect((await tasks(db.path, `backup --to ${to}/file`)).err).toMatch(/Nothing can be written to .*file/);
	expect((await tasks(`${to}/none.db`, `backup --to ${to}/backups`)).err).toMatch(/There is no database at/);
	expect(existsSync(`${to}/none.db`)).toBe(false);
	writeFileSync(`${to}/garbage.db`, 'garbage '.repeat(1000));
	expect((await tasks(`${to}/garbage.db`, `backup --to ${to}/backups`)).err).toMatch(/cannot be read/);
	expect((await tasks(db.path, 'backup')).status).toBe(2);
	expect((await tasks(db.path, `backup --to ${to} --list ${to}`)).status).toBe(2);
	expect(() => read(`${to}/garbage.db`)).toThrow(/is no backup: garbage\.json/);
});
