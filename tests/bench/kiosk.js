// npm run bench:kiosk: how heavy the tablet's app is, how soon its first screen can be used on a cold start without a
// network, and how soon the next screen stands after a tap, both in Chromium with its CPU slowed down four times.
//   -- --starts 7 --visits 20 --slowdown 4
import { chromium } from 'playwright-core';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { gzipSync } from 'node:zlib';
import { median, percentile, result, serve, task } from './server.js';

const { values } = parseArgs({
	options: {
		starts: { type: 'string', default: '7' },
		visits: { type: 'string', default: '20' },
		slowdown: { type: 'string', default: '4' }
	}
});
const folder = mkdtempSync(join(tmpdir(), 'hai-long-bench-'));
const url = `file:${join(folder, 'bench.db')}`;
const profile = join(folder, 'profile');
task(url, 'seed', '--ratings', '1000');
const code = /[2-9A-Z]{4}-[2-9A-Z]{4}/.exec(task(url, 'invite', '--counter', 'HG-Q1'))?.[0];
const server = await serve(url);

let context = await launch();
try {
	await pair();
	const coldStarts = [];
	for (let start = 0; start < Number(values.starts); start++) {
		// A cold start: another browser process, the network gone, everything from the tablet's own store.
		await context.close();
		context = await launch();
		await context.setOffline(true);
		coldStarts.push(await coldStart());
	}
	console.log(`cold starts offline, ms: ${coldStarts.map(Math.round).join(' ')}`);
	const taps = await tapping();
	console.log(
		`taps: ${taps.length}, p50 ${Math.round(median(taps))} ms, p95 ${Math.round(percentile(taps, 0.95))} ms`
	);
	const sizes = weigh();
	result({
		jsGzipBytes: sizes.js,
		cssGzipBytes: sizes.css,
		laterGzipBytes: sizes.later,
		coldStartMs: Math.round(median(coldStarts)),
		tapP95Ms: Math.round(percentile(taps, 0.95)),
		tapP50Ms: Math.round(median(taps)),
		slowdown: Number(values.slowdown),
		limits: { jsAndCssGzipBytes: 60 * 1024, coldStartMs: 1000, tapP95Ms: 100 }
	});
} finally {
	await context.close();
	await server.stop();
	rmSync(folder, { recursive: true, force: true });
}

function launch() {
	return chromium.launchPersistentContext(profile, {
		executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
		viewport: { width: 1280, height: 800 },
		args: [
			'--no-sandbox',
			'--disable-gpu',
			'--disable-background-networking',
			'--disable-component-update',
			'--disable-sync',
			'--no-first-run',
			'--disable-quic'
		]
	});
}

/** @param {import('playwright-core').Page} page */
async function slow(page) {
	const session = await context.newCDPSession(page);
	await session.send('Emulation.setCPUThrottlingRate', { rate: Number(values.slowdown) });
}

async function pair() {
	const page = await context.newPage();
	await page.goto(`${server.origin}/kiosk#code=${code}`);
	await page.locator('form button').click();
	await page.locator('[data-start]').waitFor();
	// Until the worker has everything it keeps.
	await page.evaluate(() => navigator.serviceWorker.ready);
	await page.waitForFunction(
		() => navigator.serviceWorker.controller !== null || caches.keys().then((k) => k.length > 0)
	);
	await page.waitForTimeout(1500);
	await page.close();
}

/** Milliseconds from the navigation until the start screen's button stands and has been painted. */
async function coldStart() {
	const page = await context.newPage();
	await slow(page);
	await page.goto(`${server.origin}/kiosk`, { waitUntil: 'commit' });
	const ms = await page.evaluate(
		() =>
			new Promise((resolve) => {
				const look = () => {
					if (document.querySelector('[data-start]'))
						requestAnimationFrame(() => setTimeout(() => resolve(performance.now()), 0));
					else requestAnimationFrame(look);
				};
				look();
			})
	);
	await page.close();
	return /** @type {number} */ (ms);
}

/** Milliseconds from a tap until the next screen stands and has been painted, for every step of many visits. */
async function tapping() {
	const page = await context.newPage();
	await page.goto(`${server.origin}/kiosk`);
	await page.locator('[data-start]').waitFor();
	await slow(page);
	/** @type {number[]} */
	const times = [];
	for (let visit = 0; visit < Number(values.visits); visit++)
		times.push(
			.../** @type {number[]} */ (
				await page.evaluate(async () => {
					const step = () => document.querySelector('[data-step]')?.getAttribute('data-step') ?? '';
					const wait = (/** @type {number} */ ms) => new Promise((later) => setTimeout(later, ms));
					/** @param {string} selector */
					const tap = async (selector) => {
						const before = step();
						const target = /** @type {HTMLElement} */ (document.querySelector(selector));
						const started = performance.now();
						target.dispatchEvent(new PointerEvent('pointerdown', { bubbles: true }));
						target.click();
						while (step() === before) {
							if (performance.now() - started > 5000)
								throw new Error(`${selector} led nowhere from ${before}`);
							await new Promise((frame) => requestAnimationFrame(frame));
						}
						await new Promise((painted) => requestAnimationFrame(() => setTimeout(painted, 0)));
						const ms = performance.now() - started;
						// People look before they tap again; also past the guard against double taps.
						await wait(700);
						return ms;
					};
					const times = [await tap('[data-start]')];
					for (let guard = 0; guard < 12 && step() !== 'attract'; guard++) {
						const here = step();
						const at = `section:last-of-type `;
						const selector =
							here === 'service' || here === 'officer'
								? `${at}[data-choice]`
								: here.startsWith('grade')
									? `${at}[data-grade="4"]`
									: here === 'reasons'
										? `${at}[data-next]`
										: here === 'comment'
											? `${at}[data-skip]`
											: `${at}[data-done]`;
						times.push(await tap(selector));
					}
					return times;
				})
			)
		);
	await page.close();
	return times;
}

/** What the rating screens need, and apart from it what is fetched behind the first of them (kiosk/later.ts). */
function weigh() {
	const sizes = { js: 0, css: 0, later: 0 };
	const folder = 'build/client/kiosk-app';
	for (const file of readdirSync(folder)) {
		const kind = /\.(js|css)$/.exec(file)?.[1];
		if (!kind) continue;
		const bytes = gzipSync(readFileSync(join(folder, file)), { level: 9 }).length;
		sizes[file.startsWith('main.') ? /** @type {'js' | 'css'} */ (kind) : 'later'] += bytes;
	}
	return sizes;
}
