import { sql } from 'drizzle-orm';
import { describe, expect, it } from 'vitest';
import { database } from '../../../../tests/database';
import { plain, QUARTER, said } from '../../../../tests/drafted';
import { claimed, idAt, judge, mark } from '../../../../tests/judged';
import { chance, entry, generate, put } from '../../../../tests/ledger';
import { town, ZONE, type Town } from '../../../../tests/town';
import { instantOf } from '../../shared/day';
import { SCALES } from '../../shared/rating';
import { tallies } from '../analytics/tally';
import type { Db } from '../db/open';
import * as counts from '../ratings/counts';
import * as marker from '../ratings/marker';
import * as settle from '../ratings/settle';
import * as strike from '../ratings/strike';
import { ratings } from '../ratings/table';
import * as upkeep from '../ratings/upkeep';
import { count } from './ledger';
import { moment } from './moment';
import { sumOf, type Own } from './own';
import { windowsOf } from './windows';

const WINDOWS = windowsOf(QUARTER);
const LATER = instantOf('2026-06-01', ZONE, 9);
const reason = 'Xem lại theo sổ trực';

async function owns(db: Db, ids: readonly number[], kind: 'officer' | 'unit' = 'officer') {
	await marker.look(db);
	return count(db.read, { kind, ids, windows: WINDOWS, moment: await moment(db.read) });
}

/** Everything that was counted, as text. */
const told = (own: Own | undefined) =>
	JSON.stringify([
		WINDOWS.map((_, at) => own?.kinds(at)),
		SCALES.map((scale) => [own?.causes(scale, true), own?.causes(scale, false)]),
		own?.standing
	]);

async function confirmed(db: Db, here: Town, ratingId: string, kind: 'strike' | 'lift') {
	const { leaderA, hr } = here.people;
	const second = { ...hr, id: 'second' };
	await db.write(async (tx) => {
		if (kind === 'strike') {
			const id = await strike.propose(tx, leaderA, 'all', { ratingId, reason }, LATER);
			await strike.confirm(tx, hr, 'all', id, { reason }, LATER);
		} else {
			const id = await strike.proposeLift(tx, hr, 'all', { ratingId, reason }, LATER);
			await strike.confirmLift(tx, second, 'all', id, { reason }, LATER);
		}
	});
}

