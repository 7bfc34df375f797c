// Strikes, marks and settlings fold on a libSQL server as they do on a file.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { generate, put } from '../../../../tests/ledger';
import { sqld } from '../../../../tests/sqld';
import { NOW, town } from '../../../../tests/town';
import { migrate } from '../db/migrate';
import { open, type Db } from '../db/open';
import { counts } from './counts';
import * as review from './review';
import * as rollup from './rollup';
import * as strike from './strike';
import { marks } from './table';

let server: Awaited<ReturnType<typeof sqld>>;
let db: Db;

beforeAll(async () => {
	server = await sqld();
	db = open({ url: server.url });
	await migrate(db);
});

afterAll(async () => {
	db?.close();
	await server?.stop();
});

test('rollups and standings agree with the ledger on sqld, struck and lifted', async () => {
	const place = await town(db);
	const { hr, auditor } = place.people;
	const all = generate(place, 60, '2026-02-01', '2026-02-10');
	await put(db, all);
	await rollup.catchUp(db);
	const [first, second] = all;
	const said = { reason: 'Thử nghiệm' };
	const struck = await db.write(async (tx) => {
		await tx.insert(marks).values({ id: 1, position: 2, rule: 'burst', numbers: { count: 5 }, at: NOW });
		const id = await strike.propose(tx, hr, 'all', { ratingId: first?.id ?? '', ...said }, NOW);
		return strike.confirm(tx, { ...hr, id: 'second' }, 'all', id, said, NOW);
	});
	expect(struck).toBe(2);
	const cut = {
		from: '2026-02-01',
		to: '2026-02-10',
		branches: 'all',
		serviceId: null,
		counterId: null,
		officerId: null
	} as const;
	expect(await counts(db, cut)).toMatchObject({ marked: 1, struck: 1 });
	expect(await rollup.compare(db)).toEqual([]);
	const waiting = await review.open(db, review.readerOf(auditor), {}, NOW);
	expect(waiting.marked.ratings.map(({ ratingId }) => ratingId)).toEqual([second?.id]);
	await db.write(async (tx) => {
		const id = await strike.proposeLift(tx, hr, 'all', { ratingId: first?.id ?? '', ...said }, NOW);
		await strike.confirmLift(tx, { ...hr, id: 'second' }, 'all', id, said, NOW);
	});
	expect(await counts(db, cut)).toMatchObject({ marked: 1, struck: 0 });
	expect(await rollup.compare(db)).toEqual([]);
});
