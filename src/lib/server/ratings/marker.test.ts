import { sql } from 'drizzle-orm';
import { describe, expect, test } from 'vitest';
import { database } from '../../../../tests/database';
import { chance, entry, put } from '../../../../tests/ledger';
import { NOW, town, ZONE, type Town } from '../../../../tests/town';
import { instantOf } from '../../shared/day';
import * as branches from '../org/branches';
import * as closed from '../org/closed';
import * as counters from '../org/counters';
import * as duty from '../org/duty';
import * as marker from './marker';
import type { Entry } from './record';
import * as rollup from './rollup';

const DAY = '2026-03-02';
const NINE = instantOf(DAY, ZONE, 9);

async function set() {
	const db = database();
	const place = await town(db);
	const { administrator } = place.people;
	return {
		db,
		place,
		administrator,
		marks: () =>
			db.read.all<{ position: number; rule: string; numbers: string; at: number }>(
				sql`SELECT position, rule, numbers, at FROM marks ORDER BY position, rule`
			),
		rules: async () =>
			(
				await db.read.all<{ said: string }>(
					sql`SELECT position || ' ' || rule AS said FROM marks ORDER BY position, rule`
				)
			).map((row) => row.said),
		ledger: () => db.read.all(sql`SELECT * FROM ratings ORDER BY position`)
	};
}

let numbered = 0;

/** What the tablet at A1 (or another) sent of a tap at an instant, received two seconds later. */
function sent(place: Town, seq: number, tappedAt: number, said: Partial<Entry> = {}): Entry {
	return entry(place, ++numbered, {
		channel: 'tablet',
		deviceId: place.devices.a1.id,
		seq,
		tappedAt,
		serviceGrade: 1 + (seq % 5),
		toldSkewMs: 0,
		sentAt: tappedAt + 2_000,
		receivedAt: tappedAt + 2_000,
		...said
	});
}

describe('looking', () => {
	test('marks what came too soon, once, at the instant it was received, and changes no rating', async () => {
		const { db, place, marks, ledger } = await set();
		await put(db, [sent(place, 1, NINE), sent(place, 2, NINE + 5_000), sent(place, 3, NINE + 15_000)]);
		const before = await ledger();
		for (let again = 0; again < 2; again++) await marker.look(db);
		expect(await marks()).toEqual([
			{ position: 2, rule: 'too_soon', numbers: '{"seconds":5,"minSeconds":10}', at: NINE + 7_000 }
		]);
		expect(await ledger()).toEqual(before);
		const [progress] = await db.read.all(sql`SELECT "lookedPosition" FROM rollup_progress`);
		expect(progress).toMatchObject({ lookedPosition: 3 });
	});

	test('leaves alone what no tablet sent', async () => {
		const { db, place, marks } = await set();
		await put(db, [
			sent(place, 1, instantOf('2025-06-01', ZONE, 3), { channel: 'import', deviceId: null, seq: null }),
			sent(place, 1, instantOf('2025-06-01', ZONE, 3), { channel: 'paper', deviceId: null, seq: null })
		]);
		await marker.look(db);
		expect(await marks()).toEqual([]);
	});

	test('several at once and one after another leave the same marks', async () => {
		const { db, place, rules } = await set();
		await put(db, [sent(place, 1, NINE), sent(place, 2, NINE + 1_000)]);
		await Promise.all([marker.look(db), marker.look(db), marker.look(db)]);
		await put(db, [sent(place, 3, NINE + 2_000)]);
		await marker.look(db);
		expect(await rules()).toEqual(['2 too_soon', '3 too_soon']);
	});

	test('a figure can be read with the marked ones and without', async () => {
		const { db, place } = await set();
		await put(db, [sent(place, 1, NINE), sent(place, 2, NINE + 1_000), sent(place, 3, NINE + 60_000)]);
		await marker.look(db);
		await rollup.catchUp(db);
		const counts = await db.read.all(
			sql`SELECT marked, sum(n) AS n FROM rollup_all WHERE grain = 'day' GROUP BY marked ORDER BY marked`
		);
		expect(counts).toEqual([
			{ marked: 0, n: 2 },
			{ marked: 1, n: 1 }
		]);
	});
});

