// Instants and days as the reader's language writes them, always in a named zone: the branch's, not the browser's.
import { addDays, clockOf, dayOf, instantOf, isDay, type Day } from '$lib/shared/day';
import type { Language } from '$lib/shared/language';

export const LOCALES: Record<Language, string> = {
	vi: 'vi-VN',
	en: 'en-GB',
	ja: 'ja-JP',
	zh: 'zh-CN',
	ko: 'ko-KR'
};

/** The customs department's own zone, for pages that belong to no one branch. */
export const HOUSE_ZONE = 'Asia/Ho_Chi_Minh';

/** "09:05 02/03/2026", in the order of the language. */
export function moment(at: number, language: Language, zone = HOUSE_ZONE): string {
	return new Intl.DateTimeFormat(LOCALES[language], {
		timeZone: zone,
		day: '2-digit',
		month: '2-digit',
		year: 'numeric',
		hour: '2-digit',
		minute: '2-digit',
		hourCycle: 'h23'
	}).format(at);
}

/** "09:05". */
export function clock(at: number, zone = HOUSE_ZONE): string {
	const { hour, minute } = clockOf(at, zone);
	return `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`;
}

/** "02/03/2026". */
export function date(day: Day, language: Language): string {
	return write(day, language, { day: '2-digit', month: '2-digit', year: 'numeric' });
}

/** "Thứ Hai, 02/03"; short: "T2, 02/03". */
export function weekday(day: Day, language: Language, short = false): string {
	return write(day, language, { weekday: short ? 'short' : 'long', day: '2-digit', month: '2-digit' });
}

function write(day: Day, language: Language, options: Intl.DateTimeFormatOptions): string {
	return new Intl.DateTimeFormat(LOCALES[language], { timeZone: 'UTC', ...options }).format(
		Date.parse(`${day}T00:00:00Z`)
	);
}

const STEPS: [Intl.RelativeTimeFormatUnit, number][] = [
	['day', 86_400_000],
	['hour', 3_600_000],
	['minute', 60_000],
	['second', 1_000]
];

/** How long ago, in words: "2 phút trước". */
export function ago(at: number, now: number, language: Language): string {
	const words = new Intl.RelativeTimeFormat(LOCALES[language], { numeric: 'auto' });
	const gone = Math.max(0, now - at);
	const [unit, size] = STEPS.find(([, length]) => gone >= length) ?? ['second', 1_000];
	return words.format(-Math.floor(gone / size), unit);
}

/** How long, in the greatest unit that fits: "2,5 giờ". */
export function lasting(ms: number, language: Language): string {
	const [unit, size] = STEPS.find(([, length]) => Math.abs(ms) >= length) ?? ['second', 1_000];
	return measured(unit, ms / size, language);
}

/** "2,5 giờ", also of nothing and of less than an hour. */
export function inHours(ms: number, language: Language): string {
	return measured('hour', ms / 3_600_000, language);
}

function measured(unit: string, value: number, language: Language): string {
	const how = { style: 'unit', unit, unitDisplay: 'long', maximumFractionDigits: 1 } as const;
	return new Intl.NumberFormat(LOCALES[language], how).format(value);
}

/** An instant as `<input type="datetime-local">` holds it. */
export function toInput(at: number, zone: string): string {
	return `${dayOf(at, zone)}T${clock(at, zone)}`;
}

/** The instant that such a field names in a zone, or null where it names none. */
export function fromInput(value: string, zone: string): number | null {
	const [, day, hour, minute] = /^(\d{4}-\d{2}-\d{2})T(\d{2}):(\d{2})/.exec(value) ?? [];
	if (!isDay(day) || Number(hour) > 23 || Number(minute) > 59) return null;
	return instantOf(day, zone, Number(hour), Number(minute));
}

/** The Monday of a day's week. */
export function monday(day: Day): Day {
	return addDays(day, -((new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7));
}
