import { sql } from 'drizzle-orm';
import { describe, expect, test } from 'vitest';
import { database } from '../../../../tests/database';
import { claimed, judge } from '../../../../tests/judged';
import { entry, generate, put } from '../../../../tests/ledger';
import { NOW, town, ZONE } from '../../../../tests/town';
import { instantOf } from '../../shared/day';
import type { Overview } from '../../shared/figures';
import { Problem } from '../../shared/problem';
import { leaning, type Scale } from '../../shared/rating';
import type { Db } from '../db/open';
import * as rollup from '../ratings/rollup';
import { asked, type Reader } from './asked';
import { LEDGER_LIMIT, overview } from './overview';
import { ask } from './question';
import { tallies, type By, type Cut } from './tally';

const params = (text: string) => new URLSearchParams(text);

async function figures(
	db: Db,
	reader: Reader,
	text: string,
	at: number,
	limit = LEDGER_LIMIT
): Promise<Overview> {
	const { period, cut, scale } = await asked(db, reader, params(text), at);
	const answer = await overview(db, { period, cut, scale, step: null }, limit);
	if (answer.kind !== 'overview') throw new Error('too wide');
	return answer;
}

async function filled(count = 3000) {
	const db = database();
	const place = await town(db);
	await put(db, generate(place, count, '2025-11-20', '2026-03-10'));
	await rollup.catchUp(db);
	const reader = (who: keyof typeof place.people): Reader => ({
		scope: place.people[who].scope,
		live: who !== 'hr'
	});
	return { db, place, reader };
}

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

describe('who may not', () => {
	test('a leader asking for another branch, or the one above, finds nothing there', async () => {
		const { db, place, reader } = await filled(10);
		for (const branch of [place.branches.b, place.branches.root, 999])
			await expect(asked(db, reader('leaderA'), params(`branch=${branch}`), NOW)).rejects.toMatchObject({
				code: 'not_found'
			});
	});

	test('a leader asking for an officer who never served in their branches finds nobody', async () => {
		const { db, place, reader } = await filled(10);
		await rollup.catchUp(db);
		for (const officer of [place.officers.giang, place.officers.ha, 999])
			await expect(asked(db, reader('leaderA'), params(`officer=${officer}`), NOW)).rejects.toMatchObject({
				code: 'not_found'
			});
	});

	test('an officer of branch A who helped out in B is known to the leader of B, by the ratings given there alone', async () => {
		const { db, place, reader } = await filled();
		const { anh } = place.officers;
		const here = await figures(db, reader('leaderB'), `officer=${anh}&period=year:2026`, NOW);
		const [row] = await db.read.all<{ n: number }>(sql`SELECT count(*) AS n FROM ratings
			WHERE "officerId" = ${anh} AND "branchId" = ${place.branches.b} AND scale = 5 AND day BETWEEN '2026-01-01' AND '2026-03-02'`);
		expect(here.summary.n).toBe(row?.n);
		expect(here.summary.n).toBeGreaterThan(0);
	});

	test('nothing a leader of A reads counts a rating of B, whatever is asked', async () => {
		const { db, place, reader } = await filled();
		const { a } = place.branches;
		const own = async (where: string) => {
			const [row] = await db.read.all<{ n: number }>(
				sql.raw(`SELECT count(*) AS n FROM ratings WHERE branchId = ${a} AND scale = 5 AND ${where}`)
			);
			return row?.n;
		};
		const { declare } = place.services;
		const { anh } = place.officers;
		const january = `day BETWEEN '2026-01-01' AND '2026-01-31'`;
		for (const [text, where] of [
			['', january],
			[`&branch=${a}`, january],
			[`&service=${declare}`, `${january} AND serviceId = ${declare}`],
			[`&officer=${anh}`, `${january} AND officerId = ${anh}`],
			[`&officer=${anh}&service=${declare}`, `${january} AND officerId = ${anh} AND serviceId = ${declare}`]
		] as const) {
			const seen = await figures(db, reader('leaderA'), `period=month:2026-01${text}`, NOW);
			expect(seen.summary.n, text).toBe(await own(where));
			for (const split of [seen.services, seen.officers, seen.branches])
				if (split) expect(sum(split.map(({ n }) => n)), text).toBe(seen.summary.n);
			expect(sum(seen.trend.map(({ n }) => n)), text).toBe(seen.summary.n);
			expect(seen.officers?.map(({ id }) => id) ?? []).not.toContain(place.officers.giang);
			expect(seen.branches ?? []).toEqual([]);
		}
	});

	test('a reader without any branch reads nothing', async () => {
		const { db } = await filled(50);
		const nothing = await figures(db, { scope: [], live: true }, 'period=year:2026', NOW);
		expect(nothing.summary.n).toBe(0);
		expect([nothing.services, nothing.officers, nothing.branches?.length ?? 0]).toEqual([[], [], 0]);
	});

	test('HR sees whole past days only: never a rating of today', async () => {
		const { db, place } = await filled(0);
		await put(db, [entry(place, 1, { day: '2026-03-01' }), entry(place, 2, { day: '2026-03-02' })]);
		const hr = await asked(db, { scope: 'all', live: false }, params('period=month:2026-03'), NOW);
		expect([hr.cut.to, hr.isLive]).toEqual(['2026-03-01', false]);
		expect((await figures(db, { scope: 'all', live: false }, 'period=7d', NOW)).summary.n).toBe(1);
		expect((await figures(db, { scope: 'all', live: true }, 'period=7d', NOW)).summary.n).toBe(2);
		const ahead = await figures(db, { scope: 'all', live: false }, 'period=2026-03-02..2026-03-02', NOW);
		expect([ahead.summary.n, ahead.trend]).toEqual([0, []]);
	});
});

