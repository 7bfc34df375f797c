// A week of opening hours in words: "Thứ 2–Thứ 6 07:30–11:30, 13:00–17:00".
import type { Hours } from '$lib/shared/hours';
import type { Language } from '$lib/shared/language';
import { LOCALES } from './when';

/** The days of a week as people read them, from Monday; 0 is Sunday, as in shared/hours.ts. */
export const WEEK = [1, 2, 3, 4, 5, 6, 0] as const;

/** A Sunday. */
const SUNDAY = Date.parse('2026-03-01T00:00:00Z');

/** "Thứ Hai"; short: "Thứ 2". */
export function dayName(weekday: number, language: Language, short = false): string {
	return new Intl.DateTimeFormat(LOCALES[language], {
		timeZone: 'UTC',
		weekday: short ? 'short' : 'long'
	}).format(SUNDAY + weekday * 86_400_000);
}

/** A line for each stretch of days with the same hours, from Monday; closed days are left out. */
export function inWords(hours: Hours, language: Language): string[] {
	const stretches: { from: number; to: number; open: string }[] = [];
	for (const [place, day] of WEEK.entries()) {
		const open = hours[day]!.map(({ from, until }) => `${from}–${until}`).join(', ');
		const last = stretches.at(-1);
		if (last && last.open === open && last.to === place - 1) last.to = place;
		else stretches.push({ from: place, to: place, open });
	}
	return stretches
		.filter(({ open }) => open !== '')
		.map(({ from, to, open }) => {
			const days = from === to ? [from] : [from, to];
			return `${days.map((place) => dayName(WEEK[place]!, language, true)).join('–')} ${open}`;
		});
}
