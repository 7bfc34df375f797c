import { eq } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { Webhook } from 'standardwebhooks';
import { database } from '../../../../tests/database';
import { receiver, smtp } from '../../../../tests/listeners';
import { NOW, town } from '../../../../tests/town';
import { caller } from './caller';
import { log, queue } from './deliveries';
import { mailer } from './mailer';
import { BACKOFF_MS, MOST_TRIES } from './outcome';
import { deliveries, webhooks } from './table';
import * as hooks from './webhooks';
import { start, type Sender, type Senders } from './worker';

const reach = { origin: 'https://rate.example.gov.vn', privateToo: true };
const LETTER = { subject: 'Cảnh báo: Hải quan A', text: 'một', html: '<p>một</p>' };

async function set(senders: Partial<Senders> = {}) {
	const db = database();
	const here = await town(db);
	const clock = { at: NOW };
	const said: { text: string; facts: object }[] = [];
	const says = (facts: object, text: string) => void said.push({ facts, text });
	/** Carries what is due now. */
	async function carry(given: Partial<Senders> = senders) {
		const idle: Sender = () => Promise.reject(new Error('nobody is to be called'));
		const all = { mail: null, webhook: idle, ...given };
		const pace = { now: () => clock.at, chance: () => 0.5, everyMs: 1e9, patienceMs: 200 };
		const post = start(db, all, { warn: says, error: says }, pace);
		await post.idle();
		await post.stop();
	}
	const mail = (key: string, address = 'leader@example.gov.vn') =>
		db.write((tx) =>
			queue(
				tx,
				{ key, about: 'alert:1', branchId: null, channel: 'mail', address, content: LETTER },
				clock.at
			)
		);
	async function webhook(url: string) {
		const secret = hooks.newSecret();
		const wanted = { name: 'Trung tâm', url, branchId: null };
		const webhookId = await db.write((tx) =>
			hooks.add(tx, here.people.administrator, wanted, { secret, reach }, clock.at)
		);
		const call = (key: string) =>
			db.write((tx) => {
				const content = {
					type: 'alert.opened',
					timestamp: new Date(NOW).toISOString(),
					data: { id: 1, name: 'Hải quan “A”' }
				};
				return queue(
					tx,
					{ key, about: 'alert:1', branchId: null, channel: 'webhook', webhookId, content },
					clock.at
				);
			});
		return { webhookId, secret, call };
	}
	const rows = () => db.read.select().from(deliveries).orderBy(deliveries.id);
	return { db, here, clock, said, carry, mail, webhook, rows };
}

test('a mail arrives whole at a real mail server, with an id to tell it by, and what was said is forgotten', async () => {
	const server = await smtp();
	const { mail, carry, rows, clock } = await set();
	const attachment = { filename: 'báo cáo.pdf', contentType: 'application/pdf', content: btoa('%PDF') };
	await mail('a');
	clock.at += 5_000;
	const sender = mailer({
		url: server.url,
		from: 'Hài lòng <hai-long@example.gov.vn>',
		host: 'example.gov.vn'
	});
	await carry({ mail: sender });
	expect(server.received).toHaveLength(1);
	const [{ from, to, mail: got }] = server.received as [(typeof server.received)[0]];
	expect([from, to]).toEqual(['hai-long@example.gov.vn', ['leader@example.gov.vn']]);
	expect(got).toMatchObject({ subject: LETTER.subject, text: 'một\n', from: { name: 'Hài lòng' } });
	expect(got.html).toContain('<p>một</p>');
	expect(got.messageId).toMatch(/^<[\w-]{27}@example\.gov\.vn>$/);
	expect(await rows()).toMatchObject([
		{
			state: 'sent',
			tries: 1,
			nextAt: null,
			sentAt: clock.at,
			content: {},
			answer: expect.stringContaining('kept')
		}
	]);
	await sender(
		{ ...(await rows())[0]!, content: { ...LETTER, attachments: [attachment] }, webhook: null },
		NOW
	);
	expect(server.received[1]?.mail.attachments).toMatchObject([
		{ filename: 'báo cáo.pdf', mimeType: 'application/pdf' }
	]);
});

test('one of a key is queued once, whatever became of it', async () => {
	const server = await smtp();
	const { mail, carry, rows } = await set();
	await mail('a');
	await mail('a');
	await carry({ mail: mailer({ url: server.url, from: 'a@example.gov.vn', host: 'h' }) });
	await mail('a');
	expect(await rows()).toHaveLength(1);
	expect(server.received).toHaveLength(1);
});

