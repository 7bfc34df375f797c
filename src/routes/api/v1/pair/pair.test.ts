import type { RequestEvent } from '@sveltejs/kit';
import { expect, it } from 'vitest';
import { database } from '../../../../../tests/database';
import { NOW as AT, town } from '../../../../../tests/town';
import * as devices from '$lib/server/devices/devices';
import { recogniser } from '$lib/server/devices/recogniser';
import { devices as table } from '$lib/server/devices/table';
import * as services from '$lib/server/org/services';
import type { PairAnswer, SetupAnswer } from '$lib/shared/setup';
import { GET } from '../setup/+server';
import { POST } from './+server';

/** The two doors over a town; every door call comes from an address of its own unless told. */
async function doors() {
	const db = database();
	const place = await town(db);
	const boss = place.people.administrator;
	const logged: unknown[] = [];
	const house = {
		db,
		devices: recogniser(db),
		settings: { proxyHeader: undefined },
		log: { warn: (line: unknown) => logged.push(line) }
	};
	const event = (request: Request, at: number, address: string) =>
		({
			request,
			locals: { house, at, language: 'ko' },
			getClientAddress: () => address
		}) as unknown as RequestEvent;
	let calls = 0;
	const post = async (body: string, at = AT, address = `10.1.0.${calls++}`) => {
		const request = new Request('http://localhost/api/v1/pair', { method: 'POST', body });
		const answer = await POST(event(request, at, address));
		return { status: answer.status, body: (await answer.json()) as PairAnswer & Refusal };
	};
	const pair = (code: string, at?: number, address?: string) => post(JSON.stringify({ code }), at, address);
	const get = async (headers: Record<string, string>, at = AT) => {
		const answer = await GET(
			event(new Request('http://localhost/api/v1/setup', { headers }), at, '10.0.0.1')
		);
		const text = await answer.text();
		return {
			status: answer.status,
			etag: answer.headers.get('etag') ?? '',
			body: (text ? JSON.parse(text) : null) as (SetupAnswer & Refusal) | null
		};
	};
	const invite = (counterId: number, code: string) =>
		db.write((tx) =>
			devices.invite(
				tx,
				boss,
				{
					deviceName: 'Máy mới',
					counterId,
					languages: ['vi', 'ko'],
					defaultLanguage: 'vi',
					idleSeconds: 40,
					countdownSeconds: 10
				},
				code,
				AT
			)
		);
	return { db, ...place, boss, post, pair, get, invite, logged };
}
type Refusal = { problem: { code: string; message: string; details: Record<string, unknown> } };

it('refuses what is no code by its own name, in the tablet’s language, and logs from where', async () => {
	const { post, pair, logged } = await doors();
	expect(await post('{"code"')).toMatchObject({ status: 400, body: { problem: { code: 'bad_json' } } });
	for (const wrong of ['{}', '{"code":7}', '{"code":""}', '[]', `{"code":"${'A'.repeat(41)}"}`])
		expect(await post(wrong)).toMatchObject({ status: 400, body: { problem: { code: 'bad_shape' } } });
	expect(await pair('AAAA2222', AT, '10.9.9.9')).toEqual({
		status: 404,
		body: {
			problem: {
				code: 'code_unknown',
				message: '연결 코드가 맞지 않습니다. 한 글자씩 확인해 주세요.',
				details: {}
			}
		}
	});
	expect(logged).toEqual([{ code: 'code_unknown', address: '10.9.9.9' }]);
});

it('refuses an expired code and a used one', async () => {
	const { pair, invite, counters } = await doors();
	await invite(counters.a1, 'ABCD2345');
	expect(await pair('ABCD2345', AT + 600_000)).toMatchObject({
		status: 410,
		body: { problem: { code: 'code_expired' } }
	});
	expect((await pair('ABCD2345')).status).toBe(200);
	expect(await pair('ABCD2345')).toMatchObject({ status: 409, body: { problem: { code: 'code_used' } } });
});

it('leaves the code unused where the counter is not ready, and lets it in once it is', async () => {
	const { db, boss, pair, invite, counters, services: offers } = await doors();
	await invite(counters.b1, 'ABCD2345');
	await db.write((tx) => services.close(tx, boss, offers.declare, { day: '2026-03-02' }, AT));
	expect(await pair('ABCD2345')).toMatchObject({
		status: 409,
		body: { problem: { code: 'counter_not_ready', details: { missing: ['services'] } } }
	});
	await db.write((tx) => services.reopen(tx, boss, offers.declare, AT));
	expect((await pair('ABCD2345')).status).toBe(200);
});

it('stops listening to an address after ten wrong codes, and to no other', async () => {
	const { pair, invite, counters } = await doors();
	await invite(counters.a1, 'ABCD2345');
	for (let time = 0; time < 10; time++) expect((await pair('AAAA2222', AT, '10.2.0.1')).status).toBe(404);
	expect(await pair('ABCD2345', AT, '10.2.0.1')).toMatchObject({
		status: 429,
		body: { problem: { code: 'too_many_tries' } }
	});
	expect((await pair('ABCD2345', AT, '10.2.0.2')).status).toBe(200);
});

it('lets a tablet in with a code typed anyhow; its token then gets the set-up, whole or unchanged', async () => {
	const { db, boss, pair, get, invite, counters, services: offers } = await doors();
	await invite(counters.a1, 'ABCD2345');
	const { status, body } = await pair(' abcd-2345 ');
	expect([status, body.serverAt, body.setup.counter.id]).toEqual([200, AT, counters.a1]);
	expect(body.token).toMatch(/^[\w-]{43}$/);

	const authorization = `Bearer ${body.token}`;
	const first = await get({ authorization });
	expect(first).toMatchObject({ status: 200, body: { serverAt: AT, setup: body.setup } });
	expect(await get({ authorization, 'if-none-match': first.etag })).toMatchObject({
		status: 304,
		body: null
	});
	expect((await get({ authorization, 'if-none-match': `W/${first.etag}` })).status).toBe(304);

	await db.write((tx) => services.close(tx, boss, offers.amend, { day: '2026-03-02' }, AT));
	const second = await get({ authorization, 'if-none-match': first.etag });
	expect(second.status).toBe(200);
	expect(second.body?.setup.services).toHaveLength(body.setup.services.length - 1);
});

it('tells nobody else: no token, a wrong one, a retired tablet', async () => {
	const { db, boss, get, devices: tablets } = await doors();
	for (const headers of [
		{},
		{ authorization: 'Bearer made-up-token-of-some-length' },
		{ authorization: 'x' }
	])
		expect(await get(headers as Record<string, string>)).toMatchObject({
			status: 401,
			body: { problem: { code: 'device_unknown' } }
		});
	const authorization = `Bearer ${tablets.a1.token}`;
	const { etag } = await get({ authorization });
	await db.write((tx) => devices.retire(tx, boss, tablets.a1.id, AT));
	expect(await get({ authorization, 'if-none-match': etag })).toMatchObject({
		status: 403,
		body: { problem: { code: 'device_retired' } }
	});
});

it('notes a tablet that asks for its set-up as heard of', async () => {
	const { db, get, devices: tablets } = await doors();
	await get({ authorization: `Bearer ${tablets.a1.token}`, 'user-agent': 'Tablet/9' }, AT + 1);
	const rows = await db.read.select().from(table);
	expect(rows.find((row) => row.id === tablets.a1.id)).toMatchObject({
		seenAt: AT + 1,
		userAgent: 'Tablet/9'
	});
});
