// What stands between the hall and the tablet's own business: the staff's PIN, the file for a tablet that stays
// without a network, and the sleeping screen. Grades are those that five faces and four have in common.
import { expect, test, type BrowserContext, type Page } from '@playwright/test';
import type { HelloAnswer } from '../../src/lib/shared/hello';
import type { BatchAnswer } from '../../src/lib/shared/rating';
import { as, ask, at, kept, newest, origin, rate, step, tablet, waiting, wake } from './people';

const COUNTER = 'HG-Q4';
const PIN = '271828';

/** An administrator gives a tablet its PIN. */
async function givePin(admin: Page, device: number): Promise<void> {
	await admin.goto(`${origin()}/admin/devices?device=${device}`);
	await admin.locator('#edit summary').first().click();
	const form = admin.locator('#edit form[action*="change"]');
	await form.locator('[name="pinWish"][value="set"]').check();
	await form.locator('[name="passwordPin"]').fill(PIN);
	await form.locator('[name="passwordPinAgain"]').fill(PIN);
	await form.locator('button.primary').click();
	await expect(admin.locator('#edit > .notice.fine')).toBeVisible();
}

/** The network goes and comes back, so that the tablet says hello at once: what it heard of its set-up. */
async function hearing(context: BrowserContext, page: Page) {
	const answer = page.waitForResponse(
		async (response) =>
			response.url().endsWith('/api/v1/hello') &&
			response.ok() &&
			((await response.json()) as HelloAnswer).setup !== null
	);
	await context.setOffline(true);
	await context.setOffline(false);
	const { setup } = (await (await answer).json()) as HelloAnswer;
	return setup!;
}

/** Held down until something opens. */
async function hold(page: Page, opens: string): Promise<void> {
	await page.locator('button.staff').hover();
	await page.mouse.down();
	await expect(page.locator(opens)).toBeVisible();
	await page.mouse.up();
}

async function type(page: Page, digits: string): Promise<void> {
	for (const digit of digits) await page.locator(`[data-digit="${digit}"]`).click();
	await page.locator('[data-pin-open]').click();
}

test('a PIN set by an administrator reaches the tablet untouched; five wrong ones make it wait, also after a reload; the right one opens the panel', async ({
	browser
}) => {
	const { context, page } = await tablet(browser, COUNTER);
	const device = await newest();
	// Without a PIN anybody may look, and nobody may take anything away.
	await hold(page, '[data-staff-panel]');
	await expect(page.locator('[data-staff-said]')).toHaveAttribute('data-no-pin', 'true');
	await expect(page.locator('[data-leave]')).toBeDisabled();
	await expect(page.locator('[data-export]')).toBeDisabled();
	await page.locator('[data-staff-close]').click();

	const admin = await as(browser, 'admin');
	await givePin(admin, device);
	expect((await hearing(context, page)).pin).not.toBeNull();
	await hold(page, '[data-pin]');
	const says = page.locator('[data-pin-says]');
	for (let tries = 1; tries <= 4; tries++) {
		await type(page, '1111');
		await expect(says).toContainText(`Số lần sai: ${tries}`);
	}
	await type(page, '1111');
	await expect(says).toHaveAttribute('role', 'timer');
	await expect(page.locator('[data-digit="1"]')).toBeDisabled();
	await expect(page.locator('[data-staff-panel]')).toHaveCount(0);

	await page.clock.install();
	await page.reload();
	await wake(page);
	await hold(page, '[data-pin]');
	await type(page, PIN);
	await expect(says).toHaveAttribute('role', 'timer');
	await expect(page.locator('[data-staff-panel]')).toHaveCount(0);

	// The pad has closed by itself meanwhile.
	await page.clock.fastForward(61_000);
	await expect(page.locator('[data-pin]')).toHaveCount(0);
	await wake(page);
	await hold(page, '[data-pin]');
	await type(page, PIN);
	await expect(page.locator('[data-staff-panel]')).toBeVisible();
	await expect(page.locator('[data-export]')).toBeEnabled();
	await page.locator('[data-leave]').click();
	await expect(page.locator('[data-staff-said]')).toContainText('Đã tắt toàn màn hình');
	// A new key needs to be meant: the question first, then the code.
	await page.locator('[data-again]').click();
	await page.locator('[data-again-go]').click();
	await at(page, 'pair');
	await admin.context().close();
	await context.close();
});

