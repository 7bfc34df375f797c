// The one-writer rule, tried with real files and a real second process that holds a lock.
import { createClient } from '@libsql/client';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, expect, test } from 'vitest';
import { database } from '../../../../tests/database';
import { QueueFull } from './guard';

/** A second process that takes the write lock, says so, and gives it back after `holdMs`. */
async function holdLock(path: string, holdMs: number): Promise<() => Promise<void>> {
	const program = `
		const { createClient } = await import('@libsql/client');
		const client = createClient({ url: 'file:' + process.argv[1] });
		const transaction = await client.transaction('write');
		console.log('held');
		await new Promise((resolve) => setTimeout(resolve, Number(process.argv[2])));
		await transaction.rollback();
		client.close();`;
	const child = spawn(process.execPath, ['--input-type=module', '-e', program, path, String(holdMs)], {
		stdio: ['ignore', 'pipe', 'inherit']
	});
	await once(child.stdout, 'data');
	return async () => {
		if (child.exitCode === null) await once(child, 'exit');
	};
}

async function count(path: string, table: string): Promise<number> {
	const fresh = createClient({ url: `file:${path}` });
	const answer = await fresh.execute(`SELECT count(*) AS n FROM ${table}`);
	fresh.close();
	return Number(answer.rows[0]?.n);
}

describe('one writer', () => {
	test('two hundred transactions at once all succeed, one after the other', async () => {
		const db = database();
		await db.guard.execute('CREATE TABLE tallies (id INTEGER PRIMARY KEY, seen INTEGER)');
		await Promise.all(
			Array.from({ length: 200 }, (_, index) =>
				db.guard.transaction('write').then(async (transaction) => {
					const before = await transaction.execute('SELECT count(*) AS n FROM tallies');
					await new Promise((resolve) => setImmediate(resolve));
					await transaction.execute({
						sql: 'INSERT INTO tallies VALUES (?, ?)',
						args: [index, Number(before.rows[0]?.n)]
					});
					await transaction.commit();
				})
			)
		);
		const answer = await db.guard.execute('SELECT count(DISTINCT seen) AS n FROM tallies');
		expect(Number(answer.rows[0]?.n)).toBe(200);
	});

	test('nothing acknowledged is missing after another process held the lock', async () => {
		const db = database();
		await db.guard.execute('CREATE TABLE tallies (id INTEGER PRIMARY KEY)');
		const released = await holdLock(db.path, 1_500);
		let acknowledged = 0;
		await Promise.all(
			Array.from({ length: 300 }, async (_, index) => {
				await db.guard.execute({ sql: 'INSERT INTO tallies VALUES (?)', args: [index] });
				acknowledged++;
			})
		);
		await released();
		expect(acknowledged).toBe(300);
		expect(await count(db.path, 'tallies')).toBe(300);
	});

	test('the bare client loses what it acknowledged, which is why the guard exists', async () => {
		const db = database();
		await db.guard.execute('CREATE TABLE tallies (id INTEGER PRIMARY KEY)');
		const bare = createClient({ url: `file:${db.path}`, timeout: 0 });
		const released = await holdLock(db.path, 800);
		let acknowledged = 0;
		for (let index = 0; index < 300; index++) {
			try {
				await bare.execute({ sql: 'INSERT INTO tallies VALUES (?)', args: [index] });
				acknowledged++;
			} catch {
				// Refused aloud is not lost.
			}
			await new Promise((resolve) => setTimeout(resolve, 5));
		}
		await released();
		bare.close();
		const stored = await count(db.path, 'tallies');
		expect(acknowledged - stored).toBeGreaterThan(0);
	});

	test('the settings hold again after a lock made the connection new', async () => {
		const db = database();
		await db.guard.execute('CREATE TABLE tallies (id INTEGER PRIMARY KEY)');
		const released = await holdLock(db.path, 300);
		await db.guard.execute('INSERT INTO tallies VALUES (1)');
		await released();
		for (const [pragma, wanted] of [
			['synchronous', 2],
			['recursive_triggers', 1],
			['foreign_keys', 1]
		] as const) {
			const answer = await db.guard.alone((writer) => writer.execute(`PRAGMA ${pragma}`));
			expect(answer.rows[0]?.[0], pragma).toBe(wanted);
		}
	});

	test('a write that strays to the reading connection fails aloud', async () => {
		const db = database();
		await db.guard.execute('CREATE TABLE tallies (id INTEGER PRIMARY KEY)');
		await expect(db.guard.batch(['INSERT INTO tallies VALUES (1)'], 'read')).rejects.toThrow(
			/readonly|read-only|query_only/i
		);
		expect(await count(db.path, 'tallies')).toBe(0);
	});

	test('a write that fails does not stop the queue', async () => {
		const db = database();
		await expect(db.guard.execute('INSERT INTO nowhere VALUES (1)')).rejects.toThrow(/nowhere/);
		await expect(
			db.write(async () => {
				throw new Error('the work itself failed');
			})
		).rejects.toThrow('the work itself failed');
		await db.guard.execute('CREATE TABLE tallies (id INTEGER PRIMARY KEY)');
		expect(await count(db.path, 'tallies')).toBe(0);
	});

	test('a full queue refuses instead of growing', async () => {
		const db = database();
		const tries = Array.from({ length: 10_500 }, () =>
			db.guard.alone(async () => 1).catch((error: unknown) => error)
		);
		const answers = await Promise.all(tries);
		expect(answers.filter((answer) => answer === 1)).toHaveLength(10_000);
		expect(answers.at(-1)).toBeInstanceOf(QueueFull);
	});
});
