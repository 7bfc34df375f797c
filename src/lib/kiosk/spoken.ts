// Times and amounts as the screen says them: in the customer's language, in the branch's zone, never the browser's.
import { addDays, dayOf } from '../shared/day';
import type { Language } from '../shared/language';
import type { Setup } from '../shared/setup';
import { clock, LOCALES } from '../ui/when';
import * as m from '$words';

const PARTS = [
	['day', 86_400_000],
	['hour', 3_600_000],
	['minute', 60_000],
	['second', 1_000]
] as const;

/** How long, in its two largest units: "2 minutes 5 seconds". Less than a second counts as one. */
export function lasting(ms: number, language: Language): string {
	let left = Math.max(Math.ceil(ms / 1000), 1) * 1000;
	const first = PARTS.findIndex(([, size]) => left >= size);
	const said = PARTS.slice(first, first + 2).map(([unit, size]) => {
		const count = Math.floor(left / size);
		left -= count * size;
		const words = new Intl.NumberFormat(LOCALES[language], { style: 'unit', unit, unitDisplay: 'long' });
		return count > 0 ? words.format(count) : '';
	});
	const spaced = said.filter(Boolean).join(' ');
	return language === 'ja' || language === 'zh' ? spaced.replaceAll(' ', '') : spaced;
}

/** Room on the tablet: "12 MB", "1.4 GB". */
export function room(bytes: number, language: Language): string {
	const [unit, size] = bytes < 1e9 ? (['megabyte', 1e6] as const) : (['gigabyte', 1e9] as const);
	const digits = bytes < 10 * size ? 1 : 0;
	return new Intl.NumberFormat(LOCALES[language], {
		style: 'unit',
		unit,
		maximumFractionDigits: digits
	}).format(bytes / size);
}

/** When the counter opens next, as a sentence, or null where no opening is known. `atMs` by the server's clock. */
export function opensNext(setup: Setup, atMs: number, language: Language): string | null {
	const coming = (setup.open ?? []).map(({ from }) => from).filter((from) => from > atMs);
	if (coming.length === 0) return null;
	const from = Math.min(...coming);
	const { zone } = setup.branch;
	const [today, day, time] = [dayOf(atMs, zone), dayOf(from, zone), clock(from, zone)];
	if (day === today) return m.kiosk_sleep_today({ time }, { locale: language });
	if (day === addDays(today, 1)) return m.kiosk_sleep_tomorrow({ time }, { locale: language });
	const name = new Intl.DateTimeFormat(LOCALES[language], {
		timeZone: zone,
		weekday: 'long',
		day: 'numeric',
		month: 'long'
	}).format(from);
	return m.kiosk_sleep_on({ day: name, time }, { locale: language });
}
