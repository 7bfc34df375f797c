import { gte } from 'drizzle-orm';
import { randomInt } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { database } from '../../../../tests/database';
import { newKey } from '../../../../tests/tablet';
import { NOW as AT, town } from '../../../../tests/town';
import { trail } from '../audit/trail';
import { CODE_VALID_MS, makeCode, normalise, readable } from './code';
import * as devices from './devices';
import { list, recent } from './list';
import { devices as table, invitations } from './table';

const DAY = '2026-03-02';
const CODE = 'ABCD2345';
const KEY = newKey();
const OTHER = newKey();

/** An invitation to counter A1, in a town that has three tablets already. */
async function invited() {
	const db = database();
	const { counters, people } = await town(db);
	const boss = people.administrator;
	const settings: devices.DeviceSettings = {
		deviceName: 'Máy mới',
		counterId: counters.a1,
		languages: ['vi', 'en'],
		defaultLanguage: 'vi',
		idleSeconds: 40,
		countdownSeconds: 10
	};
	const invitationId = await db.write((tx) => devices.invite(tx, boss, settings, CODE, AT));
	const pair = (code: string, { publicKey } = KEY, at = AT + 1) =>
		db.write((tx) => devices.pair(tx, code, { publicKey, userAgent: 'Tablet/1' }, at));
	const fresh = () => db.read.select().from(table).where(gte(table.pairedAt, AT));
	return { db, boss, people, settings, invitationId, pair, fresh };
}

describe('whoever may not change tablets', () => {
	it('neither invites nor changes nor retires one', async () => {
		const { db, people, settings, pair } = await invited();
		const { id } = await pair(CODE);
		const before = await db.read.select().from(table);
		for (const who of [people.hr, people.auditor, people.leaderA, people.officer]) {
			const refused = { code: 'not_allowed', status: 403 };
			await expect(db.write((tx) => devices.invite(tx, who, settings, 'WXYZ6789', AT))).rejects.toMatchObject(
				refused
			);
			await expect(
				db.write((tx) => devices.change(tx, who, id, { ...settings, idleSeconds: 99 }, AT))
			).rejects.toMatchObject(refused);
			await expect(db.write((tx) => devices.retire(tx, who, id, AT))).rejects.toMatchObject(refused);
		}
		expect(await db.read.select().from(table)).toEqual(before);
	});
});

describe('a code that does not work', () => {
	it('is refused when nobody gave it out, and nothing is written', async () => {
		const { pair, fresh } = await invited();
		await expect(pair('ZZZZ9999')).rejects.toMatchObject({ code: 'code_unknown', status: 404 });
		expect(await fresh()).toEqual([]);
	});

	it('is refused from the tenth minute on', async () => {
		const { pair, fresh } = await invited();
		await expect(pair(CODE, KEY, AT + CODE_VALID_MS)).rejects.toMatchObject({ code: 'code_expired' });
		expect(await fresh()).toEqual([]);
		expect(await pair(CODE, KEY, AT + CODE_VALID_MS - 1)).toMatchObject({ name: 'Máy mới' });
	});

	it('is refused the second time, also when its ten minutes are over', async () => {
		const { pair } = await invited();
		await pair(CODE);
		await expect(pair(CODE, OTHER)).rejects.toMatchObject({ code: 'code_used', status: 409 });
		await expect(pair(CODE, OTHER, AT + CODE_VALID_MS)).rejects.toMatchObject({ code: 'code_used' });
	});

	it('lets the same tablet in again whose answer was lost, and makes no second one of it', async () => {
		const { pair, fresh } = await invited();
		const first = await pair(CODE);
		expect(await pair(CODE, KEY, AT + 60_000)).toEqual(first);
		expect(await fresh()).toHaveLength(1);
		await expect(pair(CODE, KEY, AT + CODE_VALID_MS)).rejects.toMatchObject({ code: 'code_expired' });
	});

	it('lets one tablet in when many send it at once', async () => {
		const { pair, fresh } = await invited();
		const tries = await Promise.allSettled(Array.from({ length: 8 }, () => pair(CODE, newKey())));
		const refusals = tries.filter((one) => one.status === 'rejected').map((one) => one.reason.code);
		expect(refusals).toEqual(Array.from({ length: 7 }, () => 'code_used'));
		expect(await fresh()).toHaveLength(1);
	});

	it('is not given out twice', async () => {
		const { db, boss, settings } = await invited();
		await expect(
			db.write((tx) => devices.invite(tx, boss, settings, 'abcd-2345', AT + 1))
		).rejects.toMatchObject({ code: 'already_exists' });
	});
});

