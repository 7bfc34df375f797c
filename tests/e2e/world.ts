// Before the browser tests: a demo world in a database file of its own, and the production server on it.
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export default async function world() {
	const folder = mkdtempSync(join(tmpdir(), 'hai-long-e2e-'));
	const port = await freePort();
	const origin = `http://localhost:${port}`;
	const env = {
		...process.env,
		DATABASE_URL: `file:${join(folder, 'e2e.db')}`,
		SECRET: 'browser-tests-browser-tests-browser-tests',
		PORT: String(port),
		ORIGIN: origin,
		LOG_LEVEL: 'error'
	};
	const seeded = spawnSync(process.execPath, ['build/tasks.js', 'seed', '--ratings', '6000'], {
		env,
		encoding: 'utf8'
	});
	if (seeded.status !== 0) throw new Error(`the demo world was not made: ${seeded.stdout}${seeded.stderr}`);
	const server = spawn(process.execPath, ['build/start.js'], {
		env,
		stdio: ['ignore', 'inherit', 'inherit']
	});
	await ready(origin, server);
	process.env.E2E_ORIGIN = origin;
	process.env.E2E_DATABASE_URL = env.DATABASE_URL;
	return async () => {
		server.kill('SIGTERM');
		if (server.exitCode === null) await once(server, 'exit');
		rmSync(folder, { recursive: true, force: true });
		if (server.exitCode !== 0) throw new Error(`the server did not stop cleanly: exit ${server.exitCode}`);
	};
}

export async function freePort(): Promise<number> {
	const probe = createServer().listen(0, '127.0.0.1');
	await once(probe, 'listening');
	const { port } = probe.address() as AddressInfo;
	probe.close();
	await once(probe, 'close');
	return port;
}

export async function ready(origin: string, server: ChildProcess): Promise<void> {
	const giveUpAt = Date.now() + 30_000;
	while (Date.now() < giveUpAt) {
		if (server.exitCode !== null) throw new Error(`the server ended with ${server.exitCode}`);
		const up = await fetch(`${origin}/readyz`).then(
			(answer) => answer.ok,
			() => false
		);
		if (up) return;
		await new Promise((later) => setTimeout(later, 50));
	}
	throw new Error('the server was not ready in half a minute');
}
