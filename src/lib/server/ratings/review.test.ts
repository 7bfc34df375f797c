// What waits for a person is shown to those who may see it, inside their branches, and never more exactly than that.
import { sql } from 'drizzle-orm';
import { describe, expect, test } from 'vitest';
import { database } from '../../../../tests/database';
import { entry, put } from '../../../../tests/ledger';
import { NOW, town, ZONE } from '../../../../tests/town';
import type { Person } from '../../shared/actor';
import { addDays, instantOf } from '../../shared/day';
import type { Writes } from '../db/open';
import { counts, endings, statement, type Cut } from './counts';
import type { Entry } from './record';
import * as review from './review';
import * as rollup from './rollup';
import * as strike from './strike';
import { marks, type MarkRule } from './table';

const DAY = '2026-02-27';
const TODAY = '2026-03-02';
const reason = 'Nhân viên tự bấm máy';

/**
 * Five ratings: 1 at A with a comment, 2 at A by nobody (the tablet claimed Châu, graded 2), 3 at B by Giang, 4 at A
 * today, 5 at A three days late.
 */
async function here() {
	const db = database();
	const place = await town(db);
	const { branches, counters, officers } = place;
	const unknown = { officerId: null, officerGrade: null };
	const said: Partial<Entry>[] = [
		{ comment: 'Cán bộ Anh rất tốt', serviceGrade: 4 },
		{ ...unknown, claimedOfficerId: officers.chau, claimedOfficerGrade: 2 },
		{ branchId: branches.b, counterId: counters.b1, officerId: officers.giang },
		{ tappedAt: NOW - 60_000 },
		{ receivedAt: instantOf(TODAY, ZONE, 8) }
	];
	const ratings = said.map((one, index) =>
		entry(place, index, { tappedAt: instantOf(DAY, ZONE, 9, 17), ...one })
	);
	await put(db, ratings);
	const { hr, leaderA } = place.people;
	const id = (number: number) => ratings[number - 1]?.id ?? '';
	const act = <T>(work: (tx: Writes) => Promise<T>) => db.write(work);
	return {
		db,
		place,
		id,
		propose: (who: Person, number: number) =>
			act((tx) => strike.propose(tx, who, who.scope, { ratingId: id(number), reason }, NOW)),
		confirm: (entryId: number) =>
			act((tx) => strike.confirm(tx, { ...hr, id: 'other' }, 'all', entryId, { reason }, NOW)),
		settle: (number: number, officerId: number) =>
			act((tx) =>
				strike.settleOfficer(tx, leaderA, leaderA.scope, { ratingId: id(number), officerId, reason }, NOW)
			),
		clear: (number: number, rule: MarkRule) =>
			act((tx) => strike.clearMark(tx, leaderA, 'all', { ratingId: id(number), rule, reason }, NOW)),
		mark: (position: number, rule: MarkRule) =>
			act(async (tx) => {
				const known = await tx.$count(marks);
				const numbers = { at: '09:17', seconds: 3 };
				await tx.insert(marks).values({ id: known + 1, position, rule, numbers, at: NOW });
			}),
		positions: async (who: Person, kind: 'marked' | 'struck', wanted: review.Wanted = {}) =>
			(await review[kind](db, review.readerOf(who), wanted, NOW)).ratings.map(({ position }) => position)
	};
}

