// A period in words, and the periods a reader is offered.
import type { DeskSpan, Period } from '../../shared/figures';
import type { Day } from '../../shared/day';
import type { Language } from '../../shared/language';
import { LOCALES, date } from '../when';
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

/** Of which whole weeks or months figures on officers and counters are; or that there are none in the period. */
export function wholeDays(desk: DeskSpan | null, language: Language): string {
	if (!desk) return m.desk_whole_none();
	const of = { days: days(desk, language) };
	return desk.grain === 'week' ? m.desk_whole_weeks(of) : m.desk_whole_months(of);
}

type Offer = { value: string; name: string };

/**
 * The periods offered as of today, as they stand in a URL and in words: today itself where it may be seen, and the one
 * asked for in any case, unless it is a span of days, which has fields of its own.
 */
export function offered(today: Day, maySeeToday: boolean, asked: Period, language: Language): Offer[] {
	const [year = 0, month = 0] = today.split('-').map(Number);
	const monthBack = (back: number) => new Date(Date.UTC(year, month - 1 - back, 1)).toISOString().slice(0, 7);
	const quarterBack = (back: number) => {
		const index = year * 4 + Math.floor((month - 1) / 3) - back;
		return `${Math.floor(index / 4)}-${(index % 4) + 1}`;
	};
	const usual = [
		...(maySeeToday ? ['1d'] : []),
		...['7d', '30d', '90d'],
		...[0, 1, 2].map((back) => `month:${monthBack(back)}`),
		...[0, 1].map((back) => `quarter:${quarterBack(back)}`),
		...[0, 1].map((back) => `year:${year - back}`)
	];
	const values = asked.kind === 'span' || usual.includes(asked.text) ? usual : [asked.text, ...usual];
	return values.map((value) => ({ value, name: named(value, maySeeToday, language) }));
}

function named(value: string, maySeeToday: boolean, language: Language): string {
	const [kind = '', rest = ''] = value.split(':');
	const [year = '', part = ''] = rest.split('-');
	if (kind === 'month') return capital(monthName(`${rest}-01`, language));
	if (kind === 'quarter') return m.desk_period_quarter({ quarter: part, year });
	if (kind === 'year') return m.desk_period_year({ year });
	if (value === '1d' && maySeeToday) return m.desk_period_today();
	return m.desk_period_days({ count: Number.parseInt(value) });
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
