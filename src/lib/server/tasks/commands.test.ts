import { sql } from 'drizzle-orm';
import { PassThrough } from 'node:stream';
import { expect, test } from 'vitest';
import { database } from '../../../../tests/database';
import { newKey } from '../../../../tests/tablet';
import { NOW, PASSWORD, town } from '../../../../tests/town';
import { PROBLEM_CODES, Problem } from '../../shared/problem';
import { person as joined } from '../auth/person';
import type { Db } from '../db/open';
import * as devices from '../devices/devices';
import { number, options, WrongCall, type Call } from './call';
import * as invite from './invite';
import * as migrate from './migrate';
import { password } from './password';
import * as person from './person';
import * as rollups from './rollups';
import { make, sentence } from './say';
import * as seed from './seed';

/** A call of a verb, and what it said. */
function call(db: Db, line: string, secret = 'long-enough-2026'): Call & { said: string[] } {
	const said: string[] = [];
	return {
		db,
		file: null,
		args: line.split(' ').filter(Boolean),
		said,
		say: {
			line: (text) => void said.push(text),
			progress: () => ({ to: () => undefined, end: () => undefined })
		},
		password: () => Promise.resolve(secret),
		at: NOW
	};
}

test('a command called in a way it does not understand says so and does nothing', async () => {
	const db = database();
	const wrong: [{ run: (call: Call) => Promise<number> }, string][] = [
		[migrate, '--now'],
		[seed, '--ratings many'],
		[seed, '--ratings -5'],
		[seed, '--until 2026-02-30'],
		[seed, '--officers 3'],
		[rollups, '--check --rebuild'],
		[person, ''],
		[person, 'remove'],
		[person, 'add --username x'],
		[person, 'add --name X --username UPPER --role hr'],
		[person, 'add --name X --username some --role emperor'],
		[person, 'add --name X --username some --role leader'],
		[person, 'add --name X --username some --role hr --branch A'],
		[person, 'add --name X --username some --role officer'],
		[person, 'add --name X --username some --role hr --language xx'],
		[invite, ''],
		[invite, '--counter A1 --language xx']
	];
	for (const [verb, line] of wrong)
		await expect(verb.run(call(db, line)), line).rejects.toBeInstanceOf(WrongCall);
	await expect(
		person.run(call(db, 'add --name X --username some --role hr', 'short')),
		'a short password'
	).rejects.toBeInstanceOf(WrongCall);
	expect(await db.read.all(sql`SELECT 1 FROM people UNION ALL SELECT 1 FROM branches`)).toEqual([]);
});

test('person add lets somebody sign in, with the branches or the officer that were named', async () => {
	const db = database();
	const { branches, officers } = await town(db);
	const find = async (username: string) => {
		const [row] = await db.read.all<{ id: string }>(sql`SELECT id FROM people WHERE username = ${username}`);
		return joined(db.read, row!.id);
	};
	expect(
		await person.run(call(db, 'add --name Mới --username moi --role leader --branch A --branch B'))
	).toBe(0);
	expect(await find('moi')).toMatchObject({ role: 'leader', scope: [branches.a, branches.b].sort() });
	await person.run(call(db, 'add --name Hà --username ha.vt --role officer --officer HQ-06 --language ko'));
	expect(await find('ha.vt')).toMatchObject({ role: 'officer', officerId: officers.ha, language: 'ko' });

	await expect(person.run(call(db, 'add --name X --username moi --role hr'))).rejects.toMatchObject({
		code: 'already_exists'
	});
	await expect(
		person.run(call(db, 'add --name X --username xyz --role leader --branch NO'))
	).rejects.toMatchObject({ code: 'not_found', details: { branch: 'NO' } });
});

test('invite makes a code that pairs one tablet with the counter', async () => {
	const db = database();
	const { counters } = await town(db);
	const asked = call(db, '--counter A2 --language ko');
	expect(await invite.run(asked)).toBe(0);
	const code = /[0-9A-Z]{4}-[0-9A-Z]{4}/.exec(asked.said[0]!)![0];
	const newcomer = { publicKey: newKey().publicKey, userAgent: null };
	const device = await db.write((tx) => devices.pair(tx, code, newcomer, NOW + 1));
	expect(device).toMatchObject({ counterId: counters.a2, defaultLanguage: 'ko' });
	await expect(invite.run(call(db, '--counter NO'))).rejects.toMatchObject({ code: 'not_found' });
	await expect(invite.run(call(db, '--counter A2 --as leadera'))).rejects.toMatchObject({
		code: 'not_found'
	});
});

test('rollups says when they do not agree with the ledger, and makes them again', async () => {
	const db = database();
	await seed.seed(
		db,
		{ ratings: 300, seed: 1, until: '2026-11-21', branches: 5, officers: 40 },
		call(db, '').say
	);
	expect(await rollups.run(call(db, '--check'))).toBe(0);
	await db.write((tx) => tx.run(sql`UPDATE rollup_branch SET n = n + 1, s5 = s5 + 1 WHERE branchId = 2`));
	const checked = call(db, '--check');
	expect(await rollups.run(checked)).toBe(1);
	expect(checked.said.join()).toContain('rollup_branch, by day');
	expect(await rollups.run(call(db, '--rebuild'))).toBe(0);
	expect(await rollups.run(call(db, '--check'))).toBe(0);
	expect(await rollups.run(call(db, ''))).toBe(0);
});

test('a password comes from the environment or from one line of a pipe', async () => {
	const pipe = Object.assign(new PassThrough(), { isTTY: false }) as unknown as NodeJS.ReadStream;
	const out = new PassThrough() as unknown as NodeJS.WriteStream;
	expect(await password({ PASSWORD }, pipe, out)).toBe(PASSWORD);
	(pipe as unknown as PassThrough).end('from a pipe\nnot this\n');
	expect(await password({}, pipe, out)).toBe('from a pipe');
});

test('options and numbers are read strictly', () => {
	expect(options(['--a', '1', '--b', 'x', '--b', 'y'], ['a'], ['b'], ['c'])).toEqual({
		a: '1',
		b: ['x', 'y'],
		c: false
	});
	expect(options(['--c'], ['a'], ['b'], ['c'])).toEqual({ b: [], c: true });
	expect(() => options(['loose'], ['a'])).toThrow(WrongCall);
	expect(number('n', '1_000_000', 0, 2_000_000)).toBe(1_000_000);
	for (const written of ['', '_1', '1.5', '1e3', '3000000'])
		expect(() => number('n', written, 0, 2_000_000)).toThrow(WrongCall);
});

test('every refusal can be said, and progress without a terminal is lines', async () => {
	for (const code of PROBLEM_CODES) expect(sentence(new Problem(code, {})).length).toBeGreaterThan(8);
	const out = new PassThrough();
	const say = await make(out as unknown as NodeJS.WriteStream);
	const working = say.progress('ratings', 10);
	working.to(10);
	working.end();
	expect(String(out.read())).toMatch(/^ratings: 0\/10\nratings: 10\/10 in 0\.0 s\n$/);
});
