// The built server as a child process on a real file, to be stopped, killed and started again at the same address.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { BUILD, SECRET } from './world.js';
import { pause } from './wire.js';

/**
 * @typedef {{ url: string, port: number, log: string, env?: Record<string, string>, publicPort?: number }} Wish
 * `publicPort`: where tablets reach it when a proxy stands in front.
 */

/** @param {Wish} wish */
export async function start({ url, port, log, env = {}, publicPort = port }) {
	const out = openSync(log, 'a');
	const child = spawn(process.execPath, [join(BUILD, 'start.js')], {
		env: {
			...process.env,
			DATABASE_URL: url,
			PORT: String(port),
			HOST: '127.0.0.1',
			ORIGIN: `http://127.0.0.1:${publicPort}`,
			SECRET,
			LOG_LEVEL: 'warn',
			...env
		},
		stdio: ['ignore', out, out]
	});
	closeSync(out);
	const ended = once(child, 'exit');
	const alive = () => child.exitCode === null && child.signalCode === null;
	const giveUpAt = Date.now() + 60_000;
	for (;;) {
		if (!alive())
			throw new Error(`the server ended with ${child.exitCode ?? child.signalCode}: ${tail(log)}`);
		const ready = await fetch(`http://127.0.0.1:${port}/readyz`).then(
			(answer) => answer.ok,
			() => false
		);
		if (ready) break;
		if (Date.now() > giveUpAt) throw new Error(`the server is not ready after a minute: ${tail(log)}`);
		await pause(25);
	}
	return {
		pid: /** @type {number} */ (child.pid),
		alive,
		ended,
		/** How it ended: an exit code or a signal. */
		ending: () => child.exitCode ?? child.signalCode,
		/** Kills it where it stands. */
		async kill() {
			child.kill('SIGKILL');
			await ended;
		},
		async stop() {
			child.kill('SIGTERM');
			await ended;
			return child.exitCode;
		},
		memoryMB: () => {
			const found = /VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'));
			return Math.round(Number(found?.[1]) / 1024);
		}
	};
}

/** @typedef {Awaited<ReturnType<typeof start>>} Server */

/** @param {string} log */
function tail(log) {
	return readFileSync(log, 'utf8').slice(-2_000);
}
