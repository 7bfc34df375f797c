// Hours and weekdays as the reader's language writes them.
import type { Language } from '$lib/shared/language';
import { LOCALES } from '$lib/ui/when';

/** A Sunday. */
const SUNDAY = Date.UTC(2026, 10, 22);

/** "T2" and "Thứ Hai", of 0 (Sunday) … 6. */
export function weekday(day: number, language: Language, how: 'short' | 'long'): string {
	const name = new Intl.DateTimeFormat(LOCALES[language], { timeZone: 'UTC', weekday: how });
	return name.format(SUNDAY + day * 86_400_000);
}

/** "09:00". */
export function clock(hour: number): string {
	return `${String(hour).padStart(2, '0')}:00`;
}

/** "09:00 và 14:00". */
export function list(parts: readonly string[], language: Language): string {
	return new Intl.ListFormat(LOCALES[language], { type: 'conjunction' }).format(parts);
}
