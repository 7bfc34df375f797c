// Whatever people say of ratings, in whatever order it is folded, the figures are those of the ratings as they stand.
import { describe, expect, test } from 'vitest';
import { database } from '../../../../tests/database';
import { chance, generate, put } from '../../../../tests/ledger';
import { town, type Town } from '../../../../tests/town';
import type { Person } from '../../shared/actor';
import { Problem } from '../../shared/problem';
import type { Db } from '../db/open';
import { TABLES } from './bucket';
import * as entries from './entries';
import type { Entry } from './record';
import * as rollup from './rollup';
import * as strike from './strike';
import { MARK_RULES, marks, type MarkRule } from './table';

const AT = Date.parse('2026-06-01T02:00:00Z');
const because = { reason: 'Nhân viên tự bấm' };

/** Everything that is disposable, as it lies in the file. */
async function folded(db: Db, tables: readonly string[] = [...TABLES, 'standings']) {
	const dump: Record<string, string[]> = {};
	for (const table of tables) {
		const { rows } = await db.guard.execute(`SELECT * FROM ${table}`);
		dump[table] = rows.map((row) => JSON.stringify(Object.values(row))).sort();
	}
	return dump;
}

function mark(db: Db, position: number, rule: MarkRule): Promise<void> {
	return db.write(async (tx) => {
		const known = await tx.$count(marks);
		await tx.insert(marks).values({ id: known + 1, position, rule, numbers: { seconds: 3 }, at: AT });
	});
}

function others(here: Town): { proposer: Person; second: Person } {
	return { proposer: here.people.hr, second: { ...here.people.hr, id: 'second', name: 'Người thứ hai' } };
}

async function strikeOut(db: Db, here: Town, ratingId: string): Promise<void> {
	const { proposer, second } = others(here);
	await db.write(async (tx) => {
		const id = await strike.propose(tx, proposer, 'all', { ratingId, ...because }, AT);
		await strike.confirm(tx, second, 'all', id, because, AT);
	});
}

async function lift(db: Db, here: Town, ratingId: string): Promise<void> {
	const { proposer, second } = others(here);
	await db.write(async (tx) => {
		const id = await strike.proposeLift(tx, proposer, 'all', { ratingId, ...because }, AT);
		await strike.confirmLift(tx, second, 'all', id, because, AT);
	});
}

/** One step of chance: something is recorded, marked, said or folded. What the rules refuse changes nothing. */
async function step(
	db: Db,
	here: Town,
	waiting: Entry[],
	arrived: Entry[],
	random: () => number
): Promise<{ folding?: Promise<void> }> {
	const whole = (below: number) => Math.floor(random() * below);
	const { proposer, second } = others(here);
	const kind = whole(10);
	if (kind < 2 || arrived.length === 0) {
		const some = waiting.splice(0, 1 + whole(12));
		await put(db, some);
		arrived.push(...some);
		return {};
	}
	if (kind === 2) {
		// Not waited for: what follows happens between two of its pieces.
		const sizes = { ratings: 1 + whole(9), changes: 1 + whole(3), staged: 1 + whole(9) };
		return { folding: rollup.catchUp(db, undefined, sizes) };
	}
	// Few ratings again and again, so that much is said of each.
	const position = 1 + whole(Math.min(arrived.length, 8));
	const ratingId = arrived[position - 1]?.id ?? '';
	const rule = MARK_RULES[whole(MARK_RULES.length)] ?? 'burst';
	const officerId = [null, here.officers.anh, here.officers.binh, here.officers.giang][whole(4)] ?? null;
	try {
		if (kind === 3) await mark(db, position, rule);
		await db.write(async (tx) => {
			const { open } = entries.stateOf(await entries.of(tx, ratingId));
			const verb = open?.act === 'lift_proposed' ? strike.confirmLift : strike.confirm;
			const refuse = open?.act === 'lift_proposed' ? strike.declineLift : strike.decline;
			const said = { ratingId, ...because };
			if (kind === 4) await strike.propose(tx, proposer, 'all', said, AT);
			if (kind === 5) await strike.proposeLift(tx, proposer, 'all', said, AT);
			if (kind === 6 && open) await verb(tx, second, 'all', open.id, because, AT);
			if (kind === 7 && open && random() < 0.3) await refuse(tx, second, 'all', open.id, because, AT);
			if (kind === 8) await strike.settleOfficer(tx, proposer, 'all', { ...said, officerId }, AT);
			if (kind === 9) await strike.clearMark(tx, proposer, 'all', { ...said, rule }, AT);
		});
	} catch (error) {
		const isTaken = String((error as Error).cause).includes('append-only: this one is taken');
		if (!(error instanceof Problem) && !isTaken) throw error;
	}
	return {};
}

