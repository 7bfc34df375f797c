// Rules: what is watched in a branch with all under it, and from when on somebody is told.
import { and, asc, eq, isNull } from 'drizzle-orm';
import * as v from 'valibot';
import type { Actor } from '../../shared/actor';
import { ALERT_KINDS, NUMBERS, NumbersShapes, type AlertKind, type Numbers } from '../../shared/alert';
import { demand } from '../../shared/can';
import { Problem } from '../../shared/problem';
import * as audit from '../audit/note';
import { holds, type Scope } from '../auth/scope';
import type { Reads, Writes } from '../db/open';
import { branches } from '../org/table';
import { alertRules } from './table';

export type Rule = typeof alertRules.$inferSelect;
export type NewRule = { branchId: number; kind: AlertKind; numbers: Numbers; isMailed: boolean };

/**
 * Adds a rule and answers its id. A branch has one rule of a kind: a second one would tell the same twice. Refuses:
 * not_allowed; not_found for a branch outside the actor's scope; already_exists (kind); v.ValiError for numbers that
 * do not fit the kind.
 */
export async function add(tx: Writes, actor: Actor, rule: NewRule, at: number): Promise<number> {
	demand(actor, 'alerts.change');
	const { branchId, kind, isMailed } = rule;
	await checkBranch(tx, actor, branchId);
	const numbers = v.parse(NumbersShapes[kind], rule.numbers) as Numbers;
	await checkFree(tx, branchId, kind);
	const [row] = await tx
		.insert(alertRules)
		.values({ branchId, kind, numbers, isMailed, createdAt: at })
		.returning({ id: alertRules.id });
	if (!row) throw new Error('no id for a new rule');
	await audit.note(tx, actor, at, 'alerts.addRule', `rule:${row.id}`, { branchId, kind, numbers, isMailed });
	return row.id;
}

/**
 * Adds to a branch the offered rule of each kind that it has none of; answers how many. Harmless when repeated.
 * Refuses: not_allowed; not_found for a branch outside the actor's scope.
 */
export async function offer(tx: Writes, actor: Actor, branchId: number, at: number): Promise<number> {
	demand(actor, 'alerts.change');
	await checkBranch(tx, actor, branchId);
	const known = await ofBranch(tx, branchId);
	const missing = ALERT_KINDS.filter((kind) => !known.some((rule) => rule.kind === kind));
	for (const kind of missing)
		await add(tx, actor, { branchId, kind, numbers: { ...NUMBERS[kind] }, isMailed: true }, at);
	return missing.length;
}

/**
 * Gives a rule other numbers, or says whether it is mailed. Refuses: not_allowed; not_found, also outside the
 * actor's scope; closed_already; v.ValiError for numbers that do not fit.
 */
export async function change(
	tx: Writes,
	actor: Actor,
	ruleId: number,
	to: Pick<NewRule, 'numbers' | 'isMailed'>,
	at: number
): Promise<void> {
	demand(actor, 'alerts.change');
	const was = await found(tx, actor, ruleId);
	if (was.closedAt !== null) throw new Problem('closed_already');
	const numbers = v.parse(NumbersShapes[was.kind], to.numbers) as Numbers;
	await tx.update(alertRules).set({ numbers, isMailed: to.isMailed }).where(eq(alertRules.id, ruleId));
	await audit.note(tx, actor, at, 'alerts.changeRule', `rule:${ruleId}`, {
		...{ branchId: was.branchId, kind: was.kind },
		...{ numbers, isMailed: to.isMailed }
	});
}

/**
 * Takes a rule off: nothing more is found by it; its open alerts stay until somebody closes them. Harmless when
 * repeated. Refuses: not_allowed; not_found, also outside the actor's scope.
 */
export async function close(tx: Writes, actor: Actor, ruleId: number, at: number): Promise<void> {
	demand(actor, 'alerts.change');
	const { branchId, kind, closedAt } = await found(tx, actor, ruleId);
	if (closedAt !== null) return;
	await tx.update(alertRules).set({ closedAt: at }).where(eq(alertRules.id, ruleId));
	await audit.note(tx, actor, at, 'alerts.closeRule', `rule:${ruleId}`, { branchId, kind });
}

/**
 * Takes a closing back. Harmless when repeated. Refuses: not_allowed; not_found, also outside the actor's scope;
 * already_exists (kind) where the branch has another of the kind by now.
 */
export async function reopen(tx: Writes, actor: Actor, ruleId: number, at: number): Promise<void> {
	demand(actor, 'alerts.change');
	const { branchId, kind, closedAt } = await found(tx, actor, ruleId);
	if (closedAt === null) return;
	await checkFree(tx, branchId, kind);
	await tx.update(alertRules).set({ closedAt: null }).where(eq(alertRules.id, ruleId));
	await audit.note(tx, actor, at, 'alerts.reopenRule', `rule:${ruleId}`, { branchId, kind });
}

/** One rule, also one that was taken off. Refuses not_found, also outside the scope. */
export async function one(db: Reads, scope: Scope, ruleId: number): Promise<Rule> {
	const [rule] = await db.select().from(alertRules).where(eq(alertRules.id, ruleId));
	if (!rule || !holds(scope, rule.branchId)) throw new Problem('not_found', { rule: ruleId });
	return rule;
}

/** The rules that hold, of the branches of a scope, by branch and kind. */
export async function list(db: Reads, scope: Scope): Promise<Rule[]> {
	const rows = await db
		.select()
		.from(alertRules)
		.where(isNull(alertRules.closedAt))
		.orderBy(asc(alertRules.branchId), asc(alertRules.id));
	const rank = (rule: Rule) => ALERT_KINDS.indexOf(rule.kind);
	return rows
		.filter((rule) => holds(scope, rule.branchId))
		.sort((a, b) => a.branchId - b.branchId || rank(a) - rank(b));
}

function ofBranch(tx: Reads, branchId: number): Promise<Rule[]> {
	return tx
		.select()
		.from(alertRules)
		.where(and(eq(alertRules.branchId, branchId), isNull(alertRules.closedAt)));
}

async function checkFree(tx: Reads, branchId: number, kind: AlertKind): Promise<void> {
	if ((await ofBranch(tx, branchId)).some((rule) => rule.kind === kind))
		throw new Problem('already_exists', { field: 'kind' });
}

async function checkBranch(tx: Reads, actor: Actor, branchId: number): Promise<void> {
	const isThere = (await tx.$count(branches, and(eq(branches.id, branchId), isNull(branches.closedDay)))) > 0;
	if (!isThere || !holds(scopeOf(actor), branchId)) throw new Problem('not_found', { branch: branchId });
}

function found(tx: Reads, actor: Actor, ruleId: number): Promise<Rule> {
	return one(tx, scopeOf(actor), ruleId);
}

/** The branches an actor may touch; a device none. */
export function scopeOf(actor: Actor): Scope {
	if (actor.kind === 'person') return actor.scope;
	return actor.kind === 'system' ? 'all' : [];
}
