// What the page of alerts shows, read from its address: the open ones, the closed ones, or the rules.
import type { Person } from '$lib/shared/actor';
import { ALERT_KINDS, type AlertKind } from '$lib/shared/alert';
import { dayOf } from '$lib/shared/day';
import { Problem } from '$lib/shared/problem';
import { tree, under } from '$lib/shared/tree';
import * as alerts from '$lib/server/alerts/alerts';
import * as rules from '$lib/server/alerts/rules';
import { holds } from '$lib/server/auth/scope';
import type { Reads } from '$lib/server/db/open';
import * as branches from '$lib/server/org/branches';
import * as privacy from '$lib/server/org/privacy';
import { HOUSE_ZONE } from '$lib/ui/when';

export const VIEWS = ['open', 'closed', 'rules'] as const;
export type View = (typeof VIEWS)[number];

/** How many closed alerts a page holds, and how many rules are drawn before a branch must be chosen. */
const PAGE = 30;
const MOST_RULES = 200;

/** Everything the page shows of an address, within a person's scope. Refuses what is not there: not_found. */
export async function read(db: Reads, { scope }: Person, params: URLSearchParams, at: number) {
	const view = chosen(params, 'view', VIEWS) ?? 'open';
	const alertId = number(params, 'alert');
	const open = await alerts.open(db, scope, at);
	const kept = await rules.list(db, scope);
	const there = tree(await branches.list(db, dayOf(at, HOUSE_ZONE))).filter(({ id }) => holds(scope, id));
	const { commentDelayDays, leadersSeeComments } = await privacy.current(db);
	return {
		view,
		open,
		named: alertId === null ? null : await alerts.one(db, scope, alertId, at),
		closed: view === 'closed' ? await closed(db, scope, params, at) : { rows: [], next: null, isFirst: true },
		ruleCount: kept.length,
		rules: view === 'rules' ? await ruled(db, scope, kept, there, params) : null,
		branches: there.map(({ id, code, name, depth }) => ({ id, code, name, depth })),
		privacy: { commentDelayDays, leadersSeeComments }
	};
}

async function closed(db: Reads, scope: Person['scope'], params: URLSearchParams, at: number) {
	const before = number(params, 'before') ?? undefined;
	const rows = await alerts.history(db, scope, { before, limit: PAGE + 1 }, at);
	const next = rows.length > PAGE ? rows[PAGE - 1]!.id : null;
	return { rows: rows.slice(0, PAGE), next, isFirst: before === undefined };
}

async function ruled(
	db: Reads,
	scope: Person['scope'],
	kept: rules.Rule[],
	there: readonly { id: number; parentId: number | null }[],
	params: URLSearchParams
) {
	const branchId = number(params, 'branch');
	if (branchId !== null && !holds(scope, branchId)) throw new Problem('not_found', { branch: branchId });
	const shown = branchId === null ? null : under(there, branchId);
	const fitting = kept.filter((rule) => shown === null || shown.has(rule.branchId));
	const ruleId = number(params, 'rule');
	return {
		branchId,
		rows: fitting.slice(0, MOST_RULES),
		more: Math.max(0, fitting.length - MOST_RULES),
		editing: ruleId === null ? null : await rules.one(db, scope, ruleId),
		adding: chosen<AlertKind>(params, 'add', ALERT_KINDS)
	};
}

function number(params: URLSearchParams, name: string): number | null {
	const text = params.get(name);
	if (!text) return null;
	if (!/^[1-9]\d{0,8}$/.test(text)) throw new Problem('not_found', { [name]: text.slice(0, 40) });
	return Number(text);
}

function chosen<T extends string>(params: URLSearchParams, name: string, among: readonly T[]): T | null {
	const text = params.get(name);
	if (!text) return null;
	if (!among.includes(text as T)) throw new Problem('not_found', { [name]: text.slice(0, 40) });
	return text as T;
}
