// Raw ratings for leaders and for auditors, against what the ledger itself says.
import { sql } from 'drizzle-orm';
import { describe, expect, test } from 'vitest';
import { database } from '../../../../tests/database';
import { entry, generate, put } from '../../../../tests/ledger';
import { NOW, town, type Town } from '../../../../tests/town';
import { addDays, dayOf } from '../../shared/day';
import type { Db } from '../db/open';
import * as strike from '../ratings/strike';
import * as upkeep from '../ratings/upkeep';
import { ledger } from './ledger';
import { make } from './pace';
import { ratings, type Wish } from './ratings';
import { reach } from './reach';
import type { Cell } from './sheet';
import { mondays } from './weeks';

const MIN = 5;
const say = (key: string) => key;
const FROM = '2025-12-29';
/** The last day before the town's Monday morning. */
const TO = '2026-03-01';

type Line = Record<string, Cell>;

/** A ledger in the order of arrival, some of it late, with a branch that has few ratings in most weeks. */
async function filled(count = 800) {
	const db = database();
	const place = await town(db);
	const all = generate(place, count, '2025-12-20', TO)
		.filter(({ branchId }, at) => branchId !== place.branches.b || at % 6 === 0)
		.map((one, at) => (at % 25 === 0 ? { ...one, receivedAt: one.receivedAt + (at % 9) * 86_400_000 } : one))
		.sort((a, b) => a.receivedAt - b.receivedAt);
	await put(db, all);
	await upkeep.catchUp(db);
	return { db, place };
}

const wish = (place: Town, changed: Partial<Wish> = {}): Wish => ({
	...{ from: FROM, to: TO, today: '2026-03-02', scope: 'all', branches: 'all', serviceId: null, scale: null },
	...{ marked: true, minCell: MIN, officersShown: true, language: 'en', secret: 'secret' },
	...changed
});

async function rowsOf(db: Db, wanted: Wish) {
	const { columns, rows, span, left } = await ratings(db.read, make(), wanted, say);
	const lines: Line[] = [];
	for await (const row of rows) {
		expect(row.length).toBe(columns.length);
		lines.push(Object.fromEntries(columns.map(({ key }, at) => [key, row[at] ?? null])));
	}
	return { lines, span, left, keys: columns.map(({ key }) => key) };
}

type Held = { week: string; branch: string; service: string; scale: number; grade: number; marked: number };

/** The same from the ledger, by the plainest way. */
async function held(db: Db): Promise<Held[]> {
	const rows = await db.read.all<Held & { day: string }>(sql`
		SELECT r.day, b.name ->> 'en' AS branch, s.name ->> 'en' AS service, r.scale, r."serviceGrade" AS grade, r.marked
		FROM counted_ratings r JOIN branch_versions b ON b."branchId" = r."branchId"
		JOIN service_versions s ON s."serviceId" = r."serviceId" WHERE r.day BETWEEN ${FROM} AND ${TO}`);
	const monday = (day: string) => addDays(day, -((new Date(day).getUTCDay() + 6) % 7));
	return rows.map(({ day, ...row }) => ({ ...row, week: monday(day) }));
}

const tally = <T>(list: readonly T[], key: (one: T) => string) => {
	const counts = new Map<string, number>();
	for (const one of list) counts.set(key(one), (counts.get(key(one)) ?? 0) + 1);
	return counts;
};
const cellOf = (line: Line) => `${line.week} ${line.branch} ${line.scale}`;
const heldCell = (one: Held) => `${one.week} ${one.branch} ${one.scale}`;

