// Appeals in words: grounds and states, and the badge of a state.
import type { AppealState, Ground } from '$lib/shared/appeal';
import { dayOf } from '$lib/shared/day';
import type { Language } from '$lib/shared/language';
import * as m from '$words';
import { date, HOUSE_ZONE } from './when';

export const GROUND_NAMES: Record<Ground, () => string> = {
	not_served_by_me: m.appeal_ground_not_served_by_me,
	abusive: m.appeal_ground_abusive,
	about_rules: m.appeal_ground_about_rules,
	wrong_counter: m.appeal_ground_wrong_counter,
	malicious: m.appeal_ground_malicious
};

export const STATE_NAMES: Record<AppealState | 'overdue', () => string> = {
	open: m.appeal_state_open,
	overdue: m.appeal_state_overdue,
	withdrawn: m.appeal_state_withdrawn,
	upheld: m.appeal_state_upheld,
	rejected: m.appeal_state_rejected
};

/** How a state's badge is coloured; the word says the same. */
export const BADGES: Record<AppealState | 'overdue', string> = {
	open: '',
	overdue: 'alarm',
	withdrawn: '',
	upheld: 'fine',
	rejected: 'warn'
};

/** An open appeal past its deadline is said to be overdue. */
export function shownState({ state, isOverdue }: { state: AppealState; isOverdue: boolean }) {
	return isOverdue ? 'overdue' : state;
}

/** The day of an instant by the clock of the house. */
export function dayAt(at: number, language: Language): string {
	return date(dayOf(at, HOUSE_ZONE), language);
}
