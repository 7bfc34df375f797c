// Which tablet is asking. Asked for every batch, so what was found is kept in memory for as long as the audit trail
// has not grown: every pairing, change and retirement leaves a line there.
import { eq } from 'drizzle-orm';
import { Problem } from '../../shared/problem';
import * as trail from '../audit/trail';
import type { Db } from '../db/open';
import { hash } from './code';
import { SEEN_EVERY_MS, type DeviceRow } from './devices';
import { devices } from './table';

export type Recognised = {
	device: DeviceRow;
	/** The newest audit line at that moment, as the tablets' set-up tag. */
	tag: string;
};

export type Recogniser = {
	/**
	 * The device behind a bearer token. Refuses device_unknown (also for a missing token) and device_retired.
	 * `at` is the server's clock in milliseconds.
	 */
	recognise: (token: string | null | undefined, at: number) => Promise<Recognised>;
	/** True at most once a minute for a device: then its `devices.seen` is worth a transaction. */
	due: (deviceId: number, at: number) => boolean;
};

/**
 * Keeps what it found until the audit trail grows, and asks for the trail's end at most once in `freshMs`. With 0 a
 * retirement holds from the very next request; with 100 it holds within a tenth of a second, and a busy door
 * asks the database ten times a second instead of for every batch.
 */
export function recogniser(db: Db, { freshMs = 0 }: { freshMs?: number } = {}): Recogniser {
	const known = new Map<string, DeviceRow>();
	const heard = new Map<number, number>();
	let newest = -1;
	let askedAt = -Infinity;

	async function refresh(at: number): Promise<void> {
		if (Math.abs(at - askedAt) < freshMs) return;
		const last = await trail.last(db.read);
		askedAt = at;
		if (last === newest) return;
		newest = last;
		known.clear();
	}

	return {
		async recognise(token, at) {
			if (!token) throw new Problem('device_unknown');
			await refresh(at);
			const tag = String(newest);
			const tokenHash = hash(token);
			let device = known.get(tokenHash);
			if (!device) {
				[device] = await db.read.select().from(devices).where(eq(devices.tokenHash, tokenHash));
				// Only those that exist are kept, so that made-up tokens cannot fill the memory; and nothing that was
				// read while the trail grew.
				if (device && tag === String(newest)) known.set(tokenHash, device);
			}
			if (!device) throw new Problem('device_unknown');
			if (device.retiredAt !== null) throw new Problem('device_retired', { name: device.name });
			return { device, tag };
		},
		due(deviceId, at) {
			const before = heard.get(deviceId);
			if (before !== undefined && at - before < SEEN_EVERY_MS) return false;
			heard.set(deviceId, at);
			return true;
		}
	};
}

/** The bearer token of an Authorization header, or null. */
export function bearer(header: string | null | undefined): string | null {
	return /^Bearer ([A-Za-z0-9_-]{20,200})$/.exec(header ?? '')?.[1] ?? null;
}
