// The tablet, from the pairing code to the ledger.
import { expect, test, type Browser } from '@playwright/test';
import { hash, newKey, signed } from '../tablet';
import { as, ask, at, lastPosition, origin, rate, ratingsAfter, step, tablet } from './people';

const LANGUAGES = ['vi', 'en', 'ja', 'zh', 'ko'] as const;

test('an administrator makes a code, a tablet pairs with it by hand, and the code works only once', async ({
	browser
}) => {
	const admin = await as(browser, 'admin');
	await admin.goto(`${origin()}/admin/devices`);
	const form = admin.locator('form[action*="invite"]');
	await form.locator('input[name="deviceName"], input[name="name"]').first().fill('Máy thử');
	await form.locator('select[name="counterId"]').selectOption({ index: 1 });
	await form.locator('button.primary').click();
	const shown = admin.getByText(/^[2-9A-Z]{4}-[2-9A-Z]{4}$/).first();
	await expect(shown).toBeVisible();
	await expect(admin.locator('svg[role="img"], [role="img"] svg').first()).toBeVisible();
	const code = (await shown.textContent()) ?? '';

	const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
	const page = await context.newPage();
	await page.goto(`${origin()}/kiosk`);
	await at(page, 'pair');
	await page.locator('#code').fill('ZZZZZZZZ');
	await page.locator('form button').first().click();
	await expect(page.getByRole('alert')).toBeVisible();
	await page.locator('#code').fill(code.toLowerCase().replace('-', ' '));
	await page.locator('form button').first().click();
	await expect(page.locator('[data-start]')).toBeVisible();

	const key = newKey();
	const sentAt = Date.now();
	const signature = signed(key, { purpose: 'pair', ticket: '', sentAt, head: hash(code), count: 0 });
	const again = await context.request.post(`${origin()}/api/v1/pair`, {
		data: { code, publicKey: key.publicKey, sentAt, signature },
		headers: { origin: origin() }
	});
	expect(again.status()).toBe(409);
	expect((await again.json()).problem.code).toBe('code_used');
	await context.close();
	await admin.context().close();
});

test('a customer rates in each of five languages, and the tablet returns to its own language', async ({
	browser
}) => {
	const before = await lastPosition();
	const { context, page } = await tablet(browser, 'HG-Q1');
	for (const language of LANGUAGES) {
		await page.locator(`[data-language="${language}"]`).click();
		await expect(page.locator('html')).toHaveAttribute('lang', language);
		await rate(page, { grades: [4, 5] });
		await expect(page.locator('html')).toHaveAttribute('lang', 'vi');
	}
	await expect.poll(async () => (await ratingsAfter(before)).length).toBe(LANGUAGES.length);
	const kept = await ratingsAfter(before);
	expect(kept.map((rating) => rating.language)).toEqual([...LANGUAGES]);
	for (const rating of kept)
		expect(rating).toMatchObject({ serviceGrade: 4, officerGrade: 5, scale: 5, channel: 'tablet' });
	await context.close();
});

test('two taps are a rating; nothing is chosen beforehand; walking away keeps it and wipes the screen', async ({
	browser
}) => {
	const before = await lastPosition();
	const { context, page } = await tablet(browser, 'HG-Q1');
	await page.locator('[data-start]').click();
	await at(page, /service|gradeService/);
	if ((await step(page).getAttribute('data-step')) === 'service')
		await page.locator('[data-choice]').first().click();
	await at(page, 'gradeService');
	await expect(page.locator('[data-grade][aria-pressed="true"]')).toHaveCount(0);
	await page.locator('[data-grade="2"]').dblclick();
	await at(page, 'gradeOfficer');
	await expect(page.locator('[data-grade][aria-pressed="true"]')).toHaveCount(0);
	await page.locator('[data-grade="3"]').click();
	await at(page, 'reasons');
	await page.locator('[data-over]').click();
	await at(page, 'attract');
	await expect.poll(async () => (await ratingsAfter(before)).length).toBe(1);
	const [rating] = await ratingsAfter(before);
	expect(rating).toMatchObject({ serviceGrade: 2, officerGrade: 3, reasons: '[]' });
	await context.close();
});

test('an idle customer sees a countdown, touch gives more time, and the end wipes everything', async ({
	browser
}) => {
	await browser.version();
	const { context, page } = await tablet(browser, 'HG-Q1');
	await page.clock.install();
	await page.reload();
	await expect(page.locator('[data-start]')).toBeVisible();
	await page.locator('[data-language="ko"]').click();
	await page.locator('[data-start]').click();
	await page.clock.runFor(2_000);
	await expect(step(page)).toHaveAttribute('data-step', /service|gradeService/);
	await page.clock.runFor(31_000);
	await expect(page.locator('[data-countdown]')).toBeVisible();
	await page.mouse.click(640, 120);
	await page.clock.runFor(1_000);
	await expect(page.locator('[data-countdown]')).toBeHidden();
	await page.clock.runFor(45_000);
	await expect(step(page)).toHaveAttribute('data-step', 'attract');
	await expect(page.locator('html')).toHaveAttribute('lang', 'vi');
	await context.close();
});

