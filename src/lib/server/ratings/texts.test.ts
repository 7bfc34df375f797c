import { readFileSync } from 'node:fs';
import { sql } from 'drizzle-orm';
import { describe, expect, test } from 'vitest';
import { database } from '../../../../tests/database';
import { entry, generate, put } from '../../../../tests/ledger';
import { NOW, town } from '../../../../tests/town';
import { question, terms } from '../../shared/folding';
import type { Db } from '../db/open';
import { eraseComment } from './erase';
import { catchUp, rebuild } from './texts';

/** The comments found by what somebody types, oldest first. */
async function found(db: Db, typed: string, branchIds: number[] | null = null): Promise<number[]> {
	const rows = await db.read.all<{ id: number }>(
		sql`SELECT rowid AS id FROM comment_words WHERE comment_words MATCH ${question(terms(typed), branchIds)} ORDER BY rowid`
	);
	return rows.map(({ id }) => id);
}

const rows = (db: Db) => db.read.all<{ id: number }>(sql`SELECT * FROM comment_rows ORDER BY id`);

/** All that lies in the database's file. */
async function bytes(db: Db & { path: string }): Promise<string> {
	await db.guard.execute('PRAGMA wal_checkpoint(TRUNCATE)');
	return readFileSync(db.path, 'latin1');
}

describe('what customers wrote', () => {
	test('is found in five languages, in its branch', async () => {
		const db = database();
		const place = await town(db);
		const { a, b } = place.branches;
		const said = [
			'Đường vào bãi xa',
			'duong vao bai',
			'The yard is far',
			'等待时间太长',
			'待ち時間が長い',
			'대기 시간이 길다'
		];
		await put(
			db,
			said.map((comment, at) =>
				entry(place, at, at === 1 ? { comment, branchId: b, counterId: place.counters.b1 } : { comment })
			)
		);
		await catchUp(db);
		expect(await found(db, 'đường')).toEqual([1]);
		expect(await found(db, 'duong')).toEqual([1, 2]);
		expect(await found(db, 'duong', [a])).toEqual([1]);
		expect(await found(db, 'duong', [a, b])).toEqual([1, 2]);
		expect(await found(db, 'YARD far')).toEqual([3]);
		expect(await found(db, '时间')).toEqual([4]);
		expect(await found(db, '時間')).toEqual([5]);
		expect(await found(db, '시간')).toEqual([6]);
		expect(await found(db, '" OR "')).toEqual([]);
	});

	test('is folded once, in chunks, and the same when made again', async () => {
		const db = database();
		const place = await town(db);
		await put(db, generate(place, 300, '2026-01-01', '2026-02-01'));
		const told: number[] = [];
		await catchUp(db, (folded) => told.push(folded), 20);
		expect(told.slice(0, 2)).toEqual([20, 40]);
		await catchUp(db);
		const [first, words] = [await rows(db), await found(db, 'góp ý')];
		expect(first.length).toBe(told.at(-1));
		expect(words).toHaveLength(first.length);
		await Promise.all([rebuild(db), catchUp(db)]);
		expect(await rows(db)).toEqual(first);
		expect(await found(db, 'góp ý')).toEqual(words);
	});

	test('is gone from both and from the file once it is erased, before it was folded or after', async () => {
		const db = database();
		const place = await town(db);
		const comment = 'zebrafinch số 0901';
		// Enough beside it for an index of more than one piece.
		const others = Array.from({ length: 400 }, (_, at) => entry(place, 10 + at, { comment: `Góp ý ${at}` }));
		await put(db, [entry(place, 1, { comment }), entry(place, 2, { comment }), ...others]);
		const erase = (number: number) =>
			db.write((tx) =>
				eraseComment(tx, place.people.hr, { ratingId: entry(place, number).id, reason: 'Khách yêu cầu' }, NOW)
			);
		await erase(1);
		await catchUp(db, undefined, 100);
		expect(await found(db, 'zebrafinch')).toEqual([2]);
		expect((await rows(db)).map(({ id }) => id)).not.toContain(1);
		expect(await bytes(db)).toContain('zebrafinch');
		await erase(2);
		expect(await found(db, 'zebrafinch')).toEqual([]);
		expect(await rows(db)).toHaveLength(400);
		expect(await bytes(db)).not.toMatch(/zebrafin|ebrafinch/);
		await catchUp(db);
		expect(await found(db, 'góp')).toHaveLength(400);
	});
});
