// What every trial begins with: the demo world without ratings in a database file, and pairing codes for as many
// tablets as a trial may want, put straight into the file because a command for each would take minutes.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';

export const BUILD = resolve(process.env.HAILONG_BUILD ?? 'build');
// A build elsewhere has its own migrations beside it.
if (process.env.HAILONG_BUILD) process.env.MIGRATIONS_DIR ??= resolve(BUILD, '../drizzle');
export const SECRET = 'fault-suite-fault-suite-fault-suite-fault';
/** Ratings that the demo world has before a trial; a trial's own stand above this position. */
export const SEEDED = 200;
const CODES = 420;
const LETTERS = '23456789ABCDEFGHJKMNPQRSTUVWXYZ';

/** @typedef {{ folder: string, template: string, codes: Invitation[] }} World */
/** @typedef {{ code: string, counterId: number }} Invitation */

/** @returns {Promise<World>} */
export async function make() {
	const folder = mkdtempSync(join(tmpdir(), 'hai-long-faults-'));
	const template = join(folder, 'template.db');
	const url = `file:${template}`;
	const seeded = await task(url, 'seed', '--ratings', String(SEEDED));
	if (seeded.code !== 0) throw new Error(`the demo world was not made: ${seeded.said}`);
	const codes = await invite(url, CODES);
	return { folder, template, codes };
}

/**
 * Invites tablets to the counters of a database, one after the other; answers their codes.
 * @param {string} url
 * @param {number} count
 * @returns {Promise<Invitation[]>}
 */
export async function invite(url, count) {
	const [counters = [], admins = []] = await ask(url, [
		'SELECT counterId FROM counter_versions WHERE untilDay IS NULL ORDER BY counterId',
		`SELECT id FROM people WHERE role = 'administrator'`
	]);
	const codes = Array.from({ length: count }, (_, index) => ({
		code: codeOf(index),
		counterId: counters[index % counters.length]?.counterId
	}));
	const now = Date.now();
	await ask(
		url,
		codes.map(({ code, counterId }, index) => ({
			sql: `INSERT INTO invitations (codeHash, deviceName, counterId, languages, defaultLanguage, idleSeconds,
				countdownSeconds, invitedBy, invitedAt, expiresAt) VALUES (?, ?, ?, '["vi"]', 'vi', 30, 10, ?, ?, ?)`,
			args: [
				createHash('sha256').update(code).digest('hex'),
				`Máy ${index + 1}`,
				counterId,
				admins[0]?.id,
				now,
				now + 86_400_000
			]
		}))
	);
	return codes;
}

/** @param {number} index */
function codeOf(index) {
	let rest = index;
	return Array.from({ length: 8 }, () => {
		const letter = LETTERS[(rest + 7) % LETTERS.length] ?? '';
		rest = Math.floor(rest / LETTERS.length);
		return letter;
	}).join('');
}

/**
 * Runs a command of build/tasks.js to its end.
 * @param {string} url
 * @param {string[]} args
 */
export async function task(url, ...args) {
	const child = spawn(process.execPath, [join(BUILD, 'tasks.js'), ...args], {
		env: { ...process.env, DATABASE_URL: url, SECRET },
		stdio: ['ignore', 'pipe', 'pipe']
	});
	let out = '';
	let said = '';
	child.stdout.on('data', (words) => {
		out += words;
		said += words;
	});
	child.stderr.on('data', (words) => (said += words));
	const [code] = await once(child, 'close');
	return { code: /** @type {number} */ (code), out, said };
}

/**
 * The rows of each statement, asked in a process of its own (ask.js).
 * @param {string} url
 * @param {(string | { sql: string, args: unknown[] })[]} statements
 * @returns {Promise<Record<string, any>[][]>}
 */
export async function ask(url, statements) {
	const child = spawn(process.execPath, [join(import.meta.dirname, 'ask.js'), url], {
		stdio: ['pipe', 'pipe', 'pipe']
	});
	let out = '';
	let said = '';
	child.stdout.on('data', (words) => (out += words));
	child.stderr.on('data', (words) => (said += words));
	child.stdin.end(JSON.stringify(statements));
	const [code] = await once(child, 'close');
	if (code !== 0) throw new Error(`the database did not answer: ${said}`);
	return JSON.parse(out);
}

/**
 * Copies a database file that no process has open, with its write-ahead log, into a folder made new.
 * @param {string} from
 * @param {string} to
 */
export function copy(from, to) {
	rmSync(dirname(to), { recursive: true, force: true });
	mkdirSync(dirname(to), { recursive: true });
	copyFileSync(from, to);
	if (existsSync(`${from}-wal`)) copyFileSync(`${from}-wal`, `${to}-wal`);
}
