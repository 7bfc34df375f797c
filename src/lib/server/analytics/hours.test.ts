import { describe, expect, test } from 'vitest';
import { database } from '../../../../tests/database';
import { judge } from '../../../../tests/judged';
import { entry, generate, put } from '../../../../tests/ledger';
import { NOW, town, ZONE } from '../../../../tests/town';
import { instantOf } from '../../shared/day';
import type { HourMap } from '../../shared/hourmap';
import { leaning } from '../../shared/rating';
import { sql } from 'drizzle-orm';
import { asked, type Reader } from './asked';
import { map } from './hourmap';
import { hours } from './hours';

const RULES = { minCell: 5, minSample: 10 };
const DAYS = 'period=2026-02-01..2026-03-01';

async function set() {
	const db = database();
	const place = await town(db);
	const reader = (who: keyof typeof place.people): Reader => ({
		scope: place.people[who].scope,
		live: true,
		role: place.people[who].role
	});
	const read = async (who: keyof typeof place.people, text: string) => {
		const given = await asked(db, reader(who), new URLSearchParams(text), NOW);
		return hours(db, given, reader(who).scope, RULES);
	};
	const mapOf = async (who: keyof typeof place.people, text: string): Promise<HourMap> => {
		const found = await read(who, text);
		if (found.kind !== 'map') throw new Error(found.why);
		return found;
	};
	/** `count` ratings on a day at an hour. */
	const at = (first: number, count: number, day: string, hour: number, said: object = {}) =>
		Array.from({ length: count }, (_, index) =>
			entry(place, first + index, { tappedAt: instantOf(day, ZONE, hour, index % 60), day, ...said })
		);
	const cell = (found: HourMap, weekday: number, hour: number) =>
		found.cells[found.hours.indexOf(hour)]?.[found.weekdays.indexOf(weekday)];
	return { db, place, read, mapOf, at, cell };
}

describe('no map', () => {
	test('of one officer or one counter: their hour would tell who rated', async () => {
		const { db, place, read } = await set();
		await put(db, generate(place, 200, '2026-02-01', '2026-03-01'));
		expect(await read('auditor', `${DAYS}&officer=${place.officers.anh}`)).toEqual({
			kind: 'none',
			why: 'officer'
		});
		expect(await read('leaderA', `${DAYS}&counter=${place.counters.a1}`)).toEqual({
			kind: 'none',
			why: 'counter'
		});
	});

	test('of a period without a whole week', async () => {
		const { read } = await set();
		expect(await read('leaderA', 'period=2026-02-24..2026-02-28')).toEqual({ kind: 'none', why: 'short' });
	});
});

