// The ratings door over real HTTP: what is refused, how, and that the good ratings beside it are kept.
import { createServer, request as ask } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, onTestFinished, test } from 'vitest';
import { database } from '../../../../tests/database';
import { rating, tablet, tabletOf } from '../../../../tests/ratings';
import { newKey, type Said } from '../../../../tests/tablet';
import { NOW, town, type Town } from '../../../../tests/town';
import { SYSTEM } from '../../shared/actor';
import type { ProblemWire } from '../../shared/problem';
import type { BatchAnswer } from '../../shared/rating';
import { sentence } from '../../words/problem';
import * as devices from '../devices/devices';
import * as hearing from '../devices/heard';
import { recogniser } from '../devices/recogniser';
import * as tickets from '../devices/ticket';
import * as news from '../ratings/news';
import { answer } from './door';
import * as intake from './intake';

const YEAR_MS = 365 * 86_400_000;
const TICKETS = tickets.make('a secret of at least 32 characters');

async function door() {
	const db = database();
	const here = await town(db);
	const said: object[] = [];
	const log = {
		error: (details: object) => said.push(details),
		warn: (details: object) => said.push(details)
	};
	const heard = hearing.make(db, (error) => {
		throw error;
	});
	const behind = {
		...{ db, heard, sentence, log, epochId: 'epoch' },
		intake: intake.make(db, news.make()),
		devices: recogniser(db, TICKETS, { postsPerMinute: 50 }),
		origin: 'http://tablet.test'
	};
	const server = createServer((request, response) => void answer(request, response, behind));
	await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
	onTestFinished(async () => {
		await heard.close();
		server.closeAllConnections();
		await new Promise((closed) => server.close(closed));
	});
	const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/v1/ratings`;
	const post = (body: unknown, headers: Record<string, string> = {}) =>
		fetch(url, {
			method: 'POST',
			headers: { 'accept-language': 'en', ...headers },
			body: typeof body === 'string' ? body : JSON.stringify(body)
		});
	const at = tablet(here);
	const ticket = () => TICKETS.issue(Date.now());
	const batch = (...ratings: object[]) =>
		at.batch(ratings.map(at.seal), { sentAt: Date.now(), ticket: ticket() });
	const send = async (...ratings: object[]) => {
		const response = await post(batch(...ratings));
		expect(response.status).toBe(200);
		return ((await response.json()) as BatchAnswer).verdicts;
	};
	const count = async (table: string) =>
		Number((await db.guard.execute(`SELECT count(*) AS n FROM ${table}`)).rows[0]?.n);
	return { db, here, url, at, post, batch, send, count, said, ticket, heard };
}

/** The town's tablets were paired long ago by the real clock; taps are "now" by it. */
const fresh = (here: Town, changed: Partial<Said> = {}) =>
	rating(here, { tappedAt: Date.now() - 30_000, ...changed });

async function problem(response: Response) {
	const { problem } = (await response.json()) as ProblemWire;
	return { status: response.status, code: problem.code, details: problem.details, message: problem.message };
}

describe('a batch is refused', () => {
	test('of an unknown key, from a retired tablet, and from one that was forked', async () => {
		const { db, here, post, batch, count } = await door();
		const stranger = tabletOf({ id: 1, counterId: here.counters.a1 }, newKey());
		const strange = stranger.batch([stranger.seal(fresh(here))], {
			sentAt: Date.now(),
			ticket: TICKETS.issue(Date.now())
		});
		expect(await problem(await post(strange))).toMatchObject({ status: 401, code: 'device_unknown' });
		await db.write((tx) => devices.fork(tx, here.devices.a1.id, 7, NOW));
		expect(await problem(await post(batch(fresh(here))))).toMatchObject({
			status: 403,
			code: 'device_forked'
		});
		await db.write((tx) => devices.retire(tx, SYSTEM, here.devices.a1.id, NOW));
		expect(await problem(await post(batch(fresh(here))))).toMatchObject({
			status: 403,
			code: 'device_retired'
		});
		expect(await count('ratings')).toBe(0);
	});

	test('when its signature is another’s, over something else, or is none; and a bearer token is worth nothing', async () => {
		const { here, at, post, batch, count, ticket } = await door();
		const good = batch(fresh(here));
		const other = tabletOf(at.device, here.devices.a2.key);
		const forged = { ...good, signature: other.batch([...good.ratings], { ticket: good.ticket }).signature };
		expect(await problem(await post(forged))).toMatchObject({ status: 401, code: 'signature_wrong' });
		const better = { ...(good.ratings[0] as object), serviceGrade: 1 };
		expect(await problem(await post({ ...good, ratings: [better] }))).toMatchObject({
			code: 'signature_wrong'
		});
		expect(await problem(await post({ ...good, sentAt: good.sentAt + 1 }))).toMatchObject({
			code: 'signature_wrong'
		});
		const another = TICKETS.issue(Date.now() - 60_000);
		expect(await problem(await post({ ...good, ticket: another }))).toMatchObject({
			code: 'signature_wrong'
		});
		const { signature: _none, ...unsigned } = { ...good, ticket: ticket() };
		const bearer = { authorization: `Bearer ${'x'.repeat(43)}` };
		expect(await problem(await post(unsigned, bearer))).toMatchObject({ status: 400, code: 'bad_shape' });
		expect(await count('ratings')).toBe(0);
	});

	test('when its ticket is old or made up, with a fresh one to sign again with', async () => {
		const { here, at, post, count } = await door();
		const sealed = [at.seal(fresh(here))];
		for (const stale of ['', 'made.up', TICKETS.issue(Date.now() - tickets.LIFE_MS - 2_000)]) {
			const caught = at.batch(sealed, { sentAt: Date.now() - YEAR_MS, ticket: stale });
			const refusal = await problem(await post(caught));
			expect(refusal).toMatchObject({ status: 409, code: 'ticket_stale' });
			const again = at.batch(sealed, { sentAt: Date.now(), ticket: String(refusal.details.ticket) });
			expect((await post(again)).status).toBe(200);
		}
		expect(await count('ratings')).toBe(1);
	});

	test('when it is no unbroken run of one chain', async () => {
		const { here, at, post, count, ticket } = await door();
		const [one, two, three] = [fresh(here), fresh(here), fresh(here)].map(at.seal);
		for (const broken of [
			[one, three],
			[two, one],
			[one, { ...two, prev: three?.prev }],
			[one, { ...two, seq: 'two' }],
			[one, null]
		]) {
			const { ratings, ...rest } = at.batch([one!, two!], { ticket: ticket(), sentAt: Date.now() });
			expect(ratings).toHaveLength(2);
			expect(await problem(await post({ ...rest, ratings: broken }))).toMatchObject({
				status: 400,
				code: 'bad_shape'
			});
		}
		expect(await count('ratings')).toBe(0);
	});

	test('when it is not JSON, or not a batch', async () => {
		const { post } = await door();
		expect(await problem(await post('{"sentAt": 1, "ratings": ['))).toMatchObject({
			status: 400,
			code: 'bad_json'
		});
		expect(await problem(await post({ ratings: [] }))).toMatchObject({ status: 400, code: 'bad_shape' });
		expect(await problem(await post([1, 2]))).toMatchObject({ status: 400, code: 'bad_shape' });
	});

	test('when its body is ten megabytes, said or unsaid', async () => {
		const { url, count } = await door();
		const body = Buffer.alloc(10 * 1024 * 1024, 32);
		const headers = { 'accept-language': 'en' };
		const said = await fetch(url, { method: 'POST', headers, body }).catch((error: unknown) => error);
		// The server may close while the rest is still on its way; then no answer can be read.
		if (said instanceof Response)
			expect(await problem(said)).toMatchObject({
				status: 413,
				code: 'too_large',
				message: 'What was sent is larger than 512 kB and was not taken. Send it in parts.'
			});
		const stream = new ReadableStream({
			start(controller) {
				for (let part = 0; part < 10; part++) controller.enqueue(new Uint8Array(1024 * 1024));
				controller.close();
			}
		});
		const init = { method: 'POST', headers, body: stream, duplex: 'half' } as RequestInit;
		const unsaid = await fetch(url, init).catch((error: unknown) => error);
		if (unsaid instanceof Response) expect(unsaid.status).toBe(413);
		expect(await count('ratings')).toBe(0);
	});

	test('from another site, whatever says so, and by another method', async () => {
		const { here, batch, post, url, count } = await door();
		const good = batch(fresh(here));
		expect(await problem(await post(good, { origin: 'http://elsewhere.test' }))).toMatchObject({
			status: 403,
			code: 'wrong_origin'
		});
		// fetch will not send this header by itself, as a browser would.
		const status = await new Promise((told) => {
			const asked = ask(url, { method: 'POST', headers: { 'sec-fetch-site': 'cross-site' } }, (response) => {
				response.resume();
				told(response.statusCode);
			});
			asked.end(JSON.stringify(good));
		});
		expect(status).toBe(403);
		expect((await fetch(url)).status).toBe(405);
		expect(await count('ratings')).toBe(0);
	});

	test('when its tablet has sent too much in a minute, and the tablet beside it is heard', async () => {
		const { here, at, post, batch, said, ticket } = await door();
		const good = batch(fresh(here));
		const posts = await Promise.all(Array.from({ length: 60 }, () => post(good)));
		expect(posts.filter(({ status }) => status === 429)).toHaveLength(10);
		expect(said).toContainEqual({ code: 'too_many_tries', minutes: 1 });
		const beside = tablet(here, 'a2');
		const sealed = beside.seal(fresh(here, { counterId: here.counters.a2, officerId: here.officers.binh }));
		expect((await post(beside.batch([sealed], { sentAt: Date.now(), ticket: ticket() }))).status).toBe(200);
		expect(at.device.id).not.toBe(beside.device.id);
	});
});

describe('a rating is refused', () => {
	test('by its own name for each fault, and the good ones of the same batch are kept', async () => {
		const { here, send, count } = await door();
		const bad: [string, object][] = [
			['bad_shape', { ...fresh(here), serviceGrade: 'five' }],
			['bad_shape', { ...fresh(here), extra: true }],
			['bad_shape', fresh(here, { comment: 'x'.repeat(501) })],
			['bad_shape', fresh(here, { officerId: null })],
			['bad_shape', { ...fresh(here, { comment: 'Tốt' }), salt: null }],
			['comment_altered', { ...fresh(here, { comment: 'Tốt' }), commentDigest: 'x'.repeat(43) }],
			['grade_out_of_scale', fresh(here, { serviceGrade: 6 })],
			['grade_out_of_scale', fresh(here, { officerGrade: 0 })],
			['questionnaire_unknown', fresh(here, { questionnaireId: 99 })],
			['questionnaire_unknown', fresh(here, { scale: 3, serviceGrade: 2, officerGrade: 2 })],
			['reason_unknown', fresh(here, { reasons: ['bribed'] })],
			['service_unknown', fresh(here, { serviceId: 99 })],
			['counter_mismatch', fresh(here, { counterId: here.counters.b1 })]
		];
		const verdicts = await send(fresh(here), ...bad.map(([, value]) => value), fresh(here));
		expect(verdicts.map(({ code }) => code)).toEqual([undefined, ...bad.map(([code]) => code), undefined]);
		expect(verdicts.filter(({ verdict }) => verdict === 'accepted')).toHaveLength(2);
		for (const { message } of verdicts.filter(({ verdict }) => verdict === 'refused'))
			expect(message).toMatch(/^[A-Z].*\.$/);
		expect(await count('ratings')).toBe(2);
		expect(await count('refused_ratings')).toBe(bad.length);
	});

	test('and lies in the drawer once, whole, however often it is sent; its comment apart', async () => {
		const { db, here, at, post, ticket } = await door();
		const wrong = at.seal(fresh(here, { serviceGrade: 6, comment: 'giữ nguyên' }));
		for (let time = 0; time < 3; time++)
			await post(at.batch([wrong], { sentAt: Date.now(), ticket: ticket() }));
		const { rows } = await db.guard.execute('SELECT * FROM refused_ratings');
		expect(rows).toHaveLength(1);
		const { comment, salt } = rows[0]!;
		expect({ ...(JSON.parse(String(rows[0]?.body)) as object), comment, salt }).toEqual(wrong);
	});
});

test('a rating is kept once, sent alone ten times at the same time', async () => {
	const { here, at, post, count, ticket } = await door();
	const one = at.seal(fresh(here, { comment: 'Cảm ơn' }));
	const answers = await Promise.all(
		Array.from({ length: 10 }, async () => {
			const response = await post(at.batch([one], { sentAt: Date.now(), ticket: ticket() }));
			return ((await response.json()) as BatchAnswer).verdicts[0]?.verdict;
		})
	);
	expect(answers.sort()).toEqual(['accepted', ...Array.from({ length: 9 }, () => 'duplicate')]);
	expect(await count('ratings')).toBe(1);
	expect(await count('comments')).toBe(1);
});

test('an answer carries the next ticket, the epoch and the set-up’s tag', async () => {
	const { here, post, batch } = await door();
	const answered = (await (await post(batch(fresh(here)))).json()) as BatchAnswer;
	expect(answered.epoch).toBe('epoch');
	expect(answered.setupTag).toMatch(/^\d+\.\d{4}-\d{2}-\d{2}$/);
	expect(TICKETS.isFresh(answered.ticket, Date.now())).toBe(true);
});

test('a tablet’s last word is kept: when, and how far its clock was off', async () => {
	const { db, here, at, post, heard, ticket } = await door();
	const slow = at.batch([at.seal(fresh(here))], { sentAt: Date.now() - 3_600_000, ticket: ticket() });
	expect((await post(slow)).status).toBe(200);
	await heard.flush();
	const { rows } = await db.guard.execute(
		`SELECT seenAt, skewMs FROM devices WHERE id = ${here.devices.a1.id}`
	);
	expect(Math.abs(Number(rows[0]?.seenAt) - Date.now())).toBeLessThan(10_000);
	expect(Math.abs(Number(rows[0]?.skewMs) - 3_600_000)).toBeLessThan(10_000);
});
