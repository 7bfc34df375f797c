// Keys of programs and wall screens; first what none of them opens.
import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { database } from '../../../../tests/database';
import { NOW as AT, town } from '../../../../tests/town';
import { trail } from '../audit/trail';
import * as branches from '../org/branches';
import * as keys from './keys';
import * as people from './people';

const MINUTE = 60_000;

async function house() {
	const db = database();
	const { people: known, branches: places } = await town(db);
	const issue = (actor = known.leaderA, wanted: Partial<keys.NewKey> = {}, at = AT) =>
		db.write((tx) =>
			keys.issue(
				tx,
				actor,
				{ name: 'Báo cáo', use: 'figures', branchIds: null, expiresAt: null, ...wanted },
				at,
				randomBytes
			)
		);
	return { db, known, places, issue, boss: known.administrator };
}

describe('a key is refused', () => {
	it('to whoever may have none', async () => {
		const { known, issue } = await house();
		for (const who of [known.administrator, known.auditor, known.reviewer, known.officer])
			await expect(issue(who)).rejects.toMatchObject({ code: 'not_allowed' });
	});

	it('for a use that is not its owner’s: HR’s open appraisals alone, a leader’s never', async () => {
		const { known, issue } = await house();
		const refused = { code: 'bad_shape', details: { field: 'use' } };
		for (const use of ['figures', 'board'] as const)
			await expect(issue(known.hr, { use })).rejects.toMatchObject(refused);
		await expect(issue(known.leaderA, { use: 'appraisals' })).rejects.toMatchObject(refused);
		expect((await issue(known.hr, { use: 'appraisals' })).key).toMatch(/^hl_/);
	});

	it('for a branch outside its owner’s scope, which is as if it were not there', async () => {
		const { known, places, issue } = await house();
		for (const branchIds of [[places.b], [places.a, places.b], [places.root], [999]])
			await expect(issue(known.leaderA, { branchIds })).rejects.toMatchObject({ code: 'not_found' });
	});

	it('without a name, with no branch at all, or with an end that has passed', async () => {
		const { known, issue } = await house();
		for (const [field, wanted] of [
			['name', { name: '  ' }],
			['name', { name: 'x'.repeat(81) }],
			['branchIds', { branchIds: [] }],
			['expiresAt', { expiresAt: AT }],
			['expiresAt', { expiresAt: NaN }]
		] as const)
			await expect(issue(known.leaderA, wanted as Partial<keys.NewKey>)).rejects.toMatchObject({
				code: 'bad_shape',
				details: { field }
			});
	});
});

describe('nothing is opened by', () => {
	it('a word that is no key, a hash, a hint, a key changed by one letter', async () => {
		const { db, issue } = await house();
		const { key } = await issue();
		const changed = key.slice(0, -2) + (key.at(-2) === 'A' ? 'B' : 'A') + key.slice(-1);
		for (const word of ['', 'hl_', key.slice(0, 8), keys.hash(key), changed, `${key}x`, key.toLowerCase()])
			expect(await keys.recognise(db, word, 'figures', AT), word).toBeNull();
	});

	it('a key for another use', async () => {
		const { db, known, issue } = await house();
		const board = await issue(known.leaderA, { use: 'board' });
		const figures = await issue();
		expect(await keys.recognise(db, board.key, 'figures', AT)).toBeNull();
		expect(await keys.recognise(db, figures.key, 'board', AT)).toBeNull();
		expect(await keys.recognise(db, board.key, 'board', AT)).not.toBeNull();
	});

	it('a key that has expired, from that very instant on', async () => {
		const { db, known, issue } = await house();
		const { key } = await issue(known.leaderA, { expiresAt: AT + MINUTE });
		expect(await keys.recognise(db, key, 'figures', AT + MINUTE - 1)).not.toBeNull();
		expect(await keys.recognise(db, key, 'figures', AT + MINUTE)).toBeNull();
	});

	it('a key that was revoked, from the next question on', async () => {
		const { db, known, issue } = await house();
		const { id, key } = await issue();
		expect(await keys.recognise(db, key, 'figures', AT)).not.toBeNull();
		await db.write((tx) => keys.revoke(tx, known.leaderA, id, AT));
		expect(await keys.recognise(db, key, 'figures', AT)).toBeNull();
		await db.write((tx) => keys.revoke(tx, known.leaderA, id, AT + MINUTE));
		const [kept] = await keys.list(db.read, known.leaderA, AT + MINUTE);
		expect(kept).toMatchObject({ state: 'revoked', revokedAt: AT });
	});

	it('the key of a closed account, or of one who has become something else', async () => {
		const { db, known, places, issue, boss } = await house();
		const { key } = await issue();
		await db.write((tx) => people.close(tx, boss, known.leaderA.id, AT));
		expect(await keys.recognise(db, key, 'figures', AT)).toBeNull();
		expect(await keys.list(db.read, boss, AT)).toMatchObject([{ state: 'owner_closed' }]);
		await db.write((tx) => people.reopen(tx, boss, known.leaderA.id, AT));
		expect(await keys.recognise(db, key, 'figures', AT)).not.toBeNull();
		const to = { name: 'Trưởng A', language: 'vi', officerId: null, branchIds: [places.a] } as const;
		for (const role of ['auditor', 'hr', 'administrator', 'officer', 'reviewer'] as const) {
			await db.write((tx) => people.change(tx, boss, known.leaderA.id, { ...to, role, branchIds: [] }, AT));
			expect(await keys.recognise(db, key, 'figures', AT), role).toBeNull();
		}
	});
});

