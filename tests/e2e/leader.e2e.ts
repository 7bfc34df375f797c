// The branch leader's screen: live, and theirs alone.
import { expect, test, type Page } from '@playwright/test';
import { as, ask, at, origin, tablet } from './people';

/** The number of ratings on the overview, as a number. */
async function shown(page: Page): Promise<number> {
	const text = await page.locator('dl.figures .big').first().textContent();
	return Number((text ?? '').replace(/\D/g, ''));
}

test('a rating reaches its leader’s open screen within two seconds, and no other leader’s', async ({
	browser
}) => {
	const own = await as(browser, 'leader1');
	const other = await as(browser, 'leader2');
	for (const page of [own, other]) {
		await page.goto(`${origin()}/admin/overview?period=7d`);
		await expect(page.locator('.live[data-state="open"]')).toBeVisible();
	}
	const before = { own: await shown(own), other: await shown(other) };
	const { context, page } = await tablet(browser, 'HG-Q1');
	await page.locator('[data-start]').click();
	await at(page, /service|gradeService/);
	await page.locator('[data-choice]').first().click();
	await at(page, 'gradeService');
	await page.locator('[data-grade="5"]').click();
	await at(page, 'gradeOfficer');
	await page.locator('[data-grade="5"]').click();
	await at(page, 'reasons');
	// Sealed and sent from here on.
	await page.locator('[data-over]').click();
	await expect(own.locator('dl.figures .big').first()).not.toHaveText(
		(await own.locator('dl.figures .big').first().textContent()) ?? '',
		{ timeout: 2_000 }
	);
	expect(await shown(own)).toBe(before.own + 1);
	await other.waitForTimeout(1_000);
	await other.reload();
	expect(await shown(other)).toBe(before.other);
	for (const one of [context, own.context(), other.context()]) await one.close();
});

test('days without ratings are said to be that, and not a missing branch', async ({ browser }) => {
	const page = await as(browser, 'leader1');
	await page.goto(`${origin()}/admin/overview?period=2020-01-01..2020-01-05`);
	await expect(page.locator('.empty')).toContainText('01/01/2020');
	await expect(page.locator('.empty')).not.toContainText('quản trị');
	await page.context().close();
});

test('the slow month stands out on its branch’s trend, and a note explains it to that branch alone', async ({
	browser
}) => {
	const words = 'Máy lấy số hỏng cả tháng';
	const own = await as(browser, 'leader2');
	await own.goto(`${origin()}/admin/trend?period=2026-01-01..2026-11-21&step=month`);
	await expect(own.locator('#signals-title ~ ul li')).toHaveCount(1);
	await expect(own.locator('#signals-title ~ ul li')).toContainText('01/09/2026');
	const form = own.locator('form[action*="/annotate"]');
	await own.locator('details:has(form[action*="/annotate"]) summary').click();
	await form.locator('[name="from"]').fill('2026-09-01');
	await form.locator('[name="to"]').fill('2026-08-01');
	await form.locator('[name="body"]').fill(words);
	await form.locator('.button.primary').click();
	await expect(form.locator('[name="to"]')).toHaveAttribute('aria-invalid', 'true');
	await form.locator('[name="to"]').fill('2026-09-30');
	await form.locator('.button.primary').click();
	const note = own.locator('#notes-title ~ ol li');
	await expect(note).toContainText(words);
	expect(own.url()).toContain('step=month');

	const other = await as(browser, 'leader1');
	await other.goto(`${origin()}/admin/trend?period=2026-01-01..2026-11-21&step=month`);
	await expect(other.locator('#notes-title')).toBeVisible();
	await expect(other.getByText(words)).toHaveCount(0);

	await note.getByRole('button').click();
	await expect(own.getByText(words)).toHaveCount(0);
	expect(
		await ask('SELECT 1 FROM annotations WHERE body = ? AND removedAt IS NOT NULL', [words])
	).toHaveLength(1);
	for (const one of [own, other]) await one.context().close();
});

test('what lies outside one’s scope answers 404: pages, filters, form actions and the API', async ({
	browser
}) => {
	const leader = await as(browser, 'leader1');
	const [elsewhere] = await ask(
		`SELECT branchId AS id FROM branch_versions WHERE code = 'BTD-02' AND untilDay IS NULL`
	);
	const id = Number(elsewhere?.id);
	for (const path of [
		`/admin/overview?branch=${id}`,
		`/api/v1/summary?branch=${id}`,
		'/admin/people',
		'/admin/branches',
		'/admin/audit',
		'/admin/mine'
	])
		expect((await leader.request.get(origin() + path)).status(), path).toBe(404);
	const posted = await leader.request.post(`${origin()}/admin/people?/add`, {
		form: { username: 'intruder' },
		headers: { origin: origin() }
	});
	expect(posted.status()).toBe(404);
	await leader.context().close();

	const auditor = await as(browser, 'auditor');
	expect((await auditor.request.get(`${origin()}/admin/people`)).status()).toBe(200);
	const refused = await auditor.request.post(`${origin()}/admin/people?/add`, {
		form: { username: 'intruder' },
		headers: { origin: origin() }
	});
	expect(refused.status()).toBe(403);
	expect(await ask(`SELECT 1 FROM people WHERE username = 'intruder'`)).toEqual([]);
	await auditor.context().close();
});

test('sign-in is refused after repeated failures, in words, also with the right password', async ({
	browser
}) => {
	const context = await browser.newContext({ locale: 'vi-VN' });
	const page = await context.newPage();
	const enter = async (password: string) => {
		await page.locator('#name').fill('leader5');
		await page.locator('#password').fill(password);
		await page.locator('form .button.primary').click();
	};
	await page.goto(`${origin()}/signin`);
	for (let tries = 0; tries < 5; tries++) {
		await enter(`guess ${tries}`);
		await expect(page.getByRole('alert')).toContainText('không đúng');
	}
	await enter('demo-leader-2026');
	await expect(page.getByRole('alert')).toContainText(/Hãy thử lại sau \d+ phút/);
	await expect(page.locator('#name')).toHaveValue('leader5');
	expect(new URL(page.url()).pathname).toBe('/signin');
	await context.close();
});
