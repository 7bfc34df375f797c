// The ledger cannot be changed, and the rollups say what it says.
import { describe, expect, test } from 'vitest';
import { database } from '../../../../tests/database';
import { rating, tablet } from '../../../../tests/ratings';
import { NOW, town } from '../../../../tests/town';
import { COLUMNS } from './record';
import * as rollup from './rollup';

const DAY_MS = 86_400_000;

/** A statement that puts the first rating into the ledger again, with some of its columns changed. */
function again(how: string, changed: Record<string, string>): string {
	const columns = ['position', ...COLUMNS, 'link'];
	return `${how} INTO ratings (${columns.map((name) => `"${name}"`).join(', ')})
		SELECT ${columns.map((name) => changed[name] ?? `"${name}"`).join(', ')} FROM ratings LIMIT 1`;
}

describe('the ledger', () => {
	const attacks: [string, string][] = [
		['an UPDATE', 'UPDATE ratings SET serviceGrade = 1'],
		['a DELETE', 'DELETE FROM ratings'],
		['an INSERT OR REPLACE over a rating', 'INSERT OR REPLACE INTO ratings SELECT * FROM ratings LIMIT 1'],
		['a REPLACE under the same id', again('INSERT OR REPLACE', { position: '99', seq: '99' })],
		[
			'a rating that leaves a gap',
			again('INSERT', { position: 'position + 10', id: `'another'`, seq: '11' })
		],
		['a rating without a link', again('INSERT', { position: '2', id: `'another'`, seq: '2', link: 'NULL' })],
		['a changed comment', `UPDATE comments SET body = 'kind words'`],
		['a deleted comment', 'DELETE FROM comments'],
		['a changed audit line', `UPDATE audit_notes SET actorName = 'nobody'`],
		['a deleted audit line', 'DELETE FROM audit_notes']
	];
	for (const [name, statement] of attacks)
		test(`refuses ${name}`, async () => {
			const db = database();
			const here = await town(db);
			await tablet(here).send(db, [rating(here, { comment: 'Chờ lâu quá' })]);
			const before = await db.guard.execute('SELECT * FROM ratings');
			await expect(db.guard.execute(statement)).rejects.toThrow(
				/append-only|not changed|not deleted|has its link/
			);
			const after = await db.guard.execute('SELECT * FROM ratings');
			expect(after.rows).toEqual(before.rows);
		});

	test('lets a comment be erased, once, and keeps the rating', async () => {
		const db = database();
		const here = await town(db);
		await tablet(here).send(db, [rating(here, { comment: 'Số điện thoại của tôi là …' })]);
		await db.guard.execute(`UPDATE comments SET body = NULL, salt = NULL, erasedAt = ${NOW}`);
		await expect(
			db.guard.execute(`UPDATE comments SET body = 'back again', erasedAt = NULL`)
		).rejects.toThrow(/only be erased/);
		const { rows } = await db.guard.execute('SELECT count(*) AS n FROM ratings');
		expect(Number(rows[0]?.n)).toBe(1);
	});

	test('refuses a grade outside its scale, and an officer grade without an officer', async () => {
		const db = database();
		const here = await town(db);
		await tablet(here).send(db, [rating(here)]);
		const wrong: Record<string, string>[] = [
			{ serviceGrade: '6' },
			{ officerGrade: '6' },
			{ officerId: 'NULL' }
		];
		for (const change of wrong) {
			const statement = again('INSERT', { position: '2', id: `'other'`, seq: '2', ...change });
			await expect(db.guard.execute(statement), JSON.stringify(change)).rejects.toThrow(/CHECK/);
		}
	});
});

describe('the rollups', () => {
	/** Ratings over two months, with some without officer or officer grade. */
	async function twoMonths(db: ReturnType<typeof database>) {
		const here = await town(db);
		const many = Array.from({ length: 400 }, (_, index) => {
			const serviceGrade = ((index * 7) % 5) + 1;
			const withOfficer = index % 9 !== 0;
			return rating(here, {
				tappedAt: NOW - (index % 45) * DAY_MS - index * 1_000,
				serviceId: index % 3 === 0 ? here.services.inspect : here.services.declare,
				serviceGrade,
				officerId: withOfficer ? here.officers.anh : null,
				officerGrade: withOfficer && index % 4 !== 0 ? ((index * 3) % 5) + 1 : null
			});
		});
		const from = tablet(here);
		for (let start = 0; start < many.length; start += 50)
			for (const judged of await from.send(db, many.slice(start, start + 50)))
				expect(judged.verdict).toBe('accepted');
		return { from, here };
	}

	test('equal a plain GROUP BY over the ledger, also when folded in several goes', async () => {
		const db = database();
		const { from, here } = await twoMonths(db);
		await rollup.catchUp(db);
		await from.send(db, [rating(here), rating(here, { serviceGrade: 1 })]);
		expect(await rollup.compare(db)).toEqual([]);
		const { rows } = await db.guard.execute(`SELECT sum(n) AS n FROM rollup_all WHERE grain = 'month'`);
		expect(Number(rows[0]?.n)).toBe(402);
	});

	test('are made again from the ledger when somebody has changed them', async () => {
		const db = database();
		await twoMonths(db);
		await rollup.catchUp(db);
		await db.guard.execute('UPDATE rollup_branch SET s5 = s5 + 1');
		await db.guard.execute(`DELETE FROM rollup_service WHERE grain = 'month'`);
		const found = await rollup.compare(db);
		expect(found.map(({ table, grain }) => `${table} ${grain}`).sort()).toEqual([
			'rollup_branch day',
			'rollup_branch month',
			'rollup_service month'
		]);
		await rollup.rebuild(db);
		expect(await rollup.compare(db)).toEqual([]);
	});

	test('say so, and do not loop, when their position is lost', async () => {
		const db = database();
		await twoMonths(db);
		await db.guard.execute('DELETE FROM rollup_progress');
		await expect(rollup.catchUp(db)).rejects.toThrow('rollup_progress has lost its row');
	});

	test('are the same however many catch up at once', async () => {
		const db = database();
		await twoMonths(db);
		await Promise.all(Array.from({ length: 8 }, () => rollup.catchUp(db)));
		expect(await rollup.compare(db)).toEqual([]);
	});
});
