// Every page, for every role that sees it, in two languages and on two widths: it stands, says nothing on the
// console, is not wider than its screen, and axe finds nothing.
import axe from 'axe-core';
import { expect, test, type Page } from '@playwright/test';
import { as, ask, origin, step, tablet, at } from './people';

const PAGES: Record<string, string[]> = {
	admin: [
		'/admin/branches',
		'/admin/branches?add=1',
		'/admin/closed-days',
		'/admin/services',
		'/admin/services?add=1',
		'/admin/officers',
		'/admin/officers?add=1',
		'/admin/counters',
		'/admin/counters?add=1',
		'/admin/duty',
		'/admin/questionnaires',
		'/admin/questionnaires/1',
		'/admin/devices',
		'/admin/drawer',
		'/admin/checkpoints',
		'/admin/people',
		'/admin/audit',
		'/admin/visits',
		'/admin/privacy',
		'/admin/keys',
		'/admin/webhooks',
		'/admin/deliveries'
	],
	leader1: [
		'/admin/overview',
		'/admin/overview?period=7d',
		'/admin/overview?period=7d&marked=without',
		'/admin/trend?period=90d',
		'/admin/trend?period=90d&step=day',
		'/admin/hours?period=90d',
		'/admin/reasons?period=90d',
		'/admin/compare?period=90d&by=counter',
		'/admin/compare?period=90d&by=officer',
		'/admin/report',
		'/admin/alerts',
		'/admin/board',
		'/admin/visits',
		'/admin/keys',
		'/admin/privacy',
		'/admin/comments',
		'/admin/comments?q=cho+lau',
		'/admin/review',
		'/admin/review?list=marked',
		'/admin/devices',
		'/admin/appraisals',
		'/admin/appraisals/1',
		'/admin/sheets/{led}',
		'/admin/appeals',
		'/admin/rulesets'
	],
	chief: [
		'/admin/overview?period=90d',
		'/admin/trend?period=365d',
		'/admin/hours?period=365d',
		'/admin/reasons?period=365d',
		'/admin/compare?period=365d&by=branch',
		'/admin/compare?period=365d&by=officer'
	],
	auditor: [
		'/admin/overview',
		'/admin/branches',
		'/admin/duty',
		'/admin/devices',
		'/admin/drawer',
		'/admin/checkpoints',
		'/admin/review?list=marked',
		'/admin/people',
		'/admin/audit'
	],
	hr: [
		'/admin/overview',
		'/admin/review',
		'/admin/review?list=struck',
		'/admin/appraisals',
		'/admin/appraisals?new=1',
		'/admin/appraisals/1',
		'/admin/appraisals/2',
		'/admin/appraisals/1/members',
		'/admin/appraisals/1/members?add=1',
		'/admin/sheets/{led}',
		'/admin/appeals',
		'/admin/appeals/1',
		'/admin/rulesets',
		'/admin/rulesets/1',
		'/admin/rulesets/3',
		'/admin/fairness',
		'/admin/retention',
		'/admin/keys',
		'/admin/method'
	],
	officer: [
		'/admin/mine',
		'/admin/mine/ratings',
		'/admin/mine/appeals',
		'/admin/mine/sheets',
		'/admin/mine/sheets/{led}',
		'/admin/mine/data',
		'/admin/method'
	],
	reviewer: ['/admin/appeals', '/admin/appeals/1', '/admin/appeals/3', '/admin/method']
};

/** The sheet of the officer who signs in, of a branch whose leader does. */
async function placed(path: string): Promise<string> {
	if (!path.includes('{led}')) return path;
	const [sheet] = await ask(`SELECT id FROM sheets WHERE periodId = 1 AND officerId = 1`);
	return path.replace('{led}', String(sheet?.id));
}

/** What axe finds wrong, a line each. The source is evaluated, because the page's policy allows no foreign script. */
async function faults(page: Page): Promise<string[]> {
	await page.evaluate(axe.source);
	const { violations } = await page.evaluate(() =>
		(window as unknown as { axe: typeof axe }).axe.run(document, {
			runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']
		})
	);
	return violations.flatMap(({ id, help, nodes }) =>
		nodes.map((node) => `${id}: ${help}: ${node.target.join(' ')}`)
	);
}

