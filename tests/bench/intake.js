// npm run bench:intake: ratings a second over HTTP into the embedded database, signatures and chain checked, answered
// after they are durable: one by one and in batches of 50, over 1, 64 and 256 connections. Beside limits taken in the
// same run: a bare HTTP server answering the same bodies, a route of the framework, raw inserts of the same rows, the
// same door with signatures believed unread (unsigned.ts), and a disk whose fsync takes 10 ms longer. Three rounds,
// interleaved; medians.
//   -- --seconds 4 --rounds 3
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { build } from 'vite';
import * as disk from '../faults/disk.js';
import { post } from './load.js';
import { ask, median, percentile, result, SECRET, serve, task } from './server.js';
import { Tablet } from './tablets.js';

const { values } = parseArgs({
	options: { seconds: { type: 'string', default: '4' }, rounds: { type: 'string', default: '3' } }
});
const durationMs = Number(values.seconds) * 1000;
const ROUNDS = Number(values.rounds);
const CONNECTIONS = 256;
const folder = mkdtempSync(join(tmpdir(), 'hai-long-bench-'));
const url = `file:${join(folder, 'bench.db')}`;
const env = { DEVICE_POSTS_PER_MINUTE: '100000000' };

/** @typedef {{ perSecond: number[], p50: number[], p95: number[], p99: number[] }} Series */
/** @type {Map<string, Series>} */
const measured = new Map();
let acknowledged = 0;
let peakMB = 0;

task(url, 'seed', '--ratings', '2000');
const codes = invitations();
let server = await serve(url, env);
const tablets = await Promise.all(codes.map(() => new Tablet()));
for (const [index, tablet] of tablets.entries()) await tablet.pair(server.origin, codes[index] ?? '');
await server.stop();
copyFileSync(join(folder, 'bench.db'), join(folder, 'unsigned.db'));
copyFileSync(join(folder, 'bench.db'), join(folder, 'slow.db'));
server = await serve(url, env);
const unsigned = await startUnsigned();
const bare = await startBare();
/** @type {number[]} */
const raw = [];

for (let round = 1; round <= ROUNDS; round++) {
	for (const { name, connections, size } of [
		{ name: 'batch64', connections: 64, size: 50 },
		{ name: 'single64', connections: 64, size: 1 },
		{ name: 'batch256', connections: 256, size: 50 },
		{ name: 'single256', connections: 256, size: 1 },
		{ name: 'batch1', connections: 1, size: 50 },
		{ name: 'single1', connections: 1, size: 1 }
	]) {
		const bodies = prepare(connections, size, connections === 1 ? 3_000 : size === 1 ? 15_000 : 700);
		if (connections === 64)
			await load(`${name}.bare`, bare[size === 1 ? 'single' : 'batch'].port, '/', bodies, false);
		await load(name, server.port, '/api/v1/ratings', bodies, true);
		if (connections === 64) {
			const more = prepare(connections, size, size === 1 ? 15_000 : 700);
			await load(`${name}.unsigned`, unsigned.port, '/api/v1/ratings', more, false);
		}
	}
	const nothing = Array.from({ length: 64 }, () => Array.from({ length: 20_000 }, () => '{}'));
	await load('route', server.port, '/api/v1/pair', nothing, false);
	raw.push(await rawInserts(round));
	console.log(
		`round ${round}/${ROUNDS}: singles ${rate('single64')}/s (bare ${rate('single64.bare')}, unsigned ${rate('single64.unsigned')}), batches ${rate('batch64') * 50} ratings/s, raw ${Math.round(raw.at(-1) ?? 0)} rows/s`
	);
}
peakMB = Math.max(peakMB, server.rssMB());
found();
if ((await server.stop()) !== 0) throw new Error('the server did not stop cleanly');
unsigned.child.kill('SIGTERM');
for (const { child } of Object.values(bare)) child.kill();
const slow = await slowDisk();
rmSync(folder, { recursive: true, force: true });

