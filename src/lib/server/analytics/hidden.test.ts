import { describe, expect, test } from 'vitest';
import { database } from '../../../../tests/database';
import { chance, entry, put } from '../../../../tests/ledger';
import { NOW, town, type Town } from '../../../../tests/town';
import type { Group, Overview } from '../../shared/figures';
import { PRIVACY } from '../../shared/privacy';
import type { Db } from '../db/open';
import { asked, type Reader } from './asked';
import { stepOf } from './desk';
import { overview } from './overview';

const MONTH = 'period=month:2026-02';

async function look(db: Db, reader: Reader, text: string, rules = PRIVACY): Promise<Overview> {
	const params = new URLSearchParams(text);
	const wanted = await asked(db, reader, params, NOW);
	return overview(db, { ...wanted, step: stepOf(params), scope: reader.scope, rules });
}

const readerOf = (place: Town, who: 'leaderA' | 'auditor'): Reader => ({
	scope: place.people[who].scope,
	live: true,
	role: place.people[who].role
});

/** Ratings of branch A in February: how many of each officer in each service; the days go round. */
async function served(counts: Record<'anh' | 'binh' | 'chau', [declare: number, refund: number]>) {
	const db = database();
	const place = await town(db);
	let number = 0;
	const of = (count: number, serviceId: number, officerId: number) =>
		Array.from({ length: count }, (_, at) =>
			entry(place, ++number, {
				serviceId,
				officerId,
				day: `2026-02-${String((at % 27) + 1).padStart(2, '0')}`
			})
		);
	const { declare, refund } = place.services;
	for (const [name, [one, other]] of Object.entries(counts)) {
		const officer = place.officers[name as 'anh'];
		await put(db, [...of(one, declare, officer), ...of(other, refund, officer)]);
	}
	return { db, place, reader: readerOf(place, 'leaderA') };
}

const sum = (list: readonly { n: number }[]) => list.reduce((all, { n }) => all + n, 0);
const open = (groups: Group[] | null) => groups?.filter(({ hidden }) => !hidden) ?? [];