test('without a network it goes on, also after a reload and a cold start, and everything arrives once', async ({
	browser
}) => {
	const before = await lastPosition();
	const { context, page } = await tablet(browser, 'HG-Q1');
	await page.evaluate(() => navigator.serviceWorker.ready);
	await expect
		.poll(() => page.evaluate(async () => (await caches.match('/kiosk-app/main.js')) !== undefined))
		.toBe(true);
	await context.setOffline(true);
	await rate(page, { grades: [5, 5], comment: 'Nhanh và rõ ràng' });
	await page.reload();
	await expect(page.locator('[data-start]')).toBeVisible();
	await rate(page, { grades: [1, 2] });
	await page.close();
	const cold = await context.newPage();
	await cold.goto(`${origin()}/kiosk`);
	await expect(cold.locator('[data-start]')).toBeVisible();
	await rate(cold, { grades: [3, null] });
	expect(await ratingsAfter(before)).toHaveLength(0);
	await context.setOffline(false);
	await expect.poll(async () => (await ratingsAfter(before)).length, { timeout: 30_000 }).toBe(3);
	const kept = await ratingsAfter(before);
	expect(kept.map(({ serviceGrade, officerGrade }) => [serviceGrade, officerGrade])).toEqual([
		[5, 5],
		[1, 2],
		[3, null]
	]);
	expect(kept.map(({ seq }) => seq)).toEqual([1, 2, 3]);
	const [comment] = await ask('SELECT body FROM comments WHERE ratingId = ?', [String(kept[0]?.id)]);
	expect(comment?.body).toBe('Nhanh và rõ ràng');
	await context.close();
});

test('a tablet that loses the answer sends again and nothing is doubled', async ({ browser }) => {
	const before = await lastPosition();
	// Without the service worker, whose requests the test could not see.
	const { context, page } = await tablet(browser, 'HG-Q1', undefined, 'block');
	let cut = 0;
	await page.route('**/api/v1/ratings', async (route) => {
		// The server takes it; the answer is lost on the way back.
		if (cut++ > 0) return route.continue();
		await route.fetch();
		await route.abort('connectionreset');
	});
	await rate(page, { grades: [5, 4] });
	await expect.poll(() => cut, { timeout: 30_000 }).toBeGreaterThan(1);
	await page.waitForTimeout(500);
	expect(await ratingsAfter(before)).toHaveLength(1);
	await context.close();
});

test('a retired tablet says so and keeps what it holds', async ({ browser }) => {
	const { context, page } = await tablet(browser, 'HG-Q1');
	const [device] = await ask('SELECT id FROM devices ORDER BY id DESC LIMIT 1');
	const admin = await as(browser, 'admin');
	await admin.goto(`${origin()}/admin/devices?device=${device?.id}`);
	await admin.locator('#edit details summary.end').click();
	await admin.locator('#edit button.danger').click();
	await expect(admin.locator('.notice.fine')).toBeVisible();
	await page.reload();
	await at(page, 'locked');
	await admin.context().close();
	await context.close();
});

async function tooSmall(browser: Browser, viewport: { width: number; height: number }) {
	const { context, page } = await tablet(browser, 'HG-Q1', viewport);
	const small: string[] = [];
	const look = async () => {
		const here = await step(page).getAttribute('data-step');
		const found = await page.locator('main button:visible, footer button:visible').evaluateAll((boxes) =>
			boxes.map((box) => {
				const { width, height } = box.getBoundingClientRect();
				return { words: box.textContent?.trim(), width: Math.round(width), height: Math.round(height) };
			})
		);
		for (const { words, width, height } of found)
			if (width < 64 || height < 64) small.push(`${here}: ${words} ${width}×${height}`);
		const spill = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
		if (spill > 0) small.push(`${here}: ${spill} px too wide`);
	};
	// The pairing screen has left.
	await at(page, 'attract');
	await look();
	await page.locator('[data-start]').click();
	for (let guard = 0; guard < 8; guard++) {
		await expect(page.locator('main > section')).toHaveCount(1);
		await look();
		const here = await step(page).getAttribute('data-step');
		if (here === 'thanks') break;
		if (here === 'service' || here === 'officer') await page.locator('[data-choice]').first().click();
		else if (here?.startsWith('grade')) await page.locator('[data-grade="1"]').click();
		else if (here === 'reasons') await page.locator('[data-next]').click();
		else await page.locator('[data-skip]').click();
		await expect(step(page)).not.toHaveAttribute('data-step', here ?? '');
	}
	await context.close();
	return small;
}

for (const viewport of [
	{ width: 1280, height: 800 },
	{ width: 800, height: 1280 }
])
	test(`every target is at least 64 px on a tablet of ${viewport.width}×${viewport.height}`, async ({
		browser
	}) => {
		expect(await tooSmall(browser, viewport)).toEqual([]);
	});
