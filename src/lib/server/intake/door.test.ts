// The ratings door over real HTTP: what is refused, how, and that the good ratings beside it are kept.
import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, onTestFinished, test } from 'vitest';
import { database } from '../../../../tests/database';
import { rating } from '../../../../tests/ratings';
import { NOW, town, type Town } from '../../../../tests/town';
import type { BatchAnswer } from '../../shared/rating';
import type { ProblemWire } from '../../shared/problem';
import { sentence } from '../../words/problem';
import * as devices from '../devices/devices';
import { recogniser } from '../devices/recogniser';
import { SYSTEM } from '../../shared/actor';
import * as news from '../ratings/news';
import { answer } from './door';
import * as intake from './intake';

const YEAR_MS = 365 * 86_400_000;

async function door() {
	const db = database();
	const here = await town(db);
	const warnings: object[] = [];
	const log = {
		error: (details: object) => warnings.push(details),
		warn: (details: object) => warnings.push(details)
	};
	const behind = {
		db,
		intake: intake.make(db, news.make()),
		devices: recogniser(db),
		sentence,
		origin: 'http://tablet.test',
		log
	};
	const server = createServer((request, response) => void answer(request, response, behind));
	await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
	onTestFinished(async () => {
		server.closeAllConnections();
		await new Promise((closed) => server.close(closed));
	});
	const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/v1/ratings`;
	const post = (body: unknown, headers: Record<string, string> = {}) =>
		fetch(url, {
			method: 'POST',
			headers: { authorization: `Bearer ${here.devices.a1.token}`, 'accept-language': 'en', ...headers },
			body: typeof body === 'string' ? body : JSON.stringify(body)
		});
	const send = async (...ratings: unknown[]) => {
		const response = await post({ sentAt: Date.now(), ratings });
		expect(response.status).toBe(200);
		return ((await response.json()) as BatchAnswer).verdicts;
	};
	const count = async (table: string) =>
		Number((await db.guard.execute(`SELECT count(*) AS n FROM ${table}`)).rows[0]?.n);
	return { db, here, url, post, send, count, warnings };
}

/** The town's tablets were paired long ago by the real clock; taps are "now" by it. */
const fresh = (here: Town, seq: number, changed: Parameters<typeof rating>[2] = {}) =>
	rating(here, seq, { tappedAt: Date.now() - 30_000, ...changed });

async function problem(response: Response) {
	const { problem } = (await response.json()) as ProblemWire;
	return { status: response.status, code: problem.code, message: problem.message };
}

describe('a batch is refused', () => {
	test('without a token, with a made-up one, and from a retired tablet, each by its own name', async () => {
		const { db, here, post } = await door();
		const batch = { sentAt: Date.now(), ratings: [fresh(here, 1)] };
		expect(await problem(await post(batch, { authorization: '' }))).toMatchObject({
			status: 401,
			code: 'device_unknown'
		});
		const madeUp = { authorization: `Bearer ${randomUUID()}${randomUUID()}` };
		expect(await problem(await post(batch, madeUp))).toMatchObject({ status: 401, code: 'device_unknown' });
		await db.write((tx) => devices.retire(tx, SYSTEM, here.devices.a1.id, NOW));
		expect(await problem(await post(batch))).toMatchObject({ status: 403, code: 'device_retired' });
	});

	test('when it is not JSON, or not a batch', async () => {
		const { post } = await door();
		expect(await problem(await post('{"sentAt": 1, "ratings": ['))).toMatchObject({
			status: 400,
			code: 'bad_json'
		});
		expect(await problem(await post({ ratings: [] }))).toMatchObject({ status: 400, code: 'bad_shape' });
		expect(await problem(await post([1, 2]))).toMatchObject({ status: 400, code: 'bad_shape' });
		const many = { sentAt: Date.now(), ratings: Array.from({ length: 101 }, () => ({})) };
		expect(await problem(await post(many))).toMatchObject({ status: 400, code: 'bad_shape' });
	});

	test('when its body is ten megabytes, said or unsaid', async () => {
		const { url, here, count } = await door();
		const body = Buffer.alloc(10 * 1024 * 1024, 32);
		const headers = { authorization: `Bearer ${here.devices.a1.token}`, 'accept-language': 'en' };
		const said = await fetch(url, { method: 'POST', headers, body }).catch((error: unknown) => error);
		// The server may close while the rest is still on its way; then no answer can be read.
		if (said instanceof Response)
			expect(await problem(said)).toEqual({
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
		const unsaid = await fetch(url, {
			method: 'POST',
			headers,
			body: stream,
			duplex: 'half'
		} as RequestInit).catch((error: unknown) => error);
		if (unsaid instanceof Response) expect(unsaid.status).toBe(413);
		expect(await count('ratings')).toBe(0);
	});

	test('from another site, and by another method', async () => {
		const { here, post, url } = await door();
		const batch = { sentAt: Date.now(), ratings: [fresh(here, 1)] };
		expect(await problem(await post(batch, { origin: 'http://elsewhere.test' }))).toMatchObject({
			status: 403,
			code: 'wrong_origin'
		});
		expect((await fetch(url)).status).toBe(405);
	});
});

describe('a rating is refused', () => {
	test('by its own name for each fault, and the good ones of the same batch are kept', async () => {
		const { here, send, count } = await door();
		const bad: [string, unknown][] = [
			['bad_shape', 'not even an object'],
			['bad_shape', { ...fresh(here, 2), serviceGrade: 'five' }],
			['bad_shape', { ...fresh(here, 3), extra: true }],
			['bad_shape', { ...fresh(here, 4), comment: 'x'.repeat(501) }],
			['bad_shape', { ...fresh(here, 5), officerId: null }],
			['grade_out_of_scale', fresh(here, 6, { serviceGrade: 6 })],
			['grade_out_of_scale', fresh(here, 7, { officerGrade: 0 })],
			['questionnaire_unknown', fresh(here, 8, { questionnaireId: 99 })],
			['questionnaire_unknown', fresh(here, 9, { scale: 3, serviceGrade: 2, officerGrade: 2 })],
			['reason_unknown', fresh(here, 10, { reasons: ['bribed'] })],
			['service_unknown', fresh(here, 11, { serviceId: 99 })],
			['counter_mismatch', fresh(here, 12, { counterId: here.counters.b1 })],
			['officer_unknown', fresh(here, 13, { officerId: 99 })],
			['officer_elsewhere', fresh(here, 14, { officerId: here.officers.giang })],
			['clock_off', fresh(here, 15, { tappedAt: Date.now() - 10 * YEAR_MS })],
			['clock_off', fresh(here, 16, { tappedAt: Date.now() + 10 * YEAR_MS })]
		];
		const verdicts = await send(fresh(here, 1), ...bad.map(([, value]) => value), fresh(here, 17));
		expect(verdicts.map(({ code }) => code)).toEqual([undefined, ...bad.map(([code]) => code), undefined]);
		expect(verdicts.filter(({ verdict }) => verdict === 'accepted')).toHaveLength(2);
		for (const { message } of verdicts.filter(({ verdict }) => verdict === 'refused'))
			expect(message).toMatch(/^[A-Z].*\.$/);
		expect(await count('ratings')).toBe(2);
		expect(await count('refused_ratings')).toBe(bad.length);
	});

	test('whole batch by whole batch when the tablet’s own clock is ten years off', async () => {
		const { here, post, count } = await door();
		const sentAt = Date.now() - 10 * YEAR_MS;
		const response = await post({ sentAt, ratings: [fresh(here, 1, { tappedAt: sentAt - 5_000 })] });
		const { verdicts } = (await response.json()) as BatchAnswer;
		expect(verdicts[0]).toMatchObject({ verdict: 'refused', code: 'clock_off' });
		expect(await count('refused_ratings')).toBe(1);
	});

	test('and lies in the drawer once, whole, however often it is sent', async () => {
		const { db, here, send } = await door();
		const wrong = fresh(here, 1, { serviceGrade: 6, comment: 'giữ nguyên' });
		await send(wrong);
		await send(wrong);
		const { rows } = await db.guard.execute('SELECT code, body FROM refused_ratings');
		expect(rows).toHaveLength(1);
		expect(JSON.parse(String(rows[0]?.body))).toEqual(wrong);
	});
});

describe('a rating is kept once', () => {
	test('when it is sent twice, in one batch or in ten at once', async () => {
		const { here, send, count } = await door();
		const one = fresh(here, 1, { comment: 'Cảm ơn' });
		const first = await send(one, one);
		expect(first.map(({ verdict }) => verdict)).toEqual(['accepted', 'duplicate']);
		const again = await Promise.all(Array.from({ length: 10 }, () => send(one)));
		for (const [verdict] of again) expect(verdict).toMatchObject({ verdict: 'duplicate', id: one.id });
		expect(await count('ratings')).toBe(1);
		expect(await count('comments')).toBe(1);
	});

	test('and another rating under its id or its number is a conflict, not a change', async () => {
		const { db, here, send } = await door();
		const one = fresh(here, 1, { comment: 'Chờ lâu' });
		await send(one);
		const [otherGrade] = await send({ ...one, serviceGrade: 1 });
		expect(otherGrade).toMatchObject({ verdict: 'refused', code: 'id_conflict' });
		const [otherComment] = await send({ ...one, comment: 'Rất tốt' });
		expect(otherComment).toMatchObject({ verdict: 'refused', code: 'id_conflict' });
		const [sameNumber] = await send(fresh(here, 1));
		expect(sameNumber).toMatchObject({ verdict: 'refused', code: 'sequence_taken' });
		const { rows } = await db.guard.execute('SELECT serviceGrade FROM ratings');
		expect(rows.map((row) => row.serviceGrade)).toEqual([5]);
	});
});

test('a slow tablet’s clock is corrected by the skew, both instants are kept, and the day is the branch’s', async () => {
	const { db, here, post } = await door();
	const hourMs = 3_600_000;
	const tappedAt = Date.now() - hourMs - 30_000;
	await post({ sentAt: Date.now() - hourMs, ratings: [fresh(here, 1, { tappedAt })] });
	const { rows } = await db.guard.execute('SELECT tappedAt, skewMs, day, receivedAt FROM ratings');
	const [row] = rows;
	expect(Number(row?.tappedAt)).toBe(tappedAt);
	expect(Math.abs(Number(row?.skewMs) - hourMs)).toBeLessThan(5_000);
	const inHanoi = new Date(tappedAt + Number(row?.skewMs) + 7 * hourMs).toISOString().slice(0, 10);
	expect(row?.day).toBe(inHanoi);
});

test('an officer from elsewhere who has a duty at the counter may be rated there', async () => {
	const { db, here, send } = await door();
	await db.guard.execute({
		sql: 'INSERT INTO duties (officerId, counterId, fromAt, untilAt) VALUES (?, ?, ?, NULL)',
		args: [here.officers.ha, here.counters.a1, Date.now() - 86_400_000]
	});
	const [verdict] = await send(fresh(here, 1, { officerId: here.officers.ha }));
	expect(verdict).toMatchObject({ verdict: 'accepted' });
});

test('a tablet’s last word is kept: when, how far off, which browser', async () => {
	const { db, here, send } = await door();
	await send(fresh(here, 1));
	await db.guard.idle();
	const { rows } = await db.guard.execute(
		`SELECT seenAt, skewMs FROM devices WHERE id = ${here.devices.a1.id}`
	);
	expect(Math.abs(Number(rows[0]?.seenAt) - Date.now())).toBeLessThan(10_000);
});
