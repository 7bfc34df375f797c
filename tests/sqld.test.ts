// The same code on a libSQL server: DATABASE_URL=http://… instead of a file.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import * as auth from '../src/lib/server/auth/signin';
import { migrate } from '../src/lib/server/db/migrate';
import { open, type Db } from '../src/lib/server/db/open';
import * as intake from '../src/lib/server/intake/intake';
import * as news from '../src/lib/server/ratings/news';
import * as rollup from '../src/lib/server/ratings/rollup';
import { rating, tablet } from './ratings';
import { sqld } from './sqld';
import { PASSWORD, town, type Town } from './town';

let server: Awaited<ReturnType<typeof sqld>>;
let db: Db;
let here: Town;

beforeAll(async () => {
	server = await sqld();
	db = open({ url: server.url });
	await migrate(db);
	here = await town(db);
});

afterAll(async () => {
	db?.close();
	await server?.stop();
});

describe('on sqld', () => {
	test('migrating again changes nothing, and the triggers are there', async () => {
		await migrate(db);
		await expect(db.guard.execute('DELETE FROM audit_notes')).rejects.toThrow(/append-only/);
	});

	test('ratings are taken once each, also when many tablets send at once and some send twice', async () => {
		const taking = intake.make(db, news.make());
		const one = tablet(here);
		const sealed = Array.from({ length: 60 }, (_, index) =>
			one.seal(
				rating(here, {
					serviceGrade: (index % 5) + 1,
					comment: index % 7 === 0 ? `góp ý ${index}` : null
				})
			)
		);
		const trips = Array.from({ length: 12 }, (_, trip) => one.post(sealed.slice(trip * 5, trip * 5 + 5)));
		const first = await Promise.all(trips.map((trip) => taking.take(trip)));
		const again = await Promise.all(trips.map((trip) => taking.take(trip)));
		expect(new Set(first.flat().map(({ verdict }) => verdict))).toEqual(new Set(['accepted']));
		expect(new Set(again.flat().map(({ verdict }) => verdict))).toEqual(new Set(['duplicate']));
		const { rows } = await db.guard.execute('SELECT count(*) AS n, max(position) AS last FROM ratings');
		expect(rows[0]).toMatchObject({ n: 60, last: 60 });
	});

	test('the ledger refuses to be changed', async () => {
		await expect(db.guard.execute('UPDATE ratings SET serviceGrade = 5')).rejects.toThrow(/append-only/);
		await expect(db.guard.execute('DELETE FROM ratings')).rejects.toThrow(/append-only/);
		await expect(
			db.guard.execute('INSERT OR REPLACE INTO ratings SELECT * FROM ratings LIMIT 1')
		).rejects.toThrow(/append-only/);
	});

	test('the rollups equal a plain GROUP BY', async () => {
		await rollup.catchUp(db);
		expect(await rollup.compare(db)).toEqual([]);
	});

	test('people sign in', async () => {
		const signIn = auth.make(db, { origin: 'http://localhost', secret: 's'.repeat(40) });
		await expect(signIn.enter('leadera', 'not the password', '127.0.0.1')).rejects.toThrow('wrong_sign_in');
		const [cookie = ''] = await signIn.enter('leadera', PASSWORD, '127.0.0.1');
		const who = await signIn.who(new Headers({ cookie: cookie.split(';')[0] ?? '' }));
		expect(who).toMatchObject({ role: 'leader', scope: [here.branches.a] });
	});
});
