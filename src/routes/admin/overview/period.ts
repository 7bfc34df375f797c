// A period in words, and the periods a reader is offered.
import type { Period } from '$lib/shared/figures';
import type { Day } from '$lib/shared/day';
import type { Language } from '$lib/shared/language';
import { LOCALES, date } from '$lib/ui/when';
import * as m from '$words';

/** As part of a sentence: "trong 30 ngày qua", "trong tháng 10 năm 2026". */
export function during({ kind, text, from, to }: Period, language: Language): string {
	const [year = '', month = ''] = from.split('-');
	if (kind === 'days' && from !== to) return m.desk_during_days({ count: Number.parseInt(text) });
	if (kind === 'month') return m.desk_during_month({ month: monthName(from, language) });
	if (kind === 'quarter') return m.desk_during_quarter({ quarter: Math.ceil(Number(month) / 3), year });
	if (kind === 'year') return m.desk_during_year({ year });
	if (from === to) return m.desk_during_day({ day: date(from, language) });
	return m.desk_during_span({ from: date(from, language), to: date(to, language) });
}

/** Its days: "24/10/2026 – 22/11/2026". */
export function days({ from, to }: Pick<Period, 'from' | 'to'>, language: Language): string {
	return from === to ? date(from, language) : `${date(from, language)} – ${date(to, language)}`;
}

/** The periods offered as of today, as they stand in a URL and in words; today itself where it may be seen. */
export function offered(
	today: Day,
	maySeeToday: boolean,
	language: Language
): { value: string; name: string }[] {
	const [year = 0, month = 0] = today.split('-').map(Number);
	const monthBack = (back: number) => new Date(Date.UTC(year, month - 1 - back, 1)).toISOString().slice(0, 7);
	const quarterBack = (back: number) => {
		const index = year * 4 + Math.floor((month - 1) / 3) - back;
		return { year: Math.floor(index / 4), quarter: (index % 4) + 1 };
	};
	return [
		...(maySeeToday ? [{ value: '1d', name: m.desk_period_today() }] : []),
		...[7, 30, 90].map((count) => ({ value: `${count}d`, name: m.desk_period_days({ count }) })),
		...[0, 1, 2].map((back) => ({
			value: `month:${monthBack(back)}`,
			name: capital(monthName(`${monthBack(back)}-01`, language))
		})),
		...[0, 1].map((back) => {
			const { year, quarter } = quarterBack(back);
			return {
				value: `quarter:${year}-${quarter}`,
				name: m.desk_period_quarter({ quarter, year: String(year) })
			};
		}),
		...[0, 1].map((back) => ({
			value: `year:${year - back}`,
			name: m.desk_period_year({ year: String(year - back) })
		}))
	];
}

function monthName(day: Day, language: Language): string {
	return new Intl.DateTimeFormat(LOCALES[language], {
		timeZone: 'UTC',
		month: 'long',
		year: 'numeric'
	}).format(Date.parse(`${day}T00:00:00Z`));
}

function capital(text: string): string {
	return text.charAt(0).toLocaleUpperCase() + text.slice(1);
}
