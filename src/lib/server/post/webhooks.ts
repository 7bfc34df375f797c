// Webhooks: other programs' addresses that are told of alerts, each with a secret by which it knows that it was us.
import { randomBytes } from 'node:crypto';
import { and, asc, eq, inArray, isNull, or } from 'drizzle-orm';
import { SYSTEM, type Actor } from '../../shared/actor';
import { demand } from '../../shared/can';
import { Problem } from '../../shared/problem';
import * as audit from '../audit/note';
import type { Reads, Writes } from '../db/open';
import { branches } from '../org/table';
import { giveUp, queue } from './deliveries';
import { allowed, type Reach } from './reach';
import { webhooks } from './table';

/** A webhook without its secret, which is shown once and then only signs. */
export type WebhookRow = Omit<typeof webhooks.$inferSelect, 'secret'>;
export type NewWebhook = {
	name: string;
	url: string;
	/** Told of this branch and all under it; null: of all. */
	branchId: number | null;
};

/** A new secret: "whsec_" and 32 bytes of chance in base64. */
export function newSecret(): string {
	return `whsec_${randomBytes(32).toString('base64')}`;
}

/**
 * Adds a webhook and answers its id. Refuses: not_allowed; bad_shape for an address that may not be called
 * (reach.ts) and for a branch that is not there.
 */
export async function add(
	tx: Writes,
	actor: Actor,
	{ name, url, branchId }: NewWebhook,
	{ secret, reach }: { secret: string; reach: Reach },
	at: number
): Promise<number> {
	demand(actor, 'webhooks.change');
	const address = allowed(url, reach).href;
	if (branchId !== null && (await tx.$count(branches, eq(branches.id, branchId))) === 0)
		throw new Problem('bad_shape', { field: 'branchId' });
	const [row] = await tx
		.insert(webhooks)
		.values({ name, url: address, branchId, secret, createdAt: at })
		.returning({ id: webhooks.id });
	if (!row) throw new Error('no id for a new webhook');
	await audit.note(tx, actor, at, 'post.addWebhook', `webhook:${row.id}`, { name, url: address, branchId });
	return row.id;
}

/** Gives a webhook another secret: from now on all is signed with that. Refuses: not_allowed; not_found; closed_already. */
export async function rotate(
	tx: Writes,
	actor: Actor,
	webhookId: number,
	secret: string,
	at: number
): Promise<void> {
	demand(actor, 'webhooks.change');
	const { name } = await inUse(tx, webhookId);
	await tx.update(webhooks).set({ secret }).where(eq(webhooks.id, webhookId));
	await audit.note(tx, actor, at, 'post.rotateWebhook', `webhook:${webhookId}`, { name });
}

/** Closes a webhook for good; what waits for it is given up. Harmless when repeated. Refuses: not_allowed; not_found. */
export async function close(tx: Writes, actor: Actor, webhookId: number, at: number): Promise<void> {
	demand(actor, 'webhooks.change');
	await shut(tx, actor, webhookId, at);
}

/** The other side answered 410: it wants nothing any more, and is closed by the system. */
export async function gone(tx: Writes, webhookId: number, at: number): Promise<void> {
	await shut(tx, SYSTEM, webhookId, at, '410');
}

async function shut(tx: Writes, actor: Actor, webhookId: number, at: number, answer?: string): Promise<void> {
	const { name, closedAt } = await found(tx, webhookId);
	if (closedAt !== null) return;
	await tx.update(webhooks).set({ closedAt: at }).where(eq(webhooks.id, webhookId));
	await giveUp(tx, webhookId, 'closed');
	await audit.note(tx, actor, at, 'post.closeWebhook', `webhook:${webhookId}`, {
		name,
		...(answer ? { answer } : {})
	});
}

/**
 * Queues a call that says nothing but that it is a test. `unique` tells two tests of one instant apart. Refuses:
 * not_allowed; not_found; closed_already.
 */
export async function test(
	tx: Writes,
	actor: Actor,
	webhookId: number,
	unique: string,
	at: number
): Promise<void> {
	demand(actor, 'webhooks.change');
	const { name, branchId } = await inUse(tx, webhookId);
	const content = { type: 'test', timestamp: new Date(at).toISOString(), data: { webhook: name } };
	const key = `test:${webhookId}:${unique}`;
	await queue(tx, { key, channel: 'webhook', about: 'test', branchId, webhookId, content }, at);
	await audit.note(tx, actor, at, 'post.testWebhook', `webhook:${webhookId}`, { name });
}

/** All of them, closed ones last, by name; never a secret. */
export async function list(db: Reads): Promise<WebhookRow[]> {
	const { id, name, url, branchId, createdAt, closedAt } = webhooks;
	const rows = await db
		.select({ id, name, url, branchId, createdAt, closedAt })
		.from(webhooks)
		.orderBy(asc(name), asc(id));
	return rows.sort((a, b) => Number(a.closedAt !== null) - Number(b.closedAt !== null));
}

/** The ids of those that are told of what happens in a branch: `line` is the branch and all it lies under. */
export async function toldOf(db: Reads, line: readonly number[]): Promise<number[]> {
	const rows = await db
		.select({ id: webhooks.id })
		.from(webhooks)
		.where(
			and(isNull(webhooks.closedAt), or(isNull(webhooks.branchId), inArray(webhooks.branchId, [...line])))
		)
		.orderBy(asc(webhooks.id));
	return rows.map(({ id }) => id);
}

async function inUse(tx: Reads, webhookId: number) {
	const row = await found(tx, webhookId);
	if (row.closedAt !== null) throw new Problem('closed_already');
	return row;
}

async function found(tx: Reads, webhookId: number) {
	const [row] = await tx.select().from(webhooks).where(eq(webhooks.id, webhookId));
	if (!row) throw new Problem('not_found', { webhook: webhookId });
	return row;
}
