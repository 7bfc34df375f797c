// What an administrator sets up reaches the tablet without touching it. It changes counters HG-Q2 and HG-Q3 for whatever comes after it.
import { expect, test, type Page } from '@playwright/test';
import { as, ask, at, origin, rate, tablet } from './people';

/** Fills a name in five languages. */
async function name(form: ReturnType<Page['locator']>, field: string, words: Record<string, string>) {
	for (const [language, text] of Object.entries(words))
		await form.locator(`[name="${field}.${language}"]`).fill(text);
}

test('what is typed before the page wakes up is not lost when it does', async ({ browser }) => {
	const admin = await as(browser, 'admin');
	let release = () => {};
	const held = new Promise<void>((go) => (release = go));
	await admin.route('**/_app/immutable/**/*.js', async (route) => {
		await held;
		await route.continue();
	});
	await admin.goto(`${origin()}/admin/devices`, { waitUntil: 'commit' });
	const form = admin.locator('form[action*="invite"]');
	await form.locator('[name="deviceName"]').fill('Gõ sớm');
	await form.locator('[name="counterId"]').selectOption({ index: 2 });
	const chosen = await form.locator('[name="counterId"]').inputValue();
	await form.locator('[name="language.ko"]').uncheck();
	release();
	// Awake: the live parts of the page answer.
	await expect.poll(() => admin.evaluate(() => document.querySelector('[data-awake]') !== null)).toBe(true);
	await expect(form.locator('[name="deviceName"]')).toHaveValue('Gõ sớm');
	await expect(form.locator('[name="counterId"]')).toHaveValue(chosen);
	await expect(form.locator('[name="language.ko"]')).not.toBeChecked();
	await admin.context().close();
});

test('a new service, in five languages and offered at a counter, stands on its tablet after the next rating', async ({
	browser
}) => {
	const { context, page } = await tablet(browser, 'HG-Q2');
	const admin = await as(browser, 'admin');
	await admin.goto(`${origin()}/admin/services?add=1`);
	const form = admin.locator('form[action*="save"]');
	await name(form, 'name', {
		vi: 'Giám định mẫu hàng',
		en: 'Sample analysis',
		ja: '見本の分析',
		zh: '货样鉴定',
		ko: '견본 분석'
	});
	await form.locator('[name="code"]').fill('GD-01');
	await form.locator('button.primary').click();
	await expect(admin.getByText('GD-01').first()).toBeVisible();
	const [service] = await ask(`SELECT serviceId AS id FROM service_versions WHERE code = 'GD-01'`);
	const [counter] = await ask(
		`SELECT counterId AS id FROM counter_versions WHERE code = 'HG-Q2' AND untilDay IS NULL`
	);

	await admin.goto(`${origin()}/admin/counters?edit=${counter?.id}`);
	await admin.locator(`[name="serviceIds.${service?.id}"]`).check();
	await admin.locator('form[action*="save"] button.primary').click();
	await expect
		.poll(
			async () =>
				(
					await ask('SELECT 1 FROM counter_services WHERE counterId = ? AND serviceId = ?', [
						Number(counter?.id),
						Number(service?.id)
					])
				).length
		)
		.toBe(1);

	await rate(page, { grades: [4, 4] });
	await page.waitForTimeout(1_500);
	await page.locator('[data-language="ja"]').click();
	await page.locator('[data-start]').click();
	await at(page, 'service');
	await expect(page.getByText('見本の分析')).toBeVisible();
	await admin.context().close();
	await context.close();
});

test('a questionnaire is changed as a draft, published, and asked from then on; what was published stays as it was', async ({
	browser
}) => {
	const { context, page } = await tablet(browser, 'HG-Q3');
	const [before] = await ask(
		`SELECT v.id, v.questionnaireId AS questionnaire, v.content FROM questionnaire_versions AS v
			JOIN counter_versions AS c ON c.questionnaireId = v.questionnaireId AND c.code = 'HG-Q3' AND c.untilDay IS NULL
			WHERE v.publishedAt IS NOT NULL ORDER BY v.version DESC LIMIT 1`
	);
	const admin = await as(browser, 'admin');
	await admin.goto(`${origin()}/admin/questionnaires/${before?.questionnaire}`);
	const form = admin.locator('form[action*="save"]');
	await form.locator('[name="askService.vi"]').fill('Hôm nay dịch vụ có tốt không?');
	await form.locator('[name="scale"][value="4"]').check();
	await form.locator('details.publish summary').click();
	await form.locator('[formaction*="publish"]').click();
	await expect
		.poll(
			async () => (await ask('SELECT 1 FROM questionnaire_versions WHERE publishedAt IS NOT NULL')).length
		)
		.toBeGreaterThan(1);

	await rate(page, { grades: [4, 4] });
	await page.waitForTimeout(1_500);
	await page.locator('[data-start]').click();
	await at(page, /service|gradeService/);
	if (await page.locator('[data-choice]').count()) await page.locator('[data-choice]').first().click();
	await at(page, 'gradeService');
	await expect(page.getByText('Hôm nay dịch vụ có tốt không?')).toBeVisible();
	await expect(page.locator('[data-grade]')).toHaveCount(4);
	const [after] = await ask('SELECT content FROM questionnaire_versions WHERE id = ?', [Number(before?.id)]);
	expect(after?.content).toBe(before?.content);
	await admin.context().close();
	await context.close();
});