describe('the ledger as sheets count it', () => {
	it('counts the last day to its last instant, and nothing of the next, in the zone of the branch', async () => {
		const db = database();
		const here = await town(db);
		const midnight = instantOf('2026-04-01', ZONE);
		expect(new Date(midnight).toISOString().slice(0, 10)).toBe('2026-03-31');
		const at = (number: number, tappedAt: number) => entry(here, number, { tappedAt });
		await put(db, [
			at(1, midnight - 1),
			at(2, midnight - 60_000),
			at(3, midnight),
			at(4, instantOf('2026-01-01', ZONE)),
			at(5, instantOf('2026-01-01', ZONE) - 1)
		]);
		const own = (await owns(db, [here.officers.anh])).get(here.officers.anh);
		expect(own && sumOf(own.grades(0, 5, true)).n).toBe(3);
		expect(own && sumOf(own.grades(1, 5, true)).n).toBe(1);
	});

	it('counts by a zone far to the west as well', async () => {
		const db = database();
		const here = await town(db);
		const zone = 'America/Los_Angeles';
		const tapped = instantOf('2026-03-31', zone, 23, 59);
		await put(db, [
			entry(here, 1, { zone, tappedAt: tapped, day: '2026-03-31' }),
			entry(here, 2, { zone, tappedAt: tapped + 60_000, day: '2026-04-01' })
		]);
		const own = (await owns(db, [here.officers.anh])).get(here.officers.anh);
		expect(own && sumOf(own.grades(0, 5, true)).n).toBe(1);
	});

	it('counts what came after the moment only at a later one', async () => {
		const db = database();
		const here = await town(db);
		const anh = here.officers.anh;
		await put(db, generate(here, 300, '2026-01-01', '2026-03-31'));
		await marker.look(db);
		const then = await moment(db.read);
		const ask = { kind: 'officer' as const, ids: [anh], windows: WINDOWS };
		const before = told((await count(db.read, { ...ask, moment: then })).get(anh));
		const more = generate(here, 300, '2026-01-01', '2026-03-31', 2);
		await put(
			db,
			more.map((one, at) => ({ ...one, ...fresh(here, 900 + at) }))
		);
		await judge(db, here);
		await marker.look(db);
		expect(told((await count(db.read, { ...ask, moment: then })).get(anh))).toBe(before);
		expect(told((await count(db.read, { ...ask, moment: await moment(db.read) })).get(anh))).not.toBe(before);
	});

	it('takes a rating as marked by the marks of its moment, and by none made later', async () => {
		const db = database();
		const here = await town(db);
		const { anh } = here.officers;
		await put(db, [entry(here, 1)]);
		await db.write((tx) => mark(tx, 1, 'burst'));
		const cleared = { ratingId: await idAt(db, 1), rule: 'burst', reason };
		await db.write((tx) => settle.clearMark(tx, here.people.leaderA, 'all', cleared, LATER));
		await marker.look(db);
		const then = await moment(db.read);
		await db.write((tx) => mark(tx, 1, 'clock'));
		const ask = { kind: 'officer' as const, ids: [anh], windows: WINDOWS };
		const marked = async (at: typeof then) =>
			(await count(db.read, { ...ask, moment: at })).get(anh)?.standing.marked;
		expect(await marked(then)).toBe(0);
		expect(await marked({ ...then, entryId: 0 })).toBe(1);
		expect(await marked(await moment(db.read))).toBe(1);
	});

	it('finds the same by each officer as by reading all of it', async () => {
		const db = database();
		const here = await town(db);
		await put(db, claimed(here, generate(here, 1200, '2025-02-01', '2026-04-30')));
		await judge(db, here);
		const few = await owns(db, Object.values(here.officers));
		// So many that nobody is looked up.
		const many = await owns(db, [
			...Object.values(here.officers),
			...Array.from({ length: 300 }, (_, at) => 1000 + at)
		]);
		for (const id of Object.values(here.officers)) expect(told(few.get(id))).toBe(told(many.get(id)));
	});

	it('settles a rating onto the officer who served, with the grade the customer gave', async () => {
		const db = database();
		const here = await town(db);
		const { anh, binh } = here.officers;
		const [one] = claimed(here, [entry(here, 1, { officerId: null, officerGrade: null, scale: 5 })]);
		await put(db, [one!, entry(here, 2, { officerId: binh })]);
		await db.write((tx) => mark(tx, 2, 'officer_unclear'));
		const grade = one!.claimedOfficerGrade!;
		const ratingId = await idAt(db, 1);
		const { leaderA } = here.people;
		const to = (id: string, officerId: number | null) =>
			db.write((tx) => settle.settleOfficer(tx, leaderA, 'all', { ratingId: id, officerId, reason }, LATER));
		await to(ratingId, anh);
		const first = await owns(db, [anh, binh]);
		expect(first.get(anh)?.grades(0, 5, true)[grade]).toBe(1);
		expect(first.get(anh)?.standing.settled).toBe(1);
		// One that was recorded for another counts no more for that one.
		await to(await idAt(db, 2), anh);
		const second = await owns(db, [anh, binh]);
		expect(sumOf(second.get(binh)!.grades(0, 5, true)).n).toBe(0);
		expect(second.get(anh)?.standing.settled).toBe(2);
		await to(await idAt(db, 2), null);
		expect((await owns(db, [anh])).get(anh)?.standing.settled).toBe(1);
	});

	it('calls late what arrived on a later day, ten minutes or more after the tap', async () => {
		const db = database();
		const here = await town(db);
		const evening = instantOf('2026-03-31', ZONE, 23, 58);
		const after = (number: number, minutes: number) =>
			entry(here, number, {
				tappedAt: evening,
				receivedAt: evening + minutes * 60_000,
				officerGrade: 1,
				reasons: ['rude']
			});
		const noon = instantOf('2026-03-31', ZONE, 12);
		const same = entry(here, 4, { tappedAt: noon, receivedAt: noon + 3_600_000 });
		await put(db, [after(1, 5), after(2, 9.9), after(3, 10), same]);
		expect((await owns(db, [here.officers.anh])).get(here.officers.anh)?.standing.late).toBe(1);
	});

	it('tells the causes of those dissatisfied apart, by the questionnaire of each rating', async () => {
		const db = database();
		const here = await town(db);
		const bad = (number: number, reasons: string[]) =>
			entry(here, number, { officerGrade: 1, serviceGrade: 1, reasons });
		await put(db, [
			bad(1, ['rude', 'long-wait']),
			bad(2, ['long-wait', 'unclear']),
			bad(3, []),
			entry(here, 4, { officerGrade: 3, reasons: ['rude'] }),
			entry(here, 5, { officerGrade: 5, reasons: ['courteous'] }),
			entry(here, 6, { officerGrade: null, serviceGrade: 1, reasons: ['rude'] })
		]);
		const own = (await owns(db, [here.officers.anh])).get(here.officers.anh);
		expect(own?.causes(5, true)).toEqual({
			bad: 3,
			officer: 1,
			elsewhere: 1,
			unnamed: 1,
			by: { officer: 1, waiting: 2, procedure: 1, system: 0, premises: 0, rules: 0 }
		});
	});
});

/** What makes a rating another one. */
function fresh(here: Town, number: number) {
	const { id, digest } = entry(here, number);
	return { id, digest };
}

