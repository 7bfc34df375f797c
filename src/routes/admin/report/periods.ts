// The periods a report is offered for: yesterday, whole weeks, months, quarters and years that have ended or run.
import { addDays, weekdayOf, type Day } from '$lib/shared/day';
import type { Language } from '$lib/shared/language';
import { LOCALES } from '$lib/ui/when';
import * as m from '$words';

export type Offer = { value: string; name: string };

const MONTHS = 13;

/** As they stand in a URL and in words, as of a day. */
export function offered(today: Day, language: Language): Offer[] {
	const yesterday = addDays(today, -1);
	const sunday = addDays(yesterday, -weekdayOf(yesterday));
	const [year = 0, month = 0] = today.split('-').map(Number);
	const months = Array.from({ length: MONTHS }, (_, back) => {
		const first = Date.UTC(year, month - 1 - back, 1);
		const name = new Intl.DateTimeFormat(LOCALES[language], {
			timeZone: 'UTC',
			month: 'long',
			year: 'numeric'
		}).format(first);
		return {
			value: `month:${new Date(first).toISOString().slice(0, 7)}`,
			name: name.charAt(0).toLocaleUpperCase() + name.slice(1)
		};
	});
	const quarters = [0, 1, 2, 3].map((back) => {
		const index = year * 4 + Math.floor((month - 1) / 3) - back;
		const [of, quarter] = [Math.floor(index / 4), (index % 4) + 1];
		return {
			value: `quarter:${of}-${quarter}`,
			name: m.desk_period_quarter({ quarter, year: String(of) })
		};
	});
	return [
		{ value: `${yesterday}..${yesterday}`, name: m.report_choose_yesterday() },
		{ value: `${addDays(sunday, -6)}..${sunday}`, name: m.report_choose_week() },
		{ value: `${addDays(sunday, -27)}..${sunday}`, name: m.report_choose_weeks() },
		...months,
		...quarters,
		...[0, 1].map((back) => ({
			value: `year:${year - back}`,
			name: m.desk_period_year({ year: String(year - back) })
		}))
	];
}
