import { eq } from 'drizzle-orm';
import { expect, it } from 'vitest';
import { database } from '../../../../tests/database';
import { NOW as AT, town, ZONE } from '../../../../tests/town';
import type { Word } from '../../shared/hello';
import { trail } from '../audit/trail';
import { make, type Sign } from './heard';
import { deviceDays, devices, deviceWords } from './table';

const MINUTE_MS = 60_000;
const WORD: Word = {
	version: '1.0.0',
	screen: 'rating',
	...{ waiting: 3, oldestWaitingAt: AT - 9, refused: 0, aside: 0, lastSeq: 7, lastTapAt: AT - 9 },
	storage: { persisted: true, usedBytes: 1, quotaBytes: 100, failing: false },
	...{ battery: null, clockJumps: 0, lacks: [], setupTag: null, epoch: null }
};

async function hearing() {
	const db = database();
	const { devices: tablets } = await town(db);
	const heard = make(db, (error) => expect.fail(String(error)));
	const hear = (at: number, said: Partial<Sign> = {}, id = tablets.a1.id) =>
		heard.hear(id, { at, skewMs: 5, word: WORD, userAgent: 'Tablet/1', zone: ZONE, ...said });
	const quarters = async () =>
		(await db.read.select().from(deviceDays)).map(({ deviceId, day, heard: marks }) => ({
			...{ deviceId, day },
			at: [...marks].flatMap((mark, quarter) => (mark === '1' ? [quarter] : []))
		}));
	return { db, tablets, heard, hear, quarters };
}

it('is written with the flush and not before, the last word of each tablet', async () => {
	const { db, tablets, heard, hear } = await hearing();
	const lines = (await trail(db.read)).length;
	hear(AT);
	hear(AT + MINUTE_MS, { word: { ...WORD, waiting: 0 }, skewMs: -40 });
	hear(AT + 1, { userAgent: 'Tablet/2' }, tablets.b1.id);
	expect(await db.read.select().from(deviceWords)).toEqual([]);
	await heard.flush();
	expect(await db.read.select().from(deviceWords)).toEqual([
		{ deviceId: tablets.a1.id, at: AT + MINUTE_MS, skewMs: -40, word: { ...WORD, waiting: 0 } },
		{ deviceId: tablets.b1.id, at: AT + 1, skewMs: 5, word: WORD }
	]);
	const [row] = await db.read.select().from(devices).where(eq(devices.id, tablets.a1.id));
	expect(row).toMatchObject({ seenAt: AT + MINUTE_MS, skewMs: -40, userAgent: 'Tablet/1' });
	expect(await trail(db.read)).toHaveLength(lines);
});

it('keeps the last word where ratings came after it, within one flush and after another', async () => {
	const { db, tablets, heard, hear } = await hearing();
	const ratings = { word: null, userAgent: null };
	hear(AT);
	hear(AT + 1_000, ratings);
	await heard.flush();
	hear(AT + 2_000, ratings);
	await heard.flush();
	const [word] = await db.read.select().from(deviceWords);
	expect(word?.word).toEqual(WORD);
	const [row] = await db.read.select().from(devices).where(eq(devices.id, tablets.a1.id));
	expect(row).toMatchObject({ seenAt: AT + 2_000, userAgent: 'Tablet/1' });
});

it('marks the quarters of an hour by its branch’s clock, each day by itself', async () => {
	const { tablets, heard, hear, quarters } = await hearing();
	// Nine o’clock is the 36th quarter; fifteen hours later it is midnight there.
	for (const at of [AT, AT + 14 * MINUTE_MS, AT + 15 * MINUTE_MS, AT + 15 * 60 * MINUTE_MS]) {
		hear(at);
		await heard.flush();
	}
	hear(AT, { zone: null }, tablets.b1.id);
	await heard.flush();
	expect(await quarters()).toEqual([
		{ deviceId: tablets.a1.id, day: '2026-03-02', at: [36, 37] },
		{ deviceId: tablets.a1.id, day: '2026-03-03', at: [0] }
	]);
});

it('writes what is left as it closes', async () => {
	const { db, heard, hear } = await hearing();
	hear(AT);
	await heard.close();
	expect(await db.read.select().from(deviceWords)).toHaveLength(1);
});

it('tells what could not be written as it closes, and does not throw', async () => {
	const db = database();
	await town(db);
	const errors: unknown[] = [];
	const heard = make(db, (error) => errors.push(error));
	heard.hear(999, { at: AT, skewMs: 0, word: WORD, userAgent: null, zone: ZONE });
	await heard.close();
	expect(errors).toHaveLength(1);
});
