import { describe, expect, it } from 'vitest';
import { database } from '../../../../tests/database';
import { newKey, signed, type TabletKey } from '../../../../tests/tablet';
import { NOW as AT, town } from '../../../../tests/town';
import { last } from '../audit/trail';
import * as devices from './devices';
import { recogniser } from './recogniser';
import { LIFE_MS, make as tickets } from './ticket';

const TICKETS = tickets('a secret of at least thirty-two characters');
const HEAD = newKey().keyId;

async function counted() {
	const db = database();
	const { devices: tablets, people } = await town(db);
	let asked = 0;
	const { read } = db;
	const counting = {
		...db,
		read: new Proxy(read, {
			get: (target, key) => {
				if (key === 'select') asked++;
				const value = Reflect.get(target, key, target) as unknown;
				return typeof value === 'function' ? value.bind(target) : value;
			}
		})
	};
	return { db, counting, tablets, boss: people.administrator, asked: () => asked };
}

/** What a tablet signs, with something else put in its place afterwards. */
function said(key: TabletKey, changed: Partial<{ ticket: string; count: number; purpose: 'hello' }> = {}) {
	const statement = { purpose: 'ratings' as const, ticket: TICKETS.issue(AT), sentAt: AT, count: 1 };
	const signature = signed(key, { ...statement, ...changed, head: HEAD });
	return { key: key.keyId, ...statement, ...changed, signature };
}

describe('who is not known', () => {
	it('is refused: a made-up name, nothing, another’s name with a letter changed', async () => {
		const { db, tablets } = await counted();
		const { recognise } = recogniser(db, TICKETS);
		const { keyId } = tablets.a1.key;
		for (const name of ['', newKey().keyId, `${keyId.slice(0, -1)}!`])
			await expect(recognise(name, AT)).rejects.toMatchObject({ code: 'device_unknown', status: 401 });
	});

	it('is refused from the next request on once retired, though it was known before', async () => {
		const { db, tablets, boss } = await counted();
		const { recognise } = recogniser(db, TICKETS);
		expect((await recognise(tablets.a1.key.keyId, AT)).device.id).toBe(tablets.a1.id);
		await db.write((tx) => devices.retire(tx, boss, tablets.a1.id, AT));
		await expect(recognise(tablets.a1.key.keyId, AT)).rejects.toMatchObject({
			code: 'device_retired',
			status: 403,
			details: { name: 'Máy A1' }
		});
		expect((await recognise(tablets.a2.key.keyId, AT)).device.id).toBe(tablets.a2.id);
	});

	it('is refused once two were seen with one key', async () => {
		const { db, tablets } = await counted();
		const { recognise } = recogniser(db, TICKETS);
		await recognise(tablets.a1.key.keyId, AT);
		await db.write((tx) => devices.fork(tx, tablets.a1.id, 4, AT));
		await expect(recognise(tablets.a1.key.keyId, AT)).rejects.toMatchObject({
			code: 'device_forked',
			status: 403
		});
	});

	it('holds on for a tenth of a second when it may', async () => {
		const { db, tablets, boss } = await counted();
		const { recognise } = recogniser(db, TICKETS, { freshMs: 100 });
		const { keyId } = tablets.a1.key;
		await recognise(keyId, AT);
		await db.write((tx) => devices.retire(tx, boss, tablets.a1.id, AT));
		expect((await recognise(keyId, AT + 99)).device.id).toBe(tablets.a1.id);
		await expect(recognise(keyId, AT + 100)).rejects.toMatchObject({ code: 'device_retired' });
	});
});

