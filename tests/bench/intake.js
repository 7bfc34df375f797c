// npm run bench:intake: ratings a second over HTTP into the embedded database, answered after they are durable, in
// batches of 50 and one by one, beside two limits taken in the same run: a bare HTTP server answering the same
// bodies, and raw batched inserts of the same rows. Three rounds of each, interleaved; medians.
//   -- --seconds 6 --connections 64
import { createClient } from '@libsql/client';
import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { post } from './load.js';
import { median, percentile, result, serve, task } from './server.js';

const { values } = parseArgs({
	options: { seconds: { type: 'string', default: '6' }, connections: { type: 'string', default: '64' } }
});
const durationMs = Number(values.seconds) * 1000;
const connections = Number(values.connections);
const ROUNDS = 3;
const folder = mkdtempSync(join(tmpdir(), 'hai-long-bench-'));
const url = `file:${join(folder, 'bench.db')}`;

task(url, 'seed', '--ratings', '2000');
const server = await serve(url);
const tablets = await pair();
let accepted = 0;

/** @type {Record<string, { perSecond: number[], p50: number[], p95: number[], p99: number[] }>} */
const measured = {};
for (const name of ['bareBatch', 'batch', 'bareSingle', 'single'])
	measured[name] = { perSecond: [], p50: [], p95: [], p99: [] };
/** @type {number[]} */
const raw = [];
let peakMB = 0;

for (let round = 1; round <= ROUNDS; round++) {
	for (const size of [50, 1]) {
		await bare(size === 50 ? 'bareBatch' : 'bareSingle', size);
		await product(size === 50 ? 'batch' : 'single', size);
	}
	raw.push(await rawInserts(round));
	console.log(
		`round ${round}/${ROUNDS}: ${line('batch', 50)}; ${line('single', 1)}; raw ${Math.round(raw.at(-1) ?? 0)} rows/s`
	);
}
peakMB = Math.max(peakMB, server.rssMB());
await verify();
const exit = await server.stop();
rmSync(folder, { recursive: true, force: true });
if (exit !== 0) throw new Error(`the server ended with ${exit}`);

const batch = summary('batch');
const single = summary('single');
result({
	ratingsPerSecond: Math.round(batch.perSecond * 50),
	p50Ms: batch.p50,
	p95Ms: batch.p95,
	p99Ms: batch.p99,
	bareHttpPerSecond: Math.round(summary('bareBatch').perSecond),
	rawInsertPerSecond: Math.round(median(raw)),
	rssMB: peakMB,
	batchSize: 50,
	connections,
	ofRawInserts: ratio(batch.perSecond * 50, median(raw)),
	single: {
		ratingsPerSecond: Math.round(single.perSecond),
		p50Ms: single.p50,
		p95Ms: single.p95,
		p99Ms: single.p99,
		bareHttpPerSecond: Math.round(summary('bareSingle').perSecond),
		ofBareHttp: ratio(single.perSecond, summary('bareSingle').perSecond)
	},
	accepted
});

/** Pairs a tablet at each counter through the API, as a tablet does. */
async function pair() {
	const client = createClient({ url });
	const counters = await client.execute(
		'SELECT code FROM counter_versions WHERE untilDay IS NULL ORDER BY counterId LIMIT 8'
	);
	client.close();
	const paired = [];
	for (const { code } of counters.rows) {
		const said = task(url, 'invite', '--counter', String(code));
		const invitation = /[2-9A-Z]{4}-[2-9A-Z]{4}/.exec(said)?.[0];
		const answer = await fetch(`${server.origin}/api/v1/pair`, {
			method: 'POST',
			headers: { 'content-type': 'application/json', origin: server.origin },
			body: JSON.stringify({ code: invitation })
		});
		if (!answer.ok) throw new Error(`pairing failed: ${await answer.text()}`);
		const { token, setup } = await answer.json();
		paired.push({ token, setup, seq: 0 });
	}
	return paired;
}

/**
 * @param {number} connection
 * @param {number} size
 */
