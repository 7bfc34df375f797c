// A duty's hours on one day, as a roster writes them.
import { addDays, dayOf, instantOf, type Day } from '$lib/shared/day';
import type { Language } from '$lib/shared/language';
import { clock, date, moment } from '$lib/ui/when';
import * as m from '$words';

type Span = { fromAt: number; untilAt: number | null };

/** Whether a duty touches a day in a zone. */
export function touches(duty: Span, day: Day, zone: string): boolean {
	const begins = instantOf(day, zone);
	const ends = instantOf(addDays(day, 1), zone);
	return duty.fromAt < ends && (duty.untilAt === null || duty.untilAt > begins);
}

/** "07:30–17:00"; where it began before or goes on after the day: "from 08:00", "until 12:00", "all day". */
export function hours(duty: Span, day: Day, zone: string): string {
	const from = duty.fromAt > instantOf(day, zone) ? clock(duty.fromAt, zone) : null;
	const ends = instantOf(addDays(day, 1), zone);
	const until = duty.untilAt !== null && duty.untilAt < ends ? clock(duty.untilAt, zone) : null;
	if (from && until) return `${from}–${until}`;
	if (from) return m.setup_duty_from_time({ time: from });
	return until ? m.setup_duty_until_time({ time: until }) : m.setup_duty_whole_day();
}

/** The whole of it: "23/11/2026, 07:30–11:30", or two moments, or one and "until further notice". */
export function extent(duty: Span, language: Language, zone: string): string {
	const day = dayOf(duty.fromAt, zone);
	if (duty.untilAt !== null && dayOf(duty.untilAt, zone) === day)
		return `${date(day, language)}, ${clock(duty.fromAt, zone)}–${clock(duty.untilAt, zone)}`;
	const until = duty.untilAt === null ? m.setup_duty_open_end() : moment(duty.untilAt, language, zone);
	return `${moment(duty.fromAt, language, zone)} – ${until}`;
}
