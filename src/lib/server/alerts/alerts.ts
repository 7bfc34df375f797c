// Alerts: opened by the watcher (watcher.ts), acknowledged and closed by people, each time with a line in the trail and
// a word to the webhooks.
import { and, desc, eq, inArray, isNotNull, isNull, lt } from 'drizzle-orm';
import type { Actor } from '../../shared/actor';
import { type Alert, type Numbers } from '../../shared/alert';
import { demand } from '../../shared/can';
import { Problem } from '../../shared/problem';
import * as audit from '../audit/note';
import { holds, type Scope } from '../auth/scope';
import { people } from '../auth/table';
import type { Reads, Writes } from '../db/open';
import { called } from './called';
import { scopeOf } from './rules';
import { alertRules, alerts } from './table';
import { post } from './tell';

export type AlertRow = Alert & {
	rule: { id: number; branchId: number; numbers: Numbers; isMailed: boolean; closedAt: number | null };
	/** When the reason was last seen to hold. */
	seenAt: number;
	acknowledgedAt: number | null;
	/** Names of people; null for nobody, and for the system. */
	acknowledgedBy: string | null;
	closedAt: number | null;
	closedBy: string | null;
	note: string | null;
};

/** The open and acknowledged alerts of a scope: nobody's first, then the newest. */
export async function open(db: Reads, scope: Scope, at: number): Promise<AlertRow[]> {
	const rows = await db
		.select()
		.from(alerts)
		.where(and(isNull(alerts.closedAt), within(scope)))
		.orderBy(desc(alerts.openedAt), desc(alerts.id));
	rows.sort((a, b) => Number(a.acknowledgedAt !== null) - Number(b.acknowledgedAt !== null));
	return whole(db, rows, at);
}

/** The closed alerts of a scope, the newest first; those with an id below `before`. */
export async function history(
	db: Reads,
	scope: Scope,
	{ before, limit }: { before?: number; limit: number },
	at: number
): Promise<AlertRow[]> {
	const rows = await db
		.select()
		.from(alerts)
		.where(
			and(isNotNull(alerts.closedAt), within(scope), before === undefined ? undefined : lt(alerts.id, before))
		)
		.orderBy(desc(alerts.id))
		.limit(limit);
	return whole(db, rows, at);
}

/** One alert, however it stands. Refuses not_found, also outside the scope. */
export async function one(db: Reads, scope: Scope, alertId: number, at: number): Promise<AlertRow> {
	const rows = await db
		.select()
		.from(alerts)
		.where(and(eq(alerts.id, alertId), within(scope)));
	const [row] = await whole(db, rows, at);
	if (!row) throw new Problem('not_found', { alert: alertId });
	return row;
}

/**
 * Says that somebody has seen an alert and looks after it. Harmless when repeated. Refuses: not_allowed; not_found,
 * also outside the actor's scope; closed_already.
 */
export async function acknowledge(
	tx: Writes,
	actor: Actor,
	alertId: number,
	{ note }: { note: string | null },
	at: number
): Promise<void> {
	demand(actor, 'alerts.change');
	const row = await found(tx, actor, alertId);
	if (row.closedAt !== null) throw new Problem('closed_already');
	if (row.acknowledgedAt !== null) return;
	const by = actor.kind === 'person' ? actor.id : null;
	await tx.update(alerts).set({ acknowledgedAt: at, acknowledgedBy: by, note }).where(eq(alerts.id, alertId));
	await post(tx, 'alert.acknowledged', alertId, at);
	await audit.note(tx, actor, at, 'alerts.acknowledge', `alert:${alertId}`, { ...about(row), note });
}

/**
 * Closes an alert with what was done about it. It may come again when there is a new reason (watcher.ts). Refuses:
 * not_allowed; not_found, also outside the actor's scope; closed_already; bad_shape without a note.
 */
export async function close(
	tx: Writes,
	actor: Actor,
	alertId: number,
	{ note }: { note: string },
	at: number
): Promise<void> {
	demand(actor, 'alerts.change');
	const row = await found(tx, actor, alertId);
	if (row.closedAt !== null) throw new Problem('closed_already');
	if (note.trim() === '') throw new Problem('bad_shape', { field: 'note' });
	const by = actor.kind === 'person' ? actor.id : null;
	await tx.update(alerts).set({ closedAt: at, closedBy: by, note }).where(eq(alerts.id, alertId));
	await post(tx, 'alert.closed', alertId, at);
	await audit.note(tx, actor, at, 'alerts.close', `alert:${alertId}`, { ...about(row), note });
}

/**
 * Takes a closing back: it was the wrong one. Harmless when repeated. Refuses: not_allowed; not_found, also outside
 * the actor's scope; already_exists where another of the same rule and subject has been opened since.
 */
export async function reopen(tx: Writes, actor: Actor, alertId: number, at: number): Promise<void> {
	demand(actor, 'alerts.change');
	const row = await found(tx, actor, alertId);
	if (row.closedAt === null) return;
	const same = and(eq(alerts.ruleId, row.ruleId), eq(alerts.subject, row.subject), isNull(alerts.closedAt));
	if ((await tx.$count(alerts, same)) > 0) throw new Problem('already_exists', { field: 'alert' });
	await tx.update(alerts).set({ closedAt: null, closedBy: null }).where(eq(alerts.id, alertId));
	await post(tx, 'alert.reopened', alertId, at);
	await audit.note(tx, actor, at, 'alerts.reopen', `alert:${alertId}`, about(row));
}

type Row = typeof alerts.$inferSelect;

const about = ({ ruleId, branchId, kind }: Row) => ({ ruleId, branchId, kind });

function within(scope: Scope) {
	return scope === 'all' ? undefined : inArray(alerts.branchId, [...scope]);
}

async function found(tx: Reads, actor: Actor, alertId: number): Promise<Row> {
	const [row] = await tx.select().from(alerts).where(eq(alerts.id, alertId));
	if (!row || !holds(scopeOf(actor), row.branchId)) throw new Problem('not_found', { alert: alertId });
	return row;
}

async function whole(db: Reads, rows: Row[], at: number): Promise<AlertRow[]> {
	const told = await called(db, rows, at);
	const rules = await db
		.select()
		.from(alertRules)
		.where(inArray(alertRules.id, [...new Set(rows.map((row) => row.ruleId))]));
	const ruleOf = new Map(rules.map((rule) => [rule.id, rule]));
	const persons = [
		...new Set(rows.flatMap((row) => [row.acknowledgedBy, row.closedBy].filter((id) => id !== null)))
	];
	const named = await db
		.select({ id: people.id, name: people.name })
		.from(people)
		.where(inArray(people.id, persons));
	const nameOf = new Map(named.map(({ id, name }) => [id, name]));
	const name = (id: string | null) => (id === null ? null : (nameOf.get(id) ?? null));
	return rows.map((row, index) => {
		const { id, branchId, numbers, isMailed, closedAt } = ruleOf.get(row.ruleId)!;
		return {
			...told[index]!,
			rule: { id, branchId, numbers, isMailed, closedAt },
			...{ seenAt: row.seenAt, acknowledgedAt: row.acknowledgedAt, closedAt: row.closedAt, note: row.note },
			...{ acknowledgedBy: name(row.acknowledgedBy), closedBy: name(row.closedBy) }
		};
	});
}
