// A whole quarter of appraisal, as its people go through it: a rule set with bands, a period, self-scored and appraised
// points, replies, appeals decided both ways, a sheet contested and answered, signatures, ratings that arrive late, and
// the evidence, read back and computed again.
import { expect, test, type Page } from '@playwright/test';
import { readXlsx } from 'hucre/xlsx';
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { addDays, dayOf } from '../../src/lib/shared/day';
import { pagesOf } from '../pdf';
import { hash, newKey, sealer, signed } from '../tablet';
import { contentText, chainText } from '../../src/lib/shared/seal';
import { as, ask } from './people';
import { freePort, ready } from './world';

const ZONE = 'Asia/Ho_Chi_Minh';
const folder = mkdtempSync(join(tmpdir(), 'hai-long-quarter-'));
let server: ChildProcess;
let env: NodeJS.ProcessEnv;
const before = { origin: process.env.E2E_ORIGIN, url: process.env.E2E_DATABASE_URL };

test.describe.configure({ mode: 'serial' });

test.beforeAll(async () => {
	test.setTimeout(180_000);
	const port = await freePort();
	const origin = `http://localhost:${port}`;
	const url = `file:${join(folder, 'quarter.db')}`;
	env = {
		...process.env,
		DATABASE_URL: url,
		SECRET: 'quarter-tests-quarter-tests-quarter',
		PORT: String(port),
		ORIGIN: origin,
		LOG_LEVEL: 'error'
	};
	const seeded = spawnSync(process.execPath, ['build/tasks.js', 'seed'], { env, encoding: 'utf8' });
	if (seeded.status !== 0) throw new Error(`no demo world: ${seeded.stdout}${seeded.stderr}`);
	server = spawn(process.execPath, ['build/start.js'], { env, stdio: ['ignore', 'inherit', 'inherit'] });
	await ready(origin, server);
	process.env.E2E_ORIGIN = origin;
	process.env.E2E_DATABASE_URL = url;
});
test.afterAll(async () => {
	process.env.E2E_ORIGIN = before.origin;
	process.env.E2E_DATABASE_URL = before.url;
	server?.kill('SIGTERM');
	if (server && server.exitCode === null) await once(server, 'exit');
	rmSync(folder, { recursive: true, force: true });
});

/** The last quarter that is over, and whose figures officers may see. */
function quarter(): { from: string; to: string } {
	const day = addDays(dayOf(Date.now(), ZONE), -8);
	const [year = 0, month = 0] = day.split('-').map(Number);
	const first = new Date(Date.UTC(year, Math.floor((month - 1) / 3) * 3 - 3, 1));
	const next = new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 3, 1));
	return { from: first.toISOString().slice(0, 10), to: addDays(next.toISOString().slice(0, 10), -1) };
}

const origin = () => process.env.E2E_ORIGIN ?? '';
/** Opens what a form is folded into, and answers the form. */
async function formOf(page: Page, act: string) {
	const form = page.locator(`form[action="?/${act}"]`);
	const fold = page.locator(`details:has(form[action="?/${act}"])`).last();
	if ((await fold.count()) > 0 && !(await fold.evaluate((one) => (one as HTMLDetailsElement).open)))
		await fold.locator(':scope > summary').click();
	await expect(form).toBeVisible();
	return form;
}
async function send(page: Page, act: string, fields: Record<string, string> = {}) {
	const form = await formOf(page, act);
	for (const [name, value] of Object.entries(fields)) await form.locator(`[name="${name}"]`).fill(value);
	await form.locator('button.button').last().click();
	await expect(page.locator('.done, [role="status"]').first()).toBeVisible();
}

const sheets: Record<string, number> = {};
let period = 0;
const PEOPLE = [
	{ who: 'officer', name: 'Trần Thị Mai Chi', grounds: 'about_rules', verdict: 'reject' },
	{ who: 'officer4', name: 'Nguyễn Quang Vỹ', grounds: 'not_served_by_me', verdict: 'uphold' }
] as const;