describe('what was not said by a tablet just now', () => {
	it('is refused: signed by another key, about another head, for another purpose, with another count', async () => {
		const { db, tablets } = await counted();
		const known = recogniser(db, TICKETS);
		const one = await known.recognise(tablets.a1.key.keyId, AT);
		const good = said(tablets.a1.key);
		const wrong = { code: 'signature_wrong', status: 401 };
		await expect(known.check(one, HEAD, said(tablets.a2.key), AT)).rejects.toMatchObject(wrong);
		await expect(known.check(one, newKey().keyId, good, AT)).rejects.toMatchObject(wrong);
		await expect(known.check(one, HEAD, { ...good, purpose: 'hello' }, AT)).rejects.toMatchObject(wrong);
		await expect(known.check(one, HEAD, { ...good, count: 2 }, AT)).rejects.toMatchObject(wrong);
		await expect(known.check(one, HEAD, { ...good, sentAt: AT - 1 }, AT)).rejects.toMatchObject(wrong);
		await expect(known.check(one, HEAD, { ...good, signature: 'A'.repeat(86) }, AT)).rejects.toMatchObject(
			wrong
		);
		await known.check(one, HEAD, good, AT);
	});

	it('is refused with a fresh ticket once its own is old: with that one it is heard', async () => {
		const { db, tablets } = await counted();
		const known = recogniser(db, TICKETS);
		const { key } = tablets.a1;
		const one = await known.recognise(key.keyId, AT);
		const later = AT + LIFE_MS + 1_000;
		for (const ticket of ['', 'made.up', TICKETS.issue(AT)]) {
			const refusal = await known
				.check(one, HEAD, said(key, { ticket }), later)
				.catch((problem: { code: string; details: { ticket: string } }) => problem);
			expect(refusal).toMatchObject({ code: 'ticket_stale', details: { ticket: TICKETS.issue(later) } });
		}
		await known.check(one, HEAD, said(key, { ticket: TICKETS.issue(later) }), later);
	});

	it('makes a tablet wait once it was signed wrong too often, and no other tablet', async () => {
		const { db, tablets } = await counted();
		const known = recogniser(db, TICKETS);
		const one = await known.recognise(tablets.a1.key.keyId, AT);
		for (let time = 0; time < 20; time++)
			await expect(known.check(one, HEAD, said(tablets.a2.key), AT)).rejects.toMatchObject({
				code: 'signature_wrong'
			});
		await expect(known.recognise(tablets.a1.key.keyId, AT)).rejects.toMatchObject({
			code: 'too_many_tries',
			status: 429
		});
		await known.recognise(tablets.a2.key.keyId, AT);
		await known.recognise(tablets.a1.key.keyId, AT + 60_000);
	});
});

describe('who is known', () => {
	it('is answered with its settings, the tag of the set-up and its branch’s zone', async () => {
		const { db, tablets } = await counted();
		const { device, tag, zone } = await recogniser(db, TICKETS).recognise(tablets.b1.key.keyId, AT);
		expect(device).toMatchObject({ name: 'Máy B1', retiredAt: null });
		expect([tag, zone]).toEqual([`${await last(db.read)}.2026-03-02`, 'Asia/Ho_Chi_Minh']);
	});

	it('costs nothing the second time, and one question after a tenth of a second', async () => {
		const { counting, tablets, asked } = await counted();
		const { recognise } = recogniser(counting, TICKETS, { freshMs: 100 });
		const { keyId } = tablets.a1.key;
		await recognise(keyId, AT);
		const first = asked();
		for (let time = 0; time < 50; time++) await recognise(keyId, AT + 50);
		expect(asked() - first).toBe(0);
		await recognise(keyId, AT + 100);
		expect(asked() - first).toBe(1);
	});

	it('hears a change of its settings', async () => {
		const { db, tablets, boss } = await counted();
		const { recognise } = recogniser(db, TICKETS);
		const { device } = await recognise(tablets.a1.key.keyId, AT);
		const settings = { ...device, deviceName: 'Máy mới' };
		await db.write((tx) => devices.change(tx, boss, device.id, settings, AT));
		expect((await recognise(tablets.a1.key.keyId, AT)).device.name).toBe('Máy mới');
	});

	it('hears of the next day at its counter within a minute of it', async () => {
		const { db, tablets } = await counted();
		const { recognise } = recogniser(db, TICKETS);
		const midnight = AT + 15 * 3_600_000;
		const { keyId } = tablets.a1.key;
		expect((await recognise(keyId, midnight - 1)).tag).toMatch(/2026-03-02$/);
		expect((await recognise(keyId, midnight + 60_000)).tag).toMatch(/2026-03-03$/);
	});
});
