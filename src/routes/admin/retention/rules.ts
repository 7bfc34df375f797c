// The rules of retention in words, in the order in which the page tells them.
import { RETENTION, type Retention } from '$lib/shared/retention';
import * as m from '$words';

type Name = keyof Retention;
type Told = { name: Name; title: () => string; what: () => string };

export const RULES: Told[] = [
	{ name: 'commentMonths', title: m.keep_comment, what: m.keep_comment_what },
	{ name: 'statementMonths', title: m.keep_statement, what: m.keep_statement_what },
	{ name: 'officerMonths', title: m.keep_officer, what: m.keep_officer_what }
];

/** A value as it is said: "24 months", or that it is kept. */
export function valueOf(name: Name, rules: Partial<Retention>): string {
	const value = name in rules ? rules[name] : RETENTION[name];
	return value === null || value === undefined ? m.keep_for_ever() : m.keep_for({ count: value });
}