test('without a mail server mails wait, untried, and go out once there is one; calls go out meanwhile', async () => {
	const other = await receiver();
	const { mail, webhook, carry, rows } = await set();
	await mail('a');
	await (await webhook(other.url)).call('b');
	await carry({ mail: null, webhook: caller(reach) });
	expect(await rows()).toMatchObject([
		{ channel: 'mail', state: 'waiting', tries: 0, nextAt: NOW },
		{ channel: 'webhook', state: 'sent' }
	]);
	const server = await smtp();
	await carry({ mail: mailer({ url: server.url, from: 'a@example.gov.vn', host: 'h' }) });
	expect(server.received).toHaveLength(1);
});

test('an address that the mail server does not know is given up at once; a server that is away is tried again', async () => {
	const server = await smtp((address) => (address.startsWith('gone') ? '550 no such user here' : null));
	const { mail, carry, rows } = await set();
	await mail('a', 'gone@example.gov.vn');
	await carry({ mail: mailer({ url: server.url, from: 'a@example.gov.vn', host: 'h' }) });
	expect((await rows())[0]).toMatchObject({
		state: 'failed',
		tries: 1,
		answer: expect.stringContaining('no such user here')
	});
	await mail('b');
	await carry({ mail: mailer({ url: 'smtp://127.0.0.1:1', from: 'a@example.gov.vn', host: 'h' }) });
	expect((await rows())[1]).toMatchObject({ state: 'waiting', tries: 1, nextAt: NOW + BACKOFF_MS[0]! });
});

test('a call is signed by the Standard Webhooks scheme: the receiver verifies it with the secret, and with no other', async () => {
	const other = await receiver();
	const { webhook, carry, clock } = await set();
	clock.at = Date.now();
	const { secret, call } = await webhook(other.url);
	await call('a');
	await carry({ webhook: caller(reach) });
	expect(other.calls).toHaveLength(1);
	const { headers, body } = other.calls[0]!;
	const sent = headers as Record<string, string>;
	expect(new Webhook(secret).verify(body, sent)).toMatchObject({
		type: 'alert.opened',
		data: { name: 'Hải quan “A”' }
	});
	expect(() => new Webhook(hooks.newSecret()).verify(body, sent)).toThrow('No matching signature');
	expect(() => new Webhook(secret).verify(body.replace('1', '2'), sent)).toThrow('No matching signature');
	expect(headers['content-type']).toBe('application/json');
});

test('a receiver that fails is tried again after longer and longer pauses, under the same id, until it hears', async () => {
	const other = await receiver((_, nth) => (nth < 4 ? 503 : 204));
	const { webhook, carry, clock, rows } = await set({ webhook: caller(reach) });
	await (await webhook(other.url)).call('a');
	for (let tries = 0; tries < 3; tries++) {
		await carry();
		expect((await rows())[0]).toMatchObject({ state: 'waiting', tries: tries + 1, answer: '503 said 503' });
		const before = other.calls.length;
		clock.at += BACKOFF_MS[tries]! - 1;
		await carry();
		expect(other.calls, 'not before its time').toHaveLength(before);
		clock.at += 1;
	}
	await carry();
	expect((await rows())[0]).toMatchObject({ state: 'sent', tries: 4 });
	expect(new Set(other.calls.map(({ headers }) => headers['webhook-id'])).size).toBe(1);
	expect(new Set(other.calls.map(({ headers }) => headers['webhook-timestamp'])).size).toBe(4);
});

test('what nobody takes is given up in the end, with the last answer', async () => {
	const other = await receiver(() => 500);
	const { webhook, carry, clock, rows } = await set({ webhook: caller(reach) });
	await (await webhook(other.url)).call('a');
	for (let tries = 0; tries < MOST_TRIES + 2; tries++) {
		await carry();
		clock.at += 24 * 3_600_000;
	}
	expect(other.calls).toHaveLength(MOST_TRIES);
	expect((await rows())[0]).toMatchObject({ state: 'failed', nextAt: null, answer: '500 said 500' });
});

