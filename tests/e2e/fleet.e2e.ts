// Tablets over the wire, as the built server hears them, and what the office makes of them: the fleet, a file brought
// in, the drawer.
import { expect, test } from '@playwright/test';
import { randomUUID } from 'node:crypto';
import { canonical } from '../../src/lib/shared/canonical';
import type { HelloAnswer, PairAnswer, Word } from '../../src/lib/shared/hello';
import type { BatchAnswer } from '../../src/lib/shared/rating';
import { chainText, contentText } from '../../src/lib/shared/seal';
import type { Setup } from '../../src/lib/shared/setup';
import { hash, newKey, sealer, signed, type TabletKey } from '../tablet';
import { as, ask, code, origin } from './people';

type Refusal = { problem?: { code: string; details: Record<string, unknown> } };

const WORD: Word = {
	version: 'e2e',
	screen: 'rating',
	...{ waiting: 0, oldestWaitingAt: null, refused: 0, aside: 0, lastSeq: 0, lastTapAt: null },
	storage: { persisted: true, usedBytes: 1, quotaBytes: 100, failing: false },
	...{ battery: null, clockJumps: 0, lacks: [], setupTag: null, epoch: null }
};

async function post<A>(path: string, body: object, from = origin()) {
	const answer = await fetch(`${origin()}/api/v1/${path}`, {
		method: 'POST',
		headers: { 'content-type': 'application/json', origin: from },
		body: JSON.stringify(body)
	});
	return { status: answer.status, body: (await answer.json()) as A & Refusal };
}

async function pair(typed: string, key = newKey()) {
	const sentAt = Date.now();
	const signature = signed(key, { purpose: 'pair', ticket: '', sentAt, head: hash(typed), count: 0 });
	const { publicKey } = key;
	return { key, ...(await post<PairAnswer>('pair', { code: typed, publicKey, sentAt, signature })) };
}

function saying(key: TabletKey, ticket: string, word = WORD) {
	const sentAt = Date.now();
	const head = hash(canonical(word));
	const signature = signed(key, { purpose: 'hello', ticket, sentAt, head, count: 0 });
	return { key: key.keyId, ticket, sentAt, word, signature };
}

function batch(key: TabletKey, ticket: string, ratings: { seq: number; prev: string }[]) {
	const sentAt = Date.now();
	const { seq, prev } = ratings.at(-1)!;
	const head = hash(chainText({ seq, prev, digest: hash(contentText(ratings.at(-1)!)) }));
	const count = ratings.length;
	const signature = signed(key, { purpose: 'ratings', ticket, sentAt, head, count });
	return { key: key.keyId, ticket, sentAt, ratings, signature };
}

const rating = (setup: Setup, changed = {}) => ({
	...{ form: 2, id: randomUUID(), counterId: setup.counter.id, serviceId: setup.services[0]!.id },
	...{ officerId: null, questionnaireId: setup.questionnaire.id, scale: setup.questionnaire.scale },
	...{ serviceGrade: 2, officerGrade: null, reasons: [], comment: null, language: 'vi' },
	...{ tappedAt: Date.now() - 5_000, skewMs: 0, zone: setup.branch.zone, tookMs: 4_000 },
	...changed
});

test('a tablet pairs, says hello with a fresh ticket, and is not heard in another’s name', async ({
	browser
}) => {
	const [mine, other] = [await pair(await code(browser, 'HG-Q1')), await pair(await code(browser, 'HG-Q2'))];
	expect([mine.status, other.status]).toEqual([200, 200]);
	const { key } = mine;
	const refused = async (body: object) => {
		const { status, body: said } = await post<HelloAnswer>('hello', body);
		return [status, said.problem?.code];
	};
	const stale = await post<HelloAnswer>('hello', saying(key, ''));
	expect([stale.status, stale.body.problem?.code]).toEqual([409, 'ticket_stale']);
	const ticket = String(stale.body.problem?.details.ticket);
	const heard = await post<HelloAnswer>('hello', saying(key, ticket));
	expect(heard.status).toBe(200);
	expect(heard.body).toMatchObject({ highestSeq: 0, setup: { counter: { id: mine.body.setup.counter.id } } });
	const word = { ...WORD, setupTag: heard.body.setup!.tag };
	expect((await post<HelloAnswer>('hello', saying(key, ticket, word))).body.setup).toBeNull();

	const good = saying(key, ticket);
	expect(await refused({ ...good, signature: 'A'.repeat(86) })).toEqual([401, 'signature_wrong']);
	expect(await refused({ ...saying(other.key, ticket), key: key.keyId })).toEqual([401, 'signature_wrong']);
	expect(await refused({ ...good, word: { ...WORD, waiting: 7 } })).toEqual([401, 'signature_wrong']);
	expect(await refused(saying(newKey(), ticket))).toEqual([401, 'device_unknown']);
	const foreign = await post<HelloAnswer>('hello', good, 'https://elsewhere.example');
	expect([foreign.status, foreign.body.problem?.code]).toEqual([403, 'wrong_origin']);

	const admin = await as(browser, 'admin');
	await admin.goto(`${origin()}/admin/devices?device=${other.body.deviceId}`);
	await admin.locator('#edit details summary.end').click();
	await admin.locator('#edit button.danger').click();
	await expect(admin.locator('.page > .notice.fine')).toBeVisible();
	await expect.poll(() => refused(saying(other.key, ticket))).toEqual([403, 'device_retired']);
	await admin.context().close();
});

