// What the browser tests do as people: sign in, make a pairing code, pair a tablet, rate on it.
import { createClient } from '@libsql/client';
import { expect, type Browser, type BrowserContext, type Page } from '@playwright/test';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';

type SignIn = { username: string; password: string; role: string };
const signIns = JSON.parse(
	readFileSync(resolve(import.meta.dirname, '../../src/lib/server/tasks/world/signins.json'), 'utf8')
) as SignIn[];

export const origin = () => process.env.E2E_ORIGIN ?? '';

/** A page on which this person of the demo world is signed in. */
export async function as(
	browser: Browser,
	username: string,
	viewport = { width: 1440, height: 900 }
): Promise<Page> {
	const context = await browser.newContext({ viewport, locale: 'vi-VN', timezoneId: 'Asia/Ho_Chi_Minh' });
	const page = await context.newPage();
	const person = signIns.find((one) => one.username === username);
	if (!person) throw new Error(`nobody is called ${username} in the demo world`);
	await page.goto(`${origin()}/signin`);
	await page.locator('#name').fill(person.username);
	await page.locator('#password').fill(person.password);
	await page.locator('form .button.primary').click();
	await page.waitForURL('**/admin/**');
	return page;
}

/** Where pairing codes are made: one page of the administrator's for all of them. */
let office: Page | undefined;

/** A pairing code for a counter, from the page on which an administrator makes it. */
export async function code(browser: Browser, counter: string): Promise<string> {
	office ??= await as(browser, 'admin');
	await office.goto(`${origin()}/admin/devices`);
	const [found] = await ask(
		'SELECT counterId AS id FROM counter_versions WHERE code = ? AND untilDay IS NULL',
		[counter]
	);
	const form = office.locator('form[action*="invite"]');
	await form.locator('[name="deviceName"]').fill(`Máy ${counter}`);
	await form.locator('[name="counterId"]').selectOption(String(found?.id));
	await form.locator('button.primary').click();
	const shown = office.getByText(/^[2-9A-Z]{4}-[2-9A-Z]{4}$/).first();
	await expect(shown).toBeVisible();
	return (await shown.textContent()) ?? '';
}

/** A browser of its own that is paired as a tablet at a counter, on its start screen. */
export async function tablet(
	browser: Browser,
	counter: string,
	viewport = { width: 1280, height: 800 },
	serviceWorkers: 'allow' | 'block' = 'allow'
): Promise<{ context: BrowserContext; page: Page }> {
	const context = await browser.newContext({
		viewport,
		timezoneId: 'Asia/Ho_Chi_Minh',
		hasTouch: true,
		serviceWorkers
	});
	const page = await context.newPage();
	await page.goto(`${origin()}/kiosk#code=${await code(browser, counter)}`);
	await page.locator('form button').first().click();
	await expect(page.locator('[data-start]')).toBeVisible();
	return { context, page };
}

export const step = (page: Page) => page.locator('[data-step]').first();

/** Waits until the tablet shows this step and no other is still leaving. */
export async function at(page: Page, name: string | RegExp): Promise<void> {
	await expect(step(page)).toHaveAttribute('data-step', name);
	await expect(page.locator('main > section')).toHaveCount(1);
}

/** One customer: `grades` for the service and the officer (null: skipped), and what they write, if anything. */
export async function rate(
	page: Page,
	{ service = 0, grades, comment }: { service?: number; grades: [number, number | null]; comment?: string }
): Promise<void> {
	await page.locator('[data-start]').click();
	await at(page, /service|officer|gradeService/);
	if ((await step(page).getAttribute('data-step')) === 'service')
		await page.locator('[data-choice]').nth(service).click();
	await at(page, /officer|gradeService/);
	if ((await step(page).getAttribute('data-step')) === 'officer')
		await page.locator('[data-choice]').first().click();
	await at(page, 'gradeService');
	await page.locator(`[data-grade="${grades[0]}"]`).click();
	await at(page, /gradeOfficer|reasons|comment|thanks/);
	if ((await step(page).getAttribute('data-step')) === 'gradeOfficer') {
		if (grades[1] === null) await page.locator('[data-skip]').click();
		else await page.locator(`[data-grade="${grades[1]}"]`).click();
	}
	await at(page, /reasons|comment|thanks/);
	if ((await step(page).getAttribute('data-step')) === 'reasons') {
		await page.locator('[data-reason]').first().click();
		await page.locator('[data-next]').click();
	}
	await at(page, /comment|thanks/);
	if ((await step(page).getAttribute('data-step')) === 'comment') {
		if (comment) {
			await page.locator('textarea').fill(comment);
			await page.locator('[data-send]').click();
		} else await page.locator('[data-skip]').click();
	}
	await at(page, 'thanks');
	await page.locator('[data-done]').click();
	await at(page, 'attract');
}

/** Asks the database file itself, reading only. */
export async function ask(sql: string, args: (string | number)[] = []): Promise<Record<string, unknown>[]> {
	const client = createClient({ url: process.env.E2E_DATABASE_URL ?? '' });
	try {
		const { rows } = await client.execute({ sql, args });
		return rows.map((row) => ({ ...row }));
	} finally {
		client.close();
	}
}

/** The ratings that came in after a position, oldest first. */
export const ratingsAfter = (position: number) =>
	ask('SELECT * FROM ratings WHERE position > ? ORDER BY position', [position]);

export async function lastPosition(): Promise<number> {
	const [row] = await ask('SELECT coalesce(max(position), 0) AS position FROM ratings');
	return Number(row?.position);
}

/** The tablet that was paired last. */
export async function newest(): Promise<number> {
	const [device] = await ask('SELECT max(id) AS id FROM devices');
	return Number(device?.id);
}

/** Past the sleeping screen, if it stands there: the branch may be closed today. */
export async function wake(page: Page): Promise<void> {
	await expect(step(page)).toHaveAttribute('data-step', /sleep|attract/);
	if ((await step(page).getAttribute('data-step')) === 'sleep') await page.locator('[data-wake]').click();
	await at(page, 'attract');
}

/** All that the tablet needs without a network is on it. */
export const kept = (page: Page) =>
	expect
		.poll(() =>
			page.evaluate(
				async () =>
					navigator.serviceWorker.controller !== null &&
					(await caches.match('/kiosk-app/main.js')) !== undefined
			)
		)
		.toBe(true);

/** The staff's mark, which says how many ratings wait. */
export const waiting = (page: Page) => page.locator('button.staff');