test('a redirect is not followed, and 410 closes the webhook with all that waits for it', async () => {
	const other = await receiver((_, nth) => (nth === 1 ? 302 : 410));
	const { db, webhook, carry, clock, rows } = await set({ webhook: caller(reach) });
	const { webhookId, call } = await webhook(other.url);
	await call('a');
	await carry();
	expect((await rows())[0]).toMatchObject({ state: 'waiting', answer: '302 said 302' });
	await call('b');
	await carry();
	expect(await rows()).toMatchObject([
		{ state: 'failed', answer: 'closed' },
		{ state: 'failed', answer: '410 said 410' }
	]);
	const [row] = await db.read.select().from(webhooks).where(eq(webhooks.id, webhookId));
	expect(row?.closedAt).toBe(clock.at);
	clock.at += 86_400_000;
	await carry();
	expect(other.calls).toHaveLength(2);
});

test('a process that dies between sending and noting sends once more after its start, under the same id', async () => {
	const other = await receiver();
	const { db, clock, webhook, carry, rows } = await set();
	await (await webhook(other.url)).call('a');
	const send = caller(reach);
	// The first life ends after the network and before the note: nothing of it is written down.
	const hanging: Sender = async (due, at) => (await send(due, at), new Promise(() => undefined));
	const quiet = () => undefined;
	const pace = { now: () => clock.at, everyMs: 1e9, patienceMs: 10 };
	const dying = start(db, { mail: null, webhook: hanging }, { warn: quiet, error: quiet }, pace);
	await expect.poll(() => other.calls.length).toBe(1);
	await dying.stop();
	expect((await rows())[0]).toMatchObject({ state: 'waiting', tries: 0, nextAt: NOW });
	await carry({ webhook: send });
	expect((await rows())[0]).toMatchObject({ state: 'sent', tries: 1 });
	const ids = other.calls.map(({ headers }) => headers['webhook-id']);
	expect(ids).toEqual([ids[0], ids[0]]);
});

test('a sender that throws after sending leaves it waiting', async () => {
	const { mail, carry, rows } = await set();
	await mail('a');
	await carry({ mail: () => Promise.reject(new Error('connection reset')) });
	expect(await rows()).toMatchObject([
		{ state: 'waiting', tries: 1, answer: 'connection reset', content: LETTER, nextAt: NOW + BACKOFF_MS[0]! }
	]);
});

test('what is sent and cannot be noted is not sent again and again: it is noted before anything else', async () => {
	const { db, mail, rows, clock, said } = await set();
	await mail('a');
	let sent = 0;
	await db.guard.execute(
		`CREATE TRIGGER broken BEFORE UPDATE ON deliveries BEGIN SELECT RAISE(ABORT, 'disk full'); END`
	);
	const pace = { now: () => clock.at, chance: () => 0, everyMs: 1e9 };
	const says = (facts: object, text: string) => void said.push({ facts, text });
	const count: Sender = () => Promise.resolve({ kind: 'sent', answer: `${++sent}` });
	const post = start(db, { mail: count, webhook: count }, { warn: says, error: says }, pace);
	await post.idle();
	post.poke();
	await post.idle();
	expect(sent).toBe(1);
	expect(said.map(({ text }) => text)).toContain('delivery not noted');
	await db.guard.execute('DROP TRIGGER broken');
	post.poke();
	await post.idle();
	await post.stop();
	expect(sent).toBe(1);
	expect(await rows()).toMatchObject([{ state: 'sent', answer: '1' }]);
});

test('one receiver that hangs holds up neither mails nor the other receivers', async () => {
	const hanging = await receiver(() => null);
	const other = await receiver();
	const server = await smtp();
	const { db, webhook, mail, clock } = await set();
	await (await webhook(hanging.url)).call('a');
	await (await webhook(other.url)).call('b');
	await mail('c');
	const senders = { mail: mailer({ url: server.url, from: 'a@b.vn', host: 'h' }), webhook: caller(reach) };
	const quiet = () => undefined;
	const post = start(db, senders, { warn: quiet, error: quiet }, { now: () => clock.at, patienceMs: 50 });
	await expect.poll(() => [other.calls.length, server.received.length]).toEqual([1, 1]);
	await post.stop();
});

test('the log tells everything but what was said', async () => {
	const { db, mail } = await set();
	await mail('a');
	const lines = await log(db.read, { limit: 10 });
	expect(lines).toMatchObject([{ address: 'leader@example.gov.vn', about: 'alert:1', isKept: true }]);
	expect(JSON.stringify(lines)).not.toContain(LETTER.subject);
});
