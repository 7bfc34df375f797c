import { sql } from 'drizzle-orm';
import { describe, expect, test } from 'vitest';
import { database } from '../../../../tests/database';
import { claimed, judge } from '../../../../tests/judged';
import { generate, put } from '../../../../tests/ledger';
import { town } from '../../../../tests/town';
import { addDays, weekdayOf } from '../../shared/day';
import { leaning } from '../../shared/rating';
import * as counts from '../ratings/counts';
import * as rollup from '../ratings/rollup';
import { ask } from './question';
import { crossed, isDesk, tallies, type By, type Cut } from './tally';

/** As filled, with many marked, struck, lifted and settled: half of them before the first folding, half after. */
async function judged() {
	const db = database();
	const place = await town(db);
	const ratings = claimed(place, generate(place, 3000, '2025-11-20', '2026-03-10'));
	await put(db, ratings.slice(0, 1500));
	const before = await judge(db, place, 0, 5);
	await rollup.catchUp(db);
	await put(db, ratings.slice(1500));
	await rollup.catchUp(db);
	const after = await judge(db, place, 1500, 6);
	await rollup.catchUp(db);
	for (const done of [before, after])
		for (const [what, count] of Object.entries(done)) expect(count, what).toBeGreaterThan(5);
	return { db, place };
}

describe('counts', () => {
	const spans = [
		['2026-01-01', '2026-01-31'],
		['2025-12-31', '2026-01-01'],
		['2025-12-31', '2026-02-28'],
		['2026-01-02', '2026-01-30'],
		['2025-11-20', '2026-03-10'],
		['2026-02-01', '2026-03-01'],
		['2026-03-05', '2026-03-04']
	] as const;
	/** Whole weeks or months: by officer and counter nothing else is kept. */
	const wholes = [
		['2026-01-01', '2026-01-31'],
		['2025-12-01', '2026-02-28'],
		['2026-01-05', '2026-01-11'],
		['2025-12-29', '2026-02-01'],
		['2026-03-05', '2026-03-04']
	] as const;

	test('are those of a plain GROUP BY over what counts, for every cut, split and edge of a month, with marked ratings and without', async () => {
		const { db, place } = await judged();
		const { a, b, root } = place.branches;
		const counted = await db.read.all<Line>(sql`SELECT * FROM counted_ratings`);
		let asked = 0;
		for (const [from, to] of [...spans, ...wholes])
			for (const branches of ['all', [a], [a, b, root], []] as const)
				for (const serviceId of [null, place.services.refund])
					for (const officerId of [null, place.officers.anh])
						for (const counterId of [null, place.counters.a1])
							for (const marked of [true, false])
								for (const by of BYS) {
									const cut: Cut = { from, to, branches, serviceId, officerId, counterId, marked };
									const desk = isDesk(cut, by);
									if (desk && (by === 'day' || !wholes.some((one) => one[0] === from && one[1] === to)))
										continue;
									if (by === 'span' && !desk) continue;
									const [read] = await ask(db, tallies(cut, by));
									expect(order(read), JSON.stringify({ cut, by })).toEqual(order(plain(counted, cut, by)));
									asked++;
								}
		expect(asked).toBeGreaterThan(1000);
	});

	test('of officers and counters are refused for what is neither whole weeks nor whole months', async () => {
		const { db, place } = await judged();
		const cut: Cut = { ...EVERYTHING, from: '2026-01-02', to: '2026-01-30' };
		for (const [one, by] of [
			[cut, 'officer'],
			[cut, 'counter'],
			[{ ...cut, officerId: place.officers.anh }, 'nothing'],
			[{ ...cut, counterId: place.counters.a1 }, 'service']
		] as const)
			expect(() => tallies(one, by)).toThrow(RangeError);
		await expect(ask(db, tallies(cut, 'branch'))).resolves.toHaveLength(1);
	});

	test('of two things at once add up to those of either', async () => {
		const { db } = await judged();
		const cut: Cut = { ...EVERYTHING, from: '2025-12-01', to: '2026-02-28' };
		for (const [one, other] of [
			['service', 'officer'],
			['branch', 'service'],
			['service', 'day'],
			['counter', 'span']
		] as const) {
			const [cells, ones] = await ask(db, crossed(cut, one, other), tallies(cut, one));
			expect(cells.length).toBeGreaterThan(ones.length);
			for (const { key, scale, n } of ones)
				expect(
					sum(cells.filter((cell) => cell.one === key && cell.scale === scale).map((cell) => cell.n))
				).toBe(n);
		}
	});

	test('have beside them how many are marked, struck and late, whatever is chosen', async () => {
		const { db, place } = await judged();
		const { a, b, root } = place.branches;
		const counted = await db.read.all<Line>(sql`SELECT * FROM counted_ratings`);
		const struck = await db.read.all<Line>(sql`SELECT r.*,
				CASE WHEN s.settled = 1 THEN s."officerId" ELSE r."officerId" END AS "officerId"
			FROM ratings r JOIN standings s ON s.position = r.position WHERE s.struck = 1`);
		const number = (rows: readonly Line[], cut: Cut) =>
			sum(plain(rows, { ...cut, marked: true }, 'nothing').map(({ n }) => n));
		let seen = 0;
		for (const [from, to] of [spans[1], spans[2], spans[6]])
			for (const branches of ['all', [a], [a, b, root], []] as const)
				for (const serviceId of [null, place.services.refund])
					for (const officerId of [null, place.officers.anh]) {
						const cut: Cut = { ...EVERYTHING, from, to, branches, serviceId, officerId };
						const beside = await counts.counts(db, cut);
						const here = counted.filter((row) => row.marked === 1);
						expect(beside, JSON.stringify(cut)).toEqual({
							marked: number(here, cut),
							struck: number(struck, cut),
							late: 0
						});
						seen += beside.marked + beside.struck;
					}
		expect(seen).toBeGreaterThan(200);
	});
});

