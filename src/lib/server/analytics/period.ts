// Which days a figure is about. A period is whole days, both ends included: a rating at 23:59 on the last day of a
// quarter counts in that quarter. Written in a URL as 7d, month:2026-10, quarter:2026-3, year:2026, or
// 2026-10-01..2026-10-15.
import { addDays, isDay, weekdayOf, type Day } from '../../shared/day';
import type { DeskSpan, Period, PeriodKind } from '../../shared/figures';
import { Problem } from '../../shared/problem';

export const DEFAULT_PERIOD = '30d';

/** The longest span that is read, in days: ten years. */
const LONGEST = 3660;

/**
 * Reads a period from a URL; null means the default. `lastDay` is the last day that may be read (today, or
 * yesterday for a reader who sees whole past days only): a period that reaches beyond it ends there, and "7d" are the
 * seven days that end with it. Refuses what is no period, and one longer than ten years: bad_shape.
 */
export function parse(text: string | null, lastDay: Day): Period {
	const given = text ?? DEFAULT_PERIOD;
	const read = readDays(given, lastDay) ?? readCalendar(given) ?? readSpan(given);
	if (!read) throw new Problem('bad_shape', { field: 'period' });
	const period = { ...read, text: given, to: read.to < lastDay ? read.to : lastDay };
	if (length(period) > LONGEST) throw new Problem('bad_shape', { field: 'period' });
	return period;
}

type Read = Omit<Period, 'text'> | undefined;

function readDays(text: string, lastDay: Day): Read {
	const count = Number(/^([1-9]\d{0,2})d$/.exec(text)?.[1]);
	if (!count) return undefined;
	return { kind: 'days', from: addDays(lastDay, 1 - count), to: lastDay };
}

function readCalendar(text: string): Read {
	const found = /^(?:(month):(\d{4})-(0[1-9]|1[0-2])|(quarter):(\d{4})-([1-4])|(year):(\d{4}))$/.exec(text);
	if (!found) return undefined;
	const [, isMonth, monthYear, month, isQuarter, quarterYear, quarter, , year] = found;
	if (isMonth) return calendar('month', Number(monthYear), Number(month), 1);
	if (isQuarter) return calendar('quarter', Number(quarterYear), Number(quarter) * 3 - 2, 3);
	return calendar('year', Number(year), 1, 12);
}

function calendar(kind: PeriodKind, year: number, month: number, months: number): Read {
	if (year < 1970 || year > 2999) return undefined;
	return { kind, from: firstOf(year, month), to: addDays(firstOf(year, month + months), -1) };
}

function readSpan(text: string): Read {
	const [from, to, more] = text.split('..');
	if (more !== undefined || !isDay(from) || !isDay(to) || from < '1970' || to < '1970') return undefined;
	return from <= to ? { kind: 'span', from, to } : { kind: 'span', from: to, to: from };
}

/** The first day of a month; months beyond 12 or below 1 run into the next or the last year. */
function firstOf(year: number, month: number): Day {
	return new Date(Date.UTC(year, month - 1, 1)).toISOString().slice(0, 10);
}

/** The number of days, 0 when there is none to read yet. */
export function length({ from, to }: Pick<Period, 'from' | 'to'>): number {
	return Math.max(0, Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000) + 1);
}

/**
 * What a period is compared with: for a whole month, quarter or year the one before it; else as many days as it has,
 * just before it.
 */
export function before(period: Period): Pick<Period, 'from' | 'to'> {
	const whole = { month: 1, quarter: 3, year: 12, days: 0, span: 0 }[period.kind];
	const [year = 0, month = 0] = period.from.split('-').map(Number);
	if (whole > 0 && period.to === addDays(firstOf(year, month + whole), -1))
		return { from: firstOf(year, month - whole), to: addDays(period.from, -1) };
	return { from: addDays(period.from, -length(period)), to: addDays(period.from, -1) };
}

/** A run of days or of whole months, both ends included, as the rollups keep them. */
export type Piece = { grain: 'day' | 'week' | 'month'; from: string; to: string };

