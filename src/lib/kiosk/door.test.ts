import { describe, expect, it } from 'vitest';
import type { Rating } from '../shared/rating';
import { doors } from './door';
import { NOON, setupOf } from './example';

const ratings = [{ seq: 1 } as Rating];
const answering = (status: number, body: unknown, headers: Record<string, string> = {}) =>
	doors(
		async () => new Response(typeof body === 'string' ? body : JSON.stringify(body), { status, headers })
	);
const problem = (code: string) => ({ problem: { code, message: 'why', details: {} } });

describe('knocking on the server’s doors', () => {
	it('sends a batch with the tablet’s clock and its token, and nothing else that names it', async () => {
		const seen: { path: string; init: RequestInit }[] = [];
		const door = doors(async (path, init) => {
			seen.push({ path: String(path), init: init ?? {} });
			return new Response(JSON.stringify({ verdicts: [], serverAt: 1, setupTag: 'x' }));
		});
		await door.ratings('secret', ratings, NOON);
		expect(seen[0]?.path).toBe('/api/v1/ratings');
		expect(JSON.parse(String(seen[0]?.init.body))).toEqual({ sentAt: NOON, ratings });
		expect(seen[0]?.init.headers).toEqual({
			'Content-Type': 'application/json',
			Authorization: 'Bearer secret'
		});
		expect(seen[0]?.init).toMatchObject({ cache: 'no-store', credentials: 'omit' });
	});

	it('takes verdicts from a good answer only', async () => {
		const verdicts = { verdicts: [], serverAt: 1, setupTag: 'x' };
		expect(await answering(200, verdicts).ratings('t', ratings, 0)).toEqual({
			kind: 'verdicts',
			answer: verdicts
		});
		expect((await answering(500, verdicts).ratings('t', ratings, 0)).kind).toBe('later');
	});

	it('takes a hotel’s sign-in page for no answer at all, whatever its status', async () => {
		for (const status of [200, 401, 403, 511]) {
			const door = answering(status, '<html>Welcome to our wifi');
			expect((await door.ratings('t', ratings, 0)).kind).toBe('later');
			expect(await door.setup('t')).toBeNull();
			expect(await door.pair('ABCDEFGH')).toBeNull();
		}
		expect((await answering(403, { error: 'forbidden' }).ratings('t', ratings, 0)).kind).toBe('later');
	});

	it('is locked only by the server’s own words', async () => {
		for (const [status, code] of [
			[401, 'device_unknown'],
			[403, 'device_retired']
		] as const) {
			expect(await answering(status, problem(code)).ratings('t', ratings, 0)).toEqual({
				kind: 'locked',
				code
			});
			expect(await answering(status, problem(code)).setup('t')).toMatchObject({ refused: code });
		}
	});

	it('hears how long to wait', async () => {
		const door = answering(429, problem('too_many_tries'), { 'retry-after': '7' });
		expect(await door.ratings('t', ratings, 0)).toEqual({ kind: 'later', waitMs: 7000 });
	});

	it('knows a body that nobody will ever read from a server that is busy', async () => {
		expect((await answering(413, problem('too_large')).ratings('t', ratings, 0)).kind).toBe('unreadable');
		expect((await answering(400, problem('bad_shape')).ratings('t', ratings, 0)).kind).toBe('unreadable');
		expect((await answering(503, problem('try_later')).ratings('t', ratings, 0)).kind).toBe('later');
		expect((await answering(404, problem('not_found')).ratings('t', ratings, 0)).kind).toBe('later');
	});

	it('says which refusal a pairing code met', async () => {
		expect(await answering(410, problem('code_expired')).pair('ABCDEFGH')).toEqual({
			refused: 'code_expired',
			details: {}
		});
		expect(await answering(500, problem('unexpected')).pair('ABCDEFGH')).toBeNull();
		const paired = { token: 't', serverAt: 1, setup: setupOf() };
		expect(await answering(200, paired).pair('ABCDEFGH')).toEqual(paired);
	});

	it('takes a network that fails for no answer', async () => {
		const door = doors(() => Promise.reject(new TypeError('failed to fetch')));
		expect(await door.setup('t')).toBeNull();
		expect(await door.ratings('t', ratings, 0)).toEqual({ kind: 'later' });
	});
});