/** How many ratings each officer (0: nobody) has, marked and not, counted one by one from what was said. */
async function byOfficer(db: Db): Promise<Record<string, number>> {
	const counted: Record<string, number> = {};
	const { rows } = await db.guard.execute('SELECT position, id, officerId FROM ratings');
	for (const row of rows) {
		const { struck, settled, cleared } = entries.stateOf(await entries.of(db.read, String(row.id)));
		if (struck) continue;
		const made = await db.guard.execute(`SELECT rule FROM marks WHERE position = ${Number(row.position)}`);
		const marked = made.rows.some(({ rule }) => !cleared.has(String(rule))) ? 1 : 0;
		const officer = settled ? settled.officerId : row.officerId;
		const key = `${Number(officer ?? 0)} ${marked}`;
		counted[key] = (counted[key] ?? 0) + 1;
	}
	return counted;
}

async function rolledUp(db: Db): Promise<Record<string, number>> {
	const { rows } = await db.guard.execute(
		`SELECT officerId, marked, sum(n) AS n FROM rollup_desk WHERE grain = 'week' GROUP BY 1, 2`
	);
	return Object.fromEntries(
		rows.map((row) => [`${Number(row.officerId)} ${Number(row.marked)}`, Number(row.n)])
	);
}

describe('rollups and standings', () => {
	for (const seed of [1, 2, 3, 4, 5, 6, 7, 8])
		test(`equal a rebuild after any sequence, folded in any pieces (${seed})`, async () => {
			const db = database();
			const here = await town(db);
			const random = chance(seed);
			const waiting = generate(here, 60, '2026-03-01', '2026-04-10', seed);
			const arrived: Entry[] = [];
			const folding: (Promise<void> | undefined)[] = [];
			for (let count = 0; count < 90; count++)
				folding.push((await step(db, here, waiting, arrived, random)).folding);
			await Promise.all(folding);
			await rollup.catchUp(db, undefined, { ratings: 3, changes: 2 });
			const kept = await folded(db);
			expect(await rolledUp(db)).toEqual(await byOfficer(db));
			expect(await rollup.compare(db)).toEqual([]);
			await rollup.rebuild(db);
			expect(await folded(db)).toEqual(kept);
			expect(kept.standings?.length).toBeGreaterThan(0);
		});

	test('give the figures back exactly when a strike is lifted', async () => {
		const db = database();
		const here = await town(db);
		const all = generate(here, 40, '2026-03-01', '2026-03-05');
		await put(db, all);
		await mark(db, 7, 'burst');
		await rollup.catchUp(db);
		const before = await folded(db);
		for (const number of [0, 6, 39]) await strikeOut(db, here, all[number]?.id ?? '');
		await rollup.catchUp(db);
		const { rows } = await db.guard.execute(`SELECT sum(n) AS n FROM rollup_all WHERE grain = 'day'`);
		expect(Number(rows[0]?.n)).toBe(37);
		expect(await rollup.compare(db)).toEqual([]);
		for (const number of [0, 6, 39]) await lift(db, here, all[number]?.id ?? '');
		await rollup.catchUp(db);
		expect(await folded(db)).toEqual(before);
	});

	test('keep no empty bucket when the last rating of one is struck', async () => {
		const db = database();
		const here = await town(db);
		const [only] = generate(here, 1, '2026-03-01', '2026-03-01');
		await put(db, only ? [only] : []);
		await rollup.catchUp(db);
		await strikeOut(db, here, only?.id ?? '');
		await rollup.catchUp(db);
		for (const rows of Object.values(await folded(db, TABLES))) expect(rows).toEqual([]);
	});

	test('are the same in whatever order the ratings arrive', async () => {
		const figures = [];
		for (const turned of [false, true]) {
			const db = database();
			const here = await town(db);
			const all = generate(here, 50, '2026-03-01', '2026-04-05');
			const order = turned ? [...all].reverse() : all;
			await put(db, order.slice(0, 20));
			await rollup.catchUp(db);
			await put(db, order.slice(20));
			if (!turned) await rollup.catchUp(db);
			await strikeOut(db, here, all[3]?.id ?? '');
			await mark(db, order.indexOf(all[9] as Entry) + 1, 'too_soon');
			await rollup.catchUp(db, undefined, { ratings: 7, changes: 1 });
			figures.push(await folded(db, TABLES));
		}
		expect(figures[0]).toEqual(figures[1]);
	});

	test('tell of a standing that somebody has changed in the file', async () => {
		const db = database();
		const here = await town(db);
		await put(db, generate(here, 10, '2026-03-01', '2026-03-02'));
		await mark(db, 2, 'burst');
		await rollup.catchUp(db);
		await db.guard.execute('UPDATE standings SET marked = 0, struck = 1 WHERE position = 2');
		const found = await rollup.compare(db);
		expect(found).toContainEqual({ table: 'standings', grain: 'rating', rows: 2 });
		expect(found).toContainEqual({ table: 'rollup_all', grain: 'day', rows: 1 });
		await rollup.rebuild(db);
		expect(await rollup.compare(db)).toEqual([]);
	});
});
