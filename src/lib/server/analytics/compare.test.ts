import { describe, expect, test } from 'vitest';
import { database } from '../../../../tests/database';
import { entry, put } from '../../../../tests/ledger';
import { NOW, town, type Town } from '../../../../tests/town';
import { SYSTEM } from '../../shared/actor';
import type { Side } from '../../shared/compare';
import { PRIVACY, type Privacy } from '../../shared/privacy';
import type { Db } from '../db/open';
import * as privacy from '../org/privacy';
import type { Reader } from './asked';
import { compare, PAGE_SIZE, rows, screen, type Compared } from './compare';
import { ground } from './desk';

const MONTH = 'period=month:2026-02';

const readerOf = (place: Town, who: 'leaderA' | 'auditor'): Reader => ({
	scope: place.people[who].scope,
	live: true,
	role: place.people[who].role
});

async function look(db: Db, reader: Reader, by: Side, text = MONTH): Promise<Compared> {
	return compare(db, await ground(db, reader, new URLSearchParams(text), NOW), reader.scope, by);
}

type Served = Record<string, [declare: number, refund: number]>;

/** Ratings of branch A in February: how many of each officer in each service; the days go round. */
async function served(counts: Served) {
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
	for (const [name, [declare, refund]] of Object.entries(counts)) {
		const officer = place.officers[name as 'anh'];
		await put(db, [
			...of(declare, place.services.declare, officer),
			...of(refund, place.services.refund, officer)
		]);
	}
	return { db, place, reader: readerOf(place, 'leaderA') };
}

describe('who may not', () => {
	test('a leader to whom officers are not shown compares none', async () => {
		const { db, reader } = await served({ anh: [20, 0] });
		const rules: Privacy = { ...PRIVACY, leadersSeeOfficers: false };
		await db.write((tx) => privacy.change(tx, SYSTEM, rules, NOW));
		await expect(look(db, reader, 'officer')).rejects.toThrow('not_found');
		expect((await look(db, reader, 'service')).field.peers).toHaveLength(1);
	});

	test('a leader compares inside their own branch, and measures by it alone', async () => {
		const { db, place, reader } = await served({ anh: [20, 10], binh: [20, 10] });
		const own = await look(db, reader, 'counter');
		const other = Array.from({ length: 40 }, (_, at) =>
			entry(place, 5000 + at, { branchId: place.branches.b, counterId: place.counters.b1, day: '2026-02-10' })
		);
		await put(db, other);
		expect(await look(db, reader, 'counter')).toEqual(own);
		const all = await look(db, readerOf(place, 'auditor'), 'branch');
		expect(all.field.peers.map(({ id }) => id).sort()).toEqual([place.branches.a, place.branches.b].sort());
		await expect(look(db, reader, 'branch', `${MONTH}&branch=${place.branches.b}`)).rejects.toThrow(
			'not_found'
		);
	});
});

describe('what is hidden', () => {
	test('one with too few is hidden, with another, and neither tells a number', async () => {
		const { db, place, reader } = await served({ anh: [3, 0], binh: [20, 9], chau: [30, 12] });
		const found = rows(await look(db, reader, 'officer'));
		const hidden = found.filter(({ verdict }) => verdict === 'hidden');
		expect(hidden.map(({ id }) => id).sort()).toEqual([place.officers.anh, place.officers.binh].sort());
		for (const { share, shrunken, adjusted, ratio, weight, low } of hidden)
			expect([share.n, share.count, share.share, shrunken, adjusted, ratio, weight, low]).toEqual([
				0,
				0,
				null,
				null,
				null,
				null,
				0,
				null
			]);
	});

	test('officers of a chosen service and services of a chosen officer hide the same cells', async () => {
		const { db, place, reader } = await served({ anh: [3, 20], binh: [30, 12], chau: [25, 14] });
		const hides = async (by: Side, text: string) =>
			rows(await look(db, reader, by, `${MONTH}&${text}`))
				.filter(({ verdict }) => verdict === 'hidden')
				.map(({ id }) => id);
		const { declare, refund } = place.services;
		const cells = new Set<string>();
		for (const service of [declare, refund])
			for (const officer of await hides('officer', `service=${service}`)) cells.add(`${officer} ${service}`);
		const seen = new Set<string>();
		for (const officer of Object.values(place.officers))
			for (const service of await hides('service', `officer=${officer}`).catch(() => []))
				seen.add(`${officer} ${service}`);
		expect(cells.has(`${place.officers.anh} ${declare}`)).toBe(true);
		expect(seen).toEqual(cells);
	});
});

describe('what is compared', () => {
	test('officers by the officer’s grade over whole weeks or months, services as counted', async () => {
		const { db, reader } = await served({ anh: [30, 10], binh: [30, 10] });
		const officers = await look(db, reader, 'officer', 'period=30d');
		expect([officers.about, officers.isAdjusted]).toEqual(['officer', true]);
		expect(officers.span?.grain).toBe('week');
		expect(officers.days).toEqual({ from: officers.span!.from, to: officers.span!.to });
		const services = await look(db, reader, 'service');
		expect([services.about, services.isAdjusted, services.span]).toEqual(['service', false, null]);
		for (const { adjusted } of rows(services)) expect(adjusted).toBeNull();
	});

	test('a period without a whole week says so, and compares no officers', async () => {
		const { db, reader } = await served({ anh: [30, 10] });
		const { days, field } = await look(db, reader, 'officer', 'period=1d');
		expect([days, field.peers]).toEqual([null, []]);
	});

	test('a chosen officer is seen among the others', async () => {
		const { db, place, reader } = await served({ anh: [30, 10], binh: [30, 10] });
		const found = await look(db, reader, 'officer', `${MONTH}&officer=${place.officers.anh}`);
		expect(found.field.peers).toHaveLength(2);
	});
});

test('a page holds a hundred rows, sorted by name, and those of whom nothing can be said come last by a share', async () => {
	const { db, reader } = await served({ anh: [30, 10], binh: [30, 10] });
	const compared = await look(db, reader, 'officer');
	const peers = Array.from({ length: 250 }, (_, at) => ({
		...compared.field.peers[0]!,
		id: at + 1,
		...(at === 7 ? { adjusted: null, verdict: 'few' as const } : {})
	}));
	const many = { ...compared, field: { ...compared.field, peers } };
	const order = (one: string, other: string) => one.localeCompare(other);
	const nameOf = (id: number) => `N${String(id).padStart(4, '0')}`;
	const third = screen(many, nameOf, order, { by: 'name', down: false }, 3);
	expect(third.page).toEqual({ number: 3, of: 3, size: PAGE_SIZE });
	expect(third.rows.map(({ id }) => id)).toEqual(Array.from({ length: 50 }, (_, at) => 201 + at));
	expect(screen(many, nameOf, order, { by: 'share', down: true }, 99).rows.at(-1)?.id).toBe(8);
	expect(screen(many, nameOf, order, { by: 'name', down: true }, 1).rows[0]?.id).toBe(250);
	expect(third.tally).toMatchObject({ few: 1, above: 0 });
});