const batch = figures('batch64', 50);
const single = figures('single64', 1);
result({
	...{ ratingsPerSecond: batch.ratingsPerSecond, p50Ms: batch.p50Ms, p95Ms: batch.p95Ms, p99Ms: batch.p99Ms },
	rawInsertPerSecond: Math.round(median(raw)),
	ofRawInserts: ratio(batch.ratingsPerSecond, median(raw)),
	chain: {
		microsecondsARating: Math.round(unsigned.chainMicroseconds * 10) / 10,
		ofItsTime: ratio(unsigned.chainMicroseconds, 1e6 / figures('batch64.unsigned', 50).ratingsPerSecond)
	},
	single: {
		...single,
		bareHttpPerSecond: rate('single64.bare'),
		ofBareHttp: ratio(single.ratingsPerSecond, rate('single64.bare')),
		signatureUnread: {
			ratingsPerSecond: rate('single64.unsigned'),
			ofBareHttp: ratio(rate('single64.unsigned'), rate('single64.bare'))
		},
		frameworkRouteOfBareHttp: ratio(rate('route'), rate('single64.bare'))
	},
	byConnections: {
		1: { single: figures('single1', 1), batch: figures('batch1', 50) },
		64: { single, batch },
		256: { single: figures('single256', 1), batch: figures('batch256', 50) }
	},
	slowFsync: slow,
	rssMB: peakMB,
	acknowledged
});

/** A pairing code for each connection, at the counters in turn. */
function invitations() {
	const counters = ask(
		url,
		'SELECT code FROM counter_versions WHERE untilDay IS NULL ORDER BY counterId LIMIT 8'
	);
	return counters.flatMap(({ code }) => {
		const said = task(url, 'invite', '--counter', String(code), '--count', String(CONNECTIONS / 8));
		return said.match(/[2-9A-Z]{4}-[2-9A-Z]{4}(?=,)/g) ?? [];
	});
}

/**
 * Bodies for each connection, in the order of its tablet's chain.
 * @param {number} connections
 * @param {number} size
 * @param {number} perSecond how many posts a second they must last for
 */
function prepare(connections, size, perSecond) {
	const each = Math.ceil((perSecond * durationMs) / 1000 / connections);
	return Array.from({ length: connections }, (_, index) => {
		const tablet = /** @type {Tablet} */ (tablets[index]);
		return Array.from({ length: each }, () => tablet.body(size));
	});
}

/**
 * @param {string} name
 * @param {number} port
 * @param {string} path
 * @param {string[][]} bodies
 * @param {boolean} isProduct
 */
async function load(name, port, path, bodies, isProduct) {
	const at = bodies.map(() => 0);
	const done = await post({
		...{ port, path, connections: bodies.length, durationMs },
		next: (connection) => {
			const body = bodies[connection]?.[/** @type {number} */ (at[connection])];
			at[connection] = (at[connection] ?? 0) + 1;
			return body === undefined ? null : { headers: '', body };
		},
		answered: (text) => {
			if (isProduct) acknowledged += text.split('"accepted"').length - 1;
		}
	});
	if (done.failed > 0 && name !== 'route')
		throw new Error(`${name}: ${done.failed} of ${done.requests} failed`);
	const series = measured.get(name) ?? { perSecond: [], p50: [], p95: [], p99: [] };
	measured.set(name, series);
	series.perSecond.push(done.requests / done.seconds);
	for (const [key, share] of /** @type {const} */ ([
		['p50', 0.5],
		['p95', 0.95],
		['p99', 0.99]
	]))
		series[key].push(percentile(done.times, share));
	if (isProduct) peakMB = Math.max(peakMB, server.rssMB());
}

