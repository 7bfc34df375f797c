// A rating under review in words: when it was given, which rule marked it and with which numbers, and what people have
// said of it since.
import type { Language } from '$lib/shared/language';
import type { Scale } from '$lib/shared/rating';
import type { Reviewed } from '$lib/server/ratings/reviewed';
import { gradeWord } from '$lib/ui/grades';
import { date, HOUSE_ZONE, LOCALES } from '$lib/ui/when';
import * as m from '$words';

export type Shown = Reviewed;
type Numbers = Record<string, number | string>;
type Mark = { rule: keyof typeof RULES; numbers: Numbers };

const PARTS = {
	morning: m.desk_part_morning,
	midday: m.desk_part_midday,
	afternoon: m.desk_part_afternoon,
	evening: m.desk_part_evening
};

/** The day and the part of it; for whoever is told the instant, that, to the second: rules count in seconds. */
export function when({ at, day, part }: Pick<Shown, 'at' | 'day' | 'part'>, language: Language): string {
	if (at === null) return m.desk_comment_when({ day: date(day, language), part: PARTS[part]() });
	return new Intl.DateTimeFormat(LOCALES[language], {
		timeZone: HOUSE_ZONE,
		day: '2-digit',
		month: '2-digit',
		year: 'numeric',
		hour: '2-digit',
		minute: '2-digit',
		second: '2-digit',
		hourCycle: 'h23'
	}).format(at);
}

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

const ACTS = {
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

type Entry = Shown['entries'][number];

/** What an entry did; one's own proposal is not turned down but withdrawn. `entries`: all of that rating. */
export function did({ act, actorId, answersId }: Entry, entries: readonly Entry[]): string {
	const isDeclined = act === 'strike_declined' || act === 'lift_declined';
	const isOwn = isDeclined && entries.some((one) => one.id === answersId && one.actorId === actorId);
	return isOwn ? m.desk_review_act_withdrawn() : ACTS[act]();
}
