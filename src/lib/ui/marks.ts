// What a plausibility rule has marked, in words: which rule, and the numbers that made it.
import type { Scale } from '$lib/shared/rating';
import * as m from '$words';
import { gradeWord } from './grades';

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
			return clock(numbers);
	}
}

/** What was wrong with the clock: a tap at no possible time, two taps in the wrong order, set in between, or far off. */
function clock(numbers: Numbers): string {
	const off = (ms: number) => span(Math.abs(ms));
	const { skewMs = 0, toldSkewMs, sentSkewMs, backSeconds, counted } = numbers;
	if (counted === 'arrival') return m.desk_review_why_clock_arrival();
	if (backSeconds !== undefined)
		return m.desk_review_why_clock_back({ off: off(Number(backSeconds) * 1000) });
	if (toldSkewMs !== undefined)
		return m.desk_review_why_clock_set({ off: off(Number(toldSkewMs) - Number(sentSkewMs)) });
	return m.desk_review_why_clock({ off: off(Number(skewMs)) });
}

/** '5/4' → the words for both; '5/–' where the officer was not graded. */
function grades(text: string, scale: Scale): string {
	const [service = '', officer = ''] = text.split('/');
	const word = (grade: string) => (/^[1-5]$/.test(grade) ? gradeWord(Number(grade), scale) : grade);
	if (!/^[1-5]$/.test(officer)) return m.desk_review_grades_service({ service: word(service) });
	return m.desk_review_grades({ service: word(service), officer: word(officer) });
}

/** A span of time in its largest whole unit. */
function span(ms: number): string {
	const minutes = ms / 60_000;
	if (minutes < 1) return m.desk_review_seconds({ n: Math.round(ms / 1000) });
	if (minutes < 120) return m.desk_review_minutes({ n: Math.round(minutes) });
	if (minutes < 2880) return m.desk_review_hours({ n: Math.round(minutes / 60) });
	return m.desk_review_days({ n: Math.round(minutes / 1440) });
}
