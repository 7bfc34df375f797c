// npm run bench:dashboard: how soon each screen's data is there over HTTP, from the production server, beside the
// plain GROUP BY statements over the ledger that would say the same. The rollups are caught up beforehand.
//   -- --ratings 1000000 --times 40
// The database is kept in data/bench-<ratings>.db for the next run.
import { createClient } from '@libsql/client';
import { existsSync } from 'node:fs';
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { median, percentile, result, serve, task } from './server.js';

const { values } = parseArgs({
	options: { ratings: { type: 'string', default: '1000000' }, times: { type: 'string', default: '40' } }
});
const file = `data/bench-${values.ratings}.db`;
const url = `file:${file}`;
if (!existsSync(file)) {
	const started = performance.now();
	task(url, 'seed', '--ratings', values.ratings);
	console.log(`seeded in ${Math.round((performance.now() - started) / 1000)} s`);
}
const server = await serve(url);
const client = createClient({ url });
const { rows } = await client.execute(
	'SELECT count(*) AS n, min(day) AS first, max(day) AS last FROM ratings'
);
const ratings = Number(rows[0]?.n);
const last = String(rows[0]?.last);
const year = `${day(last, -364)}..${last}`;
const quarter = `${day(last, -89)}..${last}`;
const month = `${day(last, -29)}..${last}`;

const branch = await one(
	`SELECT branchId AS id FROM branch_versions WHERE code = 'BTD-01' AND untilDay IS NULL`
);
const officer = await one(
	`SELECT officerId AS id FROM ratings WHERE branchId = ${branch} AND officerId IS NOT NULL ORDER BY position DESC LIMIT 1`
);
const service = await one(`SELECT serviceId AS id FROM ratings WHERE branchId = ${branch} LIMIT 1`);

/** @type {{ name: string, scope: string, who: string, path: string, where: string }[]} */
const screens = [
	screen('overview, year', 'department', 'chief', year, ''),
	screen('overview, 90 days', 'department', 'chief', quarter, ''),
	screen('overview, 30 days', 'department', 'chief', month, ''),
	screen('overview of a service, year', 'department', 'chief', year, `serviceId = ${service}`),
	screen('overview, year', 'branch', 'leader1', year, `branchId = ${branch}`),
	screen('overview, 90 days', 'branch', 'leader1', quarter, `branchId = ${branch}`),
	screen(
		'overview of an officer, year',
		'branch',
		'leader1',
		year,
		`branchId = ${branch} AND officerId = ${officer}`
	),
	screen(
		'overview of an officer and a service, year',
		'branch',
		'leader1',
		year,
		`branchId = ${branch} AND officerId = ${officer} AND serviceId = ${service}`
	)
];

const cookies = new Map();
for (const who of ['chief', 'leader1']) cookies.set(who, await signIn(who));

const answers = [];
for (const { name, scope, who, path, where } of screens) {
	/** @type {number[]} */
	const times = [];
	for (let time = -3; time < Number(values.times); time++) {
		const started = performance.now();
		const answer = await fetch(`http://127.0.0.1:${server.port}${path}`, {
			headers: { cookie: cookies.get(who) }
		});
		await answer.text();
		if (!answer.ok) throw new Error(`${path} answered ${answer.status}`);
		if (time >= 0) times.push(performance.now() - started);
	}
	const groupByMs = await groupBy(where);
	const p95Ms = percentile(times, 0.95);
	answers.push({
		name,
		scope,
		p95Ms: round(p95Ms),
		p50Ms: round(median(times)),
		groupByMs: round(groupByMs),
		timesFaster: round(groupByMs / median(times))
	});
	console.log(
		`${scope}: ${name}: p50 ${round(median(times))} ms, p95 ${round(p95Ms)} ms; GROUP BY ${round(groupByMs)} ms`
	);
}
client.close();
const rssMB = server.rssMB();
await server.stop();
result({ ratings, screens: answers, rssMB });

/**
 * @param {string} name
 * @param {string} scope
 * @param {string} who
 * @param {string} period
 * @param {string} cut
 */
function screen(name, scope, who, period, cut) {
	const [from, to] = period.split('..');
	const query = new URLSearchParams({ period });
	const found = Object.fromEntries(
		[...cut.matchAll(/(\w+)Id = (\d+)/g)].map((match) => [match[1], match[2]])
	);
	for (const key of ['service', 'officer']) if (found[key]) query.set(key, found[key]);
	const where = [`day BETWEEN '${from}' AND '${to}'`, ...(cut ? [cut] : [])].join(' AND ');
	return { name, scope, who, path: `/api/v1/summary?${query}`, where };
}

/**
 * Milliseconds for what the screen shows, by GROUP BY: both distributions, the trend, and the tables by service,
 * officer and branch. The median of three.
 * @param {string} where
 */
async function groupBy(where) {
	const counts = [1, 2, 3, 4, 5]
		.map((grade) => `sum(serviceGrade = ${grade}), sum(officerGrade = ${grade})`)
		.join(', ');
	const times = [];
	for (let time = 0; time < 3; time++) {
		const started = performance.now();
		for (const key of ['scale', 'day', 'serviceId', 'officerId', 'branchId'])
			await client.execute(`SELECT ${key}, count(*), ${counts} FROM ratings WHERE ${where} GROUP BY ${key}`);
		times.push(performance.now() - started);
	}
	return median(times);
}

/** @param {string} who */
async function signIn(who) {
	const people = JSON.parse(readFileSync('src/lib/server/tasks/world/signins.json', 'utf8'));
	const { username, password } = people.find(
		(/** @type {{ username: string }} */ one) => one.username === who
	);
	const answer = await fetch(`http://127.0.0.1:${server.port}/signin`, {
		method: 'POST',
		redirect: 'manual',
		headers: { origin: server.origin, 'content-type': 'application/x-www-form-urlencoded' },
		body: new URLSearchParams({ name: username, password })
	});
	const cookie = answer.headers
		.getSetCookie()
		.map((line) => line.split(';')[0])
		.join('; ');
	if (!cookie) throw new Error(`${who} could not sign in: ${answer.status}`);
	return cookie;
}

/** @param {string} sql */
async function one(sql) {
	const answer = await client.execute(sql);
	return Number(answer.rows[0]?.id);
}

/**
 * @param {string} from
 * @param {number} count
 */
function day(from, count) {
	return new Date(Date.parse(`${from}T00:00:00Z`) + count * 86_400_000).toISOString().slice(0, 10);
}

/** @param {number} ms */
function round(ms) {
	return Math.round(ms * 10) / 10;
}