test('HR sets bands for the officer sheet of Decree 61 and publishes it', async ({ browser }) => {
	const page = await as(browser, 'hr');
	await page.goto(`${origin()}/admin/rulesets`);
	const row = page.locator('tr', { hasText: 'nd61-officer' });
	await expect(row).toContainText('Hỏi');
	await row.locator('th a').click();
	for (const [code, vi, atLeast] of [
		['reached', 'Đạt', '5'],
		['not_reached', 'Chưa đạt', '0']
	] as const) {
		await page.locator('button[value="bands:add"]').click();
		const band = page.locator('[data-place^="bands:"]').last();
		await band.locator('[name$=".words.vi"]').fill(vi);
		await band.locator('[name$=".atLeast"]').fill(atLeast);
		await band.locator('[name$=".code"]').fill(code);
	}
	await page.locator('details.publish > summary').click();
	await page.locator('button[formaction="?/publish"]').click();
	await expect(page.locator('.badge.fine').first()).toBeVisible();
	const [version] = await ask(
		`SELECT publishedAt AS at FROM rule_set_versions v JOIN rule_sets s ON s.id = v.ruleSetId WHERE s.code = 'nd61-officer'`
	);
	expect(Number(version?.at)).toBeGreaterThan(0);
	await page.context().close();
});

test('HR lengthens the days to answer, opens the quarter for two officers, and announces it', async ({
	browser
}) => {
	const page = await as(browser, 'hr');
	await page.goto(`${origin()}/admin/appeals`);
	const rules = await formOf(page, 'rules');
	await rules.locator('[name="appealDays"]').fill('90');
	await rules.locator('button').last().click();
	await expect.poll(async () => (await ask('SELECT count(*) AS n FROM appeal_rules'))[0]?.n).toBe(1);

	await page.goto(`${origin()}/admin/appraisals?new=1`);
	await page.locator('[name="kind"]').selectOption('quarter');
	await page.locator('[name="start"]').selectOption(quarter().from);
	const option = page.locator('[name="ruleSetVersionId"] option', { hasText: '61' });
	await page
		.locator('[name="ruleSetVersionId"]')
		.selectOption((await option.first().getAttribute('value')) ?? '');
	await page.locator('[name="mode"][value="appraisal"]').check();
	await page.locator('[name="grouping"]').selectOption('branch');
	await page.locator('form[action="?/create"] button.primary').click();
	await page.waitForURL(/\/admin\/appraisals\/\d+$/);
	period = Number(page.url().split('/').pop());

	await page.goto(`${origin()}/admin/appraisals/${period}/members`);
	await page.locator('thead input[type="checkbox"]').check();
	for (const { name } of PEOPLE)
		await page.locator('tr', { hasText: name }).locator('[name="one"]').uncheck();
	await page.locator('button[formaction="?/take"]').click();
	await expect(page.locator('tbody tr')).toHaveCount(2);
	await page.goto(`${origin()}/admin/appraisals/${period}`);
	await send(page, 'announce');
	for (const { who, name } of PEOPLE) {
		const [found] = await ask(
			`SELECT s.id AS id FROM sheets s JOIN officer_versions v ON v.officerId = s.officerId AND v.fullName = ? WHERE s.periodId = ?`,
			[name, period]
		);
		sheets[who] = Number(found?.id);
	}
	await page.context().close();
});

test('the officers see it beforehand, reply and appeal', async ({ browser }) => {
	for (const { who, grounds } of PEOPLE) {
		const page = await as(browser, who, { width: 390, height: 844 });
		await page.goto(`${origin()}/admin/mine/sheets`);
		await expect(page.locator('main')).toContainText('61/2018');
		const rating = await answerable(page);
		await page.locator(`li:has(input[value="${rating}"]) details`).first().locator('summary').click();
		const reply = page.locator(`form[action^="?/reply"]:has(input[value="${rating}"])`);
		await reply.locator('textarea').fill('Tôi đã hướng dẫn đầy đủ và xin rút kinh nghiệm.');
		await reply.locator('button.primary').click();
		await expect(page.locator('blockquote, .reply', { hasText: 'rút kinh nghiệm' }).first()).toBeVisible();
		await page.locator(`details:has(form[action^="?/appeal"] input[value="${rating}"]) > summary`).click();
		const appeal = page.locator(`form[action^="?/appeal"]:has(input[value="${rating}"])`);
		await appeal.locator('[name="ground"]').selectOption(grounds);
		await appeal.locator('textarea').fill('Sổ giao ca ghi rõ; đề nghị xem xét.');
		await appeal.locator('button.primary').click();
		await page.locator('main a[href="/admin/mine/appeals"]').first().click();
		await expect(page.locator('main')).toContainText('đề nghị xem xét');
		await page.context().close();
	}
});

/** The id of a bad rating of theirs that can still be answered, of the quarter where there is one. */
async function answerable(page: Page): Promise<string> {
	const { from, to } = quarter();
	for (let number = 1; number < 20; number++) {
		await page.goto(`${origin()}/admin/mine/ratings?only=bad&page=${number}`);
		const weeks = page.locator('section[aria-labelledby^="w"]');
		for (let at = 0; at < (await weeks.count()); at++) {
			const sunday = ((await weeks.nth(at).getAttribute('aria-labelledby')) ?? '').slice(1);
			const field = weeks.nth(at).locator('form[action^="?/appeal"] input[name="ratingId"]').first();
			if (sunday > addDays(from, 6) && sunday <= to && (await field.count()) > 0) return field.inputValue();
		}
		if ((await page.locator(`a[href$="page=${number + 1}"]`).count()) === 0) break;
	}
	throw new Error('no bad rating of the quarter can be answered');
}