/** Cuts a period into its whole months and the days at its edges, so that a year is read as twelve rows. */
export function split({ from, to }: Pick<Period, 'from' | 'to'>): Piece[] {
	if (from > to) return [];
	const [fromYear = 0, fromMonth = 0, fromDate = 0] = from.split('-').map(Number);
	const [toYear = 0, toMonth = 0] = to.split('-').map(Number);
	const firstMonth = fromDate === 1 ? from : firstOf(fromYear, fromMonth + 1);
	const endsMonth = addDays(to, 1).endsWith('-01');
	// The first day that no whole month holds any more.
	const rest = endsMonth ? addDays(to, 1) : firstOf(toYear, toMonth);
	if (firstMonth >= rest) return [{ grain: 'day', from, to }];
	const pieces: Piece[] = [];
	if (from < firstMonth) pieces.push({ grain: 'day', from, to: addDays(firstMonth, -1) });
	pieces.push({ grain: 'month', from: firstMonth.slice(0, 7), to: addDays(rest, -1).slice(0, 7) });
	if (rest <= to) pieces.push({ grain: 'day', from: rest, to });
	return pieces;
}

/** From as many days on a run of days is read as months, not as weeks. */
const MANY_DAYS = 120;

/**
 * The whole weeks (Monday to Sunday) or months of a period that figures on officers and counters are about: a day's
 * or an hour's would tell who rated. `lastDay` is the last day that is over. A month, quarter or year gives its months
 * that are over, or its weeks while none is; "30d" the last four whole weeks, "365d" the whole months inside; a span
 * of days the weeks inside, of 120 and more the months. Null: there is no whole week in it.
 */
export function desk(period: Period, lastDay: Day): DeskSpan | null {
	const to = period.to < lastDay ? period.to : lastDay;
	const isCalendar = ['month', 'quarter', 'year'].includes(period.kind);
	if (isCalendar || length(period) >= MANY_DAYS) {
		const months = monthsIn(period.from, to);
		if (months) return months;
	}
	const sunday = addDays(to, -weekdayOf(to));
	const weeks = period.kind === 'days' ? Math.floor(length(period) / 7) : Infinity;
	const monday =
		weeks === Infinity
			? addDays(period.from, (8 - weekdayOf(period.from)) % 7)
			: addDays(sunday, 1 - 7 * weeks);
	return monday < sunday ? { grain: 'week', from: monday, to: sunday } : null;
}

function monthsIn(from: Day, to: Day): DeskSpan | null {
	const months = split({ from, to }).find(({ grain }) => grain === 'month');
	if (!months) return null;
	const [year = 0, month = 0] = months.to.split('-').map(Number);
	return { grain: 'month', from: `${months.from}-01`, to: addDays(firstOf(year, month + 1), -1) };
}

/** As many whole weeks or months just before those of a desk span. */
export function beforeDesk({ grain, from, to }: DeskSpan): DeskSpan {
	if (grain === 'week') return { grain, from: addDays(from, -length({ from, to })), to: addDays(from, -1) };
	const [year = 0, month = 0] = from.split('-').map(Number);
	const [lastYear = 0, last = 0] = to.split('-').map(Number);
	return {
		grain,
		from: firstOf(year, month - ((lastYear - year) * 12 + last - month + 1)),
		to: addDays(from, -1)
	};
}

/**
 * The same days a year before: the same month, quarter or year of the calendar; else 364 days before, so that the
 * weekdays are the same.
 */
export function yearBefore(period: Pick<Period, 'kind' | 'from' | 'to'>): Pick<Period, 'from' | 'to'> {
	const { kind, from, to } = period;
	if (kind === 'days' || kind === 'span') return { from: addDays(from, -364), to: addDays(to, -364) };
	const [year = 0, month = 0] = from.split('-').map(Number);
	const start = firstOf(year - 1, month);
	const [lastYear = 0, lastMonth = 0, lastDate = 0] = to.split('-').map(Number);
	const whole = addDays(to, 1).endsWith('-01');
	return {
		from: start,
		to: whole
			? addDays(firstOf(lastYear - 1, lastMonth + 1), -1)
			: addDays(firstOf(lastYear - 1, lastMonth), lastDate - 1)
	};
}