describe('in many chance worlds', () => {
	const worlds = Array.from({ length: 12 }, (_, at) => at + 1);

	async function world(seed: number, order: 'as it is' | 'other' = 'as it is', count = 400) {
		const db = database();
		const here = await town(db);
		const random = chance(seed * 7);
		const entries = claimed(here, generate(here, count, '2025-09-01', '2026-04-15', seed)).map((one) => ({
			...one,
			// Some arrive within the hour, some on another day.
			receivedAt: one.tappedAt + (random() < 0.1 ? 30 * 3_600_000 : random() < 0.1 ? 1_200_000 : 1_000)
		}));
		const other = order === 'other' ? chance(seed + 99) : null;
		if (other)
			for (let at = entries.length - 1; at > 0; at--) {
				const to = Math.floor(other() * (at + 1));
				[entries[at], entries[to]] = [entries[to]!, entries[at]!];
			}
		await put(db, entries);
		return { db, here };
	}

	it.each(worlds)('order of arrival never matters (%i)', async (seed) => {
		const one = await world(seed);
		const other = await world(seed, 'other');
		const [here, there] = [await said(one.db, one.here), await said(other.db, other.here)];
		expect(plain(there)).toBe(plain(here));
		expect(here.get(one.here.officers.anh)!.grades[0]!.n).toBeGreaterThan(10);
	});

	it.each(worlds)(
		'a strike takes a rating out, and its lifting gives all figures back (%i)',
		async (seed) => {
			const { db, here } = await world(seed);
			const before = await said(db, here);
			const random = chance(seed);
			const inQuarter = await db.read
				.select({ id: ratings.id })
				.from(ratings)
				.where(
					sql`${ratings.officerId} IS NOT NULL AND ${ratings.day} BETWEEN '2026-01-01' AND '2026-03-31'`
				);
			const chosen = inQuarter.filter(() => random() < 0.2);
			for (const { id } of chosen) await confirmed(db, here, id, 'strike');
			const struck = await said(db, here);
			const sum = (contents: typeof struck, what: 'struck') =>
				[...contents.values()].reduce((all, one) => all + one.standing[what], 0);
			expect(sum(struck, 'struck')).toBe(chosen.length);
			expect(plain(struck)).not.toBe(plain(before));
			for (const { id } of chosen) await confirmed(db, here, id, 'lift');
			expect(plain(await said(db, here))).toBe(plain(before));
		}
	);

	it.each(worlds.slice(0, 6))('agrees with the rollups of officers, by grade and mark (%i)', async (seed) => {
		const { db, here } = await world(seed, 'other', 900);
		await judge(db, here, 0, seed);
		await upkeep.catchUp(db);
		const ids = Object.values(here.officers);
		const counted = await owns(db, ids);
		for (const marked of [true, false]) {
			const cut = {
				...QUARTER,
				branches: 'all',
				serviceId: null,
				counterId: null,
				officerId: null,
				marked
			} as const;
			const question = tallies(cut, 'officer');
			const list = question.read((await db.read.all(question.statement)) as never);
			for (const id of ids)
				for (const scale of SCALES) {
					const tally = list.find((one) => one.key === id && one.scale === scale);
					const grades = counted.get(id)!.grades(0, scale, marked);
					expect(grades.slice(1)).toEqual(tally?.officer ?? grades.slice(1).map(() => 0));
					expect(sumOf(grades).n).toBe(tally?.n ?? 0);
				}
		}
	});

	it.each(worlds.slice(0, 4))('agrees with the counts that stand beside figures (%i)', async (seed) => {
		const { db, here } = await world(seed, 'other', 900);
		await judge(db, here, 0, seed);
		await upkeep.catchUp(db);
		const counted = await owns(db, Object.values(here.officers));
		const zones = await counts.endings(db.read, QUARTER);
		let lates = 0;
		for (const [officerId, own] of counted) {
			const cut = { ...QUARTER, branches: 'all', serviceId: null, counterId: null, officerId } as const;
			const beside = counts.read(await db.read.all(counts.statement(cut, zones)));
			const { marked, struck, late } = own.standing;
			expect({ marked, struck, late }).toEqual(beside);
			lates += late;
		}
		expect(lates).toBeGreaterThan(0);
	});

	it.each(worlds.slice(0, 4))(
		'counts units by the service, as the rollups of branches do (%i)',
		async (seed) => {
			const { db, here } = await world(seed, 'other', 900);
			await judge(db, here, 0, seed);
			await upkeep.catchUp(db);
			const ids = [here.branches.a, here.branches.b];
			const counted = await owns(db, ids, 'unit');
			const cut = {
				...QUARTER,
				branches: 'all',
				serviceId: null,
				counterId: null,
				officerId: null,
				marked: true
			} as const;
			const question = tallies(cut, 'branch');
			const list = question.read((await db.read.all(question.statement)) as never);
			for (const id of ids)
				for (const scale of SCALES)
					expect(counted.get(id)!.grades(0, scale, true).slice(1)).toEqual(
						list.find((one) => one.key === id && one.scale === scale)?.service ??
							Array.from({ length: scale }, () => 0)
					);
		}
	);
});
