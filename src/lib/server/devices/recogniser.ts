// Which tablet is asking, and whether it may. Asked for every batch, so what was found is kept in memory for as long as
// the audit trail has not grown: every pairing, change and retirement leaves a line there.
import type { KeyObject } from 'node:crypto';
import { eq } from 'drizzle-orm';
import { Problem } from '../../shared/problem';
import type { Statement } from '../../shared/seal';
import * as trail from '../audit/trail';
import type { Db } from '../db/open';
import type { DeviceRow } from './devices';
import * as keys from './key';
import { limits, type Limits } from './limits';
import { edition } from './setup';
import { devices } from './table';
import type { Tickets } from './ticket';

export type Recognised = {
	device: DeviceRow;
	key: KeyObject;
	/** The tag of the set-up it should have, and its branch's zone (setup.ts, edition). */
	tag: string;
	zone: string | null;
};

/** For so long nothing but the trail is asked; the business day may change without a line there. */
const KEPT_MS = 60_000;

/** What a tablet said and signed, but for its head, which the reader of the message makes from what it says. */
export type Signed = Omit<Statement, 'head'> & { signature: string };

export type Recogniser = {
	/**
	 * The device that goes by a key's name. Refuses device_unknown, device_retired, device_forked; too_many_tries for
	 * a device that has sent too much, or too much that was wrong, in the last minute. `at` is the server's clock in
	 * milliseconds.
	 */
	recognise: (keyId: string, at: number) => Promise<Recognised>;
	/**
	 * Whether a recognised device said this, and just now. Refuses ticket_stale with a fresh `ticket`, and
	 * signature_wrong.
	 */
	check: (recognised: Recognised, head: string, signed: Signed, at: number) => Promise<void>;
	tickets: Tickets;
};

/**
 * Keeps what it found until the audit trail grows, and asks for the trail's end at most once in `freshMs`. With 0 a
 * retirement holds from the very next request; with 100 it holds within a tenth of a second, and a busy door
 * asks the database ten times a second instead of for every batch.
 */
export function recogniser(
	db: Db,
	tickets: Tickets,
	{ freshMs = 0, postsPerMinute }: { freshMs?: number; postsPerMinute?: number } = {}
): Recogniser {
	const known = new Map<string, Recognised & { until: number }>();
	const limit: Limits = limits(postsPerMinute);
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

	async function find(keyId: string, at: number): Promise<Recognised | undefined> {
		const line = newest;
		const kept = known.get(keyId);
		if (kept && at < kept.until) return kept;
		const [device] = await db.read.select().from(devices).where(eq(devices.keyId, keyId));
		if (!device?.publicKey) return undefined;
		const { tag, zone } = await edition(db.read, device.counterId, at);
		const found = { device, key: kept?.key ?? keys.read(device.publicKey), tag, zone, until: at + KEPT_MS };
		// Only those that exist are kept, so that made-up names cannot fill the memory; and nothing that was read
		// while the trail grew.
		if (line === newest) known.set(keyId, found);
		return found;
	}

	return {
		tickets,
		async recognise(keyId, at) {
			await refresh(at);
			const found = await find(keyId, at);
			if (!found) throw new Problem('device_unknown');
			const { device } = found;
			if (device.retiredAt !== null) throw new Problem('device_retired', { name: device.name });
			if (device.forkedAt !== null) throw new Problem('device_forked', { name: device.name });
			limit.post(device.id, at);
			return found;
		},
		async check({ device, key }, head, { signature, ...signed }, at) {
			if (signed.purpose !== 'pair' && !tickets.isFresh(signed.ticket, at))
				throw new Problem('ticket_stale', { ticket: tickets.issue(at) });
			if (await keys.isSignedBy(key, { ...signed, head }, signature)) return;
			limit.wrong(device.id, at);
			throw new Problem('signature_wrong', { device: device.id });
		}
	};
}
