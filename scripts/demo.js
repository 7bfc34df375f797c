// npm run demo: from a bare clone to a running demo world. Installs, builds, makes the database once, starts the
// production server and says where to look. Plain Node: nothing is installed yet when it starts. What is there
// already is kept, so that a second run is quick.
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { needsInstall } from './install.js';
import { sourceHash } from './source.js';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
process.chdir(root);

const DATABASE = 'data/demo.db';
const UNFINISHED = 'data/demo-unfinished.db';
const RUNNING = 'data/demo-running.json';
const BUILT = 'build/demo-sources';
/** The counter whose tablet is invited: three services, one officer on duty. */
const COUNTER = 'HG-Q1';
const STEPS = 5;

const ratings = argument('--ratings', '60000');
let step = 0;
/** @type {import('node:child_process').ChildProcess | undefined} What runs now. */
let running;
/** Whether Ctrl+C was pressed. What runs here has a process group of its own, so that it hears of it once, from us. */
let stopping = false;
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'])
	process.on(signal, () => {
		if (stopping) return;
		stopping = true;
		console.log('\nStopping …');
		end();
	});

await main();

async function main() {
	const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
	if (major < 20 || (major === 20 && minor < 19))
		fail(`Node ${process.versions.node} is too old: 20.19 or newer is needed.`);
	if (!/^\d[\d_]*$/.test(ratings)) fail(`--ratings must be a number, not ${ratings}.`);
	await refuseSecond();
	await install();
	await build();
	await makeDatabase();
	const code = invite();
	await serve(code);
}

async function install() {
	if (!needsInstall()) return say('packages', 'up to date');
	say('packages', 'installing (npm ci), about half a minute');
	await run(
		'npm',
		['ci', '--no-audit', '--no-fund'],
		'The packages could not be installed. Is the npm registry reachable?'
	);
}

async function build() {
	const hash = sourceHash(root);
	const built = existsSync(BUILT) && readFileSync(BUILT, 'utf8') === hash;
	if (built && existsSync('build/start.js') && existsSync('build/tasks.js'))
		return say('build', 'up to date');
	say('build', 'building, about a minute');
	await run(process.execPath, ['scripts/build.js'], 'The build failed; what it said stands above.');
	writeFileSync(BUILT, hash);
}

async function makeDatabase() {
	mkdirSync('data', { recursive: true });
	if (existsSync(DATABASE)) {
		const kept = process.argv.includes('--ratings')
			? '; for another number of ratings delete data/ first'
			: '';
		return say('database', `${DATABASE} is there and is kept${kept}`);
	}
	say('database', `making ${DATABASE} with the demo world and ${ratings} ratings`);
	// Under another name until it is whole, so that a seed that was interrupted is not taken for one that was not.
	for (const tail of ['', '-wal', '-shm']) rmSync(UNFINISHED + tail, { force: true });
	await run(
		process.execPath,
		['build/tasks.js', 'seed', '--ratings', ratings],
		'The demo world could not be made; what went wrong stands above.',
		{ DATABASE_URL: `file:${UNFINISHED}` }
	);
	for (const tail of ['-wal', ''])
		if (existsSync(UNFINISHED + tail)) renameSync(UNFINISHED + tail, DATABASE + tail);
}

/** A pairing code; made before the server starts, because a database file has one writing process at a time. */
function invite() {
	say('tablet', `making a pairing code for counter ${COUNTER}`);
	const asked = spawnSync(
		process.execPath,
		['build/tasks.js', 'invite', '--counter', COUNTER, '--name', 'Máy demo'],
		{
			encoding: 'utf8',
			env: { ...process.env, DATABASE_URL: `file:${DATABASE}` }
		}
	);
	const code = /[0-9A-Z]{4}-[0-9A-Z]{4}/.exec(asked.stdout ?? '')?.[0];
	if (code) return code;
	// The demo goes on without: somebody may have closed the counter.
	console.log(`      no code was made: ${(asked.stderr || asked.stdout || '').trim()}`);
	return null;
}

/** @param {string | null} code */
async function serve(code) {
	const host = process.env.HOST ?? '127.0.0.1';
	const wanted = Number(process.env.PORT ?? 3000);
	const port = await freePort(wanted, host);
	const taken = port === wanted ? '' : ` (${wanted} is taken)`;
	say('server', `starting on port ${port}${taken}`);
	const origin = `http://localhost:${port}`;
	const server = spawn(process.execPath, ['build/start.js'], {
		stdio: 'inherit',
		detached: process.platform !== 'win32',
		env: {
			...process.env,
			NODE_ENV: 'production',
			DATABASE_URL: `file:${DATABASE}`,
			SECRET: secret(),
			ORIGIN: origin,
			HOST: host,
			PORT: String(port),
			LOG_LEVEL: process.env.LOG_LEVEL ?? 'warn'
		}
	});
	running = server;
	server.on('exit', (exitCode, signal) => {
		rmSync(RUNNING, { force: true });
		if (stopping)
			console.log(exitCode === 0 ? 'Stopped. The data is kept in data/.' : 'The server had to be ended.');
		else
			console.error(
				`The server ended by itself (${signal ?? `exit ${exitCode}`}); what it said stands above.`
			);
		process.exit(stopping ? (exitCode ?? 1) : 1);
	});
	const readyAt = `http://${host}:${port}/readyz`;
	if (!(await ready(readyAt, 60_000)) && !stopping) {
		end();
		return fail(`The server did not become ready within a minute (${readyAt}).`);
	}
	if (stopping) return;
	writeFileSync(RUNNING, JSON.stringify({ pid: process.pid, port, readyAt }));
	tell(origin, code);
}