async function startBare() {
	const start = async (/** @type {number} */ bytes) => {
		const child = spawn(process.execPath, ['tests/bench/bare.js', String(bytes)], {
			stdio: ['ignore', 'pipe', 'inherit']
		});
		const [said] = await once(child.stdout, 'data');
		return { child, port: Number(said) };
	};
	// As many bytes as the product answers: a verdict is about 75 bytes.
	return { single: await start(210), batch: await start(135 + 75 * 50) };
}

async function startUnsigned() {
	await build({
		configFile: false,
		logLevel: 'warn',
		publicDir: false,
		build: {
			...{ ssr: 'tests/bench/unsigned.ts', outDir: 'build/bench', emptyOutDir: true, target: 'node20' },
			rollupOptions: { output: { entryFileNames: 'unsigned.js' } }
		}
	});
	const [tablet] = tablets;
	const { ratings } = JSON.parse(/** @type {Tablet} */ (tablet).body(50));
	const child = spawn(
		process.execPath,
		['build/bench/unsigned.js', `file:${join(folder, 'unsigned.db')}`, SECRET, JSON.stringify(ratings)],
		{ stdio: ['ignore', 'pipe', 'inherit'] }
	);
	const [said] = await once(child.stdout, 'data');
	return { child, .../** @type {{ port: number, chainMicroseconds: number }} */ (JSON.parse(String(said))) };
}

/** @param {number} round */
async function rawInserts(round) {
	const file = join(folder, `raw-${round}.db`);
	task(`file:${file}`, 'seed', '--ratings', '2000');
	const [row] = ask(
		`file:${file}`,
		'SELECT * FROM ratings WHERE officerGrade IS NOT NULL AND signature IS NULL LIMIT 1'
	);
	const args = ['tests/bench/raw.js', file, String(durationMs / 1000), JSON.stringify(row)];
	const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
	const [said] = await once(child.stdout, 'data');
	if (child.exitCode === null) await once(child, 'exit');
	return Number(said);
}

/** One by one, over one connection (a commit for each request) and over 256, with 10 ms more for each fsync. */
async function slowDisk() {
	const shadow = mkdtempSync(join(tmpdir(), 'hai-long-bench-slow-'));
	const around = new disk.Disk(shadow, folder, disk.build(shadow));
	around.behave({ slowMs: [10, 10] });
	const slowed = await serve(`file:${join(folder, 'slow.db')}`, { ...env, ...around.env });
	await load('slow1', slowed.port, '/api/v1/ratings', prepare(1, 1, 200), false);
	await load('slow256', slowed.port, '/api/v1/ratings', prepare(256, 1, 15_000), false);
	await slowed.stop();
	rmSync(shadow, { recursive: true, force: true });
	return {
		commitPerRequest: rate('slow1'),
		groupCommit: rate('slow256'),
		times: ratio(rate('slow256'), rate('slow1'))
	};
}

/** What was acknowledged is there, each once. */
function found() {
	const [row] = ask(url, 'SELECT count(*) AS n, count(DISTINCT id) AS ids FROM ratings');
	const count = row?.n - 2000;
	console.log(`acknowledged ${acknowledged}, found ${count}, distinct ${row?.ids - 2000}`);
	if (count !== acknowledged || row?.ids !== row?.n) throw new Error('ratings are missing or doubled');
}

/** @param {string} name */
function rate(name) {
	return Math.round(median(measured.get(name)?.perSecond ?? []));
}

/**
 * @param {string} name
 * @param {number} size
 */
function figures(name, size) {
	const series = /** @type {Series} */ (measured.get(name));
	const round = (/** @type {number[]} */ ms) => Math.round(median(ms) * 10) / 10;
	return {
		ratingsPerSecond: Math.round(median(series.perSecond) * size),
		p50Ms: round(series.p50),
		p95Ms: round(series.p95),
		p99Ms: round(series.p99)
	};
}

/**
 * @param {number} part
 * @param {number} whole
 */
function ratio(part, whole) {
	return Math.round((part / whole) * 100) / 100;
}
