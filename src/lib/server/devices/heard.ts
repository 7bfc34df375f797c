// What tablets say of themselves, kept in memory for a few seconds and written together: a thousand tablets that say
// hello every minute would otherwise make seventeen transactions a second.
import { and, eq } from 'drizzle-orm';
import { clockOf } from '../../shared/day';
import type { Word } from '../../shared/hello';
import type { Db, Writes } from '../db/open';
import { deviceDays, devices, deviceWords } from './table';

export type Sign = {
	/** The server's clock, and by how much it is ahead of the tablet's; milliseconds. */
	at: number;
	skewMs: number;
	/** Null where it sent ratings and no hello. */
	word: Word | null;
	userAgent: string | null;
	/** Its branch's zone, for the day it was heard on; null where its counter is no more. */
	zone: string | null;
};

export type Heard = {
	/** A tablet gave a sign of life. Kept, and written with the next flush. */
	hear: (deviceId: number, sign: Sign) => void;
	/** Writes what was heard. */
	flush: () => Promise<void>;
	/** Flushes a last time and stops the clock. */
	close: () => Promise<void>;
};

const FLUSH_MS = 5_000;
const QUARTERS = 96;

/** Flushes every five seconds while there is something to write; `failed` hears what could not be written. */
export function make(db: Db, failed: (error: unknown) => void): Heard {
	let heard = new Map<number, Sign>();
	let timer: NodeJS.Timeout | undefined;

	async function flush(): Promise<void> {
		clearTimeout(timer);
		timer = undefined;
		if (heard.size === 0) return;
		const signs = heard;
		heard = new Map();
		await db.write(async (tx) => {
			for (const [deviceId, sign] of signs) await lastWord(tx, deviceId, sign);
			await presence(tx, signs);
		});
	}

	function arm(): void {
		timer ??= setTimeout(() => void flush().catch(failed), FLUSH_MS);
		timer.unref();
	}

	return {
		hear(deviceId, sign) {
			const before = heard.get(deviceId);
			heard.set(deviceId, {
				...sign,
				word: sign.word ?? before?.word ?? null,
				userAgent: sign.userAgent ?? before?.userAgent ?? null
			});
			arm();
		},
		flush,
		async close() {
			await flush().catch(failed);
		}
	};
}

async function lastWord(tx: Writes, deviceId: number, { at, skewMs, word, userAgent }: Sign): Promise<void> {
	await tx
		.update(devices)
		.set({ seenAt: at, skewMs, userAgent: userAgent?.slice(0, 300) })
		.where(eq(devices.id, deviceId));
	if (word)
		await tx
			.insert(deviceWords)
			.values({ deviceId, at, skewMs, word })
			.onConflictDoUpdate({ target: deviceWords.deviceId, set: { at, skewMs, word } });
}

/** Sets the quarter of an hour in which each was heard. */
async function presence(tx: Writes, signs: ReadonlyMap<number, Sign>): Promise<void> {
	for (const [deviceId, { at, zone }] of signs) {
		if (zone === null) continue;
		const { day, hour, minute } = clockOf(at, zone);
		const quarter = hour * 4 + Math.floor(minute / 15);
		const [known] = await tx
			.select({ heard: deviceDays.heard })
			.from(deviceDays)
			.where(and(eq(deviceDays.deviceId, deviceId), eq(deviceDays.day, day)));
		const before = known?.heard ?? '0'.repeat(QUARTERS);
		if (before[quarter] === '1') continue;
		const after = `${before.slice(0, quarter)}1${before.slice(quarter + 1)}`;
		await tx
			.insert(deviceDays)
			.values({ deviceId, day, heard: after })
			.onConflictDoUpdate({ target: [deviceDays.deviceId, deviceDays.day], set: { heard: after } });
	}
}
