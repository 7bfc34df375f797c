// An officer who would know who rated them: all that their pages hold, and what cannot be read off it.
import { expect, test } from 'vitest';
import { database } from '../../../../tests/database';
import { chance, entry, put } from '../../../../tests/ledger';
import { town, ZONE, type Town } from '../../../../tests/town';
import { addDays, instantOf } from '../../shared/day';
import { mine as figures } from '../analytics/mine';
import type { Entry } from '../ratings/record';
import * as appeals from './appeals';
import { own } from './list';
import { ratings } from './mine';
import * as replies from './replies';

const AT = instantOf('2026-06-17', ZONE, 10);
const MONDAY = '2026-04-06';
const WEEKS = 9;

/** What customers said of Anh, week by week: the same in every world. */
function said(place: Town): (Partial<Entry> & { week: number; number: number })[] {
	const random = chance(11);
	return Array.from({ length: 90 }, (_, number) => {
		const officerGrade = random() < 0.7 ? 5 : 1 + Math.floor(random() * 4);
		const words = random() < 0.3 ? { comment: `Góp ý ${number}`, salt: 's', commentDigest: 'd' } : {};
		const week = Math.floor(random() * WEEKS);
		return { week, number, officerId: place.officers.anh, officerGrade, reasons: ['courteous'], ...words };
	});
}

/** All that the pages of Anh hold where the customers came on other days, at other hours, for other services. */
async function world(seed: number): Promise<{ json: string; weeks: number; rows: Entry[] }> {
	const random = chance(seed);
	const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
	const db = database();
	const place = await town(db);
	const { a1, a2 } = place.counters;
	const rows = said(place).map(({ week, number, ...one }) => {
		const day = addDays(MONDAY, week * 7 + Math.floor(random() * 7));
		const tappedAt = instantOf(day, ZONE, 7 + Math.floor(random() * 10), Math.floor(random() * 60));
		return entry(place, number, {
			...{ ...one, day, tappedAt, receivedAt: tappedAt + Math.floor(random() * 3_600_000) },
			...{ serviceId: pick(Object.values(place.services)), counterId: pick([a1, a2]) },
			...{ serviceGrade: 1 + Math.floor(random() * 5), tookMs: Math.floor(random() * 9_000) }
		});
	});
	await put(
		db,
		rows.toSorted((one, other) => one.receivedAt - other.receivedAt)
	);
	const { officer, reviewer } = place.people;
	const first = await ratings(db, place.officers.anh, { only: 'all', page: 1 }, AT);
	const [rating, second] = first.weeks.filter(({ mayAnswer }) => mayAnswer).flatMap((week) => week.ratings);
	await db.write(async (tx) => {
		await replies.reply(tx, officer, { ratingId: rating!.id, body: 'Tôi xin giải trình' }, AT);
		for (const { id: ratingId } of [rating!, second!])
			await appeals.file(tx, officer, { ratingId, ground: 'abusive', statement: 'Không đúng' }, AT);
		await appeals.uphold(tx, reviewer, 1, 'Có căn cứ', AT);
	});
	const pages = [];
	for (const only of ['all', 'bad', 'comments'] as const)
		for (const page of [1, 2, 3]) pages.push(await ratings(db, place.officers.anh, { only, page }, AT));
	const all = {
		pages,
		figures: await figures(db, place.officers.anh, AT, ZONE),
		appeals: await own(db, place.officers.anh, AT)
	};
	return { json: JSON.stringify(all), weeks: pages[0]!.weeks.length, rows };
}

test('all their pages hold is the same whichever day, hour, service, counter or order the customers came in', async () => {
	const worlds = [await world(1), await world(2), await world(3)];
	expect(worlds[0]!.weeks).toBeGreaterThan(2);
	for (const { json } of worlds.slice(1)) expect(json).toBe(worlds[0]!.json);
});

test('no field of it names a position, an instant of the customer, a day, a counter or a service', async () => {
	const { json, rows } = await world(4);
	const fields = new Set([...json.matchAll(/"(\w+)":/g)].map(([, field]) => field!));
	for (const field of fields)
		expect(field).not.toMatch(/position|tapped|received|counter|service|branch|seq|device|visit|zone|took/i);
	expect(json).not.toContain('digest');
	for (const { tappedAt, receivedAt, day } of rows) {
		expect(json).not.toContain(String(tappedAt));
		expect(json).not.toContain(String(receivedAt));
		const weekday = new Date(`${day}T00:00:00Z`).getUTCDay();
		// A deadline is a Sunday too; what is left are the Mondays and Sundays of whole weeks.
		if (weekday > 1) expect(json, day).not.toContain(day);
	}
});

test('ratings are filtered to the bad ones and to those with a comment, and say until when they may be answered', async () => {
	const db = database();
	const place = await town(db);
	const words = { comment: 'Rất tốt', salt: 's', commentDigest: 'd' };
	const list = Array.from({ length: 12 }, (_, at) =>
		entry(place, at, { day: at < 6 ? '2026-05-04' : '2026-06-01', officerGrade: at % 6 === 0 ? 2 : 5 })
	);
	await put(db, [...list.slice(0, 11), { ...list[11]!, ...words }]);
	const { anh } = place.officers;
	const all = await ratings(db, anh, { only: 'all', page: 9 }, AT);
	expect(all).toMatchObject({ page: 1, pages: 1 });
	expect(all.weeks.map(({ from, to, lastDay, mayAnswer }) => [from, to, lastDay, mayAnswer])).toEqual([
		['2026-06-01', '2026-06-07', '2026-06-28', true],
		['2026-05-04', '2026-05-10', '2026-05-31', false]
	]);
	const bad = await ratings(db, anh, { only: 'bad', page: 1 }, AT);
	expect(bad.weeks.map((week) => week.ratings.map(({ grade }) => grade))).toEqual([[2], [2]]);
	const commented = await ratings(db, anh, { only: 'comments', page: 1 }, AT);
	expect(commented.weeks).toMatchObject([{ ratings: [{ comment: { body: 'Rất tốt', language: 'vi' } }] }]);
	expect((await ratings(db, place.officers.dung, { only: 'all', page: 1 }, AT)).weeks).toEqual([]);
});
