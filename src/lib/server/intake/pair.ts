// A tablet comes in by a code, with a key it has just made.
import type { InferOutput } from 'valibot';
import { Problem } from '../../shared/problem';
import type { PairAnswer, PairShape } from '../../shared/hello';
import { hash } from '../db/chain';
import * as devices from '../devices/devices';
import * as keys from '../devices/key';
import { setup } from '../devices/setup';
import type { Rooms } from './hello';

/**
 * Pairs a tablet. Refuses bad_shape for a key that is none, signature_wrong where it does not hold the key's other
 * half, what `devices.pair` refuses, and counter_not_ready; then the code is still good.
 */
export async function pair(
	{ db, devices: known, epochId }: Rooms,
	{ code, publicKey, sentAt, signature }: InferOutput<typeof PairShape>,
	userAgent: string | null,
	at: number
): Promise<PairAnswer> {
	// Read first: guesses must cost neither a signature nor a transaction.
	const key = keys.nameOf(publicKey);
	await devices.invited(db.read, code, key, at);
	const statement = { purpose: 'pair' as const, key, ticket: '', sentAt, head: hash(code), count: 0 };
	if (!(await keys.isSignedBy(keys.read(publicKey), statement, signature)))
		throw new Problem('signature_wrong');
	return db.write(async (tx) => {
		const device = await devices.pair(tx, code, { publicKey, userAgent }, at);
		return {
			deviceId: device.id,
			serverAt: at,
			ticket: known.tickets.issue(at),
			epoch: epochId,
			// In the same transaction: a counter that is not ready leaves the code unused.
			setup: await setup(tx, device.id, at)
		};
	});
}
