// What officers are told of themselves; and what nobody can read off it.
import { describe, expect, test } from 'vitest';
import { database } from '../../../../tests/database';
import { idAt, mark } from '../../../../tests/judged';
import { entry, put } from '../../../../tests/ledger';
import { town, ZONE } from '../../../../tests/town';
import { addDays, instantOf, weekdayOf } from '../../shared/day';
import { PRIVACY } from '../../shared/privacy';
import * as privacy from '../org/privacy';
import { eraseComment } from '../ratings/erase';
import type { Entry } from '../ratings/record';
import * as strike from '../ratings/strike';
import { mine, windowOf } from './mine';

const TODAY = '2026-06-17';
const LAST = '2026-06-07';
const AT = instantOf(TODAY, ZONE, 10);

test('the days an officer sees are thirteen weeks, end on a Sunday so many days back, and stand still for a week', () => {
	for (const officerDelayDays of [1, 7, 20])
		for (let step = 0; step < 30; step++) {
			const today = addDays(TODAY, step);
			const { from, to } = windowOf(today, { ...PRIVACY, officerDelayDays });
			expect(weekdayOf(to)).toBe(0);
			const least = addDays(today, -officerDelayDays);
			expect(to <= least && to > addDays(least, -7)).toBe(true);
			expect(addDays(from, 90)).toBe(to);
			expect(weekdayOf(from)).toBe(1);
		}
	expect(windowOf(TODAY, PRIVACY).to).toBe(LAST);
});

async function served(count: number, said: Partial<Entry> = {}) {
	const db = database();
	const place = await town(db);
	await put(
		db,
		Array.from({ length: count }, (_, index) => entry(place, index, { day: LAST, ...said }))
	);
	const own = (officerId = place.officers.anh, at = AT) => mine(db, officerId, at, ZONE);
	return { db, place, own };
}

describe('an officer', () => {
	test('sees nothing but the number below the smallest sample: no share, no grade, no reason', async () => {
		const { own } = await served(9, { reasons: ['rude'], officerGrade: 1 });
		expect(await own()).toMatchObject({ counts: null, reasons: null });
		expect((await own()).satisfied).toEqual({ n: 9, count: 0, share: null, low: null, high: null });
	});

	test('sees not even the number of a week below the smallest cell', async () => {
		const { own } = await served(4);
		expect((await own()).satisfied.n).toBe(0);
	});

	test('sees as many days late, and as many at least, as the house has set', async () => {
		const { db, place, own } = await served(12);
		const set = (rules: object) =>
			db.write((tx) => privacy.change(tx, place.people.administrator, { ...PRIVACY, ...rules }, AT));
		expect((await own()).satisfied.n).toBe(12);
		await set({ officerDelayDays: 11 });
		expect((await own()).satisfied.n).toBe(0);
		await set({ minSample: 13 });
		expect((await own()).satisfied).toMatchObject({ n: 12, share: null });
		await set({ minCell: 13 });
		expect((await own()).satisfied.n).toBe(0);
	});

	test('sees nothing of the last days, of another officer, or of a rating that did not grade them', async () => {
		const { db, place, own } = await served(10);
		await put(db, [
			entry(place, 100, { day: addDays(LAST, 1), officerGrade: 1 }),
			entry(place, 101, { day: LAST, officerId: place.officers.binh, officerGrade: 1 }),
			entry(place, 102, { day: LAST, officerGrade: null, serviceGrade: 1 })
		]);
		expect((await own()).counts).toEqual([0, 0, 0, 0, 10]);
		expect((await own()).satisfied).toMatchObject({ n: 10, count: 10, share: 1 });
		expect((await own(place.officers.dung)).satisfied.n).toBe(0);
	});

	test('sees what was said of them wherever they served: about them and about other things', async () => {
		const { db, place, own } = await served(8, { reasons: ['courteous', 'quick'] });
		const elsewhere = {
			day: LAST,
			branchId: place.branches.b,
			counterId: place.counters.b1,
			officerGrade: 2
		};
		await put(db, [
			entry(place, 100, { ...elsewhere, reasons: ['rude', 'long-wait'] }),
			entry(place, 101, { ...elsewhere, reasons: ['rude'] })
		]);
		const { counts, reasons } = await own();
		expect(counts).toEqual([0, 2, 0, 0, 8]);
		expect(reasons?.map(({ code, fits, cause, count }) => [code, fits, cause, count])).toEqual([
			['courteous', 'good', 'officer', 8],
			['quick', 'good', 'waiting', 8],
			['rude', 'bad', 'officer', 2],
			['long-wait', 'bad', 'waiting', 1]
		]);
		expect(reasons?.[0]?.words.vi).toBe('Lịch sự');
	});

	test('is not counted what was struck, and is told how many that is', async () => {
		const { db, place, own } = await served(11);
		const { hr, leaderA } = place.people;
		const struck = { ratingId: await idAt(db, 1), reason: 'Theo sổ trực' };
		const proposed = await db.write((tx) => strike.propose(tx, leaderA, leaderA.scope, struck, AT));
		expect((await own()).counts).toEqual([0, 0, 0, 0, 11]);
		await db.write((tx) => strike.confirm(tx, hr, hr.scope, proposed, struck, AT));
		await db.write((tx) => mark(tx, 2, 'burst'));
		expect(await own()).toMatchObject({ counts: [0, 0, 0, 0, 10], beside: { marked: 1, struck: 1 } });
	});

	test('is counted what was settled on them, with the next weeks that are shown', async () => {
		const { db, place, own } = await served(11);
		const { anh, chau } = place.officers;
		const { leaderA } = place.people;
		const unknown = { officerId: null, officerGrade: null, claimedOfficerId: chau, claimedOfficerGrade: 2 };
		await put(
			db,
			[100, 101, 102, 103, 104].map((number) => entry(place, number, { day: LAST, ...unknown }))
		);
		for (const position of [12, 13, 14, 15, 16]) {
			const said = { ratingId: await idAt(db, position), officerId: anh, reason: 'Theo sổ trực' };
			await db.write((tx) => strike.settleOfficer(tx, leaderA, leaderA.scope, said, AT));
		}
		expect((await own()).counts).toEqual([0, 0, 0, 0, 11]);
		expect((await own(anh, AT + 7 * 86_400_000)).counts).toEqual([0, 5, 0, 0, 11]);
		// Whom the tablet had named has none of it.
		expect((await own(chau)).satisfied.n).toBe(0);
	});

	test('reads comments by the weeks alone, praise apart, once their delay is over and unless erased', async () => {
		const { db, place, own } = await served(6);
		const comment = (body: string) => ({ comment: body, salt: 's', commentDigest: 'd' });
		await put(db, [
			entry(place, 50, { day: LAST, ...comment('Rất tận tình') }),
			entry(place, 51, { day: LAST, officerGrade: 1, ...comment('Nói to tiếng') })
		]);
		const weeks = { from: '2026-06-01', to: LAST };
		expect(await own()).toMatchObject({
			praise: [{ body: 'Rất tận tình', grade: 5, ...weeks }],
			criticism: [{ body: 'Nói to tiếng', grade: 1, ...weeks }]
		});
		const { administrator, hr } = place.people;
		const set = (rules: object) =>
			db.write((tx) => privacy.change(tx, administrator, { ...PRIVACY, ...rules }, AT));
		await set({ commentDelayDays: 11 });
		expect((await own()).praise).toEqual([]);
		await set({ leadersSeeComments: false });
		expect((await own()).praise, 'whom leaders may not read, officers may not').toEqual([]);
		await set({});
		const said = { ratingId: await idAt(db, 8), reason: 'Theo yêu cầu' };
		await db.write((tx) => eraseComment(tx, hr, said, AT));
		expect(await own()).toMatchObject({ praise: [{ body: 'Rất tận tình' }], criticism: [] });
	});

	test('sees months in the order of the year, and of a thin one no share', async () => {
		const { db, place, own } = await served(10);
		await put(
			db,
			Array.from({ length: 6 }, (_, at) => entry(place, 100 + at, { day: '2026-04-15', officerGrade: 2 }))
		);
		expect((await own()).months.map(({ month, satisfied }) => [month, satisfied.n, satisfied.share])).toEqual(
			[
				['2026-04', 6, null],
				['2026-05', 0, null],
				['2026-06', 10, 1]
			]
		);
	});
});

