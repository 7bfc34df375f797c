import { sql } from 'drizzle-orm';
import { describe, expect, test } from 'vitest';
import { database } from '../../../../tests/database';
import { entry, generate, put } from '../../../../tests/ledger';
import { NOW, town, ZONE } from '../../../../tests/town';
import { addDays, instantOf, weekdayOf } from '../../shared/day';
import type { Comment, CommentPage } from '../../shared/figures';
import { PRIVACY } from '../../shared/privacy';
import type { Db } from '../db/open';
import { eraseComment } from '../ratings/erase';
import * as strike from '../ratings/strike';
import { comments, shown, WALK, type Wanted } from './comments';

const ALL: Wanted = {
	branches: 'all',
	days: null,
	serviceId: null,
	language: null,
	grades: null,
	search: null,
	from: null,
	limit: 20,
	rules: { minCell: 0, commentDelayDays: 1 },
	at: instantOf('2026-06-01', ZONE, 9)
};
const STRICT = { minCell: 5, commentDelayDays: 1 };

const bodies = ({ comments: list }: Pick<CommentPage, 'comments'>) => list.map(({ body }) => body);

/** Every comment of a query, page after page to the oldest. */
async function every(db: Db, wanted: Wanted, walk = WALK): Promise<{ found: Comment[]; pages: number }> {
	const found: Comment[] = [];
	let from: Wanted['from'] = null;
	for (let pages = 1; ; pages++) {
		const page = await comments(db, { ...wanted, from }, walk);
		expect(page.comments.length).toBeLessThanOrEqual(wanted.limit);
		found.push(...page.comments);
		if (page.older === null) return { found, pages };
		from = { before: page.older };
	}
}

/** The same as SQL has it: the bodies that fit a condition, newest arrival first. */
async function plain(db: Db, where: string): Promise<string[]> {
	const rows = await db.read.all<{ body: string }>(
		sql.raw(`SELECT c.body AS body FROM comments c JOIN ratings r ON r.id = c.ratingId
			WHERE c.body IS NOT NULL AND ${where} ORDER BY c.rowid DESC`)
	);
	return rows.map(({ body }) => body);
}

