// The hours of a week as the form sends them: `hours.told`, and for each day and period `hours.1_0_from` and
// `hours.1_0_until` (day 0 is Sunday), '' where there is none.
import * as v from 'valibot';
import type { Hours } from '$lib/shared/hours';

const TYPED = /^(\d{1,2})(?:\s*[:.h：]\s*(\d{2})?)?$/i;
const DIGITS = /^(\d{1,2})(\d{2})$/;
const FIELD = /^([0-6])_([0-3])_from$/;

export type Wrong = { field: string; why: 'both' | 'time' | 'after' | 'overlap' };
type Period = { from: string; until: string; field: string };

/** A time as people type it, "7:30", "7h30", "730" or "7": "07:30". Null for what is none; 24:00 is midnight's end. */
export function clockIn(typed: string): string | null {
	const [, hour = '', minute = '00'] = DIGITS.exec(typed.trim()) ?? TYPED.exec(typed.trim()) ?? [];
	const time = `${hour.padStart(2, '0')}:${minute}`;
	return hour !== '' && Number(minute) < 60 && time <= '24:00' ? time : null;
}

/** Reads the fields without their prefix: the week, and what is wrong with which field. */
export function read(fields: Record<string, string>): { hours: Hours; wrong: Wrong[] } {
	const days: Period[][] = Array.from({ length: 7 }, () => []);
	const wrong: Wrong[] = [];
	for (const name of Object.keys(fields)) {
		const [, day] = FIELD.exec(name) ?? [];
		if (day === undefined) continue;
		const period = periodIn(fields, name, wrong);
		if (period) days[Number(day)]!.push(period);
	}
	for (const periods of days) {
		periods.sort((one, other) => (one.from < other.from ? -1 : 1));
		for (const [index, period] of periods.entries())
			if (index > 0 && period.from < periods[index - 1]!.until)
				wrong.push({ field: period.field, why: 'overlap' });
	}
	return { hours: days.map((periods) => periods.map(({ from, until }) => ({ from, until }))), wrong };
}

function periodIn(fields: Record<string, string>, name: string, wrong: Wrong[]): Period | null {
	const end = name.replace('from', 'until');
	const [typedFrom, typedUntil] = [fields[name]?.trim() ?? '', fields[end]?.trim() ?? ''];
	if (typedFrom === '' && typedUntil === '') return null;
	const from = clockIn(typedFrom);
	const typed = clockIn(typedUntil);
	// Who closes at 00:00 means the end of that day.
	const until = typed === '00:00' ? '24:00' : typed;
	if (from === null || from === '24:00') wrong.push({ field: name, why: typedFrom === '' ? 'both' : 'time' });
	else if (until === null) wrong.push({ field: end, why: typedUntil === '' ? 'both' : 'time' });
	else if (until <= from) wrong.push({ field: end, why: 'after' });
	else return { from, until, field: name };
	return null;
}

/** The week, or null where none is told; each wrong field is named, and `told` where the whole week is empty. */
export const HoursFormShape = v.pipe(
	v.record(v.string(), v.string()),
	v.rawTransform<Record<string, string>, Hours | null>(({ dataset: { value }, addIssue, NEVER }) => {
		if (value.told !== 'week') return null;
		const { hours, wrong } = read(value);
		const fields = wrong.map(({ field }) => field);
		if (fields.length === 0 && hours.every((day) => day.length === 0)) fields.push('told');
		for (const key of fields)
			addIssue({ path: [{ type: 'object', origin: 'value', input: value, key, value: value[key] }] });
		return fields.length > 0 ? NEVER : hours;
	})
);
