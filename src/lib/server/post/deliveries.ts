// What goes out: put into the queue in the transaction of whatever it tells of, so that neither is there without the
// other, and carried by the worker (worker.ts) afterwards.
import { createHash } from 'node:crypto';
import { and, desc, eq, inArray, lt, sql } from 'drizzle-orm';
import type { Actor } from '../../shared/actor';
import { demand } from '../../shared/can';
import type { Letter } from '../../shared/letter';
import { Problem } from '../../shared/problem';
import * as audit from '../audit/note';
import type { Reads, Writes } from '../db/open';
import { deliveries, webhooks } from './table';

export type Delivery = typeof deliveries.$inferSelect;
export type DeliveryState = Delivery['state'];

/** The JSON body of a webhook call, by the Standard Webhooks scheme. */
export type Event = { type: string; timestamp: string; data: Record<string, unknown> };

type About = {
	/** What makes it one and the same: a second one of this key is not made. */
	key: string;
	/** What it tells of: 'alert:12', 'digest:weekly:2026-11-16'. */
	about: string;
	branchId: number | null;
};
export type NewDelivery = About &
	(
		| { channel: 'mail'; address: string; content: Letter }
		| { channel: 'webhook'; webhookId: number; content: Event }
	);

/** How long the content of one that failed is kept, so that it can be tried again. */
export const KEPT_MS = 30 * 86_400_000;

/**
 * Puts one into the queue, due at once. Harmless when repeated: one of this key is there already, whatever became of it.
 */
export async function queue(tx: Writes, delivery: NewDelivery, at: number): Promise<void> {
	const { key, channel, about, branchId, content } = delivery;
	const to = delivery.channel === 'mail' ? { address: delivery.address } : { webhookId: delivery.webhookId };
	await tx
		.insert(deliveries)
		.values({ key, channel, about, branchId, ...to, content, state: 'waiting', nextAt: at, createdAt: at })
		.onConflictDoNothing();
}

/**
 * By what a receiver tells that it has this one already: the same for every try, never the same for two. A database
 * that was restored gives row numbers anew, so the number alone would not do.
 */
export function idOf({ id, key, createdAt }: Pick<Delivery, 'id' | 'key' | 'createdAt'>): string {
	return createHash('sha256').update(`${id} ${key} ${createdAt}`).digest('base64url').slice(0, 27);
}

/** A line of the log, without what was said: who keeps the log need not know the figures. */
export type Line = Omit<Delivery, 'content' | 'key'> & {
	webhookName: string | null;
	/** Whether what was said is still there, so that it can be tried again. */
	isKept: boolean;
};

/** The log, newest first: `before` an id, of one state, of one webhook, of one thing. */
export async function log(
	db: Reads,
	wanted: { state?: DeliveryState; webhookId?: number; before?: number; limit: number }
): Promise<Line[]> {
	const { state, webhookId, before, limit } = wanted;
	const rows = await db
		.select({
			...LOGGED,
			webhookName: webhooks.name,
			isKept: sql<number>`${deliveries.content} <> '{}'`
		})
		.from(deliveries)
		.leftJoin(webhooks, eq(webhooks.id, deliveries.webhookId))
		.where(
			and(
				state === undefined ? undefined : eq(deliveries.state, state),
				webhookId === undefined ? undefined : eq(deliveries.webhookId, webhookId),
				before === undefined ? undefined : lt(deliveries.id, before)
			)
		)
		.orderBy(desc(deliveries.id))
		.limit(limit);
	return rows.map((row) => ({ ...row, isKept: row.isKept === 1 }));
}

const LOGGED = {
	id: deliveries.id,
	channel: deliveries.channel,
	about: deliveries.about,
	branchId: deliveries.branchId,
	address: deliveries.address,
	webhookId: deliveries.webhookId,
	state: deliveries.state,
	tries: deliveries.tries,
	nextAt: deliveries.nextAt,
	answer: deliveries.answer,
	createdAt: deliveries.createdAt,
	sentAt: deliveries.sentAt
};

/** How many there are in each state. */
export async function counts(db: Reads): Promise<Record<DeliveryState, number>> {
	const found = { waiting: 0, sent: 0, failed: 0 };
	for (const { state, n } of await db
		.select({ state: deliveries.state, n: sql<number>`count(*)` })
		.from(deliveries)
		.groupBy(deliveries.state))
		found[state] = n;
	return found;
}

/**
 * Lets one that failed be tried again, from the first try on; one that is waiting already is left alone. Refuses:
 * not_allowed; not_found; closed_already where it has been sent, its webhook is closed, or what was said is no longer
 * kept.
 */
export async function again(tx: Writes, actor: Actor, deliveryId: number, at: number): Promise<void> {
	demand(actor, 'webhooks.change');
	const [row] = await tx
		.select({
			state: deliveries.state,
			about: deliveries.about,
			content: deliveries.content,
			closedAt: webhooks.closedAt
		})
		.from(deliveries)
		.leftJoin(webhooks, eq(webhooks.id, deliveries.webhookId))
		.where(eq(deliveries.id, deliveryId));
	if (!row) throw new Problem('not_found', { delivery: deliveryId });
	if (row.state === 'waiting') return;
	if (row.state === 'sent' || row.closedAt !== null || Object.keys(row.content).length === 0)
		throw new Problem('closed_already');
	await tx
		.update(deliveries)
		.set({ state: 'waiting', tries: 0, nextAt: at })
		.where(eq(deliveries.id, deliveryId));
	await audit.note(tx, actor, at, 'post.again', `delivery:${deliveryId}`, { about: row.about });
}

/** Gives up all that waits for a webhook: it is closed. */
export async function giveUp(tx: Writes, webhookId: number, answer: string): Promise<void> {
	await tx
		.update(deliveries)
		.set({ state: 'failed', nextAt: null, answer })
		.where(and(eq(deliveries.webhookId, webhookId), eq(deliveries.state, 'waiting')));
}

/** Forgets what was said in those that failed long ago; some hundred at a time. Answers how many. */
export async function forget(tx: Writes, at: number): Promise<number> {
	const old = await tx
		.select({ id: deliveries.id })
		.from(deliveries)
		.where(
			and(
				eq(deliveries.state, 'failed'),
				lt(deliveries.createdAt, at - KEPT_MS),
				sql`${deliveries.content} <> '{}'`
			)
		)
		.limit(500);
	const ids = old.map(({ id }) => id);
	if (ids.length > 0) await tx.update(deliveries).set({ content: {} }).where(inArray(deliveries.id, ids));
	return ids.length;
}