test('what waits on a tablet without a network comes in by its file, each rating once, and is not doubled when the tablet sends it too', async ({
	browser
}) => {
	const { context, page } = await tablet(browser, COUNTER);
	const device = await newest();
	const admin = await as(browser, 'admin');
	await givePin(admin, device);
	await hearing(context, page);
	const count = async () =>
		(await ask('SELECT seq, serviceGrade FROM ratings WHERE deviceId = ? ORDER BY position', [device])).map(
			({ seq, serviceGrade }) => [seq, serviceGrade]
		);
	await rate(page, { grades: [3, null] });
	await expect.poll(count).toEqual([[1, 3]]);
	await expect(waiting(page)).toHaveAttribute('data-waiting', '0');

	await context.setOffline(true);
	await rate(page, { grades: [2, null], comment: 'Chờ khá lâu' });
	await rate(page, { grades: [4, null] });
	await expect(waiting(page)).toHaveAttribute('data-waiting', '2');
	await hold(page, '[data-pin]');
	await type(page, PIN);
	const [saved] = await Promise.all([page.waitForEvent('download'), page.locator('[data-export]').click()]);
	await expect(page.locator('[data-staff-said]')).toContainText(saved.suggestedFilename());
	await page.locator('[data-staff-close]').click();

	await admin.goto(`${origin()}/admin/devices`);
	const bring = async () => {
		await expect(admin.locator('#import button')).toBeEnabled();
		await admin.locator('#queue').setInputFiles(await saved.path());
		await admin.locator('#import button').click();
		return admin.locator('#import .notice p').first();
	};
	await expect(await bring()).toContainText('ghi mới 2 lượt, 1 lượt đã có từ trước, 0 lượt bị từ chối');
	const all = [
		[1, 3],
		[2, 2],
		[3, 4]
	];
	expect(await count()).toEqual(all);
	await expect(await bring()).toContainText('ghi mới 0 lượt, 3 lượt đã có từ trước, 0 lượt bị từ chối');
	expect(await count()).toEqual(all);

	const sending = page.waitForResponse(
		(response) => response.url().endsWith('/api/v1/ratings') && response.ok()
	);
	await context.setOffline(false);
	const { verdicts } = (await (await sending).json()) as BatchAnswer;
	expect(verdicts.map(({ verdict }) => verdict)).toEqual(['duplicate', 'duplicate']);
	await expect(waiting(page)).toHaveAttribute('data-waiting', '0');
	expect(await count()).toEqual(all);
	const comments = await ask(
		'SELECT body FROM comments WHERE ratingId IN (SELECT id FROM ratings WHERE deviceId = ?)',
		[device]
	);
	expect(comments).toEqual([{ body: 'Chờ khá lâu' }]);
	await admin.context().close();
	await context.close();
});

type Week = { told: string; times: Record<string, string> };

/** An administrator's opening hours of a branch: puts others in their place and answers what stood there. */
async function setHours(admin: Page, branch: number, week: Week): Promise<Week> {
	await admin.goto(`${origin()}/admin/branches?edit=${branch}`);
	const form = admin.locator('form[action*="save"]');
	await expect.poll(() => admin.evaluate(() => document.querySelector('[data-awake]') !== null)).toBe(true);
	const told = await form.locator('[name="hours.told"]:checked').inputValue();
	await form.locator('[name="hours.told"][value="week"]').check();
	const fields = form.locator('input[type="text"][name^="hours."]');
	const times = Object.fromEntries(
		await fields.evaluateAll((inputs) =>
			(inputs as HTMLInputElement[]).map(({ name, value }) => [name, value] as const)
		)
	);
	for (const name of Object.keys(times)) await form.locator(`[name="${name}"]`).fill(week.times[name] ?? '');
	await form.locator(`[name="hours.told"][value="${week.told}"]`).check();
	await form.locator('button.primary').click();
	await admin.waitForURL((url) => !url.searchParams.has('edit'));
	return { told, times };
}

test('outside the opening hours an administrator set, the screen sleeps after a minute; a touch wakes it and begins no visit', async ({
	browser
}) => {
	const [counter] = await ask('SELECT branchId FROM counter_versions WHERE code = ? AND untilDay IS NULL', [
		COUNTER
	]);
	const branch = Number(counter?.branchId);
	const admin = await as(browser, 'admin');
	// Open on one day of the week, three days from now.
	const day = (new Date(Date.now() + 7 * 3_600_000).getUTCDay() + 3) % 7;
	const closed = { [`hours.${day}_0_from`]: '08:00', [`hours.${day}_0_until`]: '09:00' };
	const before = await setHours(admin, branch, { told: 'none', times: {} });
	try {
		const { context, page } = await tablet(browser, COUNTER);
		await page.clock.install();
		await page.reload();
		await at(page, 'attract');
		// Open: it stays as it is.
		await page.mouse.click(640, 40);
		await page.clock.runFor(90_000);
		await at(page, 'attract');
		const start = await page.locator('[data-start]').boundingBox();

		await page.mouse.click(640, 40);
		await setHours(admin, branch, { told: 'week', times: closed });
		expect((await hearing(context, page)).open?.length).toBeGreaterThan(0);
		await page.mouse.click(640, 40);
		await page.clock.runFor(50_000);
		await at(page, 'attract');
		await page.clock.runFor(12_000);
		await at(page, 'sleep');

		// On the very spot where the button to begin will be.
		await page.touchscreen.tap(start!.x + start!.width / 2, start!.y + start!.height / 2);
		await at(page, 'attract');
		await page.clock.runFor(1_000);
		await expect(step(page)).toHaveAttribute('data-step', 'attract');
		// Nobody there after all: soon it sleeps again. The next touch may begin.
		await page.clock.runFor(60_000);
		await at(page, 'sleep');
		await page.touchscreen.tap(200, 600);
		await at(page, 'attract');
		await page.clock.runFor(1_000);
		await page.locator('[data-start]').tap();
		await expect(step(page)).toHaveAttribute('data-step', /service|officer|gradeService/);
		await context.close();
	} finally {
		await setHours(admin, branch, before);
	}
	await admin.context().close();
});

test('after a cold start without a network the PIN pad and the panel open too', async ({ browser }) => {
	const { context, page } = await tablet(browser, COUNTER);
	const admin = await as(browser, 'admin');
	await givePin(admin, await newest());
	await hearing(context, page);
	await kept(page);
	await context.setOffline(true);
	await page.close();
	const cold = await context.newPage();
	await cold.goto(`${origin()}/kiosk`);
	await expect(cold.locator('[data-start]')).toBeVisible();
	await hold(cold, '[data-pin]');
	await type(cold, PIN);
	await expect(cold.locator('[data-staff-panel]')).toBeVisible();
	await expect(cold.locator('[data-export]')).toBeEnabled();
	await expect(cold.locator('button.staff')).toHaveAttribute('data-reached', 'false');
	await admin.context().close();
	await context.close();
});