test('a cloned tablet is locked out, and what it holds comes in by a file: once, the rest to the drawer', async ({
	browser
}) => {
	const { key, body } = await pair(await code(browser, 'HG-Q1'));
	const { setup, ticket, deviceId } = body;
	const [chain, clone] = [sealer(key.keyId), sealer(key.keyId)];
	const sent = [chain.seal(rating(setup)), chain.seal(rating(setup))];
	const taken = await post<BatchAnswer>('ratings', batch(key, ticket, sent));
	expect(taken.body.verdicts.map(({ verdict }) => verdict)).toEqual(['accepted', 'accepted']);
	const theirs = clone.seal(rating(setup, { comment: 'Từ máy thứ hai' }));
	const forked = await post<BatchAnswer>('ratings', batch(key, ticket, [theirs]));
	expect([forked.status, forked.body.problem?.code]).toEqual([403, 'device_forked']);
	await expect
		.poll(async () => (await post<HelloAnswer>('hello', saying(key, ticket))).body.problem?.code)
		.toBe('device_forked');

	const waiting = [
		chain.seal(rating(setup)),
		chain.seal(rating(setup, { serviceId: 999_999, comment: 'Thủ tục lạ' }))
	];
	const runs = [[...sent, ...waiting], [theirs]].map((ratings) => {
		const { sentAt, signature } = batch(key, '', ratings);
		return { sentAt, signature, ratings };
	});
	const { keyId, publicKey } = key;
	const queue = { form: 1, purpose: 'hai-long queue', key: keyId, publicKey, exportedAt: Date.now(), runs };
	const buffer = Buffer.from(JSON.stringify(queue));
	const admin = await as(browser, 'admin');
	await admin.goto(`${origin()}/admin/devices?device=${deviceId}`);
	await expect(admin.locator('#edit li.grave').first()).toContainText('khóa');
	const bring = async () => {
		await expect(admin.locator('#import button')).toBeEnabled();
		await admin.locator('#queue').setInputFiles({ name: 'q.json', mimeType: 'application/json', buffer });
		await admin.locator('#import button').click();
		return admin.locator('#import .notice p').first();
	};
	await expect(await bring()).toContainText('ghi mới 1 lượt, 2 lượt đã có từ trước, 2 lượt bị từ chối');
	await expect(await bring()).toContainText('ghi mới 0 lượt, 5 lượt đã có từ trước, 0 lượt bị từ chối');
	expect(await ask('SELECT seq FROM ratings WHERE deviceId = ? ORDER BY seq', [deviceId])).toEqual(
		[1, 2, 3].map((seq) => ({ seq }))
	);

	await admin.goto(`${origin()}/admin/drawer`);
	const strange = admin.locator('ol > li', { hasText: 'Thủ tục lạ' });
	await strange.locator('form[action*="take"] button').click();
	await expect(strange.locator('.notice.alarm')).toContainText('Vẫn chưa nhận được');
	const second = admin.locator('ol > li', { hasText: 'Từ máy thứ hai' });
	await expect(second.locator('form[action*="take"] button')).toBeDisabled();
	await second.locator('summary', { hasText: 'Để riêng hẳn' }).click();
	await second.locator('form[action*="aside"] [name="reason"]').fill('Máy bị nhân bản');
	await second.locator('form[action*="aside"] button').click();
	await expect(admin.locator('.page > .notice.fine')).toBeVisible();
	await expect(second).toHaveCount(0);
	await admin.context().close();
});