describe('what is known of counters and branches', () => {
	test('the least seconds are those of the counter on that day', async () => {
		const { db, place, administrator, rules } = await set();
		const { branches: ids, questionnaire, services } = place;
		const like = {
			...{ code: 'A1', name: { vi: 'Quầy', en: '', ja: '', zh: '', ko: '' }, branchId: ids.a },
			...{ officerMode: 'duty' as const, questionnaireId: questionnaire.id, serviceIds: [services.declare] }
		};
		await db.write(async (tx) => {
			const change = (fromDay: string, minSeconds: number) =>
				counters.change(tx, administrator, place.counters.a1, { ...like, fromDay, minSeconds }, NOW);
			await change('2026-03-03', 60);
			await change('2026-03-04', 0);
		});
		const days = [DAY, '2026-03-03', '2026-03-04'].map((day) => instantOf(day, ZONE, 9));
		await put(
			db,
			days.flatMap((at, index) => [sent(place, index * 2 + 1, at), sent(place, index * 2 + 2, at + 30_000)])
		);
		await marker.look(db);
		expect(await rules()).toEqual(['4 too_soon']);
	});

	test('hours hold by day, closed days of the branches above too, and only for the branch they are told of', async () => {
		const { db, place, administrator, marks } = await set();
		const open = [{ from: '07:30', until: '17:00' }];
		const was = (await branches.history(db.read, place.branches.a))[0]!;
		await db.write(async (tx) => {
			const { code, name, parentId, zone } = was;
			const hours = [[], open, open, open, open, open, []];
			await branches.change(
				tx,
				administrator,
				place.branches.a,
				{ code, name, parentId, zone, hours, fromDay: DAY },
				NOW
			);
			const name2 = { vi: 'Nghỉ', en: '', ja: '', zh: '', ko: '' };
			const day = '2026-03-04';
			await closed.add(tx, administrator, { branchId: place.branches.root, day, name: name2 }, NOW);
		});
		const evening = (day: string, hour = 20) => instantOf(day, ZONE, hour);
		await put(db, [
			sent(place, 1, evening('2026-03-01')),
			sent(place, 2, evening(DAY, 16)),
			sent(place, 3, evening(DAY)),
			sent(place, 4, evening('2026-03-04', 9)),
			sent(place, 1, evening('2026-03-04'), {
				...{ deviceId: place.devices.b1.id, branchId: place.branches.b, counterId: place.counters.b1 }
			})
		]);
		await marker.look(db);
		const outside = (await marks()).filter((mark) => mark.rule === 'outside_hours');
		expect(outside.map(({ position, numbers }) => [position, numbers])).toEqual([
			[3, '{"at":"20:00","open":"07:30–17:00"}'],
			[4, '{"at":"09:00","open":""}'],
			[5, '{"at":"20:00","open":""}']
		]);
	});

	test('just after midnight the hours of the evening before still hold', async () => {
		const { db, place, administrator, marks } = await set();
		const { code, name, parentId, zone } = (await branches.history(db.read, place.branches.a))[0]!;
		const hours = [[], [{ from: '18:00', until: '24:00' }], [], [], [], [], []];
		const to = { code, name, parentId, zone, hours, fromDay: DAY };
		await db.write((tx) => branches.change(tx, administrator, place.branches.a, to, NOW));
		const midnight = instantOf('2026-03-03', ZONE);
		await put(db, [sent(place, 1, midnight + 14 * 60_000), sent(place, 2, midnight + 16 * 60_000)]);
		await marker.look(db);
		expect(await marks()).toMatchObject([{ position: 2, numbers: '{"at":"00:16","open":""}' }]);
	});

	test('duty is asked of that counter at that instant, with the grace of a change of shifts', async () => {
		const { db, place, administrator, rules } = await set();
		const [anhs] = await duty.list(db.read, {
			counterIds: [place.counters.a1],
			fromAt: NINE,
			untilAt: NOW + 1
		});
		const [minute, ten] = [60_000, NINE + 3_600_000];
		await db.write(async (tx) => {
			await duty.end(tx, administrator, anhs!.id, NINE, NINE);
			const chaus = { officerId: place.officers.chau, counterId: place.counters.a1 };
			await duty.assign(tx, administrator, { ...chaus, fromAt: ten, untilAt: null }, NINE);
		});
		const nobody = { officerId: null, officerGrade: null };
		await put(db, [
			sent(place, 1, NINE - 1),
			sent(place, 2, NINE + 5 * minute - 1),
			sent(place, 3, NINE + 6 * minute, nobody),
			sent(place, 4, ten - 5 * minute - 1, nobody),
			sent(place, 5, ten - 4 * minute, { officerId: place.officers.chau }),
			sent(place, 1, NINE + 6 * minute, {
				...{ deviceId: place.devices.a2.id, counterId: place.counters.a2 }
			})
		]);
		await marker.look(db);
		expect(await rules()).toEqual(['3 nobody_on_duty', '4 nobody_on_duty']);
	});

	test('a claimed officer who did not fit is marked by their number', async () => {
		const { db, place, marks } = await set();
		const claimed = { officerId: null, officerGrade: null, claimedOfficerId: place.officers.ha };
		await put(db, [sent(place, 1, NINE, claimed)]);
		await marker.look(db);
		expect(await marks()).toMatchObject([
			{ rule: 'officer_unclear', numbers: `{"claimedOfficerId":${place.officers.ha}}` }
		]);
	});
});