describe('a leader’s raw ratings', () => {
	test('are of the reader’s branches alone', async () => {
		const { db, place } = await filled();
		const { lines } = await rowsOf(
			db,
			wish(place, { scope: [place.branches.a], branches: [place.branches.a] })
		);
		expect(lines.length).toBeGreaterThan(150);
		expect(new Set(lines.map(({ branch }) => branch))).toEqual(new Set(['Branch A']));
	});

	test('name no day, hour, officer, counter, device or number of a rating', async () => {
		const { db, place } = await filled();
		const { keys, lines } = await rowsOf(db, wish(place));
		expect(keys).toEqual([
			...['week', 'branch', 'service', 'scale', 'service_grade', 'officer_grade', 'reason_codes', 'reasons'],
			...['language', 'channel', 'marked']
		]);
		const { keys: fewer } = await rowsOf(db, wish(place, { officersShown: false }));
		expect(fewer).not.toContain('officer_grade');
		const file = JSON.stringify(lines);
		for (const name of ['Anh', 'Bình', 'Giang', 'Counter', 'HQ-0', 'Góp ý']) expect(file).not.toContain(name);
		for (const { week } of lines) expect(new Date(String(week)).getUTCDay()).toBe(1);
	});

	test('lie in an order that tells no time, the same each time', async () => {
		const { db, place } = await filled();
		const { lines } = await rowsOf(db, wish(place));
		expect((await rowsOf(db, wish(place))).lines).toEqual(lines);
		const other = await rowsOf(db, wish(place, { secret: 'another' }));
		expect(other.lines).not.toEqual(lines);
		expect(other.lines.map((line) => JSON.stringify(line)).sort()).toEqual(
			lines.map((line) => JSON.stringify(line)).sort()
		);
	});

	test('are exactly what the ledger holds of whole weeks, but for what is left out and said to be', async () => {
		const { db, place } = await filled();
		const { lines, left, span } = await rowsOf(db, wish(place));
		expect(span).toEqual({ from: FROM, to: TO });
		const truth = await held(db);
		expect(lines.length + left).toBe(truth.length);
		expect(left).toBeGreaterThan(0);
		const [told, all] = [tally(lines, cellOf), tally(truth, heldCell)];
		for (const [cell, n] of told) expect(all.get(cell), cell).toBe(n);
		const grades = (list: readonly (string | null)[]) => tally(list, String);
		const shown = (key: string) => told.has(key);
		expect(grades(lines.map((line) => `${cellOf(line)} ${line.service_grade}`))).toEqual(
			grades(truth.filter((one) => shown(heldCell(one))).map((one) => `${heldCell(one)} ${one.grade}`))
		);
	});

	test('hold no branch and week, and no service in one, of fewer than the smallest cell', async () => {
		const { db, place } = await filled();
		const { lines } = await rowsOf(db, wish(place));
		for (const key of ['service', 'language', 'channel']) {
			const groups = tally(
				lines,
				(line) => `${cellOf(line)} ${line.service} ${key === 'service' ? '' : line[key]}`
			);
			for (const [group, n] of groups) expect(n, group).toBeGreaterThanOrEqual(MIN);
		}
		expect(lines.some(({ service }) => service === 'withheld')).toBe(true);
		expect(lines.some(({ service }) => service !== 'withheld')).toBe(true);
	});

	test('give no small service away to one who subtracts them from the totals of the week', async () => {
		const { db, place } = await filled();
		const { lines } = await rowsOf(db, wish(place));
		const truth = await held(db);
		let tried = 0;
		for (const cell of new Set(lines.map(cellOf))) {
			const mine = lines.filter((line) => cellOf(line) === cell);
			const named = new Set(mine.map(({ service }) => service));
			const rest = truth.filter((one) => heldCell(one) === cell && !named.has(one.service));
			if (rest.length === 0) continue;
			tried++;
			expect(rest.length, cell).toBeGreaterThanOrEqual(MIN);
			expect(new Set(rest.map(({ service }) => service)).size, cell).toBeGreaterThan(1);
		}
		expect(tried).toBeGreaterThan(5);
	});

	test('give no small branch away to one who subtracts them from the total of all', async () => {
		const { db, place } = await filled();
		const { lines } = await rowsOf(db, wish(place));
		const truth = await held(db);
		let tried = 0;
		for (const week of mondays({ from: FROM, to: TO }, '2026-03-02'))
			for (const scale of [3, 4, 5]) {
				const all = truth.filter((one) => one.week === week && one.scale === scale);
				const told = new Set(
					lines.filter((line) => line.week === week && line.scale === scale).map(({ branch }) => branch)
				);
				const rest = all.filter(({ branch }) => !told.has(branch));
				if (rest.length === 0 || new Set(all.map(({ branch }) => branch)).size < 2) continue;
				if (all.length >= 4 * MIN) tried++;
				// There are two branches: where one has few, the other would give it away, and both are left out.
				expect([...told], `${week} ${scale}`).toEqual([]);
			}
		expect(tried).toBeGreaterThan(0);
		expect(lines.length).toBeGreaterThan(0);
	});

	test('are only chosen among by filters: no filter tells of a rating what the whole file withholds', async () => {
		const { db, place } = await filled();
		const whole = tally((await rowsOf(db, wish(place))).lines, (line) => JSON.stringify(line));
		let some = 0;
		for (const changed of [
			...Object.values(place.services).map((serviceId) => ({ serviceId })),
			{ marked: false },
			{ scale: 4 },
			{ branches: [place.branches.a] },
			{ branches: [place.branches.b] },
			{ from: '2026-01-19', to: '2026-02-01' }
		] satisfies Partial<Wish>[]) {
			const part = tally((await rowsOf(db, wish(place, changed))).lines, (line) => JSON.stringify(line));
			for (const [line, n] of part) expect(whole.get(line) ?? 0, line).toBeGreaterThanOrEqual(n);
			some += part.size;
		}
		expect(some).toBeGreaterThan(50);
	});

	test('are without those that two people have struck', async () => {
		const { db, place } = await filled(2500);
		const before = (await rowsOf(db, wish(place))).lines;
		const [found] = await db.read.all<{ id: string }>(sql`
			SELECT id FROM ratings WHERE day = '2026-01-07' AND "branchId" = ${place.branches.a} AND scale = 5
				AND "serviceGrade" = 5 LIMIT 1`);
		const ratingId = found?.id ?? '';
		const { leaderA, hr } = place.people;
		const reason = 'trial of the tablet';
		await db.write(async (tx) => {
			const entryId = await strike.propose(tx, leaderA, leaderA.scope, { ratingId, reason }, NOW);
			await strike.confirm(tx, hr, 'all', entryId, { reason }, NOW);
		});
		await upkeep.catchUp(db);
		const after = (await rowsOf(db, wish(place))).lines;
		expect(before.length - after.length).toBe(1);
	});

	test('are of whole weeks that are over', async () => {
		expect(mondays({ from: '2026-02-17', to: '2026-03-04' }, '2026-03-02')).toEqual(['2026-02-23']);
		expect(mondays({ from: '2026-02-16', to: '2026-03-01' }, '2026-03-01')).toEqual(['2026-02-16']);
		expect(mondays({ from: '2026-02-24', to: '2026-03-01' }, '2026-03-02')).toEqual([]);
		expect(mondays({ from: '2026-02-23', to: '2026-03-08' }, '2026-03-09')).toHaveLength(2);
	});

	test('are all found also in a ledger that came into being out of the order of arrival', async () => {
		const db = database();
		const place = await town(db);
		await put(db, generate(place, 900, FROM, TO));
		await upkeep.catchUp(db);
		const { lines, left } = await rowsOf(db, wish(place));
		expect(lines.length + left).toBe((await held(db)).length);
	});
});

