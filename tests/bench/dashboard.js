// npm run bench:dashboard: how soon each screen is there over HTTP while ratings keep arriving, what keeping the
// rollups costs intake, how long they take to be made again, and how the questions behind the screens fare beside
// plain GROUP BY of the ledger in the same file and (--postgres) beside PostgreSQL 15 with the same rows.
//   -- --ratings 10000000 --postgres --times 20 --only compare
// The database is kept in data/bench-<ratings>.db for the next run; what arrives while it runs stays in it.
import { existsSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import * as asking from './dashboard/asking.js';
import * as postgres from './dashboard/postgres.js';
import { before, queries } from './dashboard/queries.js';
import { AIMS, screens } from './dashboard/screens.js';
import { flow, full, invite, pair, plausibly } from './dashboard/stream.js';
import { look, signIn } from './dashboard/visits.js';
import { ask, median, result, serve, task } from './server.js';

const { values } = parseArgs({
	options: {
		ratings: { type: 'string', default: '1000000' },
		/** Another database file, as it is. */
		file: { type: 'string' },
		times: { type: 'string', default: '20' },
		/** Ratings that arrive in a second while the screens are looked at. */
		arriving: { type: 'string', default: '5' },
		/** A part of the screens' names. */
		only: { type: 'string', default: '' },
		postgres: { type: 'boolean', default: false },
		/** Parts to be left out: screens, intake, rebuild, queries. */
		without: { type: 'string', default: '' }
	}
});
const file = values.file ?? `data/bench-${values.ratings}.db`;
const url = `file:${file}`;
const without = values.without.split(',');
const round = (/** @type {number} */ number) => Math.round(number * 10) / 10;

const built = seed();
const [facts] = ask(
	url,
	`SELECT (SELECT max(position) FROM ratings) AS ratings, (SELECT min(day) FROM ratings WHERE position < 5000) AS first,
		(SELECT max(span) FROM rollup_all WHERE grain = 'day') AS last,
		(SELECT branchId FROM branch_versions WHERE code = 'BTD-01' AND untilDay IS NULL) AS branch,
		(SELECT officerId FROM officer_versions WHERE code = 'BTD1002' AND untilDay IS NULL) AS officer,
		(SELECT min(id) FROM services) AS service`
);
const { ratings, first, last } = /** @type {any} */ (facts);
const seen = without.includes('screens') ? null : await screensSeen();
const intake = without.includes('intake') ? null : await intakeBeside();
const rebuild = without.includes('rebuild') ? null : rebuilt();
const asked = without.includes('queries') ? null : await questions();
result({ ratings, ...built, ...seen, intake, rebuild, ...asked });

function seed() {
	const isThere = existsSync(file);
	const startedAt = performance.now();
	if (!isThere) {
		const world = ['--branches', '300', '--officers', '5000', '--services', '20', '--years', '3'];
		const large = Number(values.ratings) >= 5_000_000 ? world : [];
		task(url, 'seed', '--ratings', values.ratings, '--until', '2026-11-21', ...large);
	}
	const seconds = Math.round((performance.now() - startedAt) / 1000);
	const megabytes = Math.round(statSync(file).size / 1024 ** 2);
	console.log(`${file}: ${megabytes} MB, ${isThere ? 'was there already' : `built in ${seconds} s`}`);
	const at = performance.now();
	task(url, 'rollups');
	console.log(`rollups caught up in ${round((performance.now() - at) / 1000)} s`);
	return { megabytes, builtInSeconds: isThere ? null : seconds };
}

async function screensSeen() {
	const codes = invite(url, 8);
	const server = await serve(url);
	const stream = flow(server.port, await pair(server.origin, codes), Number(values.arriving));
	const cookies = new Map();
	for (const who of ['chief', 'leader1']) cookies.set(who, await signIn(server, who));
	const periods = { '30 days': '30d', '90 days': '90d', '365 days': '365d', 'all time': `${first}..${last}` };
	const list = [];
	let rssMB = server.rssMB();
	for (const screen of screens(periods, values.only)) {
		const { p50Ms, p95Ms, bytes } = await look(
			server,
			cookies.get(screen.who),
			screen.path,
			Number(values.times)
		);
		rssMB = Math.max(rssMB, server.rssMB());
		const isSlow = p95Ms >= AIMS[screen.scope];
		list.push({ ...screen, p50Ms: round(p50Ms), p95Ms: round(p95Ms), kB: Math.round(bytes / 1024), isSlow });
		console.log(
			`${screen.scope}: ${screen.name}: p50 ${round(p50Ms)} ms, p95 ${round(p95Ms)} ms, ${Math.round(bytes / 1024)} kB${isSlow ? ` — above ${AIMS[screen.scope]} ms` : ''}`
		);
	}
	const arrived = await stream.stop();
	await server.stop();
	console.log(
		`${arrived.accepted} ratings arrived meanwhile, ${arrived.failed} posts failed; server ${rssMB} MB`
	);
	return { screens: list, arrived, rssMB };
}

/** Full batches over 60 connections into a small database, in turn with nobody looking and with a leader's summary each second. */
async function intakeBeside() {
	const folder = mkdtempSync(join(tmpdir(), 'hai-long-bench-'));
	const small = `file:${join(folder, 'intake.db')}`;
	task(small, 'seed', '--ratings', '20000', '--until', '2026-11-21');
	// Each sends what a month of customers tap.
	const codes = Array.from({ length: 4 }, () => invite(small, 15)).flat();
	const server = await serve(small, { DEVICE_POSTS_PER_MINUTE: '100000000' });
	const tablets = await pair(server.origin, codes);
	for (const tablet of tablets) tablet.tapped = plausibly('2026-11-21');
	const cookie = await signIn(server, 'leader1');
	const perSecond = { alone: /** @type {number[]} */ ([]), looked: /** @type {number[]} */ ([]) };
	const durationMs = 4_000;
	for (let turn = 0; turn < 5; turn++)
		for (const [name, often] of /** @type {const} */ ([
			['alone', 0],
			['looked', 1]
		])) {
			const bodies = tablets.map((tablet) => Array.from({ length: 24 }, () => tablet.body(50)));
			const path = '/api/v1/summary?period=7d';
			// What nobody looked at is folded before the clock runs.
			await (await fetch(`http://127.0.0.1:${server.port}${path}`, { headers: { cookie } })).text();
			perSecond[name].push(await full(server.port, bodies, { path, cookie, perSecond: often, durationMs }));
		}
	await server.stop();
	rmSync(folder, { recursive: true, force: true });
	const [alone, looked] = [median(perSecond.alone), median(perSecond.looked)];
	const lost = round((1 - looked / alone) * 100);
	console.log(
		`intake: ${Math.round(alone)} ratings/s unfolded, ${Math.round(looked)}/s folded and looked at each second: ${lost} % less`
	);
	return { unfolded: Math.round(alone), folded: Math.round(looked), lostPercent: lost };
}

function rebuilt() {
	const startedAt = performance.now();
	task(url, 'rollups', '--rebuild');
	const seconds = round((performance.now() - startedAt) / 1000);
	const megabytes = Math.round(statSync(file).size / 1024 ** 2);
	console.log(`all rollups made again in ${seconds} s; the file has ${megabytes} MB`);
	return { seconds, megabytes };
}

async function questions() {
	const list = queries({ .../** @type {any} */ (facts), last: before(last, 0) });
	await asking.prepare();
	const rollups = asking.ask(
		url,
		list.map(({ figure }) => ({ figure })),
		9
	);
	const grouped = asking.ask(
		url,
		list.map(({ sqlite }) => ({ sql: sqlite })),
		3
	);
	const beside = values.postgres ? await postgres.start(file, ratings) : null;
	if (beside?.loaded) console.log(`PostgreSQL ${beside.version} loaded and indexed in ${beside.loaded} s`);
	const answers = list.map(({ name, scope, postgres: statement }, index) => {
		const [ours, theirs] = [rollups[index]?.ms ?? NaN, grouped[index]?.ms ?? NaN];
		const pg = beside ? beside.ask(statement, 5) : null;
		console.log(
			`${scope}: ${name}: ${ours.toFixed(2)} ms; GROUP BY ${round(theirs)} ms (${Math.round(theirs / ours)}×)${pg === null ? '' : `; PostgreSQL ${round(pg)} ms (${Math.round(pg / ours)}×)`}`
		);
		return { name, scope, ms: ours, groupByMs: theirs, postgresMs: pg };
	});
	await beside?.stop();
	const ratios = {
		groupBy: summed(answers.map(({ ms, groupByMs }) => groupByMs / ms)),
		postgres: beside ? summed(answers.map(({ ms, postgresMs }) => (postgresMs ?? NaN) / ms)) : null,
		slowestMs: round(Math.max(...answers.map(({ ms }) => ms)))
	};
	const { groupBy, postgres: pg, slowestMs } = ratios;
	console.log(`against GROUP BY: ${groupBy.mean}× (aim 100), worst ${groupBy.worst}× (aim 20)`);
	if (pg) console.log(`against PostgreSQL: ${pg.mean}× (aim 30), worst ${pg.worst}×`);
	console.log(`slowest: ${slowestMs} ms (aim 100)`);
	return { questions: answers, ratios };
}

/** Geometric mean and the worst. @param {number[]} ratios */
function summed(ratios) {
	const mean = Math.exp(ratios.reduce((sum, ratio) => sum + Math.log(ratio), 0) / ratios.length);
	return { mean: round(mean), worst: round(Math.min(...ratios)) };
}