describe('what is asked', () => {
	test('of a parameter that is no number, or a scale there is not, nothing is found', async () => {
		const { db, reader } = await filled(0);
		for (const text of [
			...['branch=abc', 'service=0', 'officer=-1', 'scale=6', 'branch=1e3', 'service=999'],
			'marked=maybe'
		])
			await expect(asked(db, reader('auditor'), params(text), NOW), text).rejects.toMatchObject({
				code: 'not_found'
			});
		await expect(asked(db, reader('auditor'), params('period=always'), NOW)).rejects.toBeInstanceOf(Problem);
	});

	test('ends today in the zone of the branches, also late in the evening', async () => {
		const { db, reader } = await filled(0);
		const late = instantOf('2026-03-02', ZONE, 23, 59);
		expect((await asked(db, reader('auditor'), params('period=1d'), late)).cut.to).toBe('2026-03-02');
		expect((await asked(db, reader('auditor'), params('period=1d'), late + 60_000)).cut.to).toBe(
			'2026-03-03'
		);
	});

	test('of the branch at the top are the branches below it as well', async () => {
		const { db, place, reader } = await filled(0);
		const { cut } = await asked(db, reader('auditor'), params(`branch=${place.branches.root}`), NOW);
		expect(cut.branches).toEqual([place.branches.root, place.branches.a, place.branches.b]);
	});
});

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

	test('are those of a plain GROUP BY over what counts, for every cut, split and edge of a month, with marked ratings and without', async () => {
		const { db, place } = await judged();
		const { a, b, root } = place.branches;
		const counted = await db.read.all<Line>(sql`SELECT * FROM counted_ratings`);
		for (const [from, to] of spans)
			for (const branches of ['all', [a], [a, b, root], []] as const)
				for (const serviceId of [null, place.services.refund])
					for (const officerId of [null, place.officers.anh])
						for (const marked of [true, false])
							for (const by of ['nothing', 'day', 'branch', 'service', 'officer'] as const) {
								const cut: Cut = { from, to, branches, serviceId, officerId, marked };
								const [read] = await ask(db, tallies(cut, by));
								expect(order(read), JSON.stringify({ cut, by })).toEqual(order(plain(counted, cut, by)));
							}
	});

	test('have beside them how many are marked, struck and late, the same with marked ratings and without', async () => {
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
					for (const officerId of [null, place.officers.anh])
						for (const marked of [true, false]) {
							const cut: Cut = { from, to, branches, serviceId, officerId, marked };
							const wish = {
								period: { text: '', kind: 'span' as const, from, to },
								cut,
								scale: null,
								step: null
							};
							const answer = await overview(db, wish);
							if (answer.kind !== 'overview') throw new Error('too wide');
							const here = counted.filter((row) => row.marked === 1);
							const { counts } = answer;
							expect(counts, JSON.stringify(cut)).toEqual({
								marked: number(here, cut),
								struck: number(struck, cut),
								late: 0
							});
							const all = answer.summary.n + sum(answer.others.map(({ n }) => n));
							expect(all).toBe(number(counted, cut) - (marked ? 0 : counts.marked));
							seen += counts.marked + counts.struck;
						}
		expect(seen).toBeGreaterThan(500);
	});

	test('of a day on which a rating came late say so, whichever day they came', async () => {
		const { db, place, reader } = await filled(0);
		const late = { day: '2026-02-25', receivedAt: instantOf('2026-02-27', ZONE, 8) };
		await put(db, [entry(place, 1, late), entry(place, 2, { day: '2026-02-25' })]);
		const of = async (text: string) => (await figures(db, reader('leaderA'), text, NOW)).counts.late;
		expect(await of('period=2026-02-25..2026-02-25')).toBe(1);
		expect(await of('period=2026-02-27..2026-02-27')).toBe(0);
	});

	test('of a rating are there with the next question, without anybody folding it in', async () => {
		const { db, place, reader } = await filled(0);
		for (let count = 1; count <= 3; count++) {
			await put(db, [entry(place, count)]);
			expect((await figures(db, reader('leaderA'), 'period=1d', NOW)).summary.n).toBe(count);
		}
	});
});

