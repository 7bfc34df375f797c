import { sql } from 'drizzle-orm';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { database } from '../../../../tests/database';
import { rating, tablet } from '../../../../tests/ratings';
import { NOW, town } from '../../../../tests/town';
import type { Db } from '../db/open';
import { WrongCall, type Call } from './call';
import * as checkpoint from './checkpoint';
import * as verify from './verify';

const SECRET = 's'.repeat(40);

function call(db: Db, line: string, secret?: string): Call & { said: string[] } {
	const said: string[] = [];
	return {
		...{ db, said, file: null, args: line.split(' ').filter(Boolean), at: NOW },
		say: {
			line: (text) => void said.push(text),
			progress: () => ({ to: () => undefined, end: () => undefined })
		},
		password: () => Promise.resolve(''),
		...(secret === undefined ? {} : { secret })
	};
}

async function some() {
	const db = database();
	const here = await town(db);
	await tablet(here).send(db, [rating(here), rating(here)]);
	return db;
}

test('a clean database ends with 0 and says what was looked at', async () => {
	const asked = call(await some(), '');
	expect(await verify.run(asked)).toBe(0);
	expect(asked.said.join(' ')).toMatch(/Looked at 2 ratings, 1 signatures.* Nothing is missing, altered/);
});

test('a wrong one ends with 1 and says in words what and where; as JSON for a program', async () => {
	const db = await some();
	await db.guard.execute('DROP TRIGGER ratings_no_update');
	await db.guard.execute('UPDATE ratings SET serviceGrade = 1 WHERE position = 2');
	const asked = call(db, '');
	expect(await verify.run(asked)).toBe(1);
	expect(asked.said).toContainEqual(
		expect.stringMatching(/^altered: position 2 \(Máy A1, device 1, number 2\) is not what/)
	);
	expect(asked.said.at(-1)).toMatch(/^1 thing is wrong/);
	const json = call(db, '--json');
	expect(await verify.run(json)).toBe(1);
	expect(JSON.parse(json.said[0] ?? '')).toMatchObject({
		ratings: 2,
		findings: [{ kind: 'altered', position: 2, seq: 2 }]
	});
	expect(json.said).toHaveLength(1);
});

test('a checkpoint is made with the SECRET, written to a file, and told apart from another server’s', async () => {
	const db = await some();
	const folder = mkdtempSync(join(tmpdir(), 'hai-long-command-'));
	onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
	const file = join(folder, 'kept.json');
	await expect(checkpoint.run(call(db, ''))).rejects.toBeInstanceOf(WrongCall);
	expect(await db.read.all(sql`SELECT 1 FROM checkpoints`)).toEqual([]);
	const asked = call(db, `--file ${file}`, SECRET);
	expect(await checkpoint.run(asked)).toBe(0);
	expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({ checkpoints: [{ number: 1 }] });
	const listing = call(db, '--list');
	expect(await checkpoint.run(listing)).toBe(0);
	expect(listing.said).toHaveLength(1);
	expect(checkpoint.writes(['--list'])).toBe(false);
	expect(await verify.run(call(db, '', SECRET))).toBe(0);
	const other = call(db, '', 'x'.repeat(40));
	expect(await verify.run(other)).toBe(1);
	expect(other.said[0]).toMatch(/^checkpoint: checkpoint 1: it is signed by key/);
});
