import { eq } from 'drizzle-orm';
import { describe, expect, it } from 'vitest';
import { database } from '../../../../tests/database';
import { FIRST_DAY, NOW as AT, town, ZONE } from '../../../../tests/town';
import type { Word } from '../../shared/hello';
import type { Hours } from '../../shared/hours';
import * as branches from '../org/branches';
import * as devices from './devices';
import { fleet } from './fleet';
import { make } from './heard';
import { dark } from './silent';
import { devices as table } from './table';

const DAY = '2026-03-02';
const MINUTE_MS = 60_000;
const QUARTER_MS = 15 * MINUTE_MS;
const WORD: Word = {
	version: '1.0.0',
	screen: 'rating',
	...{ waiting: 0, oldestWaitingAt: null, refused: 0, aside: 0, lastSeq: 7, lastTapAt: AT - 5_000 },
	storage: { persisted: true, usedBytes: 1, quotaBytes: 100, failing: false },
	...{ battery: null, clockJumps: 0, lacks: [], setupTag: null, epoch: null }
};
/** Every day from half past seven to half past eleven; the town's NOW is nine o'clock on a Monday. */
const MORNINGS: Hours = Array.from({ length: 7 }, () => [{ from: '07:30', until: '11:30' }]);

async function looked() {
	const db = database();
	const place = await town(db);
	const boss = place.people.administrator;
	const heard = make(db, (error) => expect.fail(String(error)));
	const hear = async (which: 'a1' | 'a2' | 'b1', at: number, word: Partial<Word> = {}, skewMs = 0) => {
		heard.hear(place.devices[which].id, {
			...{ at, skewMs, word: { ...WORD, ...word }, userAgent: null, zone: ZONE }
		});
		await heard.flush();
	};
	const look = (scope: 'all' | readonly number[] = 'all', at = AT) =>
		fleet(db.read, { scope, day: DAY, at, version: null });
	const open = async (hours: Hours) => {
		const rows = await branches.list(db.read, DAY);
		const root = rows.find(({ id }) => id === place.branches.a)!;
		const { code, name, parentId, zone } = root;
		await db.write((tx) =>
			branches.change(
				tx,
				boss,
				place.branches.a,
				{ code, name, parentId, zone, hours, fromDay: FIRST_DAY },
				AT
			)
		);
	};
	const one = async (which: 'a1' | 'a2' | 'b1', at = AT) =>
		(await look('all', at)).find(({ id }) => id === place.devices[which].id)!;
	return { db, ...place, boss, hear, look, open, one };
}

describe('who sees which tablets', () => {
	it('is a matter of scope: a leader those of their branches, nobody else’s', async () => {
		const { look, people } = await looked();
		const names = async (scope: 'all' | readonly number[]) =>
			(await look(scope)).map(({ name }) => name).sort();
		expect(await names([])).toEqual([]);
		expect(await names(people.leaderA.scope)).toEqual(['Máy A1', 'Máy A2']);
		expect(await names(people.leaderB.scope)).toEqual(['Máy B1']);
		expect(await names('all')).toEqual(['Máy A1', 'Máy A2', 'Máy B1']);
	});

	it('sees neither PIN nor key, only whether there is one and what it is called', async () => {
		const { db, boss, look, one, devices: tablets, counters } = await looked();
		const pin = { salt: 'the salt', rounds: 9, hash: 'the hash' };
		const settings: devices.DeviceSettings = {
			...{ deviceName: 'Máy A1', counterId: counters.a1, languages: ['vi'], defaultLanguage: 'vi', pin },
			...{ idleSeconds: 40, countdownSeconds: 10 }
		};
		await db.write((tx) => devices.change(tx, boss, tablets.a1.id, settings, AT));
		const told = JSON.stringify(await look());
		expect(told).not.toMatch(/the salt|the hash/);
		expect(told).not.toContain(tablets.a1.key.publicKey);
		expect(await one('a1')).toMatchObject({ hasPin: true, keyId: tablets.a1.key.keyId });
		expect(await one('a2')).toMatchObject({ hasPin: false });
	});
});

