// The browser is killed between taps, as a tablet whose battery is pulled out: whatever a customer was shown to have
// given (the next screen stood) arrives, once; what was under way arrives whole or not at all.
import { chromium, expect, test, type Page } from '@playwright/test';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ask, at, code, lastPosition, origin, ratingsAfter, step } from './people';
import { CHROMIUM_FLAGS } from './playwright.config';

/** A browser process of our own on a profile that outlives it. */
class Tablet {
	#child: ChildProcess | undefined;
	page!: Page;
	constructor(readonly profile: string) {}

	async open(path: string, { online }: { online: boolean }): Promise<void> {
		const told = join(this.profile, 'DevToolsActivePort');
		rmSync(told, { force: true });
		this.#child = spawn(
			process.env.CHROMIUM ?? '/usr/bin/chromium',
			[
				...CHROMIUM_FLAGS,
				...['--headless=new', '--remote-debugging-port=0', `--user-data-dir=${this.profile}`],
				...['--window-size=1280,800', '--no-default-browser-check', 'about:blank']
			],
			// A group of its own, so that all its processes die together.
			{ stdio: 'ignore', detached: true }
		);
		await expect
			.poll(() => existsSync(told) && readFileSync(told, 'utf8').includes('/devtools'), { timeout: 20_000 })
			.toBe(true);
		const [port] = readFileSync(told, 'utf8').split('\n');
		const browser = await chromium.connectOverCDP(`http://127.0.0.1:${port}`);
		const [context] = browser.contexts();
		if (!context) throw new Error('the browser has no window');
		this.page = context.pages()[0] ?? (await context.newPage());
		await this.page.goto(`${origin()}${path}`);
		if (!online) {
			await expect(this.page.locator('[data-step]')).toBeVisible();
			await context.setOffline(true);
		}
	}

	/** Past the sleeping screen, if it is night there. */
	async wake(): Promise<void> {
		await expect(step(this.page)).toHaveAttribute('data-step', /sleep|attract/);
		if ((await step(this.page).getAttribute('data-step')) === 'sleep') await this.page.mouse.click(640, 500);
		await expect(this.page.locator('[data-start]')).toBeVisible();
	}

	async kill(): Promise<void> {
		const child = this.#child;
		if (!child?.pid || child.exitCode !== null || child.signalCode !== null) return;
		process.kill(-child.pid, 'SIGKILL');
		await once(child, 'exit');
	}
}

/** What must be found of a customer: null where nothing was graded yet; `sure` where the next screen was shown. */
type Given = {
	grade: number;
	officer: number | null;
	sure: boolean;
	officerSure: boolean;
	comment: string | null;
};

/** How far a customer comes before the kill. The odd ones are killed in the very tap, before the next screen. */
const MOMENTS = [
	'choosing',
	'tapping',
	'graded',
	'tapping the officer',
	'officer graded',
	'reason tapped',
	'reasons given',
	'writing',
	'thanked',
	'back at the start'
] as const;
type Moment = (typeof MOMENTS)[number];

