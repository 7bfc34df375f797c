import type { RequestEvent } from '@sveltejs/kit';
import { randomUUID } from 'node:crypto';
import { eq } from 'drizzle-orm';
import { describe, expect, it } from 'vitest';
import { database } from '../../../../../tests/database';
import { rating, tablet } from '../../../../../tests/ratings';
import { hash, newKey, signed, type TabletKey } from '../../../../../tests/tablet';
import { NOW as AT, town } from '../../../../../tests/town';
import { canonical } from '$lib/shared/canonical';
import type { HelloAnswer, PairAnswer, Word } from '$lib/shared/hello';
import * as devices from '$lib/server/devices/devices';
import * as hearing from '$lib/server/devices/heard';
import { recogniser } from '$lib/server/devices/recogniser';
import { devices as table, deviceWords } from '$lib/server/devices/table';
import { LIFE_MS, make as makeTickets } from '$lib/server/devices/ticket';
import * as services from '$lib/server/org/services';
import { POST as HELLO } from '../hello/+server';
import { POST as PAIR } from './+server';

type Refusal = { problem: { code: string; message: string; details: Record<string, unknown> } };

const WORD: Word = {
	version: '1.0.0',
	screen: 'rating',
	...{ waiting: 0, oldestWaitingAt: null, refused: 0, aside: 0, lastSeq: 0, lastTapAt: null },
	storage: { persisted: true, usedBytes: 1, quotaBytes: 100, failing: false },
	...{ battery: null, clockJumps: 0, lacks: [], setupTag: null, epoch: null }
};

/** The two doors over a town. */
async function doors() {
	const db = database();
	const place = await town(db);
	const boss = place.people.administrator;
	const logged: unknown[] = [];
	const tickets = makeTickets('a secret of at least thirty-two characters');
	const heard = hearing.make(db, (error) => expect.fail(String(error)));
	const house = {
		db,
		tablets: { db, devices: recogniser(db, tickets), heard, epochId: 'this life' },
		log: { warn: (line: unknown) => logged.push(line) }
	};
	const post = async <A>(door: typeof PAIR, body: unknown, at: number) => {
		const request = new Request('http://localhost/api/v1/pair', {
			method: 'POST',
			headers: { 'user-agent': 'Tablet/9' },
			body: typeof body === 'string' ? body : JSON.stringify(body)
		});
		const event = { request, locals: { house, at, language: 'ko' } } as unknown as RequestEvent;
		const answer = await door(event as Parameters<typeof PAIR>[0]);
		return { status: answer.status, body: (await answer.json()) as A & Refusal };
	};
	/** What a tablet that pairs sends, signed before something in it is changed. */
	const coming = (code: string, key: TabletKey = newKey(), changed: object = {}) => ({
		code,
		publicKey: key.publicKey,
		sentAt: AT,
		signature: signed(key, { purpose: 'pair', ticket: '', sentAt: AT, head: hash(code), count: 0 }),
		...changed
	});
	const pair = (body: unknown, at = AT) => post<PairAnswer>(PAIR, body, at);
	/** What a paired tablet says. */
	const saying = (key: TabletKey, ticket: string, word: Word = WORD, sentAt = AT) => ({
		...{ key: key.keyId, ticket, sentAt, word },
		signature: signed(key, { purpose: 'hello', ticket, sentAt, head: hash(canonical(word)), count: 0 })
	});
	const hello = (body: unknown, at = AT) => post<HelloAnswer>(HELLO as unknown as typeof PAIR, body, at);
	const invite = (counterId: number, code: string, replacesId: number | null = null) => {
		const settings: devices.DeviceSettings = {
			deviceName: 'Máy mới',
			...{ counterId, languages: ['vi', 'ko'], defaultLanguage: 'vi', idleSeconds: 40, countdownSeconds: 10 }
		};
		return db.write((tx) => devices.invite(tx, boss, settings, code, AT, replacesId));
	};
	return { db, ...place, boss, coming, pair, saying, hello, invite, logged, tickets, heard };
}

