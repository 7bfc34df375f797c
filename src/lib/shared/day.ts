// The business day: which calendar day an instant belongs to in a branch's own time zone. Days are
// 'YYYY-MM-DD', months 'YYYY-MM'; instants are milliseconds since 1970 UTC.

export type Day = string;
export type Month = string;

const formats = new Map<string, Intl.DateTimeFormat>();

function format(zone: string): Intl.DateTimeFormat {
	let known = formats.get(zone);
	if (!known) {
		known = new Intl.DateTimeFormat('en-CA', {
			timeZone: zone,
			year: 'numeric',
			month: '2-digit',
			day: '2-digit',
			hour: '2-digit',
			minute: '2-digit',
			hourCycle: 'h23'
		});
		formats.set(zone, known);
	}
	return known;
}

/** Whether the runtime knows this IANA zone name ('Asia/Ho_Chi_Minh'). */
export function isZone(zone: string): boolean {
	try {
		format(zone);
		return true;
	} catch {
		return false;
	}
}

/** The day and the hour (0–23) an instant falls on in a zone. Throws RangeError for an unknown zone. */
export function clockOf(atMs: number, zone: string): { day: Day; hour: number; minute: number } {
	const parts = { year: '', month: '', day: '', hour: '', minute: '' };
	for (const part of format(zone).formatToParts(atMs))
		if (part.type in parts) parts[part.type as keyof typeof parts] = part.value;
	return {
		day: `${parts.year}-${parts.month}-${parts.day}`,
		hour: Number(parts.hour),
		minute: Number(parts.minute)
	};
}

/** The middle of the last day that was asked for in a zone: most questions are about the same day. */
const middles = new Map<string, { from: number; until: number; day: Day }>();
/** No clock is set by more than this at a day's edge. */
const EDGE_MS = 3 * 3_600_000;

export function dayOf(atMs: number, zone: string): Day {
	const middle = middles.get(zone);
	if (middle && atMs >= middle.from && atMs < middle.until) return middle.day;
	const { day } = clockOf(atMs, zone);
	const from = instantOf(day, zone) + EDGE_MS;
	const until = instantOf(addDays(day, 1), zone) - EDGE_MS;
	if (atMs >= from && atMs < until) middles.set(zone, { from, until, day });
	return day;
}

/** The instant at which a day's wall clock shows hour:minute in a zone. */
export function instantOf(day: Day, zone: string, hour = 0, minute = 0): number {
	const wanted = Date.parse(`${day}T00:00:00Z`) + (hour * 60 + minute) * 60_000;
	let guess = wanted;
	// Twice is enough: the second pass lands on the right side of a change of clocks.
	for (let pass = 0; pass < 2; pass++) {
		const shown = clockOf(guess, zone);
		const shownMs = Date.parse(`${shown.day}T00:00:00Z`) + (shown.hour * 60 + shown.minute) * 60_000;
		guess += wanted - shownMs;
	}
	return guess;
}

export function isDay(value: unknown): value is Day {
	return (
		typeof value === 'string' &&
		/^\d{4}-\d{2}-\d{2}$/.test(value) &&
		!Number.isNaN(Date.parse(`${value}T00:00:00Z`)) &&
		new Date(`${value}T00:00:00Z`).toISOString().startsWith(value)
	);
}

export function addDays(day: Day, count: number): Day {
	return new Date(Date.parse(`${day}T00:00:00Z`) + count * 86_400_000).toISOString().slice(0, 10);
}

/** Every day from one to the other, both included. */
export function daysBetween(from: Day, to: Day): Day[] {
	const days: Day[] = [];
	for (let day = from; day <= to; day = addDays(day, 1)) days.push(day);
	return days;
}

export function monthOf(day: Day): Month {
	return day.slice(0, 7);
}

/** 0 = Sunday … 6 = Saturday. */
export function weekdayOf(day: Day): number {
	return new Date(`${day}T00:00:00Z`).getUTCDay();
}
