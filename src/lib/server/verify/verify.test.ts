// Whatever is changed behind the server's back, directly in the database file, is found and named.
import { createClient } from '@libsql/client';
import { sql } from 'drizzle-orm';
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { rating, tablet } from '../../../../tests/ratings';
import { NOW, town, type Town } from '../../../../tests/town';
import { SYSTEM } from '../../shared/actor';
import { hash } from '../db/chain';
import { open, type Db } from '../db/open';
import * as checkpoint from '../ratings/checkpoint';
import * as erase from '../ratings/erase';
import type { Finding } from './finding';
import { COLUMNS, linkOf, readable, type Recorded } from '../ratings/record';
import { EACH, TABLES } from '../ratings/bucket';
import * as rollup from '../ratings/rollup';
import { chainHash } from '../ratings/seal';
import * as strike from '../ratings/strike';
import { marks } from '../ratings/table';
import { verify, type Report } from './verify';
import { contentOf } from './texts';

const KEY = checkpoint.keyFrom('a secret of the tests, long enough for all');
const folder = mkdtempSync(join(tmpdir(), 'hai-long-verify-'));
const base = join(folder, 'base.db');
let here: Town;
/** Device A1 seals 1 … 20, of which 7 and 12 lie in the drawer; B1 seals 1 … 9. */
let first: number;