describe('comments', () => {
	test('are for leaders, unless the house says no, and for auditors in any case', () => {
		expect(shown('leader', PRIVACY)).toBe(true);
		expect(shown('leader', { leadersSeeComments: false })).toBe(false);
		expect(shown('auditor', { leadersSeeComments: false })).toBe(true);
		for (const role of ['hr', 'administrator', 'officer'] as const) expect(shown(role, PRIVACY)).toBe(false);
	});

	test('of another branch are never among those of a scope, nor found there', async () => {
		const db = database();
		const place = await town(db);
		const { branches } = place;
		await put(db, generate(place, 600, '2026-01-01', '2026-03-01'));
		const own = await plain(db, `r.branchId = ${branches.a}`);
		for (const search of [null, 'góp ý']) {
			const { found } = await every(db, { ...ALL, branches: [branches.a], search });
			expect(bodies({ comments: found })).toEqual(own);
			expect((await comments(db, { ...ALL, branches: [], search })).comments).toEqual([]);
		}
		const [elsewhere = ''] = await plain(db, `r.branchId = ${branches.b}`);
		const number = elsewhere.split(' ').at(-1) ?? '';
		expect(bodies(await comments(db, { ...ALL, search: number, limit: 1000 }))).toContain(elsewhere);
		expect(
			bodies(await comments(db, { ...ALL, branches: [branches.a], search: number, limit: 1000 }))
		).not.toContain(elsewhere);
	});

	test('say nothing of the officer, the counter, the minute or their place in the ledger', async () => {
		const db = database();
		const place = await town(db);
		await put(db, [entry(place, 1, { comment: 'Tốt', tappedAt: instantOf('2026-03-01', ZONE, 15, 42) })]);
		const [comment] = (await comments(db, { ...ALL, search: 'tot' })).comments;
		expect(comment).toEqual({
			body: 'Tốt',
			language: 'vi',
			day: '2026-03-01',
			isWeek: false,
			part: 'afternoon',
			branchId: place.branches.a,
			serviceId: place.services.declare,
			scale: 5,
			grade: 5,
			found: [[0, 3]]
		});
	});

	test('come newest first, each once, however the pages are cut, and lead back up again', async () => {
		const db = database();
		await put(db, generate(await town(db), 500, '2026-01-01', '2026-03-01'));
		const whole = await plain(db, '1');
		for (const search of [null, 'góp'])
			for (const [limit, rows] of [
				[1000, 10_000],
				[7, 10_000],
				[7, 13],
				[1, 3],
				[20, 20]
			] as const) {
				const walk = { rows, hits: rows };
				const wanted = { ...ALL, search, limit };
				expect(bodies({ comments: (await every(db, wanted, walk)).found })).toEqual(whole);
			}
		const pages = [await comments(db, { ...ALL, limit: 7 })];
		for (let page = pages[0]; page?.older; pages.push(page))
			page = await comments(db, { ...ALL, limit: 7, from: { before: page.older } });
		for (let at = pages.length - 1; at > 0; at--) {
			const up = await comments(db, { ...ALL, limit: 7, from: { after: pages[at]?.newer ?? -1 } });
			expect(bodies(up)).toEqual(bodies(pages[at - 1] ?? up));
		}
		expect(pages[0]?.newer).toBeNull();
	});

	test('are those of the day, service, language, grade and words asked for', async () => {
		const db = database();
		const place = await town(db);
		await put(db, generate(place, 4000, '2026-01-01', '2026-03-01'));
		const days = { from: '2026-01-31', to: '2026-02-10' };
		const chosen = {
			days,
			serviceId: place.services.refund,
			language: 'ja' as const,
			grades: { scale: 5 as const, grade: 5 }
		};
		const wanted = await plain(
			db,
			`r.day BETWEEN '${days.from}' AND '${days.to}' AND r.language = 'ja'
			AND r.serviceId = ${place.services.refund} AND r.scale = 5 AND r.serviceGrade = 5`
		);
		expect(wanted.length).toBeGreaterThan(0);
		for (const search of [null, 'gop'])
			expect(bodies({ comments: (await every(db, { ...ALL, ...chosen, search })).found })).toEqual(wanted);
	});

	test('that are asked for by signs alone, or by words that nobody wrote, are none', async () => {
		const db = database();
		await put(db, generate(await town(db), 100, '2026-01-01', '2026-03-01'));
		for (const search of ['"*', 'gop OR y', 'không ai viết'])
			expect(await comments(db, { ...ALL, search })).toEqual({
				comments: [],
				older: null,
				newer: null,
				cutShort: false
			});
	});

	test('stop being looked for after a while, say so, and go on from there', async () => {
		const db = database();
		const place = await town(db);
		const many = (language: 'vi' | 'ko', first: number, count: number) =>
			Array.from({ length: count }, (_, index) =>
				entry(place, first + index, { language, comment: 'Góp ý' })
			);
		await put(db, [...many('ko', 0, 1), ...many('vi', 100, 30)]);
		for (const search of [null, 'góp']) {
			const walk = { rows: 20, hits: 20 };
			const first = await comments(db, { ...ALL, search, language: 'ko' }, walk);
			expect(first).toEqual({ comments: [], older: 12, newer: null, cutShort: true });
			const second = await comments(db, { ...ALL, search, language: 'ko', from: { before: 12 } }, walk);
			expect(second).toMatchObject({ older: null, cutShort: false });
			expect(second.comments).toHaveLength(1);
		}
	});

	test('that were erased, and those of struck ratings, are gone', async () => {
		const db = database();
		const place = await town(db);
		const { leaderA, hr } = place.people;
		await put(
			db,
			['một', 'hai', 'ba'].map((comment, at) => entry(place, at, { comment }))
		);
		expect((await comments(db, ALL)).comments).toHaveLength(3);
		await db.write((tx) =>
			eraseComment(tx, hr, { ratingId: entry(place, 1).id, reason: 'Khách yêu cầu' }, NOW)
		);
		expect(bodies(await comments(db, ALL))).toEqual(['ba', 'một']);
		expect(bodies(await comments(db, { ...ALL, search: 'hai' }))).toEqual([]);
		const proposal = { ratingId: entry(place, 0).id, reason: 'Bấm thử' };
		const id = await db.write((tx) => strike.propose(tx, leaderA, leaderA.scope, proposal, NOW));
		await db.write((tx) => strike.confirm(tx, hr, hr.scope, id, { reason: 'Đúng' }, NOW + 86_400_000));
		expect(bodies(await comments(db, ALL))).toEqual(['ba']);
		expect(bodies(await comments(db, { ...ALL, search: 'mot' }))).toEqual([]);
	});
});