describe('a tablet that wants to come in', () => {
	it('is refused by name when it brings no code or no key, in its language, and the log says so', async () => {
		const { pair, coming, logged } = await doors();
		expect(await pair('{"code"')).toMatchObject({ status: 400, body: { problem: { code: 'bad_json' } } });
		const good = coming('AAAA2222');
		for (const [field, value] of [
			['code', 7],
			['code', ''],
			['code', 'A'.repeat(41)],
			['publicKey', 'short'],
			['sentAt', 'now'],
			['signature', 'x']
		] as const)
			expect(await pair({ ...good, [field]: value })).toMatchObject({
				status: 400,
				body: { problem: { code: 'bad_shape', details: { field } } }
			});
		expect(await pair(good)).toEqual({
			status: 404,
			body: {
				problem: {
					code: 'code_unknown',
					message: '연결 코드가 맞지 않습니다. 한 글자씩 확인해 주세요.',
					details: {}
				}
			}
		});
		expect(logged).toEqual([{ code: 'code_unknown' }]);
	});

	it('is refused when it does not hold its key’s other half, and the code stays good', async () => {
		const { pair, coming, invite, counters } = await doors();
		await invite(counters.a1, 'ABCD2345');
		const key = newKey();
		for (const wrong of [
			coming('ABCD2345', key, { publicKey: newKey().publicKey }),
			coming('ABCD2345', key, { sentAt: AT + 1 }),
			coming('ABCD2345', key, { signature: 'A'.repeat(86) }),
			{ ...coming('WXYZ6789', key), code: 'ABCD2345' }
		])
			expect(await pair(wrong)).toMatchObject({
				status: 401,
				body: { problem: { code: 'signature_wrong' } }
			});
		expect(await pair(coming('ABCD2345', key, { publicKey: 'A'.repeat(122) }))).toMatchObject({
			status: 400,
			body: { problem: { code: 'bad_shape', details: { field: 'publicKey' } } }
		});
		expect((await pair(coming('ABCD2345', key))).status).toBe(200);
	});

	it('is refused with an expired code, a used one, and a key that is in use', async () => {
		const { pair, coming, invite, counters } = await doors();
		const key = newKey();
		await invite(counters.a1, 'ABCD2345');
		await invite(counters.a1, 'WXYZ6789');
		expect(await pair(coming('ABCD2345', key), AT + 600_000)).toMatchObject({
			status: 410,
			body: { problem: { code: 'code_expired' } }
		});
		expect((await pair(coming('ABCD2345', key))).status).toBe(200);
		expect(await pair(coming('ABCD2345'))).toMatchObject({
			status: 409,
			body: { problem: { code: 'code_used' } }
		});
		expect(await pair(coming('WXYZ6789', key))).toMatchObject({
			status: 409,
			body: { problem: { code: 'already_exists' } }
		});
	});

	it('leaves the code unused where the counter is not ready, and gets in once it is', async () => {
		const { db, boss, pair, coming, invite, counters, services: offers } = await doors();
		await invite(counters.b1, 'ABCD2345');
		await db.write((tx) => services.close(tx, boss, offers.declare, { day: '2026-03-02' }, AT));
		expect(await pair(coming('ABCD2345'))).toMatchObject({
			status: 409,
			body: { problem: { code: 'counter_not_ready', details: { missing: ['services'] } } }
		});
		await db.write((tx) => services.reopen(tx, boss, offers.declare, AT));
		expect((await pair(coming('ABCD2345'))).status).toBe(200);
	});

	it('is not listened to after ten wrong codes by its key, and another key is', async () => {
		const { pair, coming, invite, counters } = await doors();
		await invite(counters.a1, 'ABCD2345');
		const key = newKey();
		// A minute of its own: the door counts for as long as the process lives.
		const at = AT + 120_000;
		for (let time = 0; time < 10; time++) expect((await pair(coming('AAAA2222', key), at)).status).toBe(404);
		expect(await pair(coming('ABCD2345', key), at)).toMatchObject({
			status: 429,
			body: { problem: { code: 'too_many_tries' } }
		});
		expect((await pair(coming('ABCD2345'), at)).status).toBe(200);
	});

	it('comes in with a code typed anyhow and is told everything; the one it replaces is out', async () => {
		const { db, pair, coming, invite, counters, devices: tablets, tickets } = await doors();
		await invite(counters.a1, 'ABCD2345', tablets.a1.id);
		const { status, body } = await pair(coming(' abcd-2345 '));
		expect([status, body.serverAt, body.epoch, body.setup.counter.id]).toEqual([
			...[200, AT, 'this life', counters.a1]
		]);
		expect(tickets.isFresh(body.ticket, AT)).toBe(true);
		const [old] = await db.read.select().from(table).where(eq(table.id, tablets.a1.id));
		expect(old).toMatchObject({ retiredAt: AT, replacedById: body.deviceId });
	});
});

