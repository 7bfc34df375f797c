// Checkpoints: who makes them, what they say, and what the small script says of a file of them.
import { spawnSync } from 'node:child_process';
import { verify } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { database } from '../../../../tests/database';
import { rating, tablet } from '../../../../tests/ratings';
import { NOW, town } from '../../../../tests/town';
import { SYSTEM, type Actor } from '../../shared/actor';
import { trail } from '../audit/trail';
import { gate } from '../auth/gate';
import { GENESIS, hash } from '../db/chain';
import type { Db } from '../db/open';
import * as checkpoint from './checkpoint';

const KEY = checkpoint.keyFrom('the secret of this server, for tests');
const DAY_MS = 86_400_000;
const SCRIPT = resolve('static/verify-checkpoints.mjs');

const make = (db: Db, actor: Actor = SYSTEM, at = NOW, key = KEY) =>
	db.write((tx) => checkpoint.make(tx, key, actor, at));
const said = (one: checkpoint.Checkpoint) => JSON.parse(one.statement) as checkpoint.Statement;

test('only auditors and administrators make one', async () => {
	const db = database();
	const { people, devices } = await town(db);
	const tabletActor: Actor = { kind: 'device', id: devices.a1.id, name: 'Máy A1' };
	for (const who of [people.leaderA, people.hr, people.officer, tabletActor])
		await expect(make(db, who)).rejects.toMatchObject({ code: 'not_allowed' });
	expect(await checkpoint.list(db.read)).toEqual([]);
	await make(db, people.auditor);
	await make(db, people.administrator);
	expect(await checkpoint.list(db.read)).toHaveLength(2);
});

test('the page and the file are there for auditors and administrators, and for nobody else', async () => {
	const { people } = await town(database());
	for (const route of ['/admin/checkpoints', '/admin/checkpoints/file'])
		for (const [who, answer] of [
			[people.leaderA, 'not-found'],
			[people.hr, 'not-found'],
			[people.officer, 'not-found'],
			[null, 'sign-in'],
			[people.auditor, 'pass'],
			[people.administrator, 'pass']
		] as const)
			expect(gate(route, 'GET', who), `${route} ${who?.role}`).toBe(answer);
	expect(gate('/admin/checkpoints', 'POST', people.hr)).toBe('not-found');
	expect(gate('/admin/checkpoints', 'POST', people.auditor)).toBe('pass');
});

test('one says how far everything has come, is signed, and names the one before', async () => {
	const db = database();
	const here = await town(db);
	const first = await make(db);
	expect(said(first)).toMatchObject({
		...{ form: 1, number: 1, at: NOW, previous: GENESIS },
		ratings: { count: 0, position: 0, link: GENESIS },
		entries: { count: 0, link: GENESIS }
	});
	await tablet(here).send(db, [rating(here), rating(here)]);
	const second = await make(db, here.people.auditor, NOW + 1);
	const [row] = (await db.guard.execute('SELECT link FROM ratings WHERE position = 2')).rows;
	expect(said(second)).toMatchObject({
		previous: first.hash,
		ratings: { count: 2, position: 2, link: row?.link }
	});
	// The trail that it seals holds its own line too.
	const [line] = await trail(db.read, { limit: 1 });
	expect(line).toMatchObject({ act: 'checkpoints.make', subject: 'checkpoint:2', actorName: 'Kiểm Tra' });
	expect(said(second).audit).toEqual({ count: line?.id, link: line?.link });
	expect(second.hash).toBe(hash(second.statement));
	const key = { key: Buffer.from(KEY.publicKey, 'base64url'), format: 'der', type: 'spki' } as const;
	expect(verify(null, Buffer.from(second.statement), key, Buffer.from(second.signature, 'base64url'))).toBe(
		true
	);
});

test('the key follows from the secret, and another secret has another', () => {
	expect(checkpoint.keyFrom('the secret of this server, for tests').publicKey).toBe(KEY.publicKey);
	expect(checkpoint.keyFrom('another').publicKey).not.toBe(KEY.publicKey);
	expect(checkpoint.nameOf(KEY.publicKey)).toMatch(/^[\w-]{16}$/);
});

test('the day’s is made once a day, and the keeper makes it by itself', async () => {
	const db = database();
	await town(db);
	const midnight = Date.parse('2026-03-03T00:00:00Z');
	expect(await checkpoint.daily(db, KEY, NOW)).toMatchObject({ number: 1 });
	expect(await checkpoint.daily(db, KEY, midnight - 1)).toBeNull();
	expect(await checkpoint.daily(db, KEY, midnight)).toMatchObject({ number: 2 });
	expect(await checkpoint.daily(db, KEY, NOW - 5 * DAY_MS)).toBeNull();
	const lines: string[] = [];
	const says = {
		info: (_: object, text: string) => void lines.push(text),
		error: (_: object, text: string) => void lines.push(text)
	};
	let at = midnight + 1;
	const stop = checkpoint.start(db, KEY, says, () => at, 5);
	await new Promise((later) => setTimeout(later, 60));
	expect(lines).toEqual([]);
	at += DAY_MS;
	await expect.poll(() => lines).toEqual(['checkpoint made']);
	await stop();
	expect(await checkpoint.list(db.read)).toHaveLength(3);
});

