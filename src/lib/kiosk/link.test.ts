import { IDBFactory } from 'fake-indexeddb';
import 'fake-indexeddb/auto';
import { createHash, webcrypto } from 'node:crypto';
import * as v from 'valibot';
import { beforeEach, describe, expect, it } from 'vitest';
import { canonical } from '../shared/canonical';
import { HelloShape, PairShape, type Hello } from '../shared/hello';
import { BatchShape, type Batch, type Rating } from '../shared/rating';
import { chainText, contentText, statementText, type Statement } from '../shared/seal';
import { clock } from './clock';
import { draftOf, isChain, NOON, setupOf } from './example';
import { link, type OwnWord } from './link';
import { openMemory, type Memory } from './memory';
import { openOutbox, type Outbox } from './outbox';

const sha256 = (text: string | Uint8Array) => createHash('sha256').update(text).digest('base64url');
const own: OwnWord = {
	version: 'test',
	screen: 'rating',
	waiting: 0,
	oldestWaitingAt: null,
	refused: 0,
	aside: 0,
	storage: { persisted: null, usedBytes: null, quotaBytes: null, failing: false },
	battery: null,
	lacks: [],
	setupTag: 'one'
};

/** A server that checks every signature, and whose tickets change with every answer. */
function server() {
	const keys = new Map<string, string>();
	let ticket = 0;
	const state = { epoch: 'first', lost: false, used: new Map<string, string>(), highest: 0, refusals: 0 };
	const helloes: Hello[] = [];

	async function holds(signature: string, statement: Statement): Promise<boolean> {
		const spki = Buffer.from(keys.get(statement.key) ?? '', 'base64url');
		const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
		const key = await webcrypto.subtle.importKey('spki', spki, algorithm, false, ['verify']);
		const text = Buffer.from(statementText(statement));
		return webcrypto.subtle.verify(algorithm, key, Buffer.from(signature, 'base64url'), text);
	}
	const say = (status: number, body: object) => new Response(JSON.stringify(body), { status });
	const no = (status: number, code: string, details = {}) => {
		state.refusals += 1;
		return say(status, { problem: { code, message: '', details } });
	};

	const get: typeof fetch = async (path, init) => {
		const answer = await handle(String(path), JSON.parse(String(init?.body)));
		if (state.lost) throw new TypeError('the answer was lost');
		return answer;
	};
	async function handle(path: string, body: unknown): Promise<Response> {
		if (path === '/api/v1/pair') {
			const { code, publicKey, sentAt, signature } = v.parse(PairShape, body);
			const key = sha256(Buffer.from(publicKey, 'base64url'));
			if (state.used.has(code) && state.used.get(code) !== key) return no(409, 'code_used');
			keys.set(key, publicKey);
			const said = { purpose: 'pair', key, ticket: '', sentAt, head: sha256(code), count: 0 } as const;
			if (!(await holds(signature, said))) return no(401, 'signature_wrong');
			state.used.set(code, key);
			return say(200, { ...fresh(), deviceId: 7, setup: setupOf() });
		}
		const batch = path === '/api/v1/ratings';
		const message: Batch | Hello = batch ? v.parse(BatchShape, body) : v.parse(HelloShape, body);
		if (!keys.has(message.key)) return no(401, 'device_unknown');
		if (message.ticket !== String(ticket)) return no(409, 'ticket_stale', { ticket: String(++ticket) });
		const { key, sentAt, signature } = message;
		const count = 'ratings' in message ? message.ratings.length : 0;
		const head = 'word' in message ? sha256(canonical(message.word)) : headOf(message.ratings as Rating[]);
		const said = {
			purpose: batch ? 'ratings' : 'hello',
			key,
			ticket: message.ticket,
			sentAt,
			head,
			count
		} as const;
		if (!(await holds(signature, said))) return no(401, 'signature_wrong');
		if ('word' in message) {
			helloes.push(message);
			return say(200, { ...fresh(), highestSeq: state.highest, setup: null });
		}
		return say(200, { ...fresh(), verdicts: [], setupTag: 'one' });
	}
	const fresh = () => ({ serverAt: NOON, ticket: String(++ticket), epoch: state.epoch });
	return { get, state, helloes, keys };
}

function headOf(ratings: Rating[]): string {
	let prev = ratings[0]?.prev ?? '';
	for (const rating of ratings)
		prev = sha256(chainText({ seq: rating.seq, prev, digest: sha256(contentText(rating)) }));
	return prev;
}

let memory: Memory;
let outbox: Outbox;
let there: ReturnType<typeof server>;
const page = () =>
	link({
		memory,
		get: there.get,
		clock: clock(
			() => NOON,
			() => 0,
			null
		),
		now: () => NOON,
		steady: () => 0
	});

beforeEach(() => {
	globalThis.indexedDB = new IDBFactory();
	memory = openMemory();
	outbox = openOutbox(memory, () => {});
	there = server();
});

