// An alert in words: what, what was found, what it may mean, what to do. The same on screens and in mails.
import { addDays } from '$lib/shared/day';
import { type Alert, type AlertKind, type Numbers } from '$lib/shared/alert';
import { say, type Language } from '$lib/shared/language';
import { count, percent, range } from '$lib/ui/numbers';
import { date, moment } from '$lib/ui/when';
import * as m from '$words';

type Kind = Pick<Alert, 'kind'>;

const KINDS = {
	dissatisfied: m.alerts_kind_dissatisfied,
	worst_comment: m.alerts_kind_worst_comment,
	tablet_dark: m.alerts_kind_tablet_dark,
	low_coverage: m.alerts_kind_low_coverage
};
const TODOS = {
	dissatisfied: m.alerts_todo_dissatisfied,
	worst_comment: m.alerts_todo_worst_comment,
	tablet_dark: m.alerts_todo_tablet_dark,
	low_coverage: m.alerts_todo_low_coverage
};

/** "Many dissatisfied" */
export function what({ kind }: { kind: AlertKind }, locale: Language): string {
	return KINDS[kind]({}, { locale });
}

export function todo({ kind }: Kind, locale: Language): string {
	return TODOS[kind]({}, { locale });
}

/** What was found, in a sentence, against the limit of the rule as it was then. */
export function found(alert: Alert, locale: Language): string {
	const { kind, found, service, device, branch } = alert;
	const number = (name: string) => Number(found[name] ?? 0);
	const share = (name: string) => percent(number(name) / 100, locale);
	const day = (name: string) => date(String(found[name]), locale);
	const days = () => ({ from: day('from'), to: day('to') });
	if (kind === 'dissatisfied') {
		const [n, some] = [number('n'), number('count') / number('n')];
		const between = range(number('low'), number('high'), locale);
		const said = {
			share: percent(some, locale),
			range: between,
			n: count(n, locale),
			limit: share('percent')
		};
		return m.alerts_found_dissatisfied({ ...days(), ...said }, { locale });
	}
	if (kind === 'low_coverage') {
		const [rated, served] = [number('rated'), number('served')];
		const said = { rated: count(rated, locale), served: count(served, locale), limit: share('percent') };
		return m.alerts_found_coverage(
			{ ...days(), ...said, share: percent(rated / served, locale, 1) },
			{ locale }
		);
	}
	if (kind === 'tablet_dark') {
		const when = moment(number('heardAt'), locale, branch.zone);
		return m.alerts_found_dark({ device: device?.name ?? '', when, limit: number('limit') }, { locale });
	}
	const about = { service: service ? say(service.name, locale) : '', count: count(number('count'), locale) };
	const isOne = number('count') === 1;
	if (found.week !== undefined) {
		const week = { ...about, day: day('week') };
		return isOne
			? m.alerts_found_worst_week(week, { locale })
			: m.alerts_found_worst_more_week(week, { locale });
	}
	const at = { ...about, day: day('day') };
	return isOne ? m.alerts_found_worst(at, { locale }) : m.alerts_found_worst_more(at, { locale });
}

/** Whether chance alone may have made it: of shares of opinion only. */
export function meaning({ kind, found }: Pick<Alert, 'kind' | 'found'>, locale: Language): string | null {
	if (kind !== 'dissatisfied') return null;
	return Number(found.low) * 100 > Number(found.percent)
		? m.alerts_found_clear({}, { locale })
		: m.alerts_found_chance({}, { locale });
}

/** Since when: of a comment only the day, so that nobody can tell who stood there at that minute. */
export function since({ kind, openedAt, found, branch }: Alert, locale: Language): string {
	return kind === 'worst_comment'
		? date(String(found.week ?? found.day), locale)
		: moment(openedAt, locale, branch.zone);
}

/** A rule in words: "More than 20 % dissatisfied in 7 days, of 30 ratings or more". */
export function rule({ kind, numbers }: { kind: AlertKind; numbers: Numbers }, locale: Language): string {
	const { days = 0, least = 0, minutes = 0 } = numbers;
	const said = { days, least: count(least, locale), percent: percent((numbers.percent ?? 0) / 100, locale) };
	if (kind === 'dissatisfied') return m.alerts_rule_dissatisfied(said, { locale });
	if (kind === 'low_coverage') return m.alerts_rule_low_coverage(said, { locale });
	if (kind === 'tablet_dark') return m.alerts_rule_tablet_dark({ minutes }, { locale });
	return m.alerts_rule_worst_comment({}, { locale });
}

/** From which day on the comment of an alert can be read: that of a week once the week is over. */
export function readableFrom({ found }: Pick<Alert, 'found'>, commentDelayDays: number): string {
	const last = found.week === undefined ? String(found.day) : addDays(String(found.week), 6);
	return addDays(last, commentDelayDays);
}