beforeAll(async () => {
	copyFileSync(inject('templatePath'), base);
	const db = open({ url: `file:${base}` });
	here = await town(db);
	first = here.devices.a1.id;
	const [a1, b1] = [tablet(here), tablet(here, 'b1')];
	const good = (serviceGrade: number, comment: string | null = null) =>
		rating(here, { serviceGrade, comment });
	const atB = (serviceGrade: number) =>
		rating(here, { counterId: here.counters.b1, officerId: here.officers.giang, serviceGrade });
	const bad = () => rating(here, { serviceGrade: 9 });
	const slow = { ...good(3), reasons: ['long-wait', 'unclear'], tappedAt: NOW - 864e5 };
	await a1.send(db, [good(5), good(4, 'Chờ lâu quá'), slow]);
	await b1.send(db, [atB(5), atB(4)]);
	await a1.send(db, [good(2), good(1, 'Cán bộ rất tốt "nhiệt tình"'), good(5)]);
	await b1.send(db, [atB(3)]);
	// One refused in the middle of a batch, one at its end, which carries the signature.
	await a1.send(db, [bad(), good(4)]);
	await a1.send(db, [good(5), good(4), good(4), bad()]);
	await db.write((tx) => checkpoint.make(tx, KEY, SYSTEM, NOW));
	await b1.send(db, [atB(2), atB(1), rating(here, { ...atB(1), officerId: here.officers.anh })]);
	await a1.send(db, [good(5), good(5, 'Xin cảm ơn'), good(3), good(2)]);
	await b1.send(db, [atB(4), atB(4), atB(5)]);
	await a1.send(db, [good(1), good(4), good(5), good(5)]);
	await db.write((tx) =>
		tx.insert(marks).values({ id: 1, position: 4, rule: 'burst', numbers: {}, at: NOW })
	);
	const hr = here.people.hr;
	const ids = await idsOf(db);
	const reason = 'Bấm thử khi lắp máy';
	const proposed = await db.write((tx) =>
		strike.propose(
			tx,
			here.people.leaderA,
			[here.branches.a],
			{ ratingId: ids[0] as string, reason },
			NOW + 864e5
		)
	);
	await db.write((tx) => strike.confirm(tx, hr, 'all', proposed, { reason }, NOW + 864e5));
	await db.write((tx) => erase.eraseComment(tx, hr, { ratingId: ids[1] as string, reason }, NOW));
	await rollup.catchUp(db);
	await db.write((tx) => checkpoint.make(tx, KEY, SYSTEM, NOW + 864e5));
	// No stale copy of a row lies about in the file.
	await db.guard.execute('VACUUM');
	await db.guard.execute('PRAGMA wal_checkpoint(TRUNCATE)');
	db.close();
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function idsOf(db: Db): Promise<string[]> {
	return (await db.read.all<{ id: string }>(sql`SELECT id FROM ratings ORDER BY position`)).map(
		({ id }) => id
	);
}

let copies = 0;
function copy(): string {
	const path = join(folder, `copy${++copies}.db`);
	copyFileSync(base, path);
	return path;
}

async function look(path: string): Promise<Report> {
	const db = open({ url: `file:${path}`, readsOnly: true });
	try {
		return await verify(db, { publicKey: KEY.publicKey });
	} finally {
		db.close();
	}
}

/** What an insider does: takes the triggers away, changes something, and puts the triggers back. */
async function tamper(change: (run: Run) => Promise<unknown>): Promise<Finding[]> {
	const path = copy();
	const client = createClient({ url: `file:${path}`, concurrency: 1 });
	const { rows } = await client.execute(`SELECT name, sql FROM sqlite_master WHERE type = 'trigger'`);
	await client.execute('PRAGMA foreign_keys = OFF');
	await client.execute('PRAGMA ignore_check_constraints = ON');
	for (const { name } of rows) await client.execute(`DROP TRIGGER ${String(name)}`);
	await change((statement) => client.execute(statement));
	for (const { sql: text } of rows) await client.execute(String(text));
	client.close();
	return (await look(path)).findings;
}

const sets = (statement: string) => tamper((run) => run(statement));
const found = (findings: Finding[]) =>
	findings.map(({ kind, position, number, seq }) => ({ kind, at: position ?? number ?? seq }));

describe('a database that nobody touched', () => {
	test('is clean, with refused ratings in the chain, a strike, a mark, an erased comment and checkpoints', async () => {
		const report = await look(copy());
		expect(report.findings).toEqual([]);
		expect(report).toMatchObject({ ratings: 27, refused: 2, entries: 3, checkpoints: 2, signatures: 10 });
		expect(report.comments).toBe(3);
	});

	test('is clean while the rollups are behind, and when there is nothing in it at all', async () => {
		const path = copy();
		const db = open({ url: `file:${path}` });
		await tablet(here, 'a2').send(db, [
			rating(here, { counterId: here.counters.a2, officerId: here.officers.binh })
		]);
		db.close();
		expect(await look(path)).toMatchObject({ ratings: 28, findings: [] });
		const empty = join(folder, 'empty.db');
		copyFileSync(inject('templatePath'), empty);
		expect((await look(empty)).findings).toEqual([]);
	});
});

test('beside a writer it sees one moment: nothing is wrong, however much comes between two of its questions', async () => {
	const path = copy();
	const db = open({ url: `file:${path}` });
	const a2 = tablet(here, 'a2');
	const one = () =>
		rating(here, { counterId: here.counters.a2, officerId: here.officers.binh, comment: 'Nhanh' });
	let round = 0;
	async function write() {
		await a2.send(db, [one(), one()]);
		const mark = { id: ++round + 1, position: 27 + round, rule: 'burst' as const, numbers: {}, at: NOW };
		await db.write((tx) => tx.insert(marks).values(mark));
		await rollup.catchUp(db);
		if (round % 5 === 0) await db.write((tx) => checkpoint.make(tx, KEY, SYSTEM, NOW + 2 * 864e5 + round));
	}
	const reader = open({ url: `file:${path}`, readsOnly: true });
	const between: Db = {
		...reader,
		guard: {
			async transaction() {
				const transaction = await reader.guard.transaction('read');
				const execute = async (...asked: Parameters<typeof transaction.execute>) => {
					await write();
					return transaction.execute(...asked);
				};
				return { execute, rollback: () => transaction.rollback() };
			}
		} as unknown as Db['guard'],
		read: new Proxy(reader.read, {
			get: (real, name) =>
				name === 'all'
					? async (...asked: Parameters<typeof real.all>) => {
							await write();
							return real.all(...asked);
						}
					: (Reflect.get(real, name) as unknown)
		})
	};
	const { ratings, findings } = await verify(between);
	expect(findings).toEqual([]);
	expect(ratings).toBe(29);
	expect(round).toBeGreaterThan(20);
	reader.close();
	db.close();
});

describe('a rating in the file', () => {
	test('with another grade is altered', async () => {
		const findings = await sets('UPDATE ratings SET serviceGrade = 5 WHERE position = 9');
		expect(found(findings)).toContainEqual({ kind: 'altered', at: 9 });
		expect(new Set(findings.map(({ kind }) => kind))).toEqual(new Set(['altered', 'rollup']));
	});

	for (const [column, value] of [
		['tappedAt', 'tappedAt + 1'],
		['language', `'en'`],
		['id', `'00000000-0000-0000-0000-000000000000'`],
		['toldSkewMs', '5'],
		['digest', `'${'A'.repeat(43)}'`],
		['prev', `'${'A'.repeat(43)}'`],
		['link', `'${'A'.repeat(43)}'`],
		['receivedAt', 'receivedAt - 1000'],
		['visitRef', `'x'`]
	])
		test(`with another ${column} is altered, and nothing else is blamed`, async () => {
			for (const position of [11, 14, 27]) {
				const findings = await sets(`UPDATE ratings SET ${column} = ${value} WHERE position = ${position}`);
				const rest = findings.filter(({ kind }) => kind !== 'altered' && kind !== 'missing');
				expect(found(findings), `${position}`).toContainEqual({ kind: 'altered', at: position });
				// The last one's link is what the checkpoint speaks of; its id is what nobody else speaks of.
				expect(rest.filter(({ kind }) => kind !== 'checkpoint' || position !== 27)).toEqual(
					column === 'prev' && position === 27 ? expect.anything() : []
				);
			}
		});

	for (const [column, value] of [
		['branchId', '3'],
		['officerId', '2'],
		['counterId', '2'],
		['reasons', `'["rude"]'`],
		['zone', `'Asia/Bangkok'`],
		['skewMs', '7200000'],
		['day', `'2026-02-28'`]
	])
		test(`with another ${column} is altered, and the rollups tell where it was counted`, async () => {
			const findings = await sets(`UPDATE ratings SET ${column} = ${value} WHERE position = 10`);
			expect(found(findings)[0]).toEqual({ kind: 'altered', at: 10 });
			expect(new Set(findings.slice(1).map(({ kind }) => kind))).toEqual(new Set(['rollup']));
		});

	test('with one byte changed in the file itself is altered', async () => {
		const path = copy();
		const db = open({ url: `file:${path}` });
		const [row] = await db.read.all<{ digest: string }>(sql`SELECT digest FROM ratings WHERE position = 11`);
		db.close();
		const bytes = readFileSync(path);
		// A page may hold a stale copy of it as well.
		for (let at = bytes.indexOf(row!.digest); at > 0; at = bytes.indexOf(row!.digest, at + 1))
			bytes[at + 7] = bytes[at + 7] === 0x41 ? 0x42 : 0x41;
		writeFileSync(path, bytes);
		expect(found((await look(path)).findings)).toEqual([{ kind: 'altered', at: 11 }]);
	});

	test('taken out of the middle is missing, by position and by its device’s number', async () => {
		const findings = await sets('DELETE FROM ratings WHERE position = 9');
		expect(found(findings)).toContainEqual({ kind: 'missing', at: 9 });
		const numbers = findings.filter(({ kind, deviceId }) => kind === 'missing' && deviceId !== undefined);
		expect(numbers).toMatchObject([{ deviceId: here.devices.b1.id, seq: 3 }]);
	});

	test('taken off the end is missing, also when the rollups are made to agree', async () => {
		const findings = await sets('DELETE FROM ratings WHERE position = 27');
		expect(found(findings)).toContainEqual({ kind: 'missing', at: 27 });
		const hidden = await tamper(async (run) => {
			await run('DELETE FROM ratings WHERE position = 27');
			await run('UPDATE rollup_progress SET position = 26');
		});
		const kinds = hidden.map(({ kind }) => kind);
		expect(kinds).toContain('checkpoint');
		// What signed its batch went with it.
		expect(hidden).toContainEqual(
			expect.objectContaining({ kind: 'signature', deviceId: first, seq: 17, lastSeq: 19 })
		);
	});

	test('that a tablet has spoken of and that is not here is still missing', async () => {
		const word = (lastSeq: number, waiting: number) =>
			`INSERT INTO device_words (deviceId, at, skewMs, word) VALUES (${first}, 0, 0,
				'${JSON.stringify({ lastSeq, waiting, aside: 0 })}')`;
		expect(await sets(word(23, 3))).toEqual([]);
		expect(await sets(word(23, 1))).toMatchObject([
			{ kind: 'missing', deviceId: first, seq: 21, lastSeq: 22 }
		]);
	});

	const forged = (
		seq: string,
		extra = ''
	) => `INSERT INTO ratings SELECT 28, 'ffffffff-0000-0000-0000-000000000000', form,
		channel, deviceId, ${seq}, branchId, counterId, serviceId, officerId, questionnaireId, scale, serviceGrade,
		officerGrade, reasons, language, tappedAt, zone, skewMs, day, receivedAt, tookMs, visitRef, digest, prev,
		claimedOfficerId, claimedOfficerGrade, toldSkewMs, sentAt, commentDigest, NULL, NULL, link
		FROM ratings WHERE position = 27 ${extra}`;

	test('put in at the end is told as put in, whatever number it takes', async () => {
		for (const seq of ['21', '40'])
			expect(found(await sets(forged(seq)))).toEqual([{ kind: 'inserted', at: 28 }]);
	});

	test('put in with its digest and its link made to fit is told as put in; with its place too, as unsigned', async () => {
		const findings = await tamper(async (run) => {
			await run(forged('21'));
			await redigest(run, 28);
			await relink(run, 28);
		});
		expect(findings).toMatchObject([{ kind: 'inserted', deviceId: first, seq: 21, position: 28 }]);
		const fitting = await tamper(async (run) => {
			await run(forged('21'));
			await redigest(run, 28);
			const { rows } = await run('SELECT seq, prev, digest FROM ratings WHERE position = 27');
			await run(`UPDATE ratings SET prev = '${chainHash(rows[0] as never)}' WHERE position = 28`);
			await relink(run, 28);
		});
		expect(fitting).toMatchObject([{ kind: 'signature', deviceId: first, seq: 21 }]);
	});

	test('put in by no tablet is told as put in', async () => {
		const findings = await tamper(async (run) => {
			await run(forged('NULL'));
			await run(`UPDATE ratings SET deviceId = NULL, channel = 'import' WHERE position = 28`);
			await relink(run, 28);
		});
		expect(findings).toContainEqual(expect.objectContaining({ kind: 'inserted', position: 28 }));
	});

	test('in another’s place is out of chain', async () => {
		const findings = await tamper(async (run) => {
			await run('UPDATE ratings SET position = 1000 WHERE position = 15');
			await run('UPDATE ratings SET position = 15 WHERE position = 16');
			await run('UPDATE ratings SET position = 16 WHERE position = 1000');
		});
		expect(findings).toMatchObject([{ kind: 'out of chain', position: 15, upTo: 17 }]);
	});

	test('that is there twice is doubled', async () => {
		const findings = await tamper(async (run) => {
			await run('DROP INDEX ratings_device_seq');
			await run('DROP INDEX ratings_id_unique');
			await run(forged('20'));
			await run(`UPDATE ratings SET id = (SELECT id FROM ratings WHERE position = 27) WHERE position = 28`);
			await relink(run, 28);
		});
		expect(findings).toContainEqual(expect.objectContaining({ kind: 'doubled', position: 28 }));
	});

	test('rewritten with its digest and every link after it breaks its tablet’s chain and the checkpoints', async () => {
		const findings = await tamper(async (run) => {
			await run('UPDATE ratings SET serviceGrade = 4 WHERE position = 8');
			await redigest(run, 8);
			await relink(run, 8);
		});
		expect(findings.map(({ kind }) => kind)).toContain('checkpoint');
		expect(findings).toContainEqual(expect.objectContaining({ kind: 'signature', position: 8 }));
		const columns = await tamper(async (run) => {
			await run(`UPDATE ratings SET day = '2026-02-27' WHERE position = 8`);
			await relink(run, 8);
			await run('DELETE FROM rollup_progress');
			await run('INSERT INTO rollup_progress (id, position) VALUES (1, 0)');
			for (const table of TABLES) await run(`DELETE FROM ${table}`);
			await run('DELETE FROM standings');
		});
		expect(found(columns)).toEqual([
			{ kind: 'checkpoint', at: 1 },
			{ kind: 'checkpoint', at: 2 }
		]);
	});

	test('whose signature or whose tablet’s key was changed is told', async () => {
		const forgery = await sets(
			`UPDATE ratings SET signature = 'A' || substr(signature, 2) WHERE position = 5`
		);
		expect(found(forgery)).toEqual([{ kind: 'signature', at: 5 }]);
		const ticket = await sets(`UPDATE ratings SET ticket = ticket || 'x' WHERE position = 5`);
		expect(found(ticket)).toEqual([{ kind: 'signature', at: 5 }]);
		const key = await sets(
			`UPDATE devices SET publicKey = (SELECT publicKey FROM devices WHERE id = ${here.devices.b1.id}) WHERE id = ${first}`
		);
		expect(key).toMatchObject([{ kind: 'signature', deviceId: first, table: 'devices' }]);
	});
});

describe('what lies beside the ratings', () => {
	test('a comment with other words, one that is gone, one that was emptied, one that was put in', async () => {
		const id = (position: number) => `(SELECT id FROM ratings WHERE position = ${position})`;
		const comment = [{ kind: 'comment', at: 7 }];
		expect(found(await sets(`UPDATE comments SET body = 'Tốt' WHERE ratingId = ${id(7)}`))).toEqual(comment);
		expect(found(await sets(`DELETE FROM comments WHERE ratingId = ${id(7)}`))).toEqual(comment);
		expect(
			found(
				await sets(`UPDATE comments SET body = NULL, salt = NULL, erasedAt = 1 WHERE ratingId = ${id(7)}`)
			)
		).toEqual(comment);
		expect(
			await sets(`INSERT INTO comments (ratingId, body, salt) VALUES (${id(8)}, 'Tốt', 'x')`)
		).toMatchObject([{ kind: 'comment' }]);
	});

	test('a refused rating that was altered or taken out', async () => {
		const altered = await sets(`UPDATE refused_ratings SET body = replace(body, '9', '8') WHERE seq = 7`);
		expect(altered).toMatchObject([
			{ kind: 'altered', seq: 7 },
			{ kind: 'altered', seq: 7 }
		]);
		const gone = await sets('DELETE FROM refused_ratings WHERE seq = 7');
		expect(gone).toContainEqual(expect.objectContaining({ kind: 'missing', deviceId: first, seq: 7 }));
	});

	test('a rollup, a standing', async () => {
		const one = await sets(
			`UPDATE rollup_branch SET s5 = s5 + 1, n = n + 1 WHERE grain = 'month' AND branchId = ${here.branches.a} AND marked = 0`
		);
		expect(one).toMatchObject([{ kind: 'rollup', table: 'rollup_branch' }]);
		expect(one[0]?.text).toContain('month 2026-03');
		expect(await sets(`DELETE FROM rollup_all WHERE span = '2026-03-02' AND marked = 0`)).toMatchObject([
			{ kind: 'rollup', table: 'rollup_all' }
		]);
		expect(
			await sets(`INSERT INTO rollup_service SELECT 99, grain, span, scale, marked, n, s1, s2, s3, s4, s5, o1, o2,
				o3, o4, o5 FROM rollup_all WHERE span = '2026-03-02' AND marked = 0`)
		).toMatchObject([{ kind: 'rollup', table: 'rollup_service' }]);
		expect(await sets('UPDATE standings SET struck = 0 WHERE position = 1')).toMatchObject([
			{ kind: 'rollup', table: 'standings', position: 1 }
		]);
		expect(
			await sets('INSERT INTO standings (position, struck, marked, settled) VALUES (9, 1, 0, 0)')
		).toMatchObject([{ kind: 'rollup', table: 'standings', position: 9 }]);
	});

	for (const { rollup, grain } of EACH)
		test(`one bucket of ${rollup.table} by ${grain}: with another count, taken out, or of another key`, async () => {
			const { table, keys } = rollup;
			const one = `rowid = (SELECT min(rowid) FROM ${table} WHERE grain = '${grain}')`;
			for (const statement of [
				`UPDATE ${table} SET n = n + 1 WHERE ${one}`,
				`UPDATE ${table} SET n = n + 2147483648 WHERE ${one}`,
				`DELETE FROM ${table} WHERE ${one}`,
				`UPDATE ${table} SET ${keys[0] ?? 'scale'} = 77 WHERE ${one}`,
				`UPDATE ${table} SET span = '2025-12' WHERE ${one}`,
				`UPDATE ${table} SET grain = 'year' WHERE ${one}`
			]) {
				const findings = await sets(statement);
				expect(findings.length, statement).toBeGreaterThan(0);
				// Where an officer was counted follows from the desks.
				const told = new Set(findings.map((finding) => finding.table));
				told.delete('rollup_place');
				expect([...told], statement).toEqual([table]);
				const texts = findings.map(({ text }) => text).join();
				expect(texts, statement).toMatch(/it says .*, the ledger /);
				if (statement.startsWith('DELETE')) expect(texts).toMatch(/it says nothing, the ledger n = \d/);
				else if (statement.includes('n + 1')) expect(texts).toMatch(/it says n = \d.*, the ledger n = \d/);
			}
		});

	test('the branch of an officer, the clocks of a zone', async () => {
		const { anh } = here.officers;
		for (const statement of [
			'DELETE FROM rollup_place',
			`INSERT INTO rollup_place (officerId, branchId) VALUES (${anh}, ${here.branches.b})`
		])
			expect((await sets(statement))[0]).toMatchObject({ kind: 'rollup', table: 'rollup_place' });
		expect(await sets('UPDATE rollup_zones SET offsetMs = 0')).toMatchObject([
			{ kind: 'rollup', table: 'rollup_zones' }
		]);
	});

	test('an entry, a line of the trail, a mark of nothing, an epoch', async () => {
		expect(found(await sets(`UPDATE rating_entries SET actorName = 'Ai đó' WHERE id = 2`))).toEqual([
			{ kind: 'entry', at: 2 }
		]);
		expect(found(await sets('DELETE FROM rating_entries WHERE id = 1'))).toContainEqual({
			kind: 'entry',
			at: 1
		});
		expect(found(await sets(`UPDATE audit_notes SET subject = 'branch:1' WHERE id = 5`))).toEqual([
			{ kind: 'audit', at: 5 }
		]);
		expect(found(await sets('DELETE FROM audit_notes WHERE id = 6'))).toEqual([{ kind: 'audit', at: 6 }]);
		expect(
			await sets(`INSERT INTO marks (id, position, rule, numbers, at) VALUES (2, 99, 'burst', '{}', 0)`)
		).toMatchObject([{ kind: 'missing', position: 99 }]);
		expect(await sets('UPDATE epochs SET position = 3')).toMatchObject([
			{ kind: 'altered', table: 'epochs' },
			{}
		]);
	});

	test('a checkpoint altered, taken out, signed by another, or speaking of more than there is', async () => {
		const at = (number: number) =>
			expect.objectContaining({ kind: 'checkpoint', number }) as unknown as Finding;
		expect(
			await sets(
				`UPDATE checkpoints SET statement = replace(statement, '"count":', '"count":1') WHERE number = 1`
			)
		).toContainEqual(at(1));
		expect(await sets('DELETE FROM checkpoints WHERE number = 1')).toContainEqual(at(2));
		expect(await sets(`UPDATE checkpoints SET hash = '${'A'.repeat(43)}' WHERE number = 1`)).toContainEqual(
			at(2)
		);
		const other = checkpoint.keyFrom('somebody else, who owns the file but not the secret');
		const path = copy();
		const db = open({ url: `file:${path}` });
		await db.write((tx) => checkpoint.make(tx, other, SYSTEM, NOW + 2 * 864e5));
		db.close();
		expect((await look(path)).findings).toMatchObject([{ kind: 'checkpoint', number: 3 }]);
	});
});

type Run = (statement: string) => Promise<{ rows: unknown[] }>;
const READ = ['position', ...COLUMNS.map((column) => `"${column}"`)].join(', ');

/** Makes the links from a position on fit again, as somebody who knows how could. */
async function relink(run: Run, from: number): Promise<void> {
	const { rows } = await run(
		`SELECT ${READ}, link FROM ratings WHERE position >= ${from - 1} ORDER BY position`
	);
	const [first, ...rest] = rows as (Recorded & { link: string })[];
	let before = first?.link ?? '';
	for (const row of rest) {
		before = linkOf(before, readable(row));
		await run(`UPDATE ratings SET link = '${before}' WHERE position = ${row.position}`);
	}
}

/** Makes the digest of a row fit what it says now. */
async function redigest(run: Run, position: number): Promise<void> {
	const { rows } = await run(`SELECT ${READ} FROM ratings WHERE position = ${position}`);
	const digest = hash(contentOf(readable(rows[0] as Recorded)));
	await run(`UPDATE ratings SET digest = '${digest}' WHERE position = ${position}`);
}