describe('one who subtracts', () => {
	test('finds from no total what is hidden: never one alone, and never fewer than five together', async () => {
		const { db, place, reader } = await served({ anh: [3, 0], binh: [20, 9], chau: [30, 12] });
		const { summary, officers } = await look(db, reader, MONTH);
		expect(summary.n).toBe(74);
		const hidden = officers?.filter((one) => one.hidden) ?? [];
		expect(hidden.map(({ id }) => id).sort()).toEqual([place.officers.anh, place.officers.binh].sort());
		for (const group of hidden) expect([group.n, group.service.n, group.officer.count]).toEqual([0, 0, 0]);
		expect(summary.n - sum(open(officers))).toBe(32);
	});

	test('finds nothing by choosing one after the other either: what is hidden in a table stays so when it is chosen', async () => {
		const { db, place, reader } = await served({ anh: [3, 0], binh: [20, 9], chau: [30, 12] });
		for (const id of [place.officers.anh, place.officers.binh]) {
			const one = await look(db, reader, `${MONTH}&officer=${id}`);
			expect([one.summary.hidden, one.summary.n, one.summary.service.counts]).toEqual([
				true,
				0,
				[0, 0, 0, 0, 0]
			]);
			expect([one.trend, one.services, one.coverage]).toEqual([[], null, null]);
		}
		const other = await look(db, reader, `${MONTH}&officer=${place.officers.chau}`);
		expect([other.summary.hidden, other.summary.n]).toEqual([false, 42]);
	});

	test('finds nothing where service meets officer, whichever is chosen first', async () => {
		const { db, place, reader } = await served({ anh: [40, 2], binh: [20, 9], chau: [30, 12] });
		const { declare, refund } = place.services;
		const byOfficer = new Map<number, Group[]>();
		for (const id of [place.officers.anh, place.officers.binh, place.officers.chau])
			byOfficer.set(id, (await look(db, reader, `${MONTH}&officer=${id}`)).services ?? []);
		for (const service of [declare, refund]) {
			const { officers } = await look(db, reader, `${MONTH}&service=${service}`);
			for (const { id, hidden } of officers ?? [])
				expect(byOfficer.get(id)?.find((one) => one.id === service)?.hidden, `${service} ${id}`).toBe(hidden);
			// Two in a column at least, and two in a row.
			const count = officers?.filter(({ hidden }) => hidden).length ?? 0;
			expect(count).toBe(2);
		}
		for (const id of [place.officers.anh, place.officers.binh]) {
			expect(byOfficer.get(id)?.every(({ hidden }) => hidden)).toBe(true);
			const both = await look(db, reader, `${MONTH}&officer=${id}&service=${refund}`);
			expect(both.summary.hidden).toBe(true);
		}
	});

	test('finds no day, week or month in a trend, of all or of one service', async () => {
		const db = database();
		const place = await town(db);
		const random = chance(3);
		const all = Array.from({ length: 700 }, (_, number) =>
			entry(place, number, {
				day: `2026-02-${String(1 + Math.floor(random() * random() * 27)).padStart(2, '0')}`,
				serviceId: random() < 0.7 ? place.services.declare : place.services.refund
			})
		);
		await put(db, all);
		const reader = readerOf(place, 'leaderA');
		const services = [place.services.declare, place.services.refund];
		for (const step of ['day', 'week']) {
			const whole = await look(db, reader, `${MONTH}&step=${step}`);
			const each = await Promise.all(
				services.map((id) => look(db, reader, `${MONTH}&step=${step}&service=${id}`))
			);
			for (const { trend, summary } of [whole, ...each]) {
				const hidden = trend.filter((point) => point.hidden);
				if (hidden.length === 0) continue;
				expect(hidden.length).toBeGreaterThan(1);
				expect(summary.n - sum(trend)).toBeGreaterThanOrEqual(PRIVACY.minCell);
				for (const point of trend) expect(point.hidden || point.n === 0 || point.n >= 5).toBe(true);
			}
			// The day of all less the same day of the services that are shown.
			whole.trend.forEach((point, at) => {
				const parts = each.map(({ trend }) => trend[at]!);
				const unknown = parts.filter((part) => part.hidden);
				if (!point.hidden) expect(unknown.length, point.from).not.toBe(1);
			});
			if (step === 'day') expect(whole.trend.some((point) => point.hidden)).toBe(true);
		}
	});

	test('finds no branch among few either, and a leader of one branch alone is told it whole', async () => {
		const db = database();
		const place = await town(db);
		const b = { branchId: place.branches.b, counterId: place.counters.b1, officerId: place.officers.ha };
		const day = '2026-02-10';
		await put(db, [
			...Array.from({ length: 20 }, (_, number) => entry(place, number, { day })),
			...[100, 101, 102].map((number) => entry(place, number, { ...b, day }))
		]);
		const auditor = readerOf(place, 'auditor');
		const { branches, summary } = await look(db, auditor, MONTH);
		expect(summary.n).toBe(23);
		expect(branches?.every(({ hidden }) => hidden)).toBe(true);
		for (const id of [place.branches.a, place.branches.b])
			expect((await look(db, auditor, `${MONTH}&branch=${id}`)).summary.hidden).toBe(true);
		expect((await look(db, readerOf(place, 'leaderA'), MONTH)).summary).toMatchObject({
			n: 20,
			hidden: false
		});
	});
});

describe('the rule', () => {
	test('is a setting: with cells of ten more is hidden, and a whole answer of fewer', async () => {
		const { db, place, reader } = await served({ anh: [40, 0], binh: [8, 0], chau: [50, 0] });
		const rules = { ...PRIVACY, minCell: 10 };
		expect(open((await look(db, reader, MONTH)).officers)).toHaveLength(3);
		expect(open((await look(db, reader, MONTH, rules)).officers).map(({ id }) => id)).toEqual([
			place.officers.chau
		]);
		const few = await served({ anh: [4, 0], binh: [0, 0], chau: [0, 0] });
		expect((await look(few.db, few.reader, MONTH)).summary).toMatchObject({ hidden: true, n: 0 });
	});

	test('holds for what is compared with, too', async () => {
		const { db, place, reader } = await served({ anh: [40, 0], binh: [0, 0], chau: [0, 0] });
		await put(db, [entry(place, 9000, { day: '2026-01-10' }), entry(place, 9001, { day: '2025-02-10' })]);
		const { before, yearBefore } = await look(db, reader, MONTH);
		expect([before.n, before.hidden, yearBefore.n, yearBefore.hidden]).toEqual([0, true, 0, true]);
	});
});
