// The production server as an operator meets it: health, headers, a clean stop, a clear word when it cannot start.
import { expect, test } from '@playwright/test';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort, ready } from './world';

const origin = () => process.env.E2E_ORIGIN ?? '';

test('says that it is alive and ready', async ({ request }) => {
	expect((await request.get(`${origin()}/healthz`)).status()).toBe(200);
	expect(await (await request.get(`${origin()}/readyz`)).text()).toBe('ready\n');
});

test('sets security headers on pages, on the prerendered kiosk and on static files alike', async ({
	request
}) => {
	for (const path of ['/signin', '/kiosk', '/kiosk-app/main.js', '/service-worker.js', '/nothing-here']) {
		const headers = (await request.get(origin() + path)).headers();
		expect(headers['content-security-policy'], path).toContain("frame-ancestors 'none'");
		expect(headers['content-security-policy'], path).not.toMatch(/script-src[^;]*'unsafe-inline'/);
		expect(headers['x-content-type-options'], path).toBe('nosniff');
		expect(headers['x-frame-options'], path).toBe('DENY');
		expect(headers['referrer-policy'], path).toBe('same-origin');
	}
});

test('answers what does not exist with 404, and a stranger’s API call with a named refusal', async ({
	request
}) => {
	expect((await request.get(`${origin()}/admin/nothing`)).status()).toBe(404);
	const summary = await request.get(`${origin()}/api/v1/summary`);
	expect(summary.status()).toBe(401);
	expect((await summary.json()).problem.code).toBe('signed_out');
	const broken = await request.post(`${origin()}/api/v1/pair`, {
		data: Buffer.from('{"code":'),
		headers: { 'content-type': 'application/json' }
	});
	expect(broken.status()).toBe(400);
	expect((await broken.json()).problem.code).toBe('bad_json');
	const foreign = await request.post(`${origin()}/api/v1/pair`, {
		data: { code: 'AAAA-AAAA' },
		headers: { origin: 'http://elsewhere.test' }
	});
	expect(foreign.status()).toBe(403);
});

test('stops cleanly on SIGTERM, also with a live stream open', async () => {
	const folder = mkdtempSync(join(tmpdir(), 'hai-long-stop-'));
	const port = await freePort();
	const env = {
		...process.env,
		DATABASE_URL: `file:${join(folder, 'stop.db')}`,
		SECRET: 'browser-tests-browser-tests-browser-tests',
		PORT: String(port),
		ORIGIN: `http://localhost:${port}`,
		LOG_LEVEL: 'silent'
	};
	const added = spawnSync(
		process.execPath,
		['build/tasks.js', 'person', 'add', '--name', 'Kiểm', '--username', 'auditor', '--role', 'auditor'],
		{ env: { ...env, PASSWORD: 'a password for the test' }, encoding: 'utf8' }
	);
	expect(added.status, added.stdout + added.stderr).toBe(0);
	const server = spawn(process.execPath, ['build/start.js'], { env, stdio: 'ignore' });
	await ready(env.ORIGIN, server);
	const entered = await fetch(`${env.ORIGIN}/signin`, {
		method: 'POST',
		redirect: 'manual',
		headers: { origin: env.ORIGIN, 'content-type': 'application/x-www-form-urlencoded' },
		body: new URLSearchParams({ name: 'auditor', password: 'a password for the test' })
	});
	const cookie = entered.headers
		.getSetCookie()
		.map((line) => line.split(';')[0])
		.join('; ');
	const stream = await fetch(`${env.ORIGIN}/api/v1/news`, { headers: { cookie } });
	expect(stream.headers.get('content-type')).toBe('text/event-stream');
	const ended = stream.text();
	const started = Date.now();
	server.kill('SIGTERM');
	await once(server, 'exit');
	await ended;
	rmSync(folder, { recursive: true, force: true });
	expect(server.exitCode).toBe(0);
	expect(Date.now() - started).toBeLessThan(5_000);
});

test('a second server on the same database is refused and told who has it; kill -9 of the first lets it in', async () => {
	const folder = mkdtempSync(join(tmpdir(), 'hai-long-second-'));
	const env = {
		...process.env,
		DATABASE_URL: `file:${join(folder, 'one.db')}`,
		SECRET: 'browser-tests-browser-tests-browser-tests',
		LOG_LEVEL: 'silent'
	};
	const serve = async () => {
		const port = await freePort();
		const at = { PORT: String(port), ORIGIN: `http://localhost:${port}` };
		return { origin: at.ORIGIN, env: { ...env, ...at } };
	};
	const [one, two] = [await serve(), await serve()];
	const first = spawn(process.execPath, ['build/start.js'], { env: one.env, stdio: 'ignore' });
	await ready(one.origin, first);
	const refused = spawnSync(process.execPath, ['build/start.js'], { env: two.env, encoding: 'utf8' });
	expect(refused.status).toBe(1);
	expect(refused.stderr).toMatch(
		new RegExp(
			`one\\.db is held by process ${first.pid} \\(node build/start\\.js\\) since .*end the other one first`
		)
	);
	expect((await fetch(`${one.origin}/readyz`)).status).toBe(200);
	first.kill('SIGKILL');
	const second = spawn(process.execPath, ['build/start.js'], { env: two.env, stdio: 'ignore' });
	await ready(two.origin, second);
	second.kill('SIGTERM');
	await once(second, 'exit');
	rmSync(folder, { recursive: true, force: true });
	expect(second.exitCode).toBe(0);
});

test('refuses to start without a secret, and names every wrong setting', () => {
	const { SECRET: _secret, ...rest } = process.env;
	const tried = spawnSync(process.execPath, ['build/start.js'], {
		env: { ...rest, DATABASE_URL: 'mysql://nowhere', PORT: 'abc' },
		encoding: 'utf8'
	});
	expect(tried.status).toBe(1);
	expect(tried.stderr).toMatch(/DATABASE_URL must be file:PATH/);
	expect(tried.stderr).toMatch(/PORT must be a number/);
	expect(tried.stderr).toMatch(/SECRET is missing/);
});
