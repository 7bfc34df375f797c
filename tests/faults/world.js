// What every trial begins with: the demo world without ratings in a database file, and pairing codes for as many
// tablets as a trial may want, put straight into the file because a command for each would take minutes.
import { createClient } from '@libsql/client';
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';

export const BUILD = resolve(process.env.HAILONG_BUILD ?? 'build');
export const SECRET = 'fault-suite-fault-suite-fault-suite-fault';
/** Ratings that the demo world has before a trial; a trial's own stand above this position. */
export const SEEDED = 200;
const CODES = 420;
const LETTERS = '23456789ABCDEFGHJKMNPQRSTUVWXYZ';

/** @typedef {{ folder: string, template: string, codes: string[] }} World */

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
 */
export async function invite(url, count) {
	const client = createClient({ url });
	const counters = await client.execute(
		'SELECT counterId FROM counter_versions WHERE untilDay IS NULL ORDER BY counterId'
	);
	const [admin] = (await client.execute(`SELECT id FROM people WHERE role = 'administrator'`)).rows;
	const codes = Array.from({ length: count }, (_, index) => codeOf(index));
	const now = Date.now();
	await client.batch(
		codes.map((code, index) => ({
			sql: `INSERT INTO invitations (codeHash, deviceName, counterId, languages, defaultLanguage, idleSeconds,
				countdownSeconds, invitedBy, invitedAt, expiresAt) VALUES (?, ?, ?, '["vi"]', 'vi', 30, 10, ?, ?, ?)`,
			args: [
				createHash('sha256').update(code).digest('hex'),
				`Máy ${index + 1}`,
				counters.rows[index % counters.rows.length]?.counterId ?? 0,
				admin?.id ?? '',
				now,
				now + 86_400_000
			]
		})),
		'write'
	);
	if (url.startsWith('file:')) await client.execute('PRAGMA wal_checkpoint(TRUNCATE)');
	client.close();
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
