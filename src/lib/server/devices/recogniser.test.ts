import { describe, expect, it } from 'vitest';
import { database } from '../../../../tests/database';
import { NOW as AT, town } from '../../../../tests/town';
import { last } from '../audit/trail';
import * as devices from './devices';
import { bearer, recogniser } from './recogniser';
import { devices as table } from './table';

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

describe('who is not known', () => {
	it('is refused: no token, a made-up one, another’s hash', async () => {
		const { db, tablets } = await counted();
		const { recognise } = recogniser(db);
		const [row] = await db.read.select().from(table);
		for (const token of [null, undefined, '', 'made-up', `${tablets.a1.token}x`, row!.tokenHash])
			await expect(recognise(token, AT)).rejects.toMatchObject({ code: 'device_unknown', status: 401 });
	});

	it('is refused from the next request on once retired, though it was known before', async () => {
		const { db, tablets, boss } = await counted();
		const { recognise } = recogniser(db);
		expect((await recognise(tablets.a1.token, AT)).device.id).toBe(tablets.a1.id);
		await db.write((tx) => devices.retire(tx, boss, tablets.a1.id, AT));
		await expect(recognise(tablets.a1.token, AT)).rejects.toMatchObject({
			code: 'device_retired',
			status: 403,
			details: { name: 'Máy A1' }
		});
		expect((await recognise(tablets.a2.token, AT)).device.id).toBe(tablets.a2.id);
	});

	it('holds on for a tenth of a second when it may', async () => {
		const { db, tablets, boss } = await counted();
		const { recognise } = recogniser(db, { freshMs: 100 });
		await recognise(tablets.a1.token, AT);
		await db.write((tx) => devices.retire(tx, boss, tablets.a1.id, AT));
		expect((await recognise(tablets.a1.token, AT + 99)).device.id).toBe(tablets.a1.id);
		await expect(recognise(tablets.a1.token, AT + 100)).rejects.toMatchObject({ code: 'device_retired' });
	});
});

describe('who is known', () => {
	it('is answered with its settings and the tag of the set-up', async () => {
		const { db, tablets } = await counted();
		const { device, tag } = await recogniser(db).recognise(tablets.b1.token, AT);
		expect(device).toMatchObject({ name: 'Máy B1', retiredAt: null });
		expect(tag).toBe(String(await last(db.read)));
	});

	it('costs nothing the second time, and one question after a tenth of a second', async () => {
		const { counting, tablets, asked } = await counted();
		const { recognise } = recogniser(counting, { freshMs: 100 });
		await recognise(tablets.a1.token, AT);
		const first = asked();
		for (let time = 0; time < 50; time++) await recognise(tablets.a1.token, AT + 50);
		expect(asked() - first).toBe(0);
		await recognise(tablets.a1.token, AT + 100);
		expect(asked() - first).toBe(1);
	});

	it('hears a change of its settings', async () => {
		const { db, tablets, boss } = await counted();
		const { recognise } = recogniser(db);
		const { device } = await recognise(tablets.a1.token, AT);
		const settings = { ...device, deviceName: 'Máy mới' };
		await db.write((tx) => devices.change(tx, boss, device.id, settings, AT));
		expect((await recognise(tablets.a1.token, AT)).device.name).toBe('Máy mới');
	});

	it('is due for a last word once a minute, each by itself', async () => {
		const { due } = recogniser(database());
		expect([due(1, AT), due(1, AT + 59_999), due(2, AT + 1), due(1, AT + 60_000)]).toEqual([
			true,
			false,
			true,
			true
		]);
	});
});

it('reads a bearer token and nothing else', () => {
	const token = 'x'.repeat(43);
	expect(bearer(`Bearer ${token}`)).toBe(token);
	for (const header of [null, undefined, '', token, `Basic ${token}`, 'Bearer ', `Bearer ${token} ${token}`])
		expect(bearer(header)).toBeNull();
});