describe('where the ratings of some days lie', () => {
	test('is found among arrivals, and what was taken in out of order is stepped over', async () => {
		const db = database();
		const place = await town(db);
		const days = ['2026-01-05', '2026-01-12', '2026-01-19', '2026-01-26', '2026-02-02'];
		const list = days.flatMap((day, week) =>
			Array.from({ length: 20 }, (_, at) => entry(place, week * 100 + at, { day }))
		);
		// Number 50 arrived in the first week and was taken in in the third.
		list[49] = entry(place, 999, { day: '2026-01-05' });
		await put(db, list);
		expect(await reach(db.read, { from: '2026-01-19', to: '2026-01-19' }, [50])).toEqual({
			from: 41,
			to: 60
		});
		expect(await reach(db.read, { from: '2026-02-02', to: '2026-02-02' }, [50])).toEqual({
			from: 81,
			to: 100
		});
		expect(await reach(db.read, { from: '2026-05-02', to: '2026-06-02' }, [50])).toEqual({
			from: 101,
			to: 100
		});
	});
});

describe('an auditor’s raw ratings', () => {
	test('are the ledger, row by row in its order, the struck ones too, and nothing that was written', async () => {
		const { db, place } = await filled();
		const asked = {
			...{ from: '2026-01-05', to: '2026-01-20', branches: 'all' as const, serviceId: null, counterId: null },
			...{ officerId: null, scale: null, marked: true, language: 'en' as const }
		};
		const rows: Cell[][] = [];
		for await (const row of ledger(db.read, make(), asked, say)) rows.push(row);
		const truth = await db.read.all<{ position: number }>(
			sql`SELECT position FROM ratings WHERE day BETWEEN '2026-01-05' AND '2026-01-20' ORDER BY position`
		);
		expect(rows.map(([position]) => position)).toEqual(truth.map(({ position }) => position));
		expect(JSON.stringify(rows)).not.toContain('Góp ý');
		const mine: Cell[][] = [];
		const officer = { ...asked, officerId: place.officers.anh, branches: [place.branches.a] };
		for await (const row of ledger(db.read, make(), officer, say)) mine.push(row);
		expect(mine.length).toBeGreaterThan(10);
		for (const row of mine) {
			expect(row).toContain(`${place.officers.anh} Nguyễn Thị Anh`);
			expect(row).toContain(`${place.branches.a} Branch A`);
		}
		expect(dayOf(Date.parse(String(mine[0]?.[16])), 'Asia/Ho_Chi_Minh')).toBe(mine[0]?.[15]);
	});
});
