// When a branch is open: a week of opening hours, and days on which it is closed all the same.
import * as v from 'valibot';
import { instantOf, weekdayOf, type Day } from './day';

const time = v.pipe(v.string(), v.regex(/^([01]\d|2[0-3]):[0-5]\d$|^24:00$/));
const span = v.pipe(
	v.strictObject({ from: time, until: time }),
	v.check(({ from, until }) => from < until)
);
/** For each weekday, 0 = Sunday … 6 = Saturday, the spans in which it is open, in order and apart. */
export const HoursShape = v.pipe(
	v.array(
		v.pipe(
			v.array(span),
			v.maxLength(4),
			v.check((spans) => spans.every(({ from }, index) => index === 0 || spans[index - 1]!.until <= from))
		)
	),
	v.length(7)
);
export type Hours = v.InferOutput<typeof HoursShape>;

/** The instants from and until which a branch is open on a day, in its zone; [] on a closed day. */
export function openOn(hours: Hours, closedDays: ReadonlySet<Day>, day: Day, zone: string) {
	if (closedDays.has(day)) return [];
	return (hours[weekdayOf(day)] ?? []).map(({ from, until }) => ({
		from: at(day, zone, from),
		until: at(day, zone, until)
	}));
}

/** Branches of one zone open at the same times: with hundreds of them the same few instants are asked for again and again. */
const instants = new Map<string, number>();
const MOST_KEPT = 2_000;

function at(day: Day, zone: string, clock: string): number {
	const key = `${day} ${clock} ${zone}`;
	const known = instants.get(key);
	if (known !== undefined) return known;
	if (instants.size >= MOST_KEPT) instants.clear();
	const [hour = 0, minute = 0] = clock.split(':').map(Number);
	const instant = instantOf(day, zone, hour, minute);
	instants.set(key, instant);
	return instant;
}