describe('a map', () => {
	test('is of the hours of the ratings that count, in whole weeks or months, as a look at each rating says', async () => {
		const { db, place, mapOf } = await set();
		await put(db, generate(place, 6000, '2026-01-20', '2026-03-01'));
		await judge(db, place, 0, 5);
		const rows = () =>
			db.read.all<Record<string, number | string>>(sql`SELECT * FROM counted_ratings WHERE scale = 5`);
		for (const [who, text, from, to] of [
			['auditor', DAYS, '2026-02-02', '2026-03-01'],
			['auditor', 'period=month:2026-02', '2026-02-01', '2026-02-28'],
			['leaderA', DAYS, '2026-02-02', '2026-03-01'],
			['auditor', `${DAYS}&service=${place.services.declare}`, '2026-02-02', '2026-03-01'],
			['leaderB', `${DAYS}&marked=without`, '2026-02-02', '2026-03-01']
		] as const) {
			const found = await mapOf(who, text);
			expect([found.span.from, found.span.to]).toEqual([from, to]);
			const scope = place.people[who].scope;
			const plain = (await rows()).filter(
				(row) =>
					row.day! >= from &&
					row.day! <= to &&
					(scope === 'all' || scope.includes(Number(row.branchId))) &&
					(!text.includes('service') || row.serviceId === place.services.declare) &&
					(!text.includes('without') || row.marked === 0)
			);
			expect(found.whole.n, text).toBe(plain.length);
			expect(plain.length).toBeGreaterThan(100);
			for (const [row, hour] of found.hours.entries())
				for (const [column, weekday] of found.weekdays.entries()) {
					const { hidden, share } = found.cells[row]![column]!;
					const own = plain.filter(({ tappedAt, skewMs }) => {
						const local = new Date(Number(tappedAt) + Number(skewMs) + 7 * 3_600_000);
						return local.getUTCHours() === hour && local.getUTCDay() === weekday;
					});
					const count = own.filter(
						({ serviceGrade }) => leaning(Number(serviceGrade), 5) === 'satisfied'
					).length;
					if (hidden) expect(share).toEqual({ n: 0, count: 0, share: null, low: null, high: null });
					else expect([share.n, share.count], `${text} ${weekday} ${hour}`).toEqual([own.length, count]);
				}
		}
	});

	test('of a service in some branches is of all services there, and says so', async () => {
		const { db, place, mapOf } = await set();
		await put(db, generate(place, 2000, '2026-02-02', '2026-03-01'));
		const service = `&service=${place.services.refund}`;
		expect(await mapOf('auditor', DAYS + service)).toMatchObject({ isOfAllServices: false });
		const [some, all] = [await mapOf('leaderA', DAYS + service), await mapOf('leaderA', DAYS)];
		expect(some).toEqual({ ...all, isOfAllServices: true });
	});

	test('names an hour that is lower by more than chance, and none where all are alike', async () => {
		const { db, at, mapOf } = await set();
		const days = ['2026-02-02', '2026-02-03', '2026-02-04', '2026-02-05', '2026-02-06'];
		const filled = (first: number, hour: number, bad: number) =>
			days.flatMap((day, index) => [
				...at(first + index * 100, 40 - bad, day, hour),
				...at(first + index * 100 + 50, bad, day, hour, { serviceGrade: 2 })
			]);
		await put(db, [...filled(0, 8, 4), ...filled(1000, 9, 5), ...filled(2000, 10, 4)]);
		const text = 'period=2026-02-02..2026-02-08';
		expect(await mapOf('leaderA', text)).toMatchObject({ low: [], isEnough: true });
		await put(db, filled(3000, 14, 16));
		const found = await mapOf('leaderA', text);
		expect(found.low.map(({ hour, weekday }) => [hour, weekday])).toEqual([[14, null]]);
		expect(found.low[0]?.gap).toBeCloseTo(0.4 - 13 / 120, 6);
	});

	test('hides a cell of fewer than five with another, and neither weekdays nor hours give it away', async () => {
		const { db, at, mapOf, cell } = await set();
		const fill = ['2026-02-02', '2026-02-03', '2026-02-04'].flatMap((day, index) =>
			[8, 9, 10].flatMap((hour) =>
				at(index * 1000 + hour * 50, day === '2026-02-03' && hour === 9 ? 3 : 12, day, hour)
			)
		);
		await put(db, fill);
		const found = await mapOf('leaderA', 'period=2026-02-02..2026-02-08');
		expect(cell(found, 2, 9)).toMatchObject({ hidden: true, share: { n: 0, share: null } });
		const hidden = found.cells.map((row) => row.map((one) => (one.hidden ? 1 : 0)));
		const sums = [...hidden, ...found.weekdays.map((_, column) => hidden.map((row) => row[column]!))];
		for (const line of sums) expect(line.reduce<number>((sum, one) => sum + one, 0)).not.toBe(1);
	});

	test('of a branch hides what the other branch and both together would tell', () => {
		const cell = (sibling: number, slot: number, n: number) => ({
			sibling,
			slot,
			scale: 5 as const,
			n,
			satisfied: n
		});
		// Monday at 8 to 11: three rated in branch 2 at 9, so branch 1 may not tell its own number there.
		const slots = [8, 9, 10, 11].flatMap((hour) => [
			cell(1, 24 + hour, 20),
			cell(2, 24 + hour, hour === 9 ? 3 : 20)
		]);
		const [one, other] = [1, 2].map((branch) =>
			map(slots, (sibling) => sibling === branch, new Set(), RULES)
		);
		const hiddenIn = (found: typeof one) => found!.hours.filter((_, row) => found!.cells[row]![0]!.hidden);
		expect(hiddenIn(other)).toContain(9);
		expect(hiddenIn(one)).toContain(9);
		expect(hiddenIn(one).length).toBeGreaterThan(1);
	});

	test('of fewer than five in all tells nothing', async () => {
		const { db, at, mapOf } = await set();
		await put(db, at(0, 4, '2026-02-03', 9));
		const found = await mapOf('leaderA', 'period=2026-02-02..2026-02-08');
		expect(found.whole.n).toBe(0);
		expect(found.cells.flat().every(({ share }) => share.n === 0)).toBe(true);
	});
});