function body(connection, size) {
	const tablet = tablets[connection % tablets.length];
	if (!tablet) throw new Error('no tablet');
	const { setup } = tablet;
	const now = Date.now();
	const ratings = Array.from({ length: size }, (_, index) => ({
		form: 1,
		id: randomUUID(),
		seq: ++tablet.seq,
		counterId: setup.counter.id,
		serviceId: setup.services[index % setup.services.length].id,
		officerId: setup.officers[0]?.id ?? null,
		questionnaireId: setup.questionnaire.id,
		scale: setup.questionnaire.scale,
		serviceGrade: (index % setup.questionnaire.scale) + 1,
		officerGrade: setup.officers[0] ? ((index + 2) % setup.questionnaire.scale) + 1 : null,
		reasons: [setup.questionnaire.reasons[0].code],
		comment: index % 25 === 24 ? 'Cán bộ hướng dẫn rõ ràng, chờ hơi lâu.' : null,
		language: 'vi',
		tappedAt: now - 5000,
		zone: setup.branch.zone,
		tookMs: 6200
	}));
	return {
		headers: `authorization: Bearer ${tablet.token}\r\n`,
		body: JSON.stringify({ sentAt: now, ratings })
	};
}

/**
 * @param {string} name
 * @param {number} size
 */
async function product(name, size) {
	const load = await post({
		port: server.port,
		path: '/api/v1/ratings',
		connections,
		durationMs,
		next: (connection) => body(connection, size),
		answered: (text) => {
			accepted += text.split('"accepted"').length - 1;
		}
	});
	if (load.failed > 0) throw new Error(`${load.failed} of ${load.requests} posts failed`);
	keep(name, load);
	peakMB = Math.max(peakMB, server.rssMB());
}

/**
 * @param {string} name
 * @param {number} size
 */
async function bare(name, size) {
	// As many bytes as the product answers: a verdict is about 75 bytes.
	const child = spawn(process.execPath, ['tests/bench/bare.js', String(60 + 75 * size)], {
		stdio: ['ignore', 'pipe', 'inherit']
	});
	const [said] = await once(child.stdout, 'data');
	const load = await post({
		port: Number(said),
		path: '/',
		connections,
		durationMs: durationMs / 2,
		next: (connection) => body(connection, size)
	});
	child.kill();
	keep(name, load);
}

/** @param {number} round */
async function rawInserts(round) {
	const file = join(folder, `raw-${round}.db`);
	task(`file:${file}`, 'seed', '--ratings', '2000');
	const client = createClient({ url: `file:${file}` });
	const { rows, columns } = await client.execute(
		'SELECT * FROM ratings WHERE officerGrade IS NOT NULL LIMIT 1'
	);
	client.close();
	const row = Object.fromEntries(columns.map((name) => [name, rows[0]?.[name]]));
	const child = spawn(
		process.execPath,
		['tests/bench/raw.js', file, String(durationMs / 2000), JSON.stringify(row)],
		{
			stdio: ['ignore', 'pipe', 'inherit']
		}
	);
	const [said] = await once(child.stdout, 'data');
	if (child.exitCode === null) await once(child, 'exit');
	return Number(said);
}

/** What was acknowledged is there, each once. */
async function verify() {
	const client = createClient({ url });
	const { rows } = await client.execute('SELECT count(*) AS n, count(DISTINCT id) AS ids FROM ratings');
	client.close();
	const found = Number(rows[0]?.n) - 2000;
	console.log(`acknowledged ${accepted}, found ${found}, distinct ${Number(rows[0]?.ids) - 2000}`);
	if (found !== accepted || Number(rows[0]?.ids) !== Number(rows[0]?.n))
		throw new Error('ratings are missing or doubled');
}

/**
 * @param {string} name
 * @param {{ requests: number, seconds: number, times: number[] }} load
 */
function keep(name, { requests, seconds, times }) {
	const to = measured[name];
	if (!to) throw new Error(name);
	to.perSecond.push(requests / seconds);
	to.p50.push(percentile(times, 0.5));
	to.p95.push(percentile(times, 0.95));
	to.p99.push(percentile(times, 0.99));
}

/** @param {string} name */
function summary(name) {
	const from = measured[name];
	if (!from) throw new Error(name);
	const round = (/** @type {number} */ ms) => Math.round(ms * 10) / 10;
	return {
		perSecond: median(from.perSecond),
		p50: round(median(from.p50)),
		p95: round(median(from.p95)),
		p99: round(median(from.p99))
	};
}

/**
 * @param {number} part
 * @param {number} whole
 */
function ratio(part, whole) {
	return Math.round((part / whole) * 100) / 100;
}

/**
 * @param {string} name
 * @param {number} size
 */
function line(name, size) {
	const perSecond = measured[name]?.perSecond.at(-1) ?? 0;
	return `${name} ${Math.round(perSecond * size)} ratings/s`;
}
