import { describe, expect, test } from 'vitest';
import { database } from '../../../../tests/database';
import { idAt, mark } from '../../../../tests/judged';
import { entry, put } from '../../../../tests/ledger';
import { town } from '../../../../tests/town';
import { addDays, weekdayOf } from '../../shared/day';
import * as strike from '../ratings/strike';
import { mine, windowOf } from './mine';

const TODAY = '2026-06-17';
const LAST = '2026-06-07';

describe('the days an officer sees', () => {
	test('are thirteen weeks, end on a Sunday at least seven days back, and stand still for a week', () => {
		for (let step = 0; step < 30; step++) {
			const today = addDays(TODAY, step);
			const { from, to } = windowOf(today);
			expect(weekdayOf(to)).toBe(0);
			expect(to <= addDays(today, -7) && to > addDays(today, -14)).toBe(true);
			expect(addDays(from, 90)).toBe(to);
			expect(weekdayOf(from)).toBe(1);
		}
		expect(windowOf(TODAY).to).toBe(LAST);
		expect(windowOf('2026-06-14').to).toBe(LAST);
		expect(windowOf('2026-06-13').to).toBe(addDays(LAST, -7));
	});
});

describe('an officer', () => {
	async function served(count: number, said: object = {}) {
		const db = database();
		const place = await town(db);
		await put(
			db,
			Array.from({ length: count }, (_, index) => entry(place, index, { day: LAST, ...said }))
		);
		return { db, place };
	}

	test('sees nothing but the number below ten answers: no share, no grade, no reason', async () => {
		const { db, place } = await served(9, { reasons: ['rude'], officerGrade: 1 });
		const own = await mine(db, place.officers.anh, TODAY);
		expect(own).toMatchObject({ counts: null, reasons: null });
		expect(own.satisfied).toEqual({ n: 9, count: 0, share: null, low: null, high: null });
	});

	test('sees nothing of the last seven days, of another officer, or of a rating that did not grade them', async () => {
		const { db, place } = await served(10);
		await put(db, [
			entry(place, 100, { day: addDays(LAST, 1), officerGrade: 1 }),
			entry(place, 101, { day: LAST, officerId: place.officers.binh, officerGrade: 1 }),
			entry(place, 102, { day: LAST, officerGrade: null, serviceGrade: 1 }),
			entry(place, 103, { day: addDays(LAST, -91), officerGrade: 1 })
		]);
		const own = await mine(db, place.officers.anh, TODAY);
		expect(own.counts).toEqual([0, 0, 0, 0, 10]);
		expect(own.satisfied).toMatchObject({ n: 10, count: 10, share: 1 });
	});

	test('sees what was said of them wherever they served, and reasons that three or more chose', async () => {
		const { db, place } = await served(8, { reasons: ['courteous', 'quick'] });
		const elsewhere = {
			day: LAST,
			branchId: place.branches.b,
			counterId: place.counters.b1,
			officerGrade: 2
		};
		await put(db, [
			entry(place, 100, { ...elsewhere, reasons: ['rude', 'long-wait'] }),
			entry(place, 101, { ...elsewhere, reasons: ['rude'] }),
			entry(place, 102, { ...elsewhere, reasons: ['rude'] }),
			entry(place, 103, { day: LAST, reasons: ['courteous'], officerId: place.officers.binh })
		]);
		const own = await mine(db, place.officers.anh, TODAY);
		expect(own.counts).toEqual([0, 3, 0, 0, 8]);
		// About officers only: waiting is not theirs.
		expect(own.reasons?.map(({ code, fits, count }) => [code, fits, count])).toEqual([
			['courteous', 'good', 8],
			['rude', 'bad', 3]
		]);
		expect(own.reasons?.[0]?.words.vi).toBe('Lịch sự');
		await put(db, [entry(place, 104, { day: LAST, reasons: [] })]);
		expect((await mine(db, place.officers.dung, TODAY)).satisfied.n).toBe(0);
	});

	test('is not counted what was struck, is counted what was settled on them since, and is told of both', async () => {
		const { db, place } = await served(11, { reasons: ['courteous'] });
		const { anh, chau } = place.officers;
		const { hr, leaderA } = place.people;
		const unknown = { day: LAST, officerId: null, officerGrade: null, reasons: ['rude'] };
		const claims = { ...unknown, claimedOfficerId: chau, claimedOfficerGrade: 2 };
		await put(db, [
			...[100, 101, 102].map((number) => entry(place, number, claims)),
			entry(place, 103, { day: LAST, officerId: chau, officerGrade: 3, reasons: ['courteous'] })
		]);
		const at = Date.parse(`${TODAY}T03:00:00Z`);
		const reason = 'Theo sổ trực';
		const own = () => mine(db, anh, TODAY);
		expect((await own()).beside).toEqual({ marked: 0, struck: 0, late: 0 });
		for (const position of [12, 13, 14]) {
			const said = { ratingId: await idAt(db, position), officerId: anh, reason };
			await db.write((tx) => strike.settleOfficer(tx, leaderA, leaderA.scope, said, at));
		}
		const struck = { ratingId: await idAt(db, 1), reason };
		const proposed = await db.write((tx) => strike.propose(tx, leaderA, leaderA.scope, struck, at));
		expect((await own()).counts).toEqual([0, 3, 0, 0, 11]);
		await db.write((tx) => strike.confirm(tx, hr, hr.scope, proposed, struck, at));
		await db.write((tx) => mark(tx, 2, 'burst'));
		const now = await own();
		expect(now.counts).toEqual([0, 3, 0, 0, 10]);
		expect(now.beside).toEqual({ marked: 1, struck: 1, late: 0 });
		expect(now.reasons?.map(({ code, count }) => [code, count])).toEqual([
			['courteous', 10],
			['rude', 3]
		]);
		// Whom the tablet had named has none of it.
		expect((await mine(db, chau, TODAY)).satisfied.n).toBe(1);
	});
});