describe('beside their colleagues an officer', () => {
	/** Anh with the first grades, others at A with theirs. */
	async function among(own: number[], others: Record<string, number[]>) {
		const db = database();
		const place = await town(db);
		let number = 0;
		const graded = (officerId: number, grades: number[]) =>
			grades.map((officerGrade) => entry(place, ++number, { day: LAST, officerId, officerGrade }));
		const ids = place.officers as Record<string, number>;
		const lists = Object.entries(others).map(([name, grades]) => graded(ids[name]!, grades));
		await put(db, [...graded(ids.anh!, own), ...lists.flat()]);
		return (await mine(db, ids.anh!, AT, ZONE)).peers;
	}
	const grades = (good: number, bad: number) => [
		...Array<number>(good).fill(5),
		...Array<number>(bad).fill(1)
	];

	test('is told nothing where there are fewer than three others, or one of them is most of them', async () => {
		const good = grades(90, 10);
		expect(await among(good, { binh: good, chau: good })).toMatchObject({ verdict: 'few', peers: null });
		const one = { binh: grades(900, 100), chau: grades(9, 1), dung: grades(9, 1) };
		expect(await among(good, one)).toMatchObject({ verdict: 'few', peers: null });
		const all = { binh: good, chau: good, dung: good };
		expect(await among(grades(4, 1), all)).toMatchObject({ verdict: 'few', peers: { share: 0.9 } });
	});

	test('stands clearly apart or is not to be told apart, in whole points and with no rank', async () => {
		const all = { binh: grades(180, 20), chau: grades(182, 18), dung: grades(178, 22) };
		expect(await among(grades(176, 24), all)).toMatchObject({ verdict: 'same', members: 3 });
		expect((await among(grades(110, 90), all)).verdict).toBe('below');
		const above = await among(grades(200, 0), all);
		expect(above).toMatchObject({ verdict: 'above', peers: { share: 0.9, low: 0.87, high: 0.92 } });
		expect(Object.keys(above).sort()).toEqual(['adjusted', 'members', 'peers', 'verdict']);
	});
});
