// Forgets where mails to somebody went: the log keeps that there were some, and nothing of whom.
import { and, eq, inArray } from 'drizzle-orm';
import type { Actor } from '../../shared/actor';
import { demand } from '../../shared/can';
import type { Writes } from '../db/open';
import { deliveries } from './table';

/** Takes these addresses out of the log; what still waits for them is given up. Refuses not_allowed. */
export async function forget(tx: Writes, actor: Actor, addresses: readonly string[]): Promise<number> {
	demand(actor, 'retention.change');
	const theirs = inArray(deliveries.address, [...addresses]);
	await tx
		.update(deliveries)
		.set({ state: 'failed', nextAt: null })
		.where(and(theirs, eq(deliveries.state, 'waiting')));
	const gone = await tx
		.update(deliveries)
		.set({ address: null, content: {}, answer: null })
		.where(theirs)
		.returning({ id: deliveries.id });
	return gone.length;
}