test('the reviewer decides both ways, with reasons that both sides read', async ({ browser }) => {
	const page = await as(browser, 'reviewer');
	const open = await ask(`SELECT a.id AS id, a.officerId AS officer, a.ratingId AS rating FROM appeals a
		JOIN appeal_acts f ON f.appealId = a.id AND f.body LIKE '%đề nghị xem xét%' WHERE a.state = 'open'`);
	expect(open).toHaveLength(2);
	for (const { id, officer, rating } of open) {
		const verdict = PEOPLE.find(({ who }) => (who === 'officer4') === (officer === 4))!.verdict;
		await page.goto(`${origin()}/admin/appeals/${Number(id)}`);
		const form = await formOf(page, verdict);
		await form.locator('textarea[name="reason"]').fill('Đã đối chiếu sổ giao ca và phân công.');
		await form.locator('button').last().click();
		await expect(page.locator('main')).toContainText('Đã đối chiếu sổ giao ca');
		const struck = await ask(
			`SELECT count(*) AS n FROM rating_entries WHERE ratingId = ? AND act = 'strike_confirmed' AND ground = 'appeal'`,
			[String(rating)]
		);
		expect(struck[0]?.n).toBe(verdict === 'uphold' ? 1 : 0);
	}
	await page.context().close();
	const officer = await as(browser, 'officer4', { width: 390, height: 844 });
	await officer.goto(`${origin()}/admin/mine/appeals`);
	await expect(officer.locator('main')).toContainText('Đã đối chiếu sổ giao ca');
	await officer.context().close();
});

test('sheets are drafted, scored by both, decided, contested, answered and signed', async ({ browser }) => {
	test.setTimeout(180_000);
	const hr = await as(browser, 'hr');
	await hr.goto(`${origin()}/admin/appraisals/${period}`);
	await (await formOf(hr, 'draft')).locator('button').last().click();
	await expect
		.poll(
			async () =>
				(await ask(`SELECT count(*) AS n FROM sheets WHERE periodId = ? AND state = 'drafted'`, [period]))[0]
					?.n
		)
		.toBe(2);

	const codes = ['cs1', 'cs2', 'cs3', 'cs4', 'cs7'];
	const points = (value: string) => Object.fromEntries(codes.map((code) => [`points.${code}`, value]));
	for (const { who } of PEOPLE) {
		const own = await as(browser, who, { width: 390, height: 844 });
		await own.goto(`${origin()}/admin/mine/sheets/${sheets[who]}`);
		await send(own, 'self_scored', points('1,5'));
		await own.context().close();
	}
	const leader = await as(browser, 'leader1');
	for (const { who } of PEOPLE) {
		await leader.goto(`${origin()}/admin/sheets/${sheets[who]}`);
		// A point that is not given yet is missing, and no total is made of the others.
		await send(leader, 'appraised', { 'points.cs1': '1' });
		expect(await outcome(who)).toMatchObject({ total: null, band: null });
		// Exactly on the edge of the band: five times one is five.
		await leader.goto(`${origin()}/admin/sheets/${sheets[who]}`);
		await send(leader, 'appraised', points('1'));
		await leader.goto(`${origin()}/admin/sheets/${sheets[who]}`);
		const form = await formOf(leader, 'decided');
		await form.locator(`[name="band"][value="${who === 'officer' ? 'reached' : 'not_reached'}"]`).check();
		await form.locator('button.primary').click();
		if (who === 'officer4') {
			// Another band than the one proposed asks for a reason.
			await expect(form.locator('[role="alert"], .wrong').first()).toBeVisible();
			await form.locator('[name="reason"]').fill('Có phản ánh đã xác minh ngoài quầy.');
			await form.locator('button.primary').click();
		}
		await expect(form).toBeHidden();
	}

	const officer = await as(browser, 'officer', { width: 390, height: 844 });
	await officer.goto(`${origin()}/admin/mine/sheets/${sheets.officer}`);
	await send(officer, 'acknowledged');
	const other = await as(browser, 'officer4', { width: 390, height: 844 });
	await other.goto(`${origin()}/admin/mine/sheets/${sheets.officer4}`);
	await send(other, 'contested', { reason: 'Phản ánh đó không phải về tôi.' });
	await hr.goto(`${origin()}/admin/sheets/${sheets.officer4}`);
	await expect(hr.locator('main')).toContainText('Phản ánh đó không phải về tôi.');
	await send(hr, 'answered', { reason: 'Đã xác minh lại với đơn vị; giữ nguyên.' });
	for (const { who } of PEOPLE) {
		await leader.goto(`${origin()}/admin/sheets/${sheets[who]}`);
		await send(leader, 'signed_leader');
		await hr.goto(`${origin()}/admin/sheets/${sheets[who]}`);
		await send(hr, 'signed_hr');
	}
	const seals = await ask('SELECT sheetId, checkpoint FROM seals ORDER BY id');
	expect(seals.map(({ sheetId }) => sheetId)).toEqual([sheets.officer, sheets.officer4]);
	for (const page of [hr, leader, officer, other]) await page.context().close();
});