describe('a tablet that says hello', () => {
	it('is refused by name: unknown, no hello at all, retired, forked', async () => {
		const { db, boss, hello, saying, tickets, devices: tablets } = await doors();
		const ticket = tickets.issue(AT);
		const refused = async (body: unknown) => {
			const { status, body: said } = await hello(body);
			return [status, said.problem.code];
		};
		expect(await refused(saying(newKey(), ticket))).toEqual([401, 'device_unknown']);
		expect(await refused('{')).toEqual([400, 'bad_json']);
		const good = saying(tablets.a1.key, ticket);
		expect(await refused({ ...good, word: { ...WORD, waiting: -1 } })).toEqual([400, 'bad_shape']);
		await db.write((tx) => devices.retire(tx, boss, tablets.a1.id, AT));
		expect(await refused(good)).toEqual([403, 'device_retired']);
		await db.write((tx) => devices.fork(tx, tablets.a2.id, 3, AT));
		expect(await refused(saying(tablets.a2.key, ticket))).toEqual([403, 'device_forked']);
		expect((await hello(saying(tablets.b1.key, ticket))).status).toBe(200);
	});

	it('is refused with another’s word or a changed one, and nothing of it is kept', async () => {
		const { db, hello, saying, tickets, heard, devices: tablets } = await doors();
		const ticket = tickets.issue(AT);
		const mine = saying(tablets.a1.key, ticket);
		const theirs = saying(tablets.a2.key, ticket, { ...WORD, waiting: 9 });
		for (const wrong of [
			{ ...theirs, key: mine.key },
			{ ...mine, word: theirs.word },
			{ ...mine, sentAt: AT - 3_600_000 },
			{ ...mine, signature: theirs.signature }
		])
			expect(await hello(wrong)).toMatchObject({
				status: 401,
				body: { problem: { code: 'signature_wrong' } }
			});
		await heard.flush();
		expect(await db.read.select().from(deviceWords)).toEqual([]);
	});

	it('is given a fresh ticket for a stale one, and a word caught on its way is worth nothing later', async () => {
		const { hello, saying, tickets, devices: tablets } = await doors();
		const { key } = tablets.a1;
		const later = AT + LIFE_MS + 1_000;
		const caught = saying(key, tickets.issue(AT));
		expect((await hello(caught)).status).toBe(200);
		const stale = await hello(caught, later);
		expect(stale).toMatchObject({ status: 409, body: { problem: { code: 'ticket_stale' } } });
		const ticket = String(stale.body.problem.details.ticket);
		expect(await hello({ ...caught, ticket }, later)).toMatchObject({ status: 401 });
		const answer = await hello(saying(key, ticket, WORD, later), later);
		expect(answer.status).toBe(200);
		expect(tickets.isFresh(answer.body.ticket, later)).toBe(true);
	});

	it('is kept with its skew, and told the set-up only where it has another', async () => {
		const { db, boss, hello, saying, tickets, heard, devices: tablets, services: offers } = await doors();
		const { key, id } = tablets.a1;
		const say = (setupTag: string | null) =>
			hello(saying(key, tickets.issue(AT), { ...WORD, setupTag, waiting: 4 }, AT - 7_000));
		const first = await say(null);
		expect(first.body).toMatchObject({ serverAt: AT, epoch: 'this life', highestSeq: 0 });
		const tag = first.body.setup!.tag;
		expect((await say(tag)).body.setup).toBeNull();
		await db.write((tx) => services.close(tx, boss, offers.amend, { day: '2026-03-02' }, AT));
		expect((await say(tag)).body.setup?.services).toHaveLength(first.body.setup!.services.length - 1);
		await heard.flush();
		expect(await db.read.select().from(deviceWords)).toMatchObject([
			{ deviceId: id, at: AT, skewMs: 7_000, word: { waiting: 4 } }
		]);
		const [row] = await db.read.select().from(table).where(eq(table.id, id));
		expect(row).toMatchObject({ seenAt: AT, skewMs: 7_000, userAgent: 'Tablet/9' });
	});

	it('is told the highest number there is of it, in the ledger or in the drawer', async () => {
		const { db, hello, saying, tickets, devices: tablets, ...place } = await doors();
		const there = { ...place, devices: tablets };
		const mine = tablet(there);
		await mine.send(db, [rating(there), rating(there), { id: randomUUID(), form: 9 }]);
		const { key } = tablets.a1;
		expect((await hello(saying(key, tickets.issue(AT)))).body.highestSeq).toBe(3);
		expect((await hello(saying(tablets.a2.key, tickets.issue(AT)))).body.highestSeq).toBe(0);
	});
});