describe('an invitation', () => {
	it('is refused for a counter that does not exist, and for a default language it does not show', async () => {
		const { db, boss, settings } = await invited();
		const invite = (changed: Partial<devices.DeviceSettings>) =>
			db.write((tx) => devices.invite(tx, boss, { ...settings, ...changed }, 'WXYZ6789', AT));
		await expect(invite({ counterId: 99 })).rejects.toMatchObject({ code: 'not_found' });
		await expect(invite({ languages: ['en'] })).rejects.toMatchObject({
			code: 'bad_shape',
			details: { field: 'defaultLanguage' }
		});
	});

	it('keeps no code, in its row, in the device or in the trail', async () => {
		const { db, pair } = await invited();
		await pair(CODE);
		const kept = JSON.stringify([
			await db.read.select().from(invitations),
			await db.read.select().from(table),
			await trail(db.read)
		]);
		expect(kept).toContain('Máy mới');
		expect(kept).not.toContain(CODE);
	});

	it('gives its settings to the tablet, and both acts leave a line', async () => {
		const { db, settings, invitationId, pair } = await invited();
		const { deviceName, ...rest } = settings;
		const device = await pair('abcd 2345');
		expect(device).toMatchObject({ ...rest, name: deviceName, pairedAt: AT + 1, retiredAt: null });
		expect(device.userAgent).toBe('Tablet/1');
		const lines = await trail(db.read, { limit: 2 });
		expect(lines.map((line) => [line.act, line.actorKind, line.subject])).toEqual([
			['devices.pair', 'device', `device:${device.id}`],
			['devices.invite', 'person', `invitation:${invitationId}`]
		]);
	});

	it('waits, is used or has expired, and is forgotten after twenty minutes', async () => {
		const { db, boss, invitationId, pair } = await invited();
		const state = async (at: number) => (await recent(db.read, DAY, at)).map((one) => one.state);
		expect(await recent(db.read, DAY, AT)).toEqual([
			{
				id: invitationId,
				deviceName: 'Máy mới',
				invitedByName: boss.name,
				expiresAt: AT + CODE_VALID_MS,
				state: 'waiting',
				deviceId: null,
				counter: { id: 1, code: 'A1', name: expect.objectContaining({ vi: 'Quầy A1' }) },
				branch: { id: 2, name: expect.objectContaining({ vi: 'Hải quan A' }) }
			}
		]);
		expect(await state(AT + CODE_VALID_MS)).toEqual(['expired']);
		const { id } = await pair(CODE);
		expect(await recent(db.read, DAY, AT + CODE_VALID_MS)).toMatchObject([{ state: 'used', deviceId: id }]);
		expect(await state(AT + 2 * CODE_VALID_MS)).toEqual([]);
	});
});

describe('a paired tablet', () => {
	it('is not changed once retired, and retiring twice is harmless', async () => {
		const { db, boss, settings, pair, fresh } = await invited();
		const { id } = await pair(CODE);
		await db.write((tx) => devices.retire(tx, boss, id, AT + 2));
		await db.write((tx) => devices.retire(tx, boss, id, AT + 3));
		await expect(db.write((tx) => devices.change(tx, boss, id, settings, AT + 4))).rejects.toMatchObject({
			code: 'device_retired'
		});
		expect((await fresh())[0]?.retiredAt).toBe(AT + 2);
		const lines = await trail(db.read, { subject: `device:${id}` });
		expect(lines.map((line) => line.act)).toEqual(['devices.retire', 'devices.pair']);
	});

	it('is renamed, moved and set anew, with a line that says how', async () => {
		const { db, boss, settings, pair } = await invited();
		const { id } = await pair(CODE);
		const to: devices.DeviceSettings = {
			...settings,
			deviceName: 'Máy B',
			languages: ['ko'],
			defaultLanguage: 'ko'
		};
		await db.write((tx) => devices.change(tx, boss, id, { ...to, idleSeconds: 90 }, AT + 5));
		const row = (await list(db.read, DAY)).find((device) => device.id === id);
		expect(row).toMatchObject({ name: 'Máy B', languages: ['ko'], idleSeconds: 90, counter: { code: 'A1' } });
		const [line] = await trail(db.read, { limit: 1 });
		expect(line).toMatchObject({ act: 'devices.change', details: { name: 'Máy B', idleSeconds: 90 } });
		await expect(db.write((tx) => devices.change(tx, boss, 99, to, AT))).rejects.toMatchObject({
			code: 'not_found'
		});
	});

	it('is listed with the others, retired ones last', async () => {
		const { db, boss } = await invited();
		const before = await list(db.read, DAY);
		expect(before.map((row) => row.name)).toEqual(['Máy A1', 'Máy A2', 'Máy B1']);
		await db.write((tx) => devices.retire(tx, boss, before[0]!.id, AT));
		expect((await list(db.read, DAY)).map((row) => row.name)).toEqual(['Máy A2', 'Máy B1', 'Máy A1']);
	});

	it('is known by the name of its key, which nobody else may bring', async () => {
		const { db, boss, settings, pair } = await invited();
		expect(await pair(CODE)).toMatchObject({ keyId: KEY.keyId, publicKey: KEY.publicKey, forkedAt: null });
		await db.write((tx) => devices.invite(tx, boss, settings, 'WXYZ6789', AT));
		await expect(pair('WXYZ6789')).rejects.toMatchObject({
			code: 'already_exists',
			details: { field: 'publicKey' }
		});
		await expect(pair('WXYZ6789', { ...OTHER, publicKey: 'A'.repeat(122) })).rejects.toMatchObject({
			code: 'bad_shape',
			details: { field: 'publicKey' }
		});
		expect(await pair('WXYZ6789', OTHER)).toMatchObject({ keyId: OTHER.keyId });
	});

	it('is noted as forked once, with a line by itself', async () => {
		const { db, pair, fresh } = await invited();
		const { id } = await pair(CODE);
		await db.write((tx) => devices.fork(tx, id, 17, AT + 2));
		await db.write((tx) => devices.fork(tx, id, 18, AT + 3));
		expect((await fresh())[0]).toMatchObject({ forkedAt: AT + 2, retiredAt: null });
		const lines = await trail(db.read, { subject: `device:${id}` });
		expect(lines.map(({ act, details }) => [act, details])).toEqual([
			['devices.fork', { seq: 17 }],
			['devices.pair', expect.objectContaining({ key: KEY.keyId })]
		]);
	});
});