describe('what waits for a person', () => {
	test('is not there for administrators, officers and strangers', async () => {
		const { place } = await here();
		for (const who of [place.people.administrator, place.people.officer, null])
			expect(() => review.readerOf(who)).toThrow(/not_found/);
	});

	test('is shown to a leader of their branches only, and to HR not on the day itself', async () => {
		const { db, place, id, mark, propose, positions } = await here();
		const { leaderA, leaderB, hr, auditor } = place.people;
		for (const position of [1, 3, 4]) await mark(position, 'too_soon');
		expect(await positions(leaderA, 'marked')).toEqual([4, 1]);
		expect(await positions(leaderB, 'marked')).toEqual([3]);
		expect(await positions(leaderB, 'marked', { branches: [place.branches.a] })).toEqual([]);
		expect(await positions(hr, 'marked')).toEqual([3, 1]);
		expect(await positions(auditor, 'marked')).toEqual([4, 3, 1]);
		await propose(leaderA, 4);
		const waiting = async (who: Person) =>
			(await review.proposals(db, review.readerOf(who), {}, NOW)).map(({ rating }) => rating.position);
		expect(await waiting(leaderA)).toEqual([4]);
		expect(await waiting(leaderB)).toEqual([]);
		expect(await waiting(hr)).toEqual([]);
		for (const [who, number] of [
			[leaderB, 4],
			[leaderA, 3],
			[hr, 4]
		] as const)
			await expect(review.one(db, who, id(number), NOW)).rejects.toMatchObject({ code: 'not_found' });
	});

	test('is found by its number or its id, by those who may see it and nobody else', async () => {
		const { db, place, id } = await here();
		const { leaderA, leaderB, hr, auditor } = place.people;
		const named = (who: Person, text: string) => review.named(db, who, text, NOW);
		for (const who of [leaderA, hr, auditor])
			for (const text of ['1', ' 1 ', '№ 1', '#1', id(1), id(1).toUpperCase()])
				expect(await named(who, text), text).toBe(id(1));
		expect(await named(leaderB, '1')).toBeNull();
		expect(await named(leaderB, id(1))).toBeNull();
		expect(await named(leaderB, '3')).toBe(id(3));
		expect(await named(leaderA, '4')).toBe(id(4));
		expect(await named(hr, '4')).toBeNull();
		for (const text of ['6', '0', '-1', '1e3', '9'.repeat(40), 'một', "' OR 1 = 1"])
			expect(await named(auditor, text), text).toBeNull();
		await expect(named(place.people.officer, '1')).rejects.toMatchObject({ code: 'not_found' });
	});

	test('says the part of the day to leaders and HR, the instant to auditors, and what was written to nobody', async () => {
		const { db, place, mark } = await here();
		await mark(1, 'outside_hours');
		for (const who of [place.people.leaderA, place.people.hr, place.people.auditor]) {
			const page = await review.marked(db, review.readerOf(who), {}, NOW);
			const text = JSON.stringify(page);
			expect(text).not.toContain('Cán bộ Anh');
			expect(page.ratings[0]).toMatchObject({ hasComment: true, day: DAY, part: 'morning' });
			const isExact = who.role === 'auditor';
			expect(text.includes('09:17'), who.role).toBe(isExact);
			expect(page.ratings[0]?.at).toBe(isExact ? instantOf(DAY, ZONE, 9, 17) : null);
			expect(page.ratings[0]?.marks[0]?.numbers.seconds).toBe(3);
		}
	});

	test('keeps the grade of an officer to itself until it is said who served', async () => {
		const { db, place, id, settle } = await here();
		const { leaderA } = place.people;
		const before = await review.one(db, leaderA, id(2), NOW);
		expect(before.rating).toMatchObject({ officerId: null, officerGrade: null, settled: false });
		expect(before.rating.claimedOfficerId).toBe(place.officers.chau);
		expect(before.candidates[0]).toEqual({ officerId: place.officers.anh, onDuty: true });
		expect(before.candidates).toContainEqual({ officerId: place.officers.chau, onDuty: false });
		await settle(2, place.officers.chau);
		const { rating } = await review.one(db, leaderA, id(2), NOW);
		expect(rating).toMatchObject({ officerId: place.officers.chau, officerGrade: 2, settled: true });
	});

	test('goes away when it is answered, cleared or struck', async () => {
		const { db, place, mark, clear, propose, confirm, positions } = await here();
		const { leaderA, hr } = place.people;
		await mark(1, 'burst');
		await mark(2, 'burst');
		await mark(2, 'same_run');
		await clear(2, 'burst');
		expect(await positions(leaderA, 'marked')).toEqual([2, 1]);
		expect(await positions(leaderA, 'marked', { rule: 'burst' })).toEqual([1]);
		const proposed = await propose(leaderA, 1);
		const [waiting] = await review.proposals(db, review.readerOf(hr), {}, NOW);
		expect(waiting).toMatchObject({ kind: 'strike', entry: { id: proposed, reason, actorId: leaderA.id } });
		await confirm(proposed);
		expect(await review.proposals(db, review.readerOf(hr), {}, NOW)).toEqual([]);
		expect(await positions(leaderA, 'marked')).toEqual([2]);
		expect(await positions(leaderA, 'struck')).toEqual([1]);
		const all = await review.open(db, review.readerOf(leaderA), { before: 1 }, NOW);
		expect(all.struck.ratings[0]?.entries.map(({ act }) => act)).toEqual([
			'strike_proposed',
			'strike_confirmed'
		]);
	});

	test('comes in pages, also where many must be looked through', async () => {
		const { db, place, mark } = await here();
		for (const position of [1, 2, 3, 4, 5]) await mark(position, 'burst');
		for (const [walk, limit] of [
			[100, 2],
			[1, 2],
			[2, 1]
		] as const) {
			const seen: number[] = [];
			let before: number | null = null;
			do {
				const reader = review.readerOf(place.people.leaderA);
				const page = await review.marked(db, reader, { before, limit }, NOW, walk);
				seen.push(...page.ratings.map(({ position }) => position));
				before = page.next;
			} while (before !== null);
			expect(seen).toEqual([5, 4, 2, 1]);
		}
	});
});

