// A paired tablet says hello: it is recognised, what it says of itself is kept, and it is told what it must know.
import { sql } from 'drizzle-orm';
import { canonical } from '../../shared/canonical';
import type { Hello, HelloAnswer } from '../../shared/hello';
import { hash } from '../db/chain';
import type { Db, Reads } from '../db/open';
import type { Heard } from '../devices/heard';
import type { Recogniser } from '../devices/recogniser';
import { setup } from '../devices/setup';

export type Rooms = { db: Db; devices: Recogniser; heard: Heard; epochId: string };

/**
 * Answers a hello. Refuses like `Recogniser.recognise` and `.check`, and counter_not_ready where a customer could not
 * rate at its counter any more (it keeps the set-up it has).
 */
export async function hello(
	{ db, devices, heard, epochId }: Rooms,
	{ signature, word, ...said }: Hello,
	userAgent: string | null,
	at: number
): Promise<HelloAnswer> {
	const recognised = await devices.recognise(said.key, at);
	const signed = { ...said, purpose: 'hello' as const, count: 0, signature };
	await devices.check(recognised, hash(canonical(word)), signed, at);
	const { device, tag, zone } = recognised;
	heard.hear(device.id, { at, skewMs: at - said.sentAt, word, userAgent, zone });
	return {
		serverAt: at,
		ticket: devices.tickets.issue(at),
		epoch: epochId,
		highestSeq: await highestSeq(db.read, device.id),
		setup: word.setupTag === tag ? null : await setup(db.read, device.id, at)
	};
}

/** The highest number there is of a device, in the ledger or among the refused; 0: none. */
export async function highestSeq(db: Reads, deviceId: number): Promise<number> {
	const [row] = await db.all<{ seq: number }>(
		sql`SELECT max(coalesce((SELECT max(seq) FROM ratings WHERE "deviceId" = ${deviceId}), 0),
			coalesce((SELECT max(seq) FROM refused_ratings WHERE "deviceId" = ${deviceId}), 0)) AS seq`
	);
	return row?.seq ?? 0;
}