test('a keeper that cannot says so, and tries again', async () => {
	const db = database();
	await town(db);
	const lines: string[] = [];
	const says = { info: () => undefined, error: (_: object, text: string) => void lines.push(text) };
	const broken = { ...db, write: () => Promise.reject(new Error('the disk is full')) };
	const stop = checkpoint.start(broken, KEY, says, () => NOW, 5);
	await expect.poll(() => lines.length).toBeGreaterThan(1);
	await stop();
	expect(new Set(lines)).toEqual(new Set(['checkpoint not made']));
});

describe('the script', () => {
	async function files() {
		const db = database();
		const here = await town(db);
		const folder = mkdtempSync(join(tmpdir(), 'hai-long-checkpoints-'));
		onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
		const a1 = tablet(here);
		for (let day = 0; day < 4; day++) {
			await a1.send(db, [rating(here)]);
			await make(db, SYSTEM, NOW + day * DAY_MS);
		}
		const all = await checkpoint.list(db.read);
		function run(list: checkpoint.Checkpoint[], older?: checkpoint.Checkpoint[]) {
			const paths = [list, older]
				.filter((one) => one !== undefined)
				.map((one, index) => {
					const path = join(folder, `${index}.json`);
					writeFileSync(path, checkpoint.file(one));
					return path;
				});
			const { status, stdout } = spawnSync(process.execPath, [SCRIPT, ...paths], { encoding: 'utf8' });
			return { status, said: stdout };
		}
		return { all, run, folder };
	}

	test('finds a good file whole, and an older copy its beginning', async () => {
		const { all, run } = await files();
		expect(run(all)).toMatchObject({ status: 0 });
		const both = run(all, all.slice(0, 2));
		expect(both.status).toBe(0);
		expect(both.said).toContain('All 4 checkpoints are whole');
		expect(both.said).toContain('The 2 checkpoints of');
		expect(both.said).toContain(checkpoint.nameOf(KEY.publicKey));
	});

	test('finds every change of a file', async () => {
		const { all, run } = await files();
		const changed = (index: number, change: (one: checkpoint.Checkpoint) => Partial<checkpoint.Checkpoint>) =>
			all.map((one, at) => (at === index ? { ...one, ...change(one) } : one));
		const other = (one: checkpoint.Checkpoint) => one.statement.replace('"count":', '"count":1');
		const cases: [string, checkpoint.Checkpoint[]][] = [
			['statement', changed(1, (one) => ({ statement: other(one) }))],
			['statement and hash', changed(1, (one) => ({ statement: other(one), hash: hash(other(one)) }))],
			['hash', changed(2, () => ({ hash: 'A'.repeat(43) }))],
			['signature', changed(3, (one) => ({ signature: `A${one.signature.slice(1)}` }))],
			['key', changed(3, () => ({ publicKey: checkpoint.keyFrom('x').publicKey }))],
			['number', changed(2, () => ({ number: 7 }))],
			['taken out', all.filter((_, index) => index !== 1)],
			['swapped', [all[1]!, all[0]!, all[2]!, all[3]!]],
			['empty', []]
		];
		for (const [name, list] of cases) {
			const { status, said } = run(list);
			expect(status, name).toBe(1);
			expect(said, name).toContain('WRONG');
		}
	});

	test('finds that history was made anew since an older copy was kept', async () => {
		const { all, run } = await files();
		const db = database();
		await town(db);
		for (let day = 0; day < 5; day++) await make(db, SYSTEM, NOW + day * DAY_MS);
		const anew = await checkpoint.list(db.read);
		expect(run(anew).status).toBe(0);
		expect(run(anew, all)).toMatchObject({ status: 1 });
		expect(run(all.slice(0, 3), all)).toMatchObject({ status: 1 });
	});

	test('says where the key changes, which is no fault by itself', async () => {
		const db = database();
		await town(db);
		await make(db);
		await make(db, SYSTEM, NOW + 1, checkpoint.keyFrom('a new secret'));
		const { run } = await files();
		const both = run(await checkpoint.list(db.read));
		expect(both.status).toBe(0);
		expect(both.said).toContain('From number 2');
	});

	test('ends with 2 for what is no such file', async () => {
		const { folder } = await files();
		const path = join(folder, 'other.json');
		writeFileSync(path, '{}');
		expect(spawnSync(process.execPath, [SCRIPT, path]).status).toBe(2);
		expect(spawnSync(process.execPath, [SCRIPT]).status).toBe(2);
	});
});
