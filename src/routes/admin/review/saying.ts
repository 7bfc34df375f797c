// A mark in words: which rule made it, and with which numbers. And what a person has said of a rating since.
import { gradeWord } from '$lib/ui/grades';
import type { Scale } from '$lib/shared/rating';
import * as m from '$words';

type Numbers = Record<string, number | string>;
type Mark = { rule: keyof typeof RULES; numbers: Numbers };

export const RULES = {
	too_soon: m.desk_review_rule_too_soon,
	burst: m.desk_review_rule_burst,
	same_run: m.desk_review_rule_same_run,
	outside_hours: m.desk_review_rule_outside_hours,
	nobody_on_duty: m.desk_review_rule_nobody_on_duty,
	officer_unclear: m.desk_review_rule_officer_unclear,
	clock: m.desk_review_rule_clock
};

/** The numbers of a mark, said; `officers`: what officers are called. */
export function why({ rule, numbers }: Mark, scale: Scale, officers: Record<number, string>): string {
	const number = (name: string) => String(numbers[name] ?? '');
	switch (rule) {
		case 'too_soon':
			return m.desk_review_why_too_soon({ seconds: number('seconds'), least: number('minSeconds') });
		case 'burst':
			return m.desk_review_why_burst({ count: number('count'), seconds: number('seconds') });
		case 'same_run':
			return m.desk_review_why_same_run({ run: number('run'), grades: grades(number('grade'), scale) });
		case 'outside_hours':
			return m.desk_review_why_outside_hours({ open: number('open') || '–' });
		case 'nobody_on_duty':
			return m.desk_review_why_nobody_on_duty();
		case 'officer_unclear': {
			const claimed = Number(numbers['claimedOfficerId']);
			return m.desk_review_why_officer_unclear({ officer: officers[claimed] ?? String(claimed) });
		}
		case 'clock':
			return m.desk_review_why_clock({ off: span(Math.abs(Number(numbers['skewMs'] ?? 0))) });
	}
}

/** '5/4' → the word for each. */
function grades(text: string, scale: Scale): string {
	return text
		.split('/')
		.map((grade) => (/^[1-5]$/.test(grade) ? gradeWord(Number(grade), scale) : '–'))
		.join(' / ');
}

/** A span of time in its largest whole unit. */
function span(ms: number): string {
	const minutes = ms / 60_000;
	if (minutes < 1) return m.desk_review_seconds({ n: Math.round(ms / 1000) });
	if (minutes < 120) return m.desk_review_minutes({ n: Math.round(minutes) });
	if (minutes < 2880) return m.desk_review_hours({ n: Math.round(minutes / 60) });
	return m.desk_review_days({ n: Math.round(minutes / 1440) });
}

export const ACTS = {
	strike_proposed: m.desk_review_act_strike_proposed,
	strike_confirmed: m.desk_review_act_strike_confirmed,
	strike_declined: m.desk_review_act_strike_declined,
	lift_proposed: m.desk_review_act_lift_proposed,
	lift_confirmed: m.desk_review_act_lift_confirmed,
	lift_declined: m.desk_review_act_lift_declined,
	officer_settled: m.desk_review_act_officer_settled,
	mark_cleared: m.desk_review_act_mark_cleared,
	comment_erased: m.desk_review_act_comment_erased
};