describe('a comment is shown', () => {
	test('as many days after its own as the house says, by the clocks of its branch', async () => {
		const db = database();
		const place = await town(db);
		await put(db, [entry(place, 1, { comment: 'Tốt', tappedAt: instantOf('2026-03-04', ZONE, 23) })]);
		const seen = async (at: number, commentDelayDays: number) =>
			(await comments(db, { ...ALL, at, rules: { minCell: 0, commentDelayDays } })).comments.length === 1;
		const [before, midnight] = [instantOf('2026-03-04', ZONE, 23, 59), instantOf('2026-03-05', ZONE)];
		expect([await seen(before, 0), await seen(before, 1), await seen(midnight, 1)]).toEqual([
			true,
			false,
			true
		]);
		expect([await seen(midnight, 2), await seen(addMs(midnight, 1), 2)]).toEqual([false, true]);
		// The same instant is still the day before in a branch further west.
		await db.write((tx) =>
			tx.run(sql`UPDATE branch_versions SET zone = 'Europe/Paris' WHERE "branchId" = ${place.branches.a}`)
		);
		expect([await seen(midnight, 1), await seen(midnight + 7 * 3_600_000, 1)]).toEqual([false, true]);
	});

	test('with its week alone where few came for its service that day, and not before the week is over', async () => {
		const db = database();
		const place = await town(db);
		// Wednesday 4 March 2026: one customer for a refund, six for a declaration.
		const day = '2026-03-04';
		const refund = { day, serviceId: place.services.refund, comment: 'hoàn thuế' };
		await put(db, [
			entry(place, 1, refund),
			...[2, 3, 4, 5, 6, 7].map((number) =>
				entry(place, number, { day, comment: number === 7 ? 'tờ khai' : null })
			)
		]);
		const on = (date: string, more: Partial<Wanted> = {}) =>
			comments(db, { ...ALL, rules: STRICT, at: instantOf(date, ZONE, 9), ...more });
		expect(bodies(await on('2026-03-08'))).toEqual(['tờ khai']);
		const [one, other] = (await on('2026-03-09')).comments;
		expect(one).toMatchObject({ body: 'tờ khai', day, isWeek: false, part: 'morning' });
		expect(other).toMatchObject({ body: 'hoàn thuế', day: '2026-03-02', isWeek: true, part: null });
		// Nor can its day be found by asking for days that do not hold its whole week.
		for (const [from, to, wanted] of [
			[day, day, 1],
			['2026-03-03', '2026-03-20', 1],
			['2026-03-01', '2026-03-07', 1],
			['2026-03-02', '2026-03-08', 2],
			['2026-02-20', '2026-03-20', 2]
		] as const)
			expect((await on('2026-05-01', { days: { from, to } })).comments, `${from}..${to}`).toHaveLength(
				wanted
			);
	});

	test('behind the others of its week where it is told by its week, so that its place tells no day', async () => {
		const db = database();
		const place = await town(db);
		const days = ['2026-03-02', '2026-03-03', '2026-03-04', '2026-03-05'];
		await put(
			db,
			days.flatMap((day, at) => [
				...Array.from({ length: 6 }, (_, index) =>
					entry(place, at * 20 + index, { day, comment: index === 0 ? day : null })
				),
				entry(place, at * 20 + 10, { day, serviceId: place.services.refund, comment: at === 1 ? 'ai' : null })
			])
		);
		expect(weekdayOf(days[0] ?? '')).toBe(1);
		expect(bodies(await comments(db, { ...ALL, rules: STRICT }))).toEqual([...[...days].reverse(), 'ai']);
		expect(addDays(days[0] ?? '', 3)).toBe(days[3]);
	});
});

function addMs(at: number, days: number): number {
	return at + days * 86_400_000;
}