const sum = (list: number[]) => list.reduce((all, n) => all + n, 0);
const order = <T extends { key: string | number; scale: number }>(list: T[]) =>
	[...list].sort((a, b) =>
		String(a.key) < String(b.key) ? -1 : String(a.key) > String(b.key) ? 1 : a.scale - b.scale
	);

const BYS = ['nothing', 'day', 'span', 'branch', 'service', 'counter', 'officer'] as const;
const EVERYTHING = {
	branches: 'all',
	serviceId: null,
	officerId: null,
	counterId: null,
	marked: true
} as const;

type Line = Record<string, number | string | null>;

/** The same counts the long way: every rating that counts looked at. */
function plain(counted: readonly Line[], cut: Cut, by: By) {
	const found = new Map<
		string,
		{ key: string | number; scale: number; n: number; service: number[]; officer: number[] }
	>();
	for (const row of counted) {
		if (!cut.marked && row.marked === 1) continue;
		if (String(row.day) < cut.from || String(row.day) > cut.to) continue;
		if (cut.branches !== 'all' && !cut.branches.includes(Number(row.branchId))) continue;
		if (cut.serviceId !== null && row.serviceId !== cut.serviceId) continue;
		if (cut.officerId !== null && row.officerId !== cut.officerId) continue;
		if (cut.counterId !== null && row.counterId !== cut.counterId) continue;
		const column = {
			nothing: '',
			day: row.day,
			branch: row.branchId,
			service: row.serviceId,
			counter: row.counterId,
			span: spanOf(String(row.day), cut),
			officer: row.officerId ?? 0
		};
		const key = column[by] as string | number;
		const scale = Number(row.scale);
		const grades = () => Array.from({ length: scale }, () => 0);
		const at = `${key} ${scale}`;
		const group = found.get(at) ?? { key, scale, n: 0, service: grades(), officer: grades() };
		found.set(at, group);
		group.n++;
		group.service[Number(row.serviceGrade) - 1]!++;
		if (row.officerGrade !== null) group.officer[Number(row.officerGrade) - 1]!++;
	}
	return [...found.values()];
}

/** The month, or the Monday of its week, by what the cut is made of. */
function spanOf(day: string, { from, to }: Cut): string {
	const isMonths = from.endsWith('-01') && addDays(to, 1).endsWith('-01');
	return isMonths ? day.slice(0, 7) : addDays(day, -((weekdayOf(day) + 6) % 7));
}

test('the middle of five is neither satisfied nor dissatisfied', () => {
	expect([1, 2, 3, 4, 5].map((grade) => leaning(grade, 5))).toEqual([
		'dissatisfied',
		'dissatisfied',
		'neutral',
		'satisfied',
		'satisfied'
	]);
});
