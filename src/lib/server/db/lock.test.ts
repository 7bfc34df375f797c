// One writing process for one file, tried with real processes that are ended the hard way.
import { createClient } from '@libsql/client';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { linkSync, mkdtempSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, onTestFinished, test } from 'vitest';
import { declare, holderOf } from './holders';
import { hold, holder, writable } from './lock';
import { open } from './open';

function place(): string {
	const folder = mkdtempSync(join(tmpdir(), 'hai-long-lock-'));
	onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
	return join(folder, 'hailong.db');
}

/** A second process that runs a program and has said a word. */
async function other(program: string, ...args: string[]): Promise<ChildProcess> {
	const child = spawn(process.execPath, ['--input-type=module', '-e', program, ...args], {
		cwd: resolve(import.meta.dirname, '../../../..'),
		stdio: ['pipe', 'pipe', 'inherit']
	});
	onTestFinished(() => void child.kill('SIGKILL'));
	await once(child.stdout, 'data');
	return child;
}

/** Takes the lock as `hold` does. The library is bundled code's own, so the few lines stand here again. */
const HOLDS = `
	const { createClient } = await import('@libsql/client');
	const { writeFileSync } = await import('node:fs');
	const { hostname } = await import('node:os');
	const client = createClient({ url: 'file:' + process.argv[1] + '.lock', timeout: 0 });
	globalThis.kept = await client.transaction('write');
	writeFileSync(process.argv[1] + '.holder', JSON.stringify({
		pid: process.pid, host: hostname(), command: 'node build/start.js', since: '2026-11-22T06:00:00.000Z'
	}));
	console.log('held');
	process.stdin.on('data', () => {});`;

const OPENS = `
	const { createClient } = await import('@libsql/client');
	globalThis.client = createClient({ url: 'file:' + process.argv[1], timeout: 0 });
	await client.execute('PRAGMA journal_mode = WAL');
	await client.execute('CREATE TABLE IF NOT EXISTS t (a)');
	await client.execute('SELECT * FROM t');
	console.log('open');
	process.stdin.on('data', () => {});`;

async function killed(child: ChildProcess): Promise<void> {
	child.kill('SIGKILL');
	if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
}

test('a second process is refused and told who holds the database, since when, and what to do', async () => {
	const path = place();
	const first = await other(HOLDS, path);
	await expect(hold(path, 300)).rejects.toThrow(
		new RegExp(
			`held by process ${first.pid} \\(node build/start\\.js\\) since 2026-11-22T06:00:00\\.000Z.*end the other one first`
		)
	);
});

test('kill -9 of the holder frees the lock, and its stale text names nobody', async () => {
	const path = place();
	const first = await other(HOLDS, path);
	const waiting = hold(path, 10_000);
	await killed(first);
	const lock = await waiting;
	expect(holder(path)).toMatchObject({ pid: process.pid });
	await lock.release();
	expect(holder(path)).toBeNull();
	writeFileSync(
		holderOf(path),
		JSON.stringify({ pid: first.pid, host: 'elsewhere', command: 'x', since: '' })
	);
	expect(holder(path)).toMatchObject({ host: 'elsewhere' });
});

test('whoever waits gets the lock when it is given back, and only one of several does', async () => {
	const path = place();
	const lock = await hold(path, 0);
	const tries = [hold(path, 3_000), hold(path, 3_000)].map((one) =>
		one.then(
			() => 'held',
			() => 'refused'
		)
	);
	await new Promise((later) => setTimeout(later, 200));
	await lock.release();
	await lock.release();
	expect((await Promise.all(tries)).sort()).toEqual(['held', 'refused']);
});

test('a lock that nobody looks at is not lost to the garbage collector', async () => {
	const path = place();
	await hold(path, 0);
	setFlagsFromString('--expose-gc');
	const collect = runInNewContext('gc') as () => void;
	for (let turn = 0; turn < 3; turn++) {
		collect();
		await new Promise((later) => setTimeout(later, 20));
	}
	await expect(hold(path, 0)).rejects.toThrow(/held by process/);
});

test('a process that has the file open is named, under whatever name it opened it', async () => {
	const path = place();
	const stranger = await other(OPENS, path);
	const linked = join(path, '..', 'linked.db');
	linkSync(path, linked);
	for (const name of [path, linked])
		await expect(hold(name, 300)).rejects.toThrow(new RegExp(`is open in process ${stranger.pid} \\(.*node`));
	await killed(stranger);
	await (await hold(path, 5_000)).release();
});

test('two names of one database are one lock', async () => {
	const path = place();
	writeFileSync(path, '');
	const alias = join(path, '..', 'alias.db');
	symlinkSync(path, alias);
	const lock = await hold(path, 0);
	await expect(hold(alias, 0)).rejects.toThrow(/held by process/);
	await lock.release();
});

test('a process that says it only reads is in nobody’s way, as long as it says so', async () => {
	const path = place();
	const reader = await other(
		`${OPENS}
		const { openSync, closeSync } = await import('node:fs');
		const fd = openSync(process.argv[1] + '.holder', 'a');
		process.stdin.on('data', () => { closeSync(fd); console.log('silent'); });`,
		path
	);
	await new Promise((later) => setTimeout(later, 100));
	await (await hold(path, 3_000)).release();
	reader.stdin!.write('be silent\n');
	await once(reader.stdout!, 'data');
	await expect(hold(path, 300)).rejects.toThrow(new RegExp(`open in process ${reader.pid}`));
});

test('declaring leaves the database alone and ends when it is told to', () => {
	const path = place();
	const end = declare(path);
	expect(statSync(holderOf(path)).size).toBe(0);
	end();
	end();
	expect(() => readFileSync(path)).toThrow(/ENOENT/);
	declare('/proc/nowhere/hailong.db')();
});

test('a write lock of somebody on the database itself is said after patience has run out', async () => {
	const path = place();
	const db = open({ url: `file:${path}` });
	await db.guard.execute('CREATE TABLE t (a)');
	await writable(db, path, 0);
	const unseen = createClient({ url: `file:${path}`, timeout: 0 });
	const transaction = await unseen.transaction('write');
	await expect(writable(db, path, 300)).rejects.toThrow(/locked by a process that cannot be seen from here/);
	await transaction.rollback();
	unseen.close();
	await writable(db, path, 300);
	db.close();
});
