// A new version of the kiosk waits until nobody is rating, and nothing that waits on the tablet is lost by it.
import { expect, test, type Page } from '@playwright/test';
import { once } from 'node:events';
import { request, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ask, at, code, kept, newest, origin, rate, step, waiting, wake } from './people';

/** Grades given there are those that five faces and four have in common: another test leaves four behind. */
const COUNTER = 'HG-Q4';

/** The server as seen through a network of the test's own: it can bring a newer version, and lose the API. */
async function wire() {
	const { version } = (await (await fetch(`${origin()}/_app/version.json`)).json()) as { version: string };
	const state = { newer: false, cut: false };
	const server = createServer((asked, answer) => {
		const path = asked.url ?? '/';
		if (state.cut && path.startsWith('/api/')) return void asked.socket.destroy();
		const headers = { ...asked.headers, host: new URL(origin()).host, 'accept-encoding': 'identity' };
		if (headers.origin) headers.origin = origin();
		const changed = state.newer && /^\/(service-worker|kiosk-app\/main)\.js$/.test(path);
		if (changed) delete headers['if-none-match'];
		const passed = request(origin() + path, { method: asked.method, headers }, (given) => {
			if (!changed) {
				answer.writeHead(given.statusCode ?? 502, given.headers);
				given.pipe(answer);
				return;
			}
			const parts: Buffer[] = [];
			given.on('data', (part: Buffer) => parts.push(part));
			given.on('end', () => {
				const text = Buffer.concat(parts).toString().replaceAll(version, `${version}-newer`);
				const { 'content-length': _length, etag: _etag, ...others } = given.headers;
				answer.writeHead(given.statusCode ?? 502, others);
				answer.end(`${text}\n;globalThis.document?.documentElement.setAttribute('data-newer', '');`);
			});
		});
		passed.on('error', () => asked.socket.destroy());
		asked.pipe(passed);
	}).listen(0, 'localhost');
	await once(server, 'listening');
	const end = () => {
		server.closeAllConnections();
		server.close();
	};
	return { state, end, origin: `http://localhost:${(server.address() as AddressInfo).port}` };
}

async function rating(page: Page): Promise<void> {
	await page.locator('[data-start]').click();
	await at(page, /service|officer|gradeService/);
	for (let tries = 0; tries < 2 && (await step(page).getAttribute('data-step')) !== 'gradeService'; tries++) {
		const before = (await step(page).getAttribute('data-step')) ?? '';
		await page.locator('[data-choice]').first().click();
		await expect(step(page)).not.toHaveAttribute('data-step', before);
	}
	await at(page, 'gradeService');
}

test('a new version waits while a customer is rating and comes in on the idle start screen; nothing that waits is lost', async ({
	browser
}) => {
	const net = await wire();
	const context = await browser.newContext({ timezoneId: 'Asia/Ho_Chi_Minh', hasTouch: true });
	const page = await context.newPage();
	let asked = 0;
	await page.exposeFunction('asked', () => asked++);
	await page.addInitScript(() => {
		const { postMessage } = ServiceWorker.prototype;
		ServiceWorker.prototype.postMessage = function (this: ServiceWorker, message: unknown) {
			(globalThis as unknown as { asked: () => void }).asked();
			postMessage.call(this, message);
		};
	});
	await page.clock.install();
	await page.goto(`${net.origin}/kiosk#code=${await code(browser, COUNTER)}`);
	await page.locator('form button').first().click();
	await expect(page.locator('[data-start]')).toBeVisible();
	const device = await newest();
	await kept(page);
	const newer = page.locator('html[data-newer]');
	const arrived = async () => {
		const answer = await page.evaluate(async () => {
			const registration = await navigator.serviceWorker.getRegistration('/kiosk');
			return registration?.waiting !== null && registration?.waiting !== undefined;
		});
		return answer;
	};

	net.state.cut = true;
	await rate(page, { grades: [1, null] });
	await rate(page, { grades: [4, null] });
	await expect(waiting(page)).toHaveAttribute('data-waiting', '2');
	await rating(page);
	net.state.newer = true;
	await page.evaluate(async () => (await navigator.serviceWorker.getRegistration('/kiosk'))?.update());
	await expect.poll(arrived).toBe(true);
	// Nearly gone, and still a customer.
	await page.clock.runFor(37_000);
	await expect(page.locator('[data-countdown]')).toBeVisible();
	expect(await arrived()).toBe(true);
	await page.mouse.click(640, 40);
	await page.locator('[data-grade="3"]').click();
	await at(page, /gradeOfficer|reasons|comment|thanks/);
	await expect(newer).toHaveCount(0);
	if (await page.locator('[data-over]').count()) await page.locator('[data-over]').click();
	await expect(step(page)).toHaveAttribute('data-step', 'attract');
	expect(await arrived()).toBe(true);

	expect(asked).toBe(0);
	await page.clock.runFor(37_000);
	await expect.poll(() => asked).toBeGreaterThan(0);
	// When Chromium then changes workers is its own affair: what waits must outlive it, and a start after it.
	await page.close();
	const again = await context.newPage();
	await again.goto(`${net.origin}/kiosk`);
	await wake(again);
	await expect(waiting(again)).toHaveAttribute('data-waiting', '3');
	expect(await ask('SELECT 1 FROM ratings WHERE deviceId = ?', [device])).toEqual([]);
	net.state.cut = false;
	await context.setOffline(true);
	await context.setOffline(false);
	await expect
		.poll(
			async () =>
				(await ask('SELECT seq, serviceGrade FROM ratings WHERE deviceId = ? ORDER BY seq', [device])).map(
					({ seq, serviceGrade }) => [seq, serviceGrade]
				),
			{ timeout: 30_000 }
		)
		.toEqual([
			[1, 1],
			[2, 4],
			[3, 3]
		]);
	await context.close();
	net.end();
});
