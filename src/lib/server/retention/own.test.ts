// An officer's own data: first who gets none; then that it holds theirs whole, nobody else's, and nothing that tells
// which customer rated them.
import { describe, expect, test } from 'vitest';
import { database } from '../../../../tests/database';
import { rating, tablet } from '../../../../tests/ratings';
import { NOW, town } from '../../../../tests/town';
import { replies } from '../appeals/table';
import * as audit from '../audit/note';
import * as labels from '../fairness/labels';
import * as upkeep from '../ratings/upkeep';
import { counts, file, looks, take } from './own';

const DAY_MS = 86_400_000;
const README = { ratings: 'Lượt đánh giá' };

/** Anh has twelve ratings of a few weeks ago, all at minutes of their own, and Bình has some too. */
async function here() {
	const db = database();
	const place = await town(db);
	const { anh, binh } = place.officers;
	const tapped = (number: number) => NOW - 30 * DAY_MS + number * 1_234_567;
	const anhs = Array.from({ length: 12 }, (_, number) =>
		rating(place, {
			tappedAt: tapped(number),
			officerGrade: 1 + (number % 5),
			comment: number === 3 ? 'Hướng dẫn tận tình' : null
		})
	);
	const a2 = { counterId: place.counters.a2, officerId: binh };
	const binhs = Array.from({ length: 12 }, (_, number) =>
		rating(place, { ...a2, tappedAt: tapped(number), comment: 'Góp ý về Bình' })
	);
	await tablet(place).send(db, anhs, NOW - 20 * DAY_MS);
	await tablet(place, 'a2').send(db, binhs, NOW - 20 * DAY_MS);
	await upkeep.catchUp(db);
	const { hr, officer, leaderA } = place.people;
	await db.write(async (tx) => {
		await tx
			.insert(replies)
			.values({ id: 1, ratingId: anhs[0]!.id, officerId: anh, at: NOW, body: 'Giải trình của Anh' });
		await tx
			.insert(replies)
			.values({ id: 2, ratingId: binhs[0]!.id, officerId: binh, at: NOW, body: 'Giải trình của Bình' });
		await labels.enter(tx, hr, { dimension: 'Nhóm', text: 'HQ-01,một\nHQ-02,hai' }, NOW);
		const seen = { sheetId: 1, how: 'page', role: 'leader' };
		await audit.note(tx, leaderA, NOW, 'appraisals.look', `officer:${anh}`, seen);
		await audit.note(tx, hr, NOW + 1, 'appraisals.look', `officer:${binh}`, seen);
		await audit.note(tx, hr, NOW + 2, 'retention.hold', `officer:${anh}`, { reason: 'Thanh tra' });
	});
	const text = async (who = officer, at = NOW) => {
		let whole = '';
		for await (const piece of file(db, who, README, at)) whole += piece;
		return whole;
	};
	return { db, place, anhs, binhs, officer, text };
}

describe('whoever is no officer', () => {
	test('gets no file, no counts and leaves no line', async () => {
		const { db, place, text } = await here();
		const { hr, leaderA, auditor, administrator, reviewer } = place.people;
		const refused = { code: 'not_allowed' };
		for (const who of [hr, leaderA, auditor, administrator, reviewer]) {
			await expect(text(who)).rejects.toMatchObject(refused);
			await expect(counts(db, who, NOW)).rejects.toMatchObject(refused);
			await expect(take(db, who, NOW)).rejects.toMatchObject(refused);
		}
		const nobody = { ...place.people.officer, officerId: null };
		await expect(text(nobody)).rejects.toMatchObject({ code: 'not_found' });
	});
});

describe('an officer’s own file', () => {
	test('is JSON with all that is kept of them, as many of each as the page says', async () => {
		const { db, officer, text, place } = await here();
		const own = JSON.parse(await text()) as Record<string, unknown[]> & Record<string, unknown>;
		expect(own).toMatchObject({
			form: 'hai-long own data 1',
			readme: README,
			account: { username: 'officer', name: 'Nguyễn Thị Anh' },
			officer: [{ fullName: 'Nguyễn Thị Anh', code: 'HQ-01' }],
			duty: [{ counterId: place.counters.a1 }],
			groups: [{ dimension: 'Nhóm', label: 'một' }],
			replies: [{ body: 'Giải trình của Anh' }],
			appeals: [],
			sheets: [],
			looks: [{ act: 'appraisals.look', name: 'Trưởng A' }]
		});
		const weeks = own.ratings as { ratings: unknown[] }[];
		expect(weeks.flatMap(({ ratings }) => ratings)).toHaveLength(12);
		expect(await counts(db, officer, NOW)).toEqual({
			...{ versions: 1, duties: 1, groups: 1, ratings: 12 },
			...{ replies: 1, appeals: 0, sheets: 0, looks: 1 }
		});
	});

	test('holds nothing of another officer, and no instant, day or place of a rating', async () => {
		const { anhs, binhs, text } = await here();
		const whole = await text();
		expect(whole).not.toMatch(/Bình|HQ-02|hai"|Thanh tra/);
		for (const { id } of binhs) expect(whole).not.toContain(id);
		const { ratings } = JSON.parse(whole) as { ratings: { from: string; to: string }[] };
		const told = JSON.stringify(ratings);
		for (const { id, tappedAt } of anhs) {
			expect(told).toContain(id);
			expect(whole).not.toContain(String(tappedAt).slice(0, 8));
		}
		expect(told).not.toMatch(/counterId|serviceId|tappedAt|receivedAt|position|deviceId|"day"/);
		for (const { from, to } of ratings)
			expect(Date.parse(to) - Date.parse(from)).toBeGreaterThanOrEqual(6 * DAY_MS);
	});

	test('shows no rating before it is shown on the officer’s own pages', async () => {
		const { text } = await here();
		const early = JSON.parse(await text(undefined, NOW - 28 * DAY_MS)) as { ratings: unknown[] };
		expect(early.ratings).toEqual([]);
	});

	test('is noted when it is taken, where the officer can read it', async () => {
		const { db, officer, place } = await here();
		await take(db, officer, NOW + DAY_MS);
		const seen = await looks(db.read, place.officers.anh, { limit: 1 });
		expect(seen).toMatchObject([{ act: 'retention.takeOwn', name: 'Nguyễn Thị Anh' }]);
		expect(await looks(db.read, place.officers.anh, { before: seen[0]!.id })).toMatchObject([
			{ act: 'appraisals.look', name: 'Trưởng A' }
		]);
	});
});