async function paired(code = 'ABCDEFGH') {
	const line = page();
	const pairing = await line.pair(code);
	if ('not' in pairing) throw new Error(JSON.stringify(pairing.not));
	await outbox.place();
	return { line, key: pairing.key };
}
async function finish(...numbers: number[]) {
	for (const number of numbers) await outbox.finish(draftOf(number));
	await outbox.place();
}

describe('the line to the server', () => {
	it('is refused where this browser cannot sign, and says so', async () => {
		const { subtle } = crypto;
		Object.defineProperty(crypto, 'subtle', { value: undefined, configurable: true });
		expect(await page().pair('ABCDEFGH')).toEqual({ not: 'no_key' });
		Object.defineProperty(crypto, 'subtle', { value: subtle, configurable: true });
	});

	it('is refused where the store cannot keep the key, before the code is spent', async () => {
		memory = { ...memory, write: () => Promise.reject(new DOMException('full', 'QuotaExceededError')) };
		expect(await page().pair('ABCDEFGH')).toEqual({ not: 'no_store' });
		expect(there.state.used.size).toBe(0);
	});

	it('pairs with a key of its own, and speaks with it from then on', async () => {
		const { line, key } = await paired();
		expect([...there.keys.keys()]).toEqual([key]);
		await finish(1, 2);
		expect((await line.post(await outbox.run(9))).kind).toBe('verdicts');
		expect(await line.hello(key, own)).toEqual({ kind: 'answer', setup: null, refilled: 0 });
		expect(there.helloes[0]?.word).toMatchObject({ lastSeq: 2, lastTapAt: NOON, epoch: 'first' });
		expect(there.state.refusals).toBe(0);
	});

	it('goes on after a reload, with the same key and the ticket it can get', async () => {
		const { key } = await paired();
		await finish(1);
		await page().hello(key, own);
		memory.close();
		memory = openMemory();
		outbox = openOutbox(memory, () => {});
		expect((await page().post(await outbox.run(9))).kind).toBe('verdicts');
		expect(there.state.refusals).toBe(0);
	});

	it('tries a code whose answer was lost with the same key again', async () => {
		there.state.lost = true;
		expect(await page().pair('ABCDEFGH')).toEqual({ not: 'no_answer' });
		there.state.lost = false;
		await paired('ABCDEFGH');
		expect(there.keys.size).toBe(1);
		await paired('JKMNPQRS');
		expect(there.keys.size).toBe(2);
	});

	it('a refused code leaves the old key and its chain as they were', async () => {
		const { key } = await paired();
		await finish(1);
		there.state.used.set('USEDUSED', 'somebody');
		expect(await page().pair('USEDUSED')).toEqual({ not: { code: 'code_used', details: {} } });
		expect((await memory.keyring())?.name).toBe(key);
		expect((await outbox.run(9))[0]?.key).toBe(key);
	});

	it('sends again what a restored server lacks', async () => {
		const { line, key } = await paired();
		await finish(1, 2, 3);
		const settled = [1, 2, 3].map((seq) => ({ seq, refused: false }));
		await outbox.settle(settled, { key, epoch: 'first', at: NOON });
		there.state.highest = 3;
		expect(await line.hello(key, own)).toMatchObject({ refilled: 0 });
		Object.assign(there.state, { epoch: 'second', highest: 1 });
		expect(await line.hello(key, own)).toMatchObject({ refilled: 2 });
		expect((await outbox.run(9)).map(({ seq }) => seq)).toEqual([2, 3]);
		expect(await line.hello(key, own)).toMatchObject({ refilled: 0 });
		expect(await isChain(key, await memory.chain(key))).toBe(true);
	});

	it('notices that another tab has paired anew', async () => {
		const { line, key } = await paired();
		await finish(1);
		const run = await outbox.run(9);
		await paired('JKMNPQRS');
		expect(await line.hello(key, own)).toEqual({ kind: 'lost' });
		expect(await line.post(run)).toEqual({ kind: 'later' });
		expect((await line.post(await outbox.run(9))).kind).toBe('verdicts');
	});

	it('is told that the server does not know it, and keeps everything', async () => {
		const { line, key } = await paired();
		await finish(1);
		there.keys.clear();
		expect(await line.hello(key, own)).toEqual({ kind: 'locked', code: 'device_unknown' });
		expect(await line.post(await outbox.run(9))).toEqual({ kind: 'locked', code: 'device_unknown' });
		expect((await outbox.counts()).waiting).toBe(1);
	});

	it('measures the server’s clock with each answer', async () => {
		let wall = NOON - 3_600_000;
		const own_ = clock(
			() => wall,
			() => wall,
			null
		);
		const line = link({ memory, get: there.get, clock: own_, now: () => wall, steady: () => wall });
		const paired = await line.pair('ABCDEFGH');
		expect(own_.skewMs()).toBe(3_600_000);
		wall += 1_000;
		if (!('not' in paired)) await line.hello(paired.key, own);
		expect(own_.skewMs()).toBe(3_599_000);
	});
});