describe('an overview', () => {
	test('never mixes scales: it is of the one most used, and names the others', async () => {
		const { db, place, reader } = await filled(0);
		const many = (scale: Scale, count: number, first: number) =>
			Array.from({ length: count }, (_, index) =>
				entry(place, first + index, { scale, serviceGrade: scale, officerGrade: null })
			);
		await put(db, [...many(5, 20, 0), ...many(3, 12, 100), ...many(4, 2, 200)]);
		const seen = await figures(db, reader('auditor'), 'period=1d', NOW);
		expect([seen.summary.scale, seen.summary.n]).toEqual([5, 20]);
		expect(seen.others).toEqual([
			{ scale: 3, n: 12 },
			{ scale: 4, n: 2 }
		]);
		const three = await figures(db, reader('auditor'), 'period=1d&scale=3', NOW);
		expect([three.summary.scale, three.summary.n, three.summary.service.counts]).toEqual([3, 12, [0, 0, 12]]);
	});

	test('says nothing about a share of fewer than ten, and a share with its interval from ten on', async () => {
		const { db, place, reader } = await filled(0);
		const bad = { serviceGrade: 1, officerGrade: null };
		await put(
			db,
			[1, 2, 3, 4, 5, 6, 7, 8, 9].map((number) => entry(place, number, number === 1 ? bad : {}))
		);
		const few = await figures(db, reader('leaderA'), 'period=1d', NOW);
		expect(few.summary.service.satisfied).toMatchObject({ n: 9, share: null, low: null, high: null });
		await put(db, [entry(place, 10)]);
		const enough = (await figures(db, reader('leaderA'), 'period=1d', NOW)).summary;
		expect(enough.service.satisfied).toMatchObject({ n: 10, count: 9, share: 0.9 });
		expect(enough.service.dissatisfied).toMatchObject({ count: 1 });
		expect(enough.officer.satisfied).toMatchObject({ n: 9, share: null });
	});

	test('names a branch and a service that are clearly worse than the rest, and nobody where all are alike', async () => {
		const { db, place, reader } = await filled(0);
		const day = '2026-03-01';
		const of = (first: number, good: number, bad: number, said: object) =>
			Array.from({ length: good + bad }, (_, index) =>
				entry(place, first + index, { day, serviceGrade: index < good ? 5 : 2, ...said })
			);
		const b = { branchId: place.branches.b, serviceId: place.services.refund };
		await put(db, [...of(0, 95, 5, {}), ...of(1000, 92, 8, b)]);
		expect((await figures(db, reader('auditor'), 'period=7d', NOW)).attention).toEqual([]);
		await put(db, of(2000, 40, 60, b));
		const { attention } = await figures(db, reader('auditor'), 'period=7d', NOW);
		expect(attention.map(({ kind, id }) => [kind, id])).toEqual([
			['branch', place.branches.b],
			['service', place.services.refund]
		]);
		expect(attention[0]?.service).toMatchObject({ n: 200, count: 132 });
		expect(attention[0]?.rest).toMatchObject({ n: 100, count: 95 });
	});

	test('compares with what lies just before, and calls a difference by chance none', async () => {
		const { db, place, reader } = await filled(0);
		const of = (first: number, day: string, good: number, bad: number) =>
			Array.from({ length: good + bad }, (_, index) =>
				entry(place, first + index, { day, serviceGrade: index < good ? 4 : 1, officerGrade: null })
			);
		await put(db, [...of(0, '2026-02-20', 90, 10), ...of(1000, '2026-02-28', 70, 30)]);
		const worse = await figures(db, reader('auditor'), 'period=7d', NOW);
		expect(worse.before).toEqual({ from: '2026-02-17', to: '2026-02-23', n: 100 });
		expect(worse.change.service).toMatchObject({ verdict: 'down' });
		expect(worse.change.officer).toBeNull();
		await put(db, of(2000, '2026-02-28', 85, 0));
		expect((await figures(db, reader('auditor'), 'period=7d', NOW)).change.service?.verdict).toBe('same');
	});

	test('goes by day where days hold enough, and by week or month where they do not', async () => {
		const { db, place, reader } = await filled(400);
		expect((await figures(db, reader('auditor'), 'period=90d', NOW)).step).toBe('week');
		// Where no step would say anything, the days themselves are shown.
		expect((await figures(db, reader('auditor'), 'period=1d', NOW)).step).toBe('day');
		await put(
			db,
			generate(place, 3000, '2026-01-01', '2026-03-01', 7).map((one, index) => ({
				...one,
				id: entry(place, 9000 + index).id
			}))
		);
		const daily = await figures(db, reader('auditor'), 'period=month:2026-01', NOW);
		expect([daily.step, daily.trend.length]).toEqual(['day', 31]);
		const long = await figures(db, reader('auditor'), 'period=2023-01-01..2026-03-01', NOW);
		expect(long.step).toBe('month');
		expect(sum(long.trend.map(({ n }) => n))).toBe(long.summary.n);
	});

	test('refuses to read more of the ledger than the limit, one split or the whole', async () => {
		const { db, place, reader } = await filled(500);
		const text = `period=year:2026&service=${place.services.declare}`;
		expect((await figures(db, reader('auditor'), text, NOW, 10)).unsplit).toEqual(['officer']);
		expect((await figures(db, reader('auditor'), text, NOW, 10)).officers).toBeNull();
		expect((await figures(db, reader('auditor'), text, NOW)).officers?.length).toBeGreaterThan(5);
		await expect(
			figures(db, reader('auditor'), `${text}&officer=${place.officers.anh}`, NOW, 10)
		).rejects.toThrow('too wide');
	});
});

const sum = (list: number[]) => list.reduce((all, n) => all + n, 0);
const order = <T extends { key: string | number; scale: number }>(list: T[]) =>
	[...list].sort((a, b) =>
		String(a.key) < String(b.key) ? -1 : String(a.key) > String(b.key) ? 1 : a.scale - b.scale
	);

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
		const column = {
			nothing: '',
			day: row.day,
			branch: row.branchId,
			service: row.serviceId,
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

test('the middle of five is neither satisfied nor dissatisfied', () => {
	expect([1, 2, 3, 4, 5].map((grade) => leaning(grade, 5))).toEqual([
		'dissatisfied',
		'dissatisfied',
		'neutral',
		'satisfied',
		'satisfied'
	]);
});
