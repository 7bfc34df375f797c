// Programs that come with a key; first those that get nothing.
import { randomBytes } from 'node:crypto';
import { expect, it } from 'vitest';
import { database } from '../../../../tests/database';
import { NOW as AT, town } from '../../../../tests/town';
import { keyIn, make } from './bearer';
import { opens, RULES } from './gate';
import * as keys from './keys';
import type { KeyUse } from './keytable';

async function house(use: 'figures' | 'board' = 'figures') {
	const db = database();
	const { people } = await town(db);
	const wanted = { name: 'Máy', use, branchIds: null, expiresAt: null };
	const issue = () => db.write((tx) => keys.issue(tx, people.leaderA, wanted, AT, randomBytes));
	return { db, people, issue };
}

it('refuses a wrong key, one of a wall screen and one that is revoked, all alike', async () => {
	const { db, issue, people } = await house();
	const bearer = make(db);
	const { id, key } = await issue();
	expect(await bearer.who(key, 'figures', AT)).toEqual(people.leaderA);
	await db.write((tx) => keys.revoke(tx, people.leaderA, id, AT));
	const board = await house('board');
	const screen = await board.issue();
	for (const [one, word] of [
		[bearer, key],
		[bearer, 'hl_wrong'],
		[bearer, ''],
		[make(board.db), screen.key]
	] as const)
		await expect(one.who(word, 'figures', AT)).rejects.toMatchObject({
			code: 'key_unknown',
			status: 401,
			details: {}
		});
});

it('lets each key ask so often in a minute and no more, whatever others ask', async () => {
	const { db, issue } = await house();
	const bearer = make(db, 3);
	const [one, other] = [await issue(), await issue()];
	for (let time = 0; time < 3; time++) await bearer.who(one.key, 'figures', AT);
	await expect(bearer.who(one.key, 'figures', AT)).rejects.toMatchObject({
		code: 'too_many_requests',
		status: 429,
		details: { seconds: expect.any(Number) }
	});
	await bearer.who(other.key, 'figures', AT);
});

it('opens only the routes that say so, and those only for reading', () => {
	const opened = (use: KeyUse) => Object.keys(RULES).filter((route) => opens(route, 'GET') === use);
	expect(opened('figures')).toEqual(['/api/v1/summary', '/api/v1/figures/[table]']);
	expect(opened('appraisals')).toEqual(['/api/v1/appraisals', '/api/v1/appraisals/[id]']);
	expect(opened('board')).toEqual([]);
	for (const route of Object.keys(RULES))
		for (const method of ['POST', 'PUT', 'PATCH', 'DELETE'])
			expect(['nobody', 'nothing']).toContain(opens(route, method));
	expect(opens(null, 'GET')).toBe('nothing');
	expect(opens('/admin/secret', 'GET')).toBe('nothing');
	expect(opens('/healthz', 'GET')).toBe('nobody');
});

it('reads a key from the header in any spelling of Bearer, and from no other scheme', () => {
	const read = (authorization: string) => keyIn(new Headers({ authorization }));
	expect(read('Bearer hl_a')).toBe('hl_a');
	expect(read('bearer   hl_a ')).toBe('hl_a');
	expect(read('Bearer')).toBe('');
	for (const other of ['Basic aGw6eA==', 'hl_a', 'Bearerhl_a', '']) expect(read(other)).toBeNull();
	expect(keyIn(new Headers())).toBeNull();
});
