// What customers wrote, found again; and the board on the wall.
import { expect, test, type Browser, type Page } from '@playwright/test';
import { as, ask, at, origin, rate, tablet } from './people';

/** Searches as people do: types and presses Enter. */
async function search(page: Page, typed: string): Promise<void> {
	await page.locator('#q').fill(typed);
	await page.locator('#q').press('Enter');
	await page.waitForURL(`**/admin/comments?*q=${encodeURIComponent(typed).replace(/%20/g, '+')}*`);
}

const marks = async (page: Page) =>
	(await page.locator('mark').allTextContents()).map((one) => one.toLowerCase());

test('a comment is found with and without marks, and in Chinese', async ({ browser }) => {
	const page = await as(browser, 'chief');
	await page.goto(`${origin()}/admin/comments`);
	await search(page, 'huong dan');
	const bare = new Set(await marks(page));
	expect([...bare].sort()).toEqual(['dẫn', 'hướng']);
	await search(page, 'hướng dẫn');
	expect(new Set(await marks(page))).toEqual(bare);
	await search(page, 'hương dán');
	await expect(page.locator('.empty')).toContainText('hương dán');
	const [chinese] = await ask(
		`SELECT c.body AS body FROM comments c JOIN ratings r ON r.id = c.ratingId
			WHERE r.language = 'zh' AND length(c.body) > 8 AND r.day < '2026-11-01' LIMIT 1`
	);
	// Two characters from the middle: no word that stands by itself.
	const run = /(?<=\p{Script=Han})\p{Script=Han}{2}/u.exec(String(chinese?.body))?.[0] ?? '';
	await search(page, run);
	await expect(page.locator('mark').first()).toHaveText(run);
	await expect(page.locator('p.body[lang="zh"]').first()).toContainText(run);
	await page.context().close();
});

/** Sets the one privacy rule that this file changes, as the administrator does. */
async function delay(browser: Browser, days: number): Promise<void> {
	const admin = await as(browser, 'admin');
	await admin.goto(`${origin()}/admin/privacy`);
	await admin.locator('#commentDelayDays').fill(String(days));
	await admin.locator('form[action="?/change"] .primary').click();
	await expect(admin.locator('.notice.fine')).toBeVisible();
	await admin.context().close();
}

test('a comment given on the tablet is read by its leader once its day lies back, and by no other', async ({
	browser
}) => {
	test.setTimeout(120_000);
	const words = 'Quầy số một rất gọn gàng, cán bộ giải thích kỹ';
	const { context, page } = await tablet(browser, 'HG-Q1');
	await rate(page, { grades: [4, 4], comment: words });
	// Five of one service on one day: fewer would leave it to its week.
	for (let others = 0; others < 4; others++) await rate(page, { grades: [4, 4] });
	await expect
		.poll(async () => (await ask('SELECT 1 FROM comments WHERE body = ?', [words])).length)
		.toBeGreaterThan(0);
	const [own, other] = [await as(browser, 'leader1'), await as(browser, 'leader2')];
	const look = async (reader: Page) => {
		await reader.goto(`${origin()}/admin/comments?q=gon+gang+giai+thich`);
		await expect(reader.locator('#q')).toHaveValue('gon gang giai thich');
	};
	await look(own);
	await expect(own.getByText('từ ngày hôm sau')).toBeVisible();
	await expect(own.locator('p.body')).toHaveCount(0);
	await delay(browser, 0);
	await look(own);
	await expect(own.locator('p.body').first()).toHaveText(words);
	await look(other);
	await expect(other.locator('p.body')).toHaveCount(0);
	await delay(browser, 1);
	await look(own);
	await expect(own.locator('p.body')).toHaveCount(0);
	for (const one of [context, own.context(), other.context()]) await one.close();
});

/** A wall screen on the link that a leader makes; nobody is signed in on it. */
async function wall(browser: Browser, leader: string): Promise<Page> {
	const page = await as(browser, leader);
	await page.goto(`${origin()}/admin/board`);
	await page.locator('form[action="?/link"] [name="name"]').fill(`Sảnh ${leader}`);
	await page.locator('form[action="?/link"] button').click();
	const address = await page.locator('.made input').inputValue();
	await page.context().close();
	const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
	const screen = await context.newPage();
	expect((await screen.goto(address))?.status()).toBe(200);
	return screen;
}

const told = async (screen: Page) => Number(await screen.locator('[data-n]').getAttribute('data-n'));

test('a rating reaches its branch’s wall within two seconds, and no other’s; the wall says when it is not current', async ({
	browser
}) => {
	const [own, other] = [await wall(browser, 'leader1'), await wall(browser, 'leader2')];
	// All of it is on the screen: nobody scrolls a wall.
	const [high] = await own.evaluate(() => [document.documentElement.scrollHeight]);
	expect(high).toBeLessThanOrEqual(800);
	const before = { own: await told(own), other: await told(other) };
	const { context, page } = await tablet(browser, 'HG-Q1');
	await page.locator('[data-start]').click();
	await at(page, /service|gradeService/);
	await page.locator('[data-choice]').first().click();
	await at(page, 'gradeService');
	await page.locator('[data-grade="4"]').click();
	await at(page, 'gradeOfficer');
	await page.locator('[data-grade="4"]').click();
	await at(page, 'reasons');
	// Sealed and sent from here on.
	await page.locator('[data-over]').click();
	await expect(own.locator('[data-n]')).toHaveAttribute('data-n', String(before.own + 1), { timeout: 2_000 });
	await other.reload();
	expect(await told(other)).toBe(before.other);
	await own.context().route('**/board/**', (route) => route.abort());
	await own.evaluate(() => window.dispatchEvent(new Event('online')));
	await expect(own.locator('.state')).toContainText('Không cập nhật từ');
	await own.context().unroute('**/board/**');
	await expect(own.locator('.state')).toContainText('Trực tiếp', { timeout: 15_000 });
	for (const path of ['/board/hl_wrong', '/board/hl_wrong/news', '/board/x'])
		expect((await own.request.get(origin() + path)).status(), path).toBe(404);
	for (const one of [context, own.context(), other.context()]) await one.close();
});