/** What the leader's page says of the sheet, from its own data. */
async function outcome(who: string): Promise<{ total: number | null; band: string | null }> {
	const [row] = await ask('SELECT content, id FROM sheets WHERE id = ?', [sheets[who] ?? 0]);
	const acts = await ask('SELECT act, details FROM sheet_acts WHERE sheetId = ? ORDER BY id', [
		sheets[who] ?? 0
	]);
	const { outcomeOf } = await import('../../src/lib/server/appraisals/content');
	const { stateOf } = await import('../../src/lib/server/appraisals/state');
	const read = acts.map((act) => ({ ...act, details: JSON.parse(String(act.details)) }));
	return outcomeOf(JSON.parse(String(row?.content)), stateOf(read as never).given);
}

test('what arrives late changes nothing that is signed; the page says how much came', async ({ browser }) => {
	const admin = await as(browser, 'admin');
	await late(admin);
	const page = await as(browser, 'hr');
	await page.goto(`${origin()}/admin/sheets/${sheets.officer}`);
	const [seal] = await ask('SELECT body FROM seals WHERE sheetId = ?', [sheets.officer ?? 0]);
	const body = JSON.parse(String(seal?.body)) as { content: { grades: { satisfied: { n: number } }[] } };
	const { n } = body.content.grades[0]!.satisfied;
	await expect(page.locator('main')).toContainText(`n = ${n.toLocaleString('vi-VN')}`);
	await expect(page.locator('main')).toContainText('Từ khi khóa số liệu: 1 lượt đánh giá');
	const checked = spawnSync(process.execPath, ['build/tasks.js', 'appraisals', 'check', '--all'], {
		env,
		encoding: 'utf8'
	});
	expect(checked.stdout + checked.stderr).toContain('2');
	expect(checked.status).toBe(0);
	await admin.context().close();
	await page.context().close();
});

/** A tablet that was off since the quarter sends a rating of it now, for the officer Trần Thị Mai Chi. */
async function late(admin: Page): Promise<void> {
	const { from, to } = quarter();
	const [duty] = await ask(
		`SELECT d.counterId AS counter, max(d.fromAt, ?) AS at, cs.serviceId AS service, cv.code AS code,
			(SELECT max(id) FROM questionnaire_versions WHERE publishedAt IS NOT NULL) AS questionnaire
		FROM duties d JOIN counter_services cs ON cs.counterId = d.counterId
		JOIN counter_versions cv ON cv.counterId = d.counterId AND cv.untilDay IS NULL AND cv.officerMode = 'duty'
		WHERE d.officerId = 1 AND d.fromAt < ? AND coalesce(d.untilAt, 1e15) > ? ORDER BY d.fromAt LIMIT 1`,
		[Date.parse(`${from}T03:00:00Z`), Date.parse(`${to}T00:00:00Z`), Date.parse(`${from}T06:00:00Z`)]
	);
	await admin.goto(`${origin()}/admin/devices`);
	const invite = admin.locator('form[action*="invite"]');
	await invite.locator('[name="deviceName"]').fill('Máy gửi muộn');
	await invite.locator('[name="counterId"]').selectOption(String(duty?.counter));
	await invite.locator('button.primary').click();
	const code =
		(await admin
			.getByText(/^[2-9A-Z]{4}-[2-9A-Z]{4}$/)
			.first()
			.textContent()) ?? '';
	const key = newKey();
	const post = async (path: string, body: object) =>
		(await fetch(`${origin()}${path}`, {
			method: 'POST',
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify(body)
		}).then((answer) => answer.json())) as { ticket: string; verdicts: { verdict: string }[] };
	const pairing = { purpose: 'pair', ticket: '', sentAt: Date.now(), head: hash(code), count: 0 } as const;
	const paired = await post('/api/v1/pair', {
		code,
		publicKey: key.publicKey,
		sentAt: pairing.sentAt,
		signature: signed(key, pairing)
	});
	const rating = sealer(key.keyId).seal({
		form: 2,
		id: randomUUID(),
		counterId: Number(duty?.counter),
		serviceId: Number(duty?.service),
		officerId: 1,
		questionnaireId: Number(duty?.questionnaire),
		scale: 5,
		serviceGrade: 5,
		officerGrade: 1,
		reasons: [],
		comment: null,
		language: 'vi',
		tappedAt: Number(duty?.at) + 60_000,
		skewMs: 0,
		zone: ZONE,
		tookMs: 5_000
	});
	const head = hash(chainText({ seq: rating.seq, prev: rating.prev, digest: hash(contentText(rating)) }));
	const statement = {
		purpose: 'ratings',
		ticket: paired.ticket,
		sentAt: Date.now(),
		head,
		count: 1
	} as const;
	const answer = await post('/api/v1/ratings', {
		key: key.keyId,
		ticket: paired.ticket,
		sentAt: statement.sentAt,
		ratings: [rating],
		signature: signed(key, statement)
	});
	expect(answer.verdicts[0]).toMatchObject({ verdict: 'accepted' });
}

