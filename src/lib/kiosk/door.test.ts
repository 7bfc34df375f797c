import { describe, expect, it } from 'vitest';
import type { Statement } from '../shared/seal';
import { doors, type Voice } from './door';
import { NOON, setupOf } from './example';
import type { Sealed } from './seal';

const run = [{ seq: 1, hash: 'head', rating: { seq: 1 } }] as unknown as Sealed[];
const pairing = { code: 'ABCDEFGH', publicKey: 'p', sentAt: NOON, signature: 's' };
const word = { version: '1' } as never;
const voice = (): Voice => ({
	key: 'key',
	ticket: 'old',
	now: () => NOON,
	sign: ({ ticket, purpose, head, count }: Statement) =>
		Promise.resolve(`${purpose} ${ticket} ${head} ${count}`)
});
const answering = (status: number, body: unknown, headers: Record<string, string> = {}) =>
	doors(
		async () => new Response(typeof body === 'string' ? body : JSON.stringify(body), { status, headers })
	);
const problem = (code: string, details = {}) => ({ problem: { code, message: 'why', details } });
const verdicts = { verdicts: [], serverAt: 1, setupTag: 'x', ticket: 'new', epoch: 'e' };

/** A server that says one thing after the other, and remembers what it was told. */
function saying(...bodies: { status: number; body: unknown }[]) {
	const seen: { path: string; init: RequestInit; body: Record<string, unknown> }[] = [];
	const door = doors(async (path, init) => {
		seen.push({ path: String(path), init: init ?? {}, body: JSON.parse(String(init?.body)) });
		const said = bodies[seen.length - 1] ?? bodies.at(-1);
		return new Response(JSON.stringify(said?.body), { status: said?.status ?? 500 });
	});
	return { door, seen };
}

describe('knocking on the server’s doors', () => {
	it('sends a run with the tablet’s clock, key, ticket and signature, and nothing else that names it', async () => {
		const { door, seen } = saying({ status: 200, body: verdicts });
		const speaker = voice();
		expect(await door.ratings(speaker, run)).toEqual({ kind: 'verdicts', answer: verdicts });
		expect(seen[0]?.path).toBe('/api/v1/ratings');
		expect(seen[0]?.body).toEqual({
			key: 'key',
			ticket: 'old',
			sentAt: NOON,
			ratings: [{ seq: 1 }],
			signature: 'ratings old head 1'
		});
		expect(seen[0]?.init.headers).toEqual({ 'Content-Type': 'application/json' });
		expect(seen[0]?.init).toMatchObject({ cache: 'no-store', credentials: 'omit' });
		expect(speaker.ticket).toBe('new');
	});

	it('signs again at once with the ticket it is given, once', async () => {
		const stale = { status: 409, body: problem('ticket_stale', { ticket: 'fresh' }) };
		const once = saying(stale, { status: 200, body: verdicts });
		expect((await once.door.ratings(voice(), run)).kind).toBe('verdicts');
		expect(once.seen.map(({ body }) => body['signature'])).toEqual([
			'ratings old head 1',
			'ratings fresh head 1'
		]);
		const always = saying(stale);
		expect(await always.door.ratings(voice(), run)).toEqual({ kind: 'later', waitMs: 0 });
		expect(always.seen).toHaveLength(2);
		const hello = saying(stale, { status: 200, body: { highestSeq: 0, ticket: 'x' } });
		expect(await hello.door.hello(voice(), word)).toMatchObject({ highestSeq: 0 });
	});

	it('takes verdicts from a good answer only', async () => {
		expect((await answering(500, verdicts).ratings(voice(), run)).kind).toBe('later');
	});

	it('takes a hotel’s sign-in page for no answer at all, whatever its status', async () => {
		for (const status of [200, 401, 403, 511]) {
			const door = answering(status, '<html>Welcome to our wifi');
			expect((await door.ratings(voice(), run)).kind).toBe('later');
			expect(await door.hello(voice(), word)).toBeNull();
			expect(await door.pair(pairing)).toBeNull();
		}
		expect((await answering(403, { error: 'forbidden' }).ratings(voice(), run)).kind).toBe('later');
	});

	it('is locked only by the server’s own words', async () => {
		for (const [status, code] of [
			[401, 'device_unknown'],
			[403, 'device_retired'],
			[403, 'device_forked']
		] as const) {
			const door = answering(status, problem(code));
			expect(await door.ratings(voice(), run)).toEqual({ kind: 'locked', code });
			expect(await door.hello(voice(), word)).toMatchObject({ refused: code });
		}
		expect((await answering(401, problem('signature_wrong')).ratings(voice(), run)).kind).toBe('later');
	});

	it('hears how long to wait', async () => {
		const door = answering(503, problem('try_later'), { 'retry-after': '7' });
		expect(await door.ratings(voice(), run)).toEqual({ kind: 'later', waitMs: 7000 });
	});

	it('knows a body that nobody will ever read from a server that is busy', async () => {
		const kind = async (status: number, code: string) =>
			(await answering(status, problem(code)).ratings(voice(), run)).kind;
		expect(await kind(413, 'too_large')).toBe('unreadable');
		expect(await kind(400, 'bad_shape')).toBe('unreadable');
		expect(await kind(503, 'try_later')).toBe('later');
		expect(await kind(404, 'not_found')).toBe('later');
	});

	it('says which refusal a pairing code met', async () => {
		expect(await answering(410, problem('code_expired')).pair(pairing)).toEqual({
			refused: 'code_expired',
			details: {}
		});
		expect(await answering(500, problem('unexpected')).pair(pairing)).toBeNull();
		const paired = { deviceId: 7, serverAt: 1, ticket: 't', epoch: 'e', setup: setupOf() };
		expect(await answering(200, paired).pair(pairing)).toEqual(paired);
	});

	it('takes a network that fails for no answer', async () => {
		const door = doors(() => Promise.reject(new TypeError('failed to fetch')));
		expect(await door.hello(voice(), word)).toBeNull();
		expect(await door.ratings(voice(), run)).toEqual({ kind: 'later' });
	});
});