describe('the fleet', () => {
	it('has the worst first and those out of service last', async () => {
		const { db, boss, hear, look, devices: tablets } = await looked();
		await hear('a1', AT - 1_000);
		await hear('a2', AT - 1_000, { waiting: 51 });
		const order = async () => (await look()).map(({ name, state }) => [name, state]);
		expect(await order()).toEqual([
			['Máy B1', 'dark'],
			['Máy A2', 'backlog'],
			['Máy A1', 'fine']
		]);
		await hear('b1', AT - 1_000, { clockJumps: 1 });
		await hear('a2', AT - 1_000);
		expect(await order()).toEqual([
			['Máy B1', 'fine'],
			['Máy A1', 'fine'],
			['Máy A2', 'fine']
		]);
		await hear('a2', AT - QUARTER_MS + 1, { storage: { ...WORD.storage, failing: true } });
		expect((await order())[0]).toEqual(['Máy A2', 'quiet']);
		await db.write((tx) => devices.retire(tx, boss, tablets.b1.id, AT));
		expect((await order()).at(-1)).toEqual(['Máy B1', 'retired']);
	});

	it('says what each last said of itself, in the server’s time', async () => {
		const { hear, one, branches: places } = await looked();
		const skewMs = 3 * 3_600_000;
		const oldestWaitingAt = AT - skewMs - 20 * MINUTE_MS;
		await hear('a1', AT, { waiting: 2, oldestWaitingAt, lastTapAt: AT - skewMs - MINUTE_MS }, skewMs);
		expect(await one('a1')).toMatchObject({
			...{ state: 'backlog', seenAt: AT, wordAt: AT, waitedMs: 20 * MINUTE_MS, lastTapAt: AT - MINUTE_MS },
			troubles: [{ what: 'clock_off', skewMs }],
			counter: { code: 'A1' },
			branch: { id: places.a }
		});
		expect(await one('a2')).toMatchObject({ word: null, wordAt: null, lastTapAt: null, waitedMs: 0 });
	});
});

describe('opening hours', () => {
	it('are not known until they are told: then hours dark are not either', async () => {
		const { one, open } = await looked();
		expect((await one('a1')).days).toBeNull();
		await open(MORNINGS);
		expect((await one('a1')).days).toHaveLength(7);
		expect((await one('b1')).days).toBeNull();
	});

	it('let a tablet sleep outside them', async () => {
		const { db, people, look, one, open, hear } = await looked();
		const noon = AT + 3 * 3_600_000;
		await hear('a1', AT + 150 * MINUTE_MS - 1);
		expect((await one('a1', noon)).state).toBe('dark');
		const all = (await look('all', noon)).filter(({ state }) => state === 'dark');
		const told = await dark(db.read, 'all', noon, 1);
		expect(told).toEqual({ n: all.length, first: [expect.objectContaining({ name: expect.any(String) })] });
		const own = await dark(db.read, people.leaderA.scope, noon, 9);
		expect(own.first.map(({ name }) => name)).toContain('Máy A1');
		expect(own.first.map(({ name }) => name)).not.toContain('Máy B1');
		expect((await dark(db.read, 'all', noon, 9, new Set(all.map(({ id }) => id)))).n).toBe(0);
		await open(MORNINGS);
		expect((await one('a1', noon)).state).toBe('quiet');
	});

	it('less the quarters in which it was heard are its hours dark, from its pairing on', async () => {
		const { db, one, open, hear, devices: tablets } = await looked();
		await open(MORNINGS);
		// Paired the day before at nine: ten quarters were left of that morning. Today six are over.
		await hear('a1', AT - 23 * 3_600_000);
		await hear('a1', AT - 80 * MINUTE_MS);
		const days = async (at = AT) => (await one('a1', at)).days!;
		expect((await days()).slice(-3)).toEqual([
			{ day: '2026-02-28', openMs: 0, darkMs: 0 },
			{ day: '2026-03-01', openMs: 10 * QUARTER_MS, darkMs: 9 * QUARTER_MS },
			{ day: '2026-03-02', openMs: 6 * QUARTER_MS, darkMs: 5 * QUARTER_MS }
		]);
		await db.write((tx) =>
			tx
				.update(table)
				.set({ retiredAt: AT - 60 * MINUTE_MS })
				.where(eq(table.id, tablets.a1.id))
		);
		expect((await days(AT + 3 * 3_600_000)).at(-1)).toMatchObject({ openMs: 2 * QUARTER_MS });
	});
});