/**
 * @param {string} origin
 * @param {string | null} code
 */
function tell(origin, code) {
	/** @type {{ username: string, password: string, role: string, place: string | null }[]} */
	const signIns = JSON.parse(readFileSync('src/lib/server/tasks/world/signins.json', 'utf8'));
	const what = {
		administrator: 'sets up: branches, officers, counters, questionnaires, tablets, people',
		hr: 'sees the figures of whole past days, of everybody',
		auditor: 'sees everything and changes nothing',
		leader: 'figures and comments of',
		officer: 'sees their own figures:',
		reviewer: 'decides appeals'
	};
	const lines = signIns.map(({ username, password, role, place }) => {
		const whose = place === null ? '' : ` ${place}`;
		return `  ${username.padEnd(10)} ${password.padEnd(20)} ${what[/** @type {keyof typeof what} */ (role)]}${whose}`;
	});
	const pairing = code
		? `  pairing code ${code} (counter ${COUNTER}), valid for ten minutes, once;\n              more are made under Tablets (Máy tính bảng), signed in as admin`
		: '  pairing codes are made under Tablets (Máy tính bảng), signed in as admin';
	console.log(`
The demo is running.

  Sign in     ${origin}/signin
  Kiosk       ${origin}/kiosk
            ${pairing}

  user name  password             who
${lines.join('\n')}

  Stop it with Ctrl+C. "npm run demo" starts it again and keeps the data; to start over, delete the folder data/.
  What is planted in the demo world stands in docs/demo-world.md.
`);
}

/** Tells what runs now, and whatever it has started, to stop. */
function end() {
	if (!running?.pid || running.exitCode !== null) return;
	if (process.platform === 'win32') running.kill('SIGTERM');
	else process.kill(-running.pid, 'SIGTERM');
}

/** Two servers on one database file would be two writers. */
async function refuseSecond() {
	if (!existsSync(RUNNING)) return;
	const { port, readyAt } = JSON.parse(readFileSync(RUNNING, 'utf8'));
	if (await ready(readyAt, 0)) fail(`The demo is running already: http://localhost:${port}/signin`);
	rmSync(RUNNING, { force: true });
}

/** Kept, so that who is signed in stays signed in over a restart. */
function secret() {
	const file = 'data/demo-secret';
	if (!existsSync(file)) writeFileSync(file, randomBytes(32).toString('hex'), { mode: 0o600 });
	return readFileSync(file, 'utf8').trim();
}

/**
 * @param {number} from
 * @param {string} host
 */
async function freePort(from, host) {
	for (let port = from; port < from + 50; port++) {
		const free = await new Promise((answer) => {
			const probe = createServer();
			probe.once('error', () => answer(false));
			probe.listen(port, host, () => probe.close(() => answer(true)));
		});
		if (free) return port;
	}
	return fail(`No free port from ${from} to ${from + 49}. Set PORT to one.`);
}

/**
 * @param {string} url
 * @param {number} patienceMs
 */
async function ready(url, patienceMs) {
	const giveUpAt = Date.now() + patienceMs;
	for (;;) {
		const answer = await fetch(url, { signal: AbortSignal.timeout(2_000) }).catch(() => null);
		if (answer?.ok) return true;
		if (Date.now() >= giveUpAt) return false;
		await new Promise((later) => setTimeout(later, 100));
	}
}

/**
 * @param {string} command
 * @param {string[]} args
 * @param {string} otherwise
 * @param {Record<string, string>} [env]
 */
async function run(command, args, otherwise, env = {}) {
	running = spawn(command, args, {
		stdio: 'inherit',
		detached: process.platform !== 'win32',
		env: { ...process.env, ...env },
		shell: process.platform === 'win32' && command === 'npm'
	});
	running.on('error', (error) => fail(`${otherwise} (${error.message})`));
	const [exitCode] = await once(running, 'exit');
	if (stopping) fail('Stopped. What was finished is kept; npm run demo goes on from there.');
	if (exitCode !== 0) fail(otherwise);
}

/**
 * @param {string} what
 * @param {string} how
 */
function say(what, how) {
	console.log(`[${++step}/${STEPS}] ${what.padEnd(9)} ${how}`);
}

/**
 * @param {string} sentence
 * @returns {never}
 */
function fail(sentence) {
	console.error(`\n${sentence}`);
	process.exit(1);
}

/**
 * @param {string} name
 * @param {string} otherwise
 */
function argument(name, otherwise) {
	const at = process.argv.indexOf(name);
	return at < 0 ? otherwise : (process.argv[at + 1] ?? '');
}
