import { sql } from 'drizzle-orm';
import { describe, expect, test } from 'vitest';
import { database } from '../../../../tests/database';
import { entry, generate, put } from '../../../../tests/ledger';
import { town, ZONE } from '../../../../tests/town';
import { instantOf } from '../../shared/day';
import type { Comment } from '../../shared/figures';
import type { Db } from '../db/open';
import { comments, type Wanted } from './comments';

const ALL: Wanted = {
	branches: 'all',
	days: null,
	serviceId: null,
	language: null,
	grades: null,
	before: null,
	limit: 20
};

/** Every comment of a query, page after page. */
async function every(db: Db, wanted: Wanted, walk?: number): Promise<{ found: Comment[]; pages: number }> {
	const found: Comment[] = [];
	let before: number | null = null;
	for (let pages = 1; ; pages++) {
		const page = await comments(db, { ...wanted, before }, walk);
		expect(page.comments.length).toBeLessThanOrEqual(wanted.limit);
		found.push(...page.comments);
		if (page.next === null) return { found, pages };
		before = page.next;
	}
}

describe('comments', () => {
	test('of another branch are never among those of a scope', async () => {
		const db = database();
		const place = await town(db);
		const { branches } = place;
		await put(db, generate(place, 600, '2026-01-01', '2026-03-01'));
		const { found } = await every(db, { ...ALL, branches: [branches.a] });
		const [row] = await db.read.all<{ n: number }>(sql`SELECT count(*) AS n FROM comments c
			JOIN ratings r ON r.id = c."ratingId" WHERE r."branchId" = ${branches.a}`);
		expect(found.length).toBe(row?.n);
		expect(new Set(found.map(({ branchId }) => branchId))).toEqual(new Set([branches.a]));
		expect((await comments(db, { ...ALL, branches: [] })).comments).toEqual([]);
	});

	test('say nothing of the officer, the counter or the minute', async () => {
		const db = database();
		const place = await town(db);
		await put(db, [entry(place, 1, { comment: 'Tốt', tappedAt: instantOf('2026-03-01', ZONE, 15, 42) })]);
		const [comment] = (await comments(db, ALL)).comments;
		expect(comment).toEqual({
			id: 1,
			body: 'Tốt',
			language: 'vi',
			day: '2026-03-01',
			part: 'afternoon',
			branchId: place.branches.a,
			serviceId: place.services.declare,
			scale: 5,
			grade: 5
		});
	});

	test('come newest first, each once, however the pages are cut', async () => {
		const db = database();
		await put(db, generate(await town(db), 500, '2026-01-01', '2026-03-01'));
		const whole = await every(db, { ...ALL, limit: 1000 });
		expect(whole.pages).toBe(1);
		const ids = whole.found.map(({ id }) => id);
		expect(ids).toEqual([...ids].sort((one, other) => other - one));
		for (const [limit, walk] of [
			[7, 10_000],
			[7, 13],
			[1, 3],
			[20, 20]
		] as const)
			expect((await every(db, { ...ALL, limit }, walk)).found.map(({ id }) => id)).toEqual(ids);
	});

	test('are those of the day, service, language and grade asked for', async () => {
		const db = database();
		const place = await town(db);
		await put(db, generate(place, 800, '2026-01-01', '2026-03-01'));
		const days = { from: '2026-01-31', to: '2026-02-10' };
		const { found } = await every(db, {
			...ALL,
			days,
			serviceId: place.services.refund,
			language: 'ja',
			grades: { scale: 5, grade: 5 }
		});
		const [row] = await db.read.all<{ n: number }>(sql`SELECT count(*) AS n FROM comments c
			JOIN ratings r ON r.id = c."ratingId" WHERE r.day BETWEEN ${days.from} AND ${days.to} AND r.language = 'ja'
			AND r."serviceId" = ${place.services.refund} AND r.scale = 5 AND r."serviceGrade" = 5`);
		expect(found.length).toBe(row?.n);
		for (const comment of found)
			expect(comment).toMatchObject({ serviceId: place.services.refund, language: 'ja', scale: 5, grade: 5 });
	});

	test('stop looking after a while, say so, and go on from there', async () => {
		const db = database();
		const place = await town(db);
		const many = (language: 'vi' | 'ko', first: number, count: number) =>
			Array.from({ length: count }, (_, index) =>
				entry(place, first + index, { language, comment: 'Góp ý' })
			);
		await put(db, [...many('ko', 0, 1), ...many('vi', 100, 30)]);
		const first = await comments(db, { ...ALL, language: 'ko' }, 20);
		expect(first).toEqual({ comments: [], next: 12, cutShort: true });
		const second = await comments(db, { ...ALL, language: 'ko', before: first.next }, 20);
		expect(second).toMatchObject({ next: null, cutShort: false });
		expect(second.comments).toHaveLength(1);
	});

	test('that were erased are gone', async () => {
		const db = database();
		const place = await town(db);
		await put(db, [entry(place, 1, { comment: 'một' }), entry(place, 2, { comment: 'hai' })]);
		await db.write((tx) => tx.run(sql`UPDATE comments SET body = NULL, "erasedAt" = 1 WHERE body = 'hai'`));
		expect((await comments(db, ALL)).comments.map(({ body }) => body)).toEqual(['một']);
	});
});