test('the period is closed, and its evidence can be taken away and checked', async ({ browser }) => {
	test.setTimeout(180_000);
	const page = await as(browser, 'hr');
	const take = async (path: string) => {
		const answer = await page.request.get(origin() + path);
		return { status: answer.status(), body: new Uint8Array(await answer.body()) };
	};
	const files = `/admin/appraisals/${period}`;
	expect((await take(`${files}/sheets.xlsx`)).status).toBe(409);
	await page.goto(origin() + files);
	await send(page, 'close');

	const [seal] = await ask('SELECT hash FROM seals WHERE sheetId = ?', [sheets.officer ?? 0]);
	for (const [language, words] of [
		['vi', ['Trần Thị Mai Chi', 'PHIẾU ĐÁNH GIÁ', 'Đạt']],
		['ja', ['Trần Thị Mai Chi', '評価票']],
		['zh', ['考核表']],
		['ko', ['평가']]
	] as const) {
		const { status, body } = await take(`/admin/sheets/${sheets.officer}/sheet.pdf?language=${language}`);
		expect(status).toBe(200);
		const text = pagesOf(body).join('').replace(/\s/g, '');
		for (const word of words) expect(text, language).toContain(word.replace(/\s/g, ''));
		expect(text).toContain(String(seal?.hash));
	}
	const book = await readXlsx((await take(`${files}/sheets.xlsx`)).body);
	const cells = JSON.stringify(book.sheets);
	for (const { name } of PEOPLE) expect(cells).toContain(name);
	expect(cells).toContain(String(seal?.hash));
	const leader = await as(browser, 'leader1');
	const [branch] = await ask('SELECT branchId AS id FROM sheets WHERE id = ?', [sheets.officer ?? 0]);
	const unit = async (file: string) =>
		new Uint8Array(
			await (await leader.request.get(`${origin()}${files}/${file}?branch=${Number(branch?.id)}`)).body()
		);
	expect(JSON.stringify((await readXlsx(await unit('unit.xlsx'))).sheets)).toContain(PEOPLE[1].name);
	expect(
		pagesOf(await unit('unit.pdf'))
			.join('')
			.replace(/\s/g, '')
	).toContain(PEOPLE[1].name.replace(/\s/g, ''));
	await leader.context().close();
	const json = JSON.parse(
		Buffer.from((await take(`/admin/sheets/${sheets.officer}/sheet.json`)).body).toString()
	);
	expect(hash(json.sheet.sealed)).toBe(seal?.hash);
	const archive = await take(`${files}/archive.zip`);
	expect(Buffer.from(archive.body.slice(0, 2)).toString()).toBe('PK');
	expect(Buffer.from(archive.body).toString('latin1')).toContain('BTD1001.pdf');

	const nobody = await browser.newContext();
	const open = await nobody.newPage();
	await open.goto(`${origin()}/sheet/${String(seal?.hash)}`);
	await expect(open.locator('main')).toContainText(String(seal?.hash));
	await expect(open.locator('main')).not.toContainText('Mai Chi');
	await nobody.close();

	const officer = await as(browser, 'officer', { width: 390, height: 844 });
	await officer.goto(`${origin()}/admin/mine/data`);
	await expect(officer.locator('main')).toContainText('Lê Tố Uyên');
	await officer.context().close();
	await page.context().close();
});