/** One customer as far as a moment. Answers what they were shown to have given. */
async function customer(page: Page, moment: Moment, grade: number): Promise<Given | null> {
	const reached = (other: Moment) => MOMENTS.indexOf(moment) <= MOMENTS.indexOf(other);
	const given: Given = { grade, officer: null, sure: false, officerSure: false, comment: null };
	await page.locator('[data-start]').click();
	await at(page, /service|officer|gradeService/);
	for (let tries = 0; tries < 2 && (await step(page).getAttribute('data-step')) !== 'gradeService'; tries++) {
		const before = (await step(page).getAttribute('data-step')) ?? '';
		await page.locator('[data-choice]').first().click();
		await expect(step(page)).not.toHaveAttribute('data-step', before);
		await expect(page.locator('main > section')).toHaveCount(1);
	}
	await at(page, 'gradeService');
	if (reached('choosing')) return null;
	await page.locator(`[data-grade="${grade}"]`).click({ noWaitAfter: true });
	if (reached('tapping')) return given;
	await at(page, /gradeOfficer|reasons/);
	given.sure = true;
	if (reached('graded') || (await step(page).getAttribute('data-step')) !== 'gradeOfficer') return given;
	given.officer = (grade % 5) + 1;
	await page.locator(`[data-grade="${given.officer}"]`).click({ noWaitAfter: true });
	if (reached('tapping the officer')) return given;
	await at(page, 'reasons');
	given.officerSure = true;
	if (reached('officer graded')) return given;
	await page.locator('[data-reason]').first().click();
	if (reached('reason tapped')) return given;
	await page.locator('[data-next]').click();
	await at(page, 'comment');
	if (reached('reasons given')) return given;
	await page.locator('textarea').fill(`Góp ý ${grade}`);
	if (reached('writing')) return given;
	await page.locator('[data-send]').click();
	await at(page, 'thanks');
	given.comment = `Góp ý ${grade}`;
	if (reached('thanked')) return given;
	await page.locator('[data-done]').click();
	await at(page, 'attract');
	return given;
}

test('a browser killed at any moment loses nothing that was shown to be given, and doubles nothing', async ({
	browser
}) => {
	test.setTimeout(420_000);
	const before = await lastPosition();
	const profile = mkdtempSync(join(tmpdir(), 'hai-long-kill-'));
	const tablet = new Tablet(profile);
	const all: { given: Given; moment: Moment }[] = [];
	try {
		await tablet.open(`/kiosk#code=${await code(browser, 'HG-Q1')}`, { online: true });
		await tablet.page.locator('form button').first().click();
		await tablet.wake();
		await tablet.page.evaluate(() => navigator.serviceWorker.ready);
		for (let kills = 0; kills < 24; kills++) {
			const moment = MOMENTS[kills % MOMENTS.length]!;
			const given = await customer(tablet.page, moment, (kills % 5) + 1);
			if (given) all.push({ given, moment });
			await tablet.kill();
			// Two of three customers meet a tablet without a network: then only its own store can have kept it.
			await tablet.open('/kiosk', { online: kills % 3 === 2 });
			await tablet.wake();
		}
		await tablet.kill();
		await tablet.open('/kiosk', { online: true });
		await tablet.wake();
		const final = { grade: 3, officer: null, sure: true, officerSure: false, comment: null };
		all.push({ given: final, moment: 'graded' });
		await customer(tablet.page, 'graded', 3);
		await tablet.page.locator('[data-over]').click();
		await at(tablet.page, 'attract');
		const sure = all.filter(({ given }) => given.sure).length;
		await expect
			.poll(async () => (await ratingsAfter(before)).length, { timeout: 60_000 })
			.toBeGreaterThanOrEqual(sure);
		await tablet.page.waitForTimeout(1_500);
	} finally {
		await tablet.kill();
		rmSync(profile, { recursive: true, force: true });
	}

	const rows = await ratingsAfter(before);
	expect(new Set(rows.map(({ id }) => id)).size).toBe(rows.length);
	expect(rows.map(({ seq }) => seq)).toEqual(rows.map((_, index) => index + 1));
	const comments = new Map(
		(await ask('SELECT ratingId, body FROM comments')).map(({ ratingId, body }) => [ratingId, body])
	);
	let next = 0;
	for (const [index, { given, moment }] of all.entries()) {
		const row = rows[next];
		const found = row?.serviceGrade === given.grade;
		expect(found || !given.sure, `customer ${index}, killed at: ${moment}`).toBe(true);
		if (!found || !row) continue;
		next++;
		if (given.officerSure) expect(row.officerGrade, moment).toBe(given.officer);
		else expect([null, given.officer], moment).toContain(row.officerGrade);
		if (given.comment) expect(comments.get(row.id), moment).toBe(given.comment);
	}
	expect(next, 'ratings that no customer gave').toBe(rows.length);
});
