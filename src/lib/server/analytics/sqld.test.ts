// The desk's questions give the same answers on a libSQL server as on a file.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { database } from '../../../../tests/database';
import { generate, put } from '../../../../tests/ledger';
import { sqld } from '../../../../tests/sqld';
import { NOW, town, ZONE, type Town } from '../../../../tests/town';
import { instantOf } from '../../shared/day';
import { PRIVACY } from '../../shared/privacy';
import { migrate } from '../db/migrate';
import { open, type Db } from '../db/open';
import { comments } from './comments';
import { answer } from './desk';
import { mine } from './mine';

let server: Awaited<ReturnType<typeof sqld>>;
let there: Db;
let place: Town;

beforeAll(async () => {
	server = await sqld();
	there = open({ url: server.url });
	await migrate(there);
	place = await town(there);
	await put(there, generate(place, 800, '2025-12-20', '2026-03-02'));
});

afterAll(async () => {
	there?.close();
	await server?.stop();
});

test('figures, comments and an officer’s own page are the same on sqld', async () => {
	const here = database();
	await town(here);
	await put(here, generate(place, 800, '2025-12-20', '2026-03-02'));
	const { a } = place.branches;
	const { anh } = place.officers;
	for (const [scope, text] of [
		['all', 'period=year:2026'],
		['all', 'period=2025-12-31..2026-02-01'],
		[[a], `period=90d&service=${place.services.declare}`],
		[[a], `period=90d&officer=${anh}&service=${place.services.declare}`]
	] as const) {
		const ask = (db: Db) =>
			answer(db, { scope, live: true, role: 'leader' as const }, new URLSearchParams(text), NOW, 'vi');
		const [one, other] = [await ask(there), await ask(here)];
		expect(one, text).toEqual(other);
		expect(one.figures).toMatchObject({ kind: 'overview', summary: { scale: 5 } });
	}
	const wanted = {
		branches: [a],
		days: null,
		serviceId: null,
		language: null,
		grades: null,
		search: null,
		from: null,
		limit: 500,
		rules: PRIVACY,
		at: NOW
	};
	expect(await comments(there, wanted)).toEqual(await comments(here, wanted));
	const later = instantOf('2026-03-20', ZONE, 9);
	expect(await mine(there, anh, later, ZONE)).toEqual(await mine(here, anh, later, ZONE));
});