describe('a tablet in another’s place', () => {
	it('retires that one as it comes in, and not before', async () => {
		const { db, boss, settings, pair, fresh } = await invited();
		const { id } = await pair(CODE);
		await db.write((tx) => devices.invite(tx, boss, settings, 'WXYZ6789', AT, id));
		expect((await fresh())[0]).toMatchObject({ retiredAt: null, replacedById: null });
		const after = await pair('WXYZ6789', OTHER, AT + 9);
		expect(await fresh()).toMatchObject([
			{ id, retiredAt: AT + 9, replacedById: after.id, counterId: after.counterId },
			{ id: after.id, retiredAt: null, replacedById: null }
		]);
		const [line] = await trail(db.read, { limit: 1 });
		expect(line).toMatchObject({ act: 'devices.pair', details: { replaces: id } });
	});

	it('is not invited for one that is retired already, or that never was', async () => {
		const { db, boss, settings, pair } = await invited();
		const { id } = await pair(CODE);
		await db.write((tx) => devices.retire(tx, boss, id, AT + 2));
		const replace = (replacesId: number) =>
			db.write((tx) => devices.invite(tx, boss, settings, 'WXYZ6789', AT + 3, replacesId));
		await expect(replace(id)).rejects.toMatchObject({ code: 'device_retired' });
		await expect(replace(99)).rejects.toMatchObject({ code: 'not_found' });
	});
});

describe('brightness and PIN', () => {
	it('go from the invitation to the tablet; a change that says nothing of the PIN keeps it', async () => {
		const { db, boss, settings, fresh } = await invited();
		const pin = { salt: 'salt', rounds: 9, hash: 'hash' };
		await db.write((tx) => devices.invite(tx, boss, { ...settings, brightness: 60, pin }, 'WXYZ6789', AT));
		const { id } = await db.write((tx) =>
			devices.pair(tx, 'WXYZ6789', { publicKey: OTHER.publicKey, userAgent: null }, AT)
		);
		expect((await fresh())[0]).toMatchObject({ brightness: 60, pin });
		await db.write((tx) => devices.change(tx, boss, id, { ...settings, brightness: 20 }, AT));
		expect((await fresh())[0]).toMatchObject({ brightness: 20, pin });
		await db.write((tx) => devices.change(tx, boss, id, { ...settings, pin: null }, AT));
		expect((await fresh())[0]).toMatchObject({ brightness: 100, pin: null });
		const said = JSON.stringify(await trail(db.read));
		expect(said).toContain('"pin":true');
		expect(said).not.toContain('"hash"');
	});

	it('is refused outside 20 to 100 percent', async () => {
		const { db, boss, settings } = await invited();
		for (const brightness of [19, 101])
			await expect(
				db.write((tx) => devices.invite(tx, boss, { ...settings, brightness }, 'WXYZ6789', AT))
			).rejects.toMatchObject({ code: 'bad_shape', details: { field: 'brightness' } });
	});
});

describe('a pairing code', () => {
	it('has eight characters without the four that are misread', () => {
		for (let made = 0; made < 200; made++)
			expect(makeCode(randomInt)).toMatch(/^[23456789ABCDEFGHJKMNPQRSTUVWXYZ]{8}$/);
		expect(makeCode(() => 0)).toBe('22222222');
		expect(makeCode((below) => below - 1)).toBe('ZZZZZZZZ');
	});

	it('is read back however it was typed', () => {
		for (const typed of ['abcd-2345', ' ABCD 2345 ', 'ab cd–23 45', 'Abcd2345'])
			expect(normalise(typed)).toBe('ABCD2345');
		expect(readable('ABCD2345')).toBe('ABCD-2345');
	});
});
