// A rating under review in words: when it was given, and what people have said of it since.
import type { Language } from '$lib/shared/language';
import type { Reviewed } from '$lib/server/ratings/reviewed';
import { date, HOUSE_ZONE, LOCALES } from '$lib/ui/when';
import * as m from '$words';

export type Shown = Reviewed;

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

export { RULES, why } from '$lib/ui/marks';

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