describe('the counts of a cut', () => {
	const NONE = { serviceId: null, counterId: null, officerId: null };
	const cut = { from: DAY, to: TODAY, branches: 'all' as const, ...NONE };

	test('say how many are marked, struck and late, by branch, service and officer', async () => {
		const { db, place, mark, propose, confirm, settle } = await here();
		const { leaderA, hr } = place.people;
		const { officers, services, branches } = place;
		for (const position of [1, 2, 3]) await mark(position, 'burst');
		await confirm(await propose(leaderA, 1));
		await settle(2, officers.chau);
		expect(await counts(db, cut)).toEqual({ marked: 2, struck: 1, late: 1 });
		expect(await counts(db, { ...cut, branches: [branches.b] })).toEqual({ marked: 1, struck: 0, late: 0 });
		expect(await counts(db, { ...cut, officerId: officers.chau })).toMatchObject({ marked: 1, struck: 0 });
		const anh = { ...cut, officerId: officers.anh };
		expect(await counts(db, anh)).toEqual({ marked: 0, struck: 1, late: 1 });
		const anhDeclaring = { ...anh, serviceId: services.declare };
		expect(await counts(db, anhDeclaring)).toEqual({ marked: 0, struck: 1, late: 1 });
		const both = { ...cut, officerId: officers.chau, serviceId: services.declare };
		expect(await counts(db, both)).toMatchObject({ marked: 1 });
		expect(await counts(db, { ...both, serviceId: services.refund })).toMatchObject({ marked: 0 });
		expect(await counts(db, { ...cut, serviceId: services.declare })).toMatchObject({ marked: 2 });
		expect(await counts(db, { ...cut, from: TODAY })).toEqual({ marked: 0, struck: 0, late: 0 });
		await confirm(await propose(hr, 5));
		expect(await counts(db, cut)).toEqual({ marked: 2, struck: 2, late: 0 });
	});

	test('call late what came on a later business day, to the minute of its end in the branch', async () => {
		const db = database();
		const place = await town(db);
		const midnight = instantOf(addDays(DAY, 1), ZONE);
		const tappedAt = instantOf(DAY, ZONE, 17);
		const received = [midnight - 1, midnight, midnight + 1, tappedAt + 1_000];
		await put(
			db,
			received.map((receivedAt, index) => entry(place, index, { tappedAt, receivedAt }))
		);
		expect(await counts(db, cut)).toMatchObject({ late: 2 });
	});

	test('read late ratings from the rollups, those of an officer by their index, and never the whole ledger', async () => {
		const { db, place } = await here();
		await rollup.catchUp(db);
		const plan = async (asked: Cut) => {
			const statements = sql`EXPLAIN QUERY PLAN ${statement(asked, await endings(db.read, asked))}`;
			const steps = await db.read.all<{ detail: string }>(statements);
			return steps.map(({ detail }) => detail).join('\n');
		};
		const [all, own] = [await plan(cut), await plan({ ...cut, officerId: place.officers.anh })];
		expect(all).not.toContain('ratings_late');
		expect(own).toContain('ratings_late');
		for (const details of [all, own]) expect(details).not.toMatch(/SCAN (r|c|ratings)\b(?!.*INDEX)/);
	});
});