async function inspect(page: Page, path: string): Promise<string[]> {
	const found = (await faults(page)).map((fault) => `${path}: ${fault}`);
	const spill = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
	if (spill > 0) found.push(`${path}: ${spill} px too wide`);
	return found;
}

for (const [who, named] of Object.entries(PAGES))
	test(`${who} finds every page sound`, async ({ browser }) => {
		test.setTimeout(300_000);
		const paths = await Promise.all(named.map(placed));
		const page = await as(browser, who);
		const said: string[] = [];
		page.on('console', (message) => {
			if (message.type() === 'error') said.push(`${page.url()}: ${message.text()}`);
		});
		page.on('pageerror', (error) => said.push(`${page.url()}: ${error.message}`));
		const found: string[] = [];
		for (const path of paths) {
			await page.setViewportSize({ width: 1440, height: 900 });
			const answer = await page.goto(origin() + path);
			expect(answer?.status(), path).toBe(200);
			await expect(page.locator('h1')).toHaveCount(1);
			found.push(...(await inspect(page, path)));
			for (const [width, height] of [
				[1024, 768],
				[390, 844]
			] as const) {
				await page.setViewportSize({ width, height });
				// Charts follow the new width a frame later.
				await expect
					.poll(() => page.evaluate(() => document.documentElement.scrollWidth - innerWidth), {
						message: `${path} at ${width} px`,
						timeout: 3_000
					})
					.toBeLessThanOrEqual(0);
			}
		}
		await page.setViewportSize({ width: 1440, height: 900 });
		await page.locator('select[name="language"]').first().selectOption('ja');
		await expect(page.locator('html')).toHaveAttribute('lang', 'ja');
		await page.goto(origin() + (paths[0] ?? ''));
		await page.locator('button[name="theme"]').click();
		await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
		for (const path of paths) {
			await page.setViewportSize({ width: 390, height: 844 });
			await page.goto(origin() + path);
			found.push(...(await inspect(page, `${path} dark, ja, on a phone`)));
		}
		await page.setViewportSize({ width: 1440, height: 900 });
		// On the phone the menu was shut, and stays so until a page opens.
		await page.goto(origin() + (paths[0] ?? ''));
		await page.locator('select[name="language"]').first().selectOption('vi');
		await expect(page.locator('html')).toHaveAttribute('lang', 'vi');
		expect(found).toEqual([]);
		expect(said).toEqual([]);
		await page.context().close();
	});

test('the sign-in page, a refusal and the kiosk’s screens are sound', async ({ browser }) => {
	test.setTimeout(120_000);
	const context = await browser.newContext();
	const page = await context.newPage();
	const found: string[] = [];
	for (const path of ['/signin', '/kiosk', '/nothing']) {
		await page.goto(origin() + path);
		await page.waitForTimeout(300);
		found.push(...(await inspect(page, path)));
	}
	await context.close();

	const kiosk = await tablet(browser, 'HG-Q1');
	found.push(...(await inspect(kiosk.page, 'attract')));
	await kiosk.page.locator('[data-start]').click();
	for (let guard = 0; guard < 8; guard++) {
		await expect(kiosk.page.locator('main > section')).toHaveCount(1);
		const here = (await step(kiosk.page).getAttribute('data-step')) ?? '';
		await kiosk.page.waitForTimeout(400);
		found.push(...(await inspect(kiosk.page, here)));
		if (here === 'thanks') break;
		if (here === 'service' || here === 'officer') await kiosk.page.locator('[data-choice]').first().click();
		else if (here.startsWith('grade')) await kiosk.page.locator('[data-grade="2"]').click();
		else if (here === 'reasons') await kiosk.page.locator('[data-next]').click();
		else await kiosk.page.locator('[data-skip]').click();
		await expect(step(kiosk.page)).not.toHaveAttribute('data-step', here);
	}
	await at(kiosk.page, /thanks|attract/);
	await kiosk.context.close();
	expect(found).toEqual([]);
});
