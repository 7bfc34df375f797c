// What is kept about an officer in words: each kind with how long it is kept; and how somebody looked at it.
import { isRole } from '$lib/shared/role';
import type { Retention } from '$lib/shared/retention';
import * as m from '$words';
import type { PageData } from './$types';

type Kind = {
	name: keyof PageData['counts'];
	title: () => string;
	kept: (rules: Retention) => string;
};

const months = (value: number | null) => (value === null ? m.keep_for_ever() : m.keep_for({ count: value }));
const served = (rules: Retention) =>
	m.keep_own_until({ kept: m.keep_own_while(), after: months(rules.officerMonths) });

export const KINDS: Kind[] = [
	{ name: 'versions', title: m.keep_own_versions, kept: served },
	{ name: 'duties', title: m.keep_own_duties, kept: () => m.keep_for_ever() },
	{ name: 'ratings', title: m.keep_own_ratings, kept: () => m.keep_for_ever() },
	{ name: 'replies', title: m.keep_own_replies, kept: (rules) => months(rules.statementMonths) },
	{ name: 'appeals', title: m.keep_own_appeals, kept: (rules) => months(rules.statementMonths) },
	{ name: 'sheets', title: m.keep_own_sheets, kept: served },
	{ name: 'groups', title: m.keep_own_groups, kept: served },
	{ name: 'looks', title: m.keep_own_looks, kept: () => m.keep_own_chained() }
];

export function howOf({ act, how }: PageData['looks'][number]): string {
	if (act === 'retention.takeOwn') return m.keep_how_own();
	if (how === null || how === 'page') return m.keep_how_page();
	return how === 'archive' ? m.keep_how_archive() : m.keep_how_file({ kind: how.toUpperCase() });
}

const ROLES = {
	administrator: m.common_role_administrator,
	hr: m.common_role_hr,
	leader: m.common_role_leader,
	officer: m.common_role_officer,
	reviewer: m.common_role_reviewer,
	auditor: m.common_role_auditor
};

export function roleOf(role: string | null): string {
	return isRole(role) ? ROLES[role]() : '';
}