describe('the order of arrival', () => {
	/** Two tablets' busy day with customers, a burst and a staged run, in the order in which they were tapped. */
	function busy(place: Town, seed = 5): Entry[] {
		const random = chance(seed);
		const entries: Entry[] = [];
		for (const [which, deviceId] of [
			['a1', place.devices.a1.id],
			['a2', place.devices.a2.id]
		] as const) {
			let [at, seq] = [NINE - 20 * 86_400_000, 0];
			const next = (apartMs: number, said: Partial<Entry>) =>
				entries.push(
					sent(place, ++seq, (at += apartMs), { deviceId, counterId: place.counters[which], ...said })
				);
			for (let customer = 0; customer < 70; customer++)
				next(Math.floor(random() * 300_000), { serviceGrade: 3 + Math.floor(random() * 3) });
			for (let press = 0; press < 32; press++) next(4_000, { serviceGrade: 2 });
			for (let customer = 0; customer < 8; customer++) next(90_000, { serviceGrade: 3 + (customer % 2) });
		}
		return entries;
	}

	async function marksOf(cut: (entries: Entry[]) => Entry[][]) {
		const { db, place } = await set();
		const from = numbered;
		const entries = busy(place);
		numbered = from;
		for (const part of cut(entries)) {
			await put(db, part);
			await marker.look(db);
		}
		return db.read.all(
			sql`SELECT r."deviceId", r.seq, m.rule, m.numbers, m.at FROM marks AS m
				JOIN ratings AS r USING (position) ORDER BY 1, 2, 3`
		);
	}

	test('between tablets, and how many are looked at together, makes no difference', async () => {
		const whole = await marksOf((entries) => [entries]);
		expect(whole.filter((mark) => (mark as { rule: string }).rule === 'burst').length).toBeGreaterThanOrEqual(
			64
		);
		expect(whole.filter((mark) => (mark as { rule: string }).rule === 'same_run')).toHaveLength(64);
		expect(await marksOf((entries) => entries.map((one) => [one]))).toEqual(whole);
		const inTurn = (entries: Entry[]) =>
			entries.toSorted((a, b) => a.seq! - b.seq! || a.deviceId! - b.deviceId!);
		expect(await marksOf((entries) => [inTurn(entries)])).toEqual(whole);
		const sevens = (entries: Entry[]) =>
			Array.from({ length: Math.ceil(entries.length / 7) }, (_, part) =>
				entries.slice(part * 7, part * 7 + 7)
			);
		expect(await marksOf((entries) => sevens(inTurn(entries)))).toEqual(whole);
	});

	test('one that comes late is judged with its neighbours, and they with it', async () => {
		const { db, place, marks } = await set();
		const at = (step: number) => NINE + step * 20_000;
		await put(
			db,
			[1, 2, 4, 5].map((seq) => sent(place, seq, at(seq)))
		);
		await marker.look(db);
		expect(await marks()).toEqual([]);
		const receivedAt = NINE + 3_600_000;
		await put(db, [sent(place, 3, at(3) + 15_000, { receivedAt })]);
		await marker.look(db);
		expect((await marks()).map(({ position, rule, at }) => [position, rule, at])).toEqual([
			[1, 'burst', receivedAt],
			[2, 'burst', receivedAt],
			[3, 'burst', receivedAt],
			[3, 'too_soon', receivedAt],
			[4, 'burst', receivedAt],
			[5, 'burst', receivedAt],
			[5, 'clock', receivedAt]
		]);
	});

	test('what lies further on in the ledger is not known yet', async () => {
		const { db, place, marks } = await set();
		const many = Array.from({ length: 4_999 }, (_, index) =>
			sent(place, index + 2, NINE - 5_000_000_000 + index * 900_000, { day: DAY })
		);
		const last = many.at(-1)!.tappedAt;
		await put(db, [...many, sent(place, 5_002, last + 20_000), sent(place, 5_001, last + 12_000)]);
		await marker.look(db);
		expect(await marks()).toContainEqual({
			...{ position: 5_000, rule: 'too_soon', numbers: '{"seconds":8,"minSeconds":10}' },
			at: last + 14_000
		});
	});
});
