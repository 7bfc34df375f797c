// What the rules find, each kind in one question for all branches. A finding is no alert yet: one that is open already
// goes on, and what was closed needs a new reason (settle.ts).
import type { Found } from '../../shared/alert';
import { addDays, dayOf, type Day } from '../../shared/day';
import type { Lines } from './lines';
import type { Rule } from './rules';
import type { alerts } from './table';

export type Finding = { rule: Rule; branchId: number; subject: string; found: Found };

export type AlertStored = typeof alerts.$inferSelect;

/** What is known before anything is looked at. */
export type Ground = {
	at: number;
	lines: Lines;
	/** The rules that hold. */
	rules: readonly Rule[];
	/** By rule and subject (`keyOf`): the open alert, and the one closed last. */
	open: ReadonlyMap<string, AlertStored>;
	closed: ReadonlyMap<string, AlertStored>;
};

export function keyOf(ruleId: number, subject: string): string {
	return `${ruleId} ${subject}`;
}

/** The rules of a kind. */
export function ofKind({ rules }: Ground, kind: Rule['kind']): Rule[] {
	return rules.filter((rule) => rule.kind === kind);
}

/** The rule of a kind that answers for a branch: its own, else that of the nearest branch above. */
export function nearest(ground: Ground, kind: Rule['kind']): (branchId: number) => Rule | undefined {
	const byBranch = new Map(ofKind(ground, kind).map((rule) => [rule.branchId, rule]));
	return (branchId) => {
		const own = ground.lines.above(branchId).find((one) => byBranch.has(one));
		return own === undefined ? undefined : byBranch.get(own);
	};
}

/**
 * The days that a rule on a share looks at: the last `days` that end with `last` days before today, and none up to
 * and with the day on which its alert was closed last: whoever closed it has dealt with those. Null: none yet.
 */
export function windowOf(ground: Ground, rule: Rule, last: 0 | 1): { from: Day; to: Day } | null {
	const zone = ground.lines.zoneOf(rule.branchId);
	const to = addDays(dayOf(ground.at, zone), -last);
	const first = addDays(to, 1 - (rule.numbers.days ?? 1));
	const closedAt = ground.closed.get(keyOf(rule.id, ''))?.closedAt ?? null;
	const after = closedAt === null ? first : addDays(dayOf(closedAt, zone), 1);
	const from = first > after ? first : after;
	return from > to ? null : { from, to };
}

/** Rule, branch, first and last day for every branch that rules look at, as JSON for one question. */
export function pieces(ground: Ground, windows: ReadonlyMap<Rule, { from: Day; to: Day }>): string {
	return JSON.stringify(
		[...windows].flatMap(([rule, { from, to }]) =>
			ground.lines.under(rule.branchId).map((branchId) => [rule.id, branchId, from, to])
		)
	);
}

/** The windows of all rules of a kind that have one. */
export function windowsOf(ground: Ground, kind: Rule['kind'], last: 0 | 1) {
	const windows = new Map<Rule, { from: Day; to: Day }>();
	for (const rule of ofKind(ground, kind)) {
		const window = windowOf(ground, rule, last);
		if (window) windows.set(rule, window);
	}
	return windows;
}
