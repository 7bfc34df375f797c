// A rating is struck by two people and lifted by two people, and the figures follow; nobody else sees anything of it.
import { expect, test, type Page } from '@playwright/test';
import { as, ask, origin } from './people';

/** A rating of the first branch, some days old, on the scale most used. */
async function chosen(): Promise<{ id: string; position: number; day: string }> {
	const [row] = await ask(
		`SELECT r.id AS id, r.position AS position, r.day AS day FROM ratings r
			JOIN branch_versions b ON b.branchId = r.branchId AND b.code = 'BTD-01' AND b.untilDay IS NULL
			WHERE r.day < date('now', '-3 days') AND r.scale = 5 AND r.officerId IS NOT NULL
			ORDER BY r.position DESC LIMIT 1`
	);
	return { id: String(row?.id), position: Number(row?.position), day: String(row?.day) };
}

/** How many ratings the overview counts in the thirty days up to one: of a day alone there may be too few to be told. */
async function counted(page: Page, day: string): Promise<number> {
	const from = new Date(Date.parse(day) - 29 * 86_400_000).toISOString().slice(0, 10);
	await page.goto(`${origin()}/admin/overview?period=${from}..${day}`);
	const figure = page.locator('dl.figures .big').first();
	if ((await figure.count()) === 0) return 0;
	return Number(((await figure.textContent()) ?? '').replace(/\D/g, ''));
}

/** Unfolds one act of the page, fills its reason and sends it. */
async function act(page: Page, name: string, reason: string): Promise<void> {
	const form = page.locator(`form[action^="?/${name}"]`);
	const folded = page.locator('details', { has: form }).last();
	if ((await folded.getAttribute('open')) === null) await folded.locator('summary').click();
	await form.locator('[name="reason"]').fill(reason);
	await form.locator('button').last().click();
}

test('a rating proposed by its leader and confirmed by HR counts no more, until both lift it again', async ({
	browser
}) => {
	const { id, position, day } = await chosen();
	const leader = await as(browser, 'leader1');
	const hr = await as(browser, 'hr');
	const other = await as(browser, 'leader2');
	const before = await counted(leader, day);
	// The demo world has struck one on appeal.
	const [struck] = await ask('SELECT count(*) AS n FROM standings WHERE struck = 1');
	const elsewhere = await counted(other, day);

	await leader.goto(`${origin()}/admin/review`);
	await leader.locator('#find').fill(String(position));
	await leader.locator('#find').press('Enter');
	await expect(leader).toHaveURL(new RegExp(`/admin/review/${id}`));
	await act(leader, 'propose', '');
	const form = leader.locator('form[action^="?/propose"]');
	await expect(form.getByRole('alert')).toBeVisible();
	await expect(form.locator('[name="reason"]')).toHaveAttribute('aria-invalid', 'true');
	await expect(leader.getByRole('alert')).toHaveCount(1);
	await act(leader, 'propose', 'Nhân viên tự bấm máy');
	await expect(leader.getByRole('status').first()).toContainText('Đề nghị loại bỏ');
	await expect(leader.locator('form[action^="?/confirm"]')).toHaveCount(0);
	expect(await counted(leader, day), 'a proposal changes nothing').toBe(before);

	for (const path of [`/admin/review/${id}`, `/admin/review/${id}?/decline`])
		expect((await other.request.get(origin() + path)).status(), path).toBe(404);
	await other.goto(`${origin()}/admin/review?find=${position}`);
	await expect(other.getByRole('alert')).toContainText(String(position));
	await expect(other.locator('.empty')).toBeVisible();

	await hr.goto(`${origin()}/admin/review`);
	const row = hr.locator('ul.list > li', { hasText: 'Nhân viên tự bấm máy' });
	await row.getByRole('link').click();
	await expect(hr.locator('form[action^="?/confirm"]')).toHaveCount(1);
	await act(hr, 'confirm', 'Camera cho thấy đúng như vậy');
	await expect(hr.getByRole('status').first()).toContainText('Đã loại bỏ');
	await expect(hr.locator('h1 ~ .badge.alarm')).toBeVisible();
	expect(await counted(leader, day), 'struck').toBe(before - 1);
	if (before > 1)
		await expect(leader.locator('.beside')).toContainText(`${Number(struck?.n) + 1} lượt đã loại bỏ`);
	expect(await counted(other, day)).toBe(elsewhere);
	await other.goto(`${origin()}/admin/review?list=struck`);
	await expect(other.locator('.empty')).toBeVisible();

	await leader.goto(`${origin()}/admin/review/${id}`);
	await act(leader, 'proposeLift', 'Nhầm lượt');
	await expect(leader.getByRole('status').first()).toContainText('Đề nghị hủy loại bỏ');
	await hr.goto(`${origin()}/admin/review/${id}`);
	await act(hr, 'confirmLift', 'Đồng ý');
	await expect(hr.getByRole('status').first()).toContainText('Đã hủy loại bỏ');
	expect(await counted(leader, day), 'lifted').toBe(before);

	const auditor = await as(browser, 'auditor');
	await auditor.goto(`${origin()}/admin/review/${id}`);
	await expect(auditor.locator('ol > li')).toHaveCount(4);
	await expect(auditor.locator('form[action^="?/"]')).toHaveCount(0);
	await expect(auditor.locator('dl')).toContainText(/\d\d:\d\d:\d\d/);
	await expect(leader.locator('dl')).not.toContainText(/\d\d:\d\d:\d\d/);
	for (const page of [leader, hr, other, auditor]) await page.context().close();
});

test('nobody confirms what they have proposed, and whoever comes second is told so', async ({ browser }) => {
	const { id } = await chosen();
	const hr = await as(browser, 'hr');
	await hr.goto(`${origin()}/admin/review/${id}`);
	await act(hr, 'propose', 'Tự đề nghị');
	await expect(hr.getByRole('status').first()).toContainText('Đề nghị loại bỏ');
	await expect(hr.locator('form[action^="?/confirm"]')).toHaveCount(0);
	const entryId = await hr.locator('[name="entryId"]').first().inputValue();
	const refused = await hr.request.post(`${origin()}/admin/review/${id}?/confirm`, {
		form: { entryId, reason: 'Tự xác nhận' },
		headers: { origin: origin(), accept: 'text/html' }
	});
	expect(refused.status()).toBe(403);
	expect(await refused.text()).toContain('cần một người khác quyết định');

	const second = await hr.context().newPage();
	await second.goto(`${origin()}/admin/review/${id}`);
	await act(hr, 'decline', 'Thôi');
	await expect(hr.getByRole('status').first()).toContainText('Rút đề nghị');
	await act(second, 'decline', 'Thôi lần nữa');
	await expect(second.getByRole('alert')).toContainText('đã được trả lời');
	await expect(second.locator('form[action^="?/propose"]')).toHaveCount(1);
	await hr.context().close();
});
