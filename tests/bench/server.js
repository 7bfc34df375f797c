// The production server on a database of the bench's own, for as long as a bench runs.
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';

export const SECRET = 'bench-secret-bench-secret-bench-secret';

export async function freePort() {
	const probe = createServer().listen(0, '127.0.0.1');
	await once(probe, 'listening');
	const { port } = /** @type {import('node:net').AddressInfo} */ (probe.address());
	probe.close();
	await once(probe, 'close');
	return port;
}

/**
 * Runs a command of build/tasks.js and answers what it printed; ends the bench when it fails.
 * @param {string} databaseUrl
 * @param {string[]} args
 */
export function task(databaseUrl, ...args) {
	const done = spawnSync(process.execPath, ['build/tasks.js', ...args], {
		encoding: 'utf8',
		env: { ...process.env, DATABASE_URL: databaseUrl },
		stdio: ['ignore', 'pipe', 'inherit'],
		maxBuffer: 64 * 1024 * 1024
	});
	if (done.status !== 0) throw new Error(`tasks.js ${args.join(' ')} failed: ${done.stdout}`);
	return done.stdout;
}

/**
 * The rows of one statement, asked in a process of its own: a client that is closed still holds the file, and the
 * product minds who does.
 * @param {string} databaseUrl
 * @param {string} sql
 * @returns {Record<string, any>[]}
 */
export function ask(databaseUrl, sql) {
	const done = spawnSync(process.execPath, ['tests/faults/ask.js', databaseUrl], {
		encoding: 'utf8',
		input: JSON.stringify([sql]),
		stdio: ['pipe', 'pipe', 'inherit'],
		maxBuffer: 64 * 1024 * 1024
	});
	if (done.status !== 0) throw new Error(`not answered: ${sql}`);
	return JSON.parse(done.stdout)[0];
}

/**
 * @param {string} databaseUrl
 * @param {Record<string, string>} [env]
 */
export async function serve(databaseUrl, env = {}) {
	const port = await freePort();
	const origin = `http://localhost:${port}`;
	const child = spawn(process.execPath, ['build/start.js'], {
		env: {
			...process.env,
			DATABASE_URL: databaseUrl,
			PORT: String(port),
			HOST: '127.0.0.1',
			ORIGIN: origin,
			SECRET,
			LOG_LEVEL: 'error',
			...env
		},
		stdio: ['ignore', 'inherit', 'inherit']
	});
	const giveUpAt = Date.now() + 60_000;
	for (;;) {
		if (child.exitCode !== null) throw new Error(`the server ended with ${child.exitCode}`);
		const ready = await fetch(`http://127.0.0.1:${port}/readyz`).then(
			(answer) => answer.ok,
			() => false
		);
		if (ready) break;
		if (Date.now() > giveUpAt) throw new Error('the server is not ready after a minute');
		await new Promise((later) => setTimeout(later, 50));
	}
	return {
		port,
		origin,
		pid: /** @type {number} */ (child.pid),
		rssMB: () => {
			const status = readFileSync(`/proc/${child.pid}/status`, 'utf8');
			return Math.round(Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) / 1024);
		},
		async stop() {
			child.kill('SIGTERM');
			if (child.exitCode === null) await once(child, 'exit');
			return child.exitCode;
		}
	};
}

/** @param {number[]} values */
export function median(values) {
	const sorted = [...values].sort((a, b) => a - b);
	return sorted[Math.floor(sorted.length / 2)] ?? NaN;
}

/**
 * @param {number[]} values
 * @param {number} share 0…1
 */
export function percentile(values, share) {
	const sorted = [...values].sort((a, b) => a - b);
	return sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1)] ?? NaN;
}

/** @param {object} figures */
export function result(figures) {
	console.log(`RESULT ${JSON.stringify(figures)}`);
}
