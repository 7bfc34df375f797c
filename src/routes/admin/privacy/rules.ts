// The privacy rules in words, in the order in which the page tells them: what each is called, what it does, and within
// which bounds it lies (shared/privacy.ts).
import { PRIVACY, PrivacyShape, type Privacy } from '$lib/shared/privacy';
import * as m from '$words';

type Name = keyof Privacy;
type Told = { name: Name; title: () => string; what: () => string; unit: (() => string) | null };

export const RULES: Told[] = [
	{ name: 'minCell', title: m.privacy_min_cell, what: m.privacy_min_cell_what, unit: m.privacy_ratings },
	{
		name: 'minSample',
		title: m.privacy_min_sample,
		what: m.privacy_min_sample_what,
		unit: m.privacy_ratings
	},
	{
		name: 'commentDelayDays',
		title: m.privacy_comment_delay,
		what: m.privacy_comment_delay_what,
		unit: m.privacy_days
	},
	{
		name: 'officerDelayDays',
		title: m.privacy_officer_delay,
		what: m.privacy_officer_delay_what,
		unit: m.privacy_days
	},
	{
		name: 'leadersSeeOfficers',
		title: m.privacy_leaders_officers,
		what: m.privacy_leaders_officers_what,
		unit: null
	},
	{
		name: 'leadersSeeComments',
		title: m.privacy_leaders_comments,
		what: m.privacy_leaders_comments_what,
		unit: null
	}
];

/** A value as it is said: "5 ratings", "yes". */
export function valueOf({ name, unit }: Told, rules: Partial<Privacy>): string {
	const value = rules[name] ?? PRIVACY[name];
	if (typeof value === 'boolean') return value ? m.privacy_on() : m.privacy_off();
	return `${value} ${unit?.() ?? ''}`.trim();
}

/** The bounds of a number, as the one schema has them. */
export function boundsOf(name: Name): { least: number; most: number } {
	const shape = PrivacyShape.entries[name];
	if (shape.type !== 'number') return { least: 0, most: 1 };
	const [, , least, most] = shape.pipe;
	return { least: least.requirement, most: most.requirement };
}