describe('a key sees', () => {
	it('what its owner sees and no more, as it is now', async () => {
		const { db, known, places, issue, boss } = await house();
		const { key } = await issue();
		expect(await keys.recognise(db, key, 'figures', AT)).toEqual(known.leaderA);
		const to = { name: 'Trưởng', role: 'leader', language: 'vi', officerId: null } as const;
		await db.write((tx) => people.change(tx, boss, known.leaderA.id, { ...to, branchIds: [places.b] }, AT));
		expect((await keys.recognise(db, key, 'figures', AT))?.scope).toEqual([places.b]);
	});

	it('its own branches with what lies under them, and of those only what the owner still sees', async () => {
		const { db, known, places, issue, boss } = await house();
		const to = { name: 'Trưởng', role: 'leader', language: 'vi', officerId: null } as const;
		const give = (branchIds: number[]) =>
			db.write((tx) => people.change(tx, boss, known.leaderA.id, { ...to, branchIds }, AT));
		await give([places.root]);
		const chief = { ...known.leaderA, scope: [places.root, places.a, places.b] };
		const one = await issue(chief, { branchIds: [places.a] });
		const all = await issue(chief, { branchIds: [places.root] });
		expect((await keys.recognise(db, one.key, 'figures', AT))?.scope).toEqual([places.a]);
		expect((await keys.recognise(db, all.key, 'figures', AT))?.scope).toEqual(chief.scope);
		await give([places.b]);
		expect((await keys.recognise(db, one.key, 'figures', AT))?.scope).toEqual([]);
		expect((await keys.recognise(db, all.key, 'figures', AT))?.scope).toEqual([places.b]);
		await give([places.root]);
		const branch = {
			code: 'A9',
			name: { vi: 'A9', en: 'A9', ja: 'A9', zh: 'A9', ko: 'A9' },
			parentId: places.a,
			zone: 'Asia/Ho_Chi_Minh',
			fromDay: '2026-02-01'
		};
		const under = await db.write((tx) => branches.add(tx, boss, branch, AT));
		expect((await keys.recognise(db, one.key, 'figures', AT))?.scope).toEqual([places.a, under]);
	});
});

describe('keys are kept', () => {
	it('as a hash only; neither the file nor the trail holds what opens', async () => {
		const { db, known, issue } = await house();
		const { id, key } = await issue();
		expect(key).toMatch(/^hl_[\w-]{43}$/);
		const [row] = await db.read.all<Record<string, unknown>>('SELECT * FROM api_keys');
		expect(row).toMatchObject({ hash: keys.hash(key), hint: key.slice(0, 8) });
		const [line] = await trail(db.read, { subject: `key:${id}` });
		expect(line).toMatchObject({ act: 'auth.issueKey', actorId: known.leaderA.id });
		expect(JSON.stringify([row, line])).not.toContain(key.slice(9));
		expect(JSON.stringify(await keys.list(db.read, known.leaderA, AT))).not.toContain(keys.hash(key));
	});

	it('with the minute of their last use, written once a minute at most', async () => {
		const { db, known, issue } = await house();
		const { key } = await issue();
		const used = async () => (await keys.list(db.read, known.leaderA, AT))[0]?.lastUsedAt;
		expect(await used()).toBeNull();
		await keys.recognise(db, key, 'figures', AT);
		await keys.recognise(db, key, 'figures', AT + MINUTE - 1);
		expect(await used()).toBe(AT);
		await keys.recognise(db, key, 'figures', AT + MINUTE);
		expect(await used()).toBe(AT + MINUTE);
	});

	it('each in sight of its owner, and of whoever looks after keys', async () => {
		const { db, known, places, issue } = await house();
		const mine = await issue();
		const theirs = await issue(known.leaderB, { branchIds: [places.b] });
		const seen = async (who: typeof known.hr) => (await keys.list(db.read, who, AT)).map(({ id }) => id);
		expect(await seen(known.leaderA)).toEqual([mine.id]);
		expect(await seen(known.administrator)).toEqual([theirs.id, mine.id]);
		expect(await seen(known.auditor)).toEqual([theirs.id, mine.id]);
		expect(await seen(known.hr)).toEqual([]);
		for (const who of [known.reviewer, known.officer])
			await expect(seen(who)).rejects.toMatchObject({ code: 'not_allowed' });
	});

	it('and revoked by their owner or an administrator; to another leader they do not exist', async () => {
		const { db, known, issue } = await house();
		const { id } = await issue();
		const revoke = (who: typeof known.hr) => db.write((tx) => keys.revoke(tx, who, id, AT));
		for (const who of [known.leaderB, known.hr, known.officer])
			await expect(revoke(who)).rejects.toMatchObject({ code: 'not_found' });
		await expect(revoke(known.auditor)).rejects.toMatchObject({ code: 'not_allowed' });
		await revoke(known.administrator);
		expect(await trail(db.read, { subject: `key:${id}` })).toMatchObject([
			{ act: 'auth.revokeKey' },
			{ act: 'auth.issueKey' }
		]);
	});
});
