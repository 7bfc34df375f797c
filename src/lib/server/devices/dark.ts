// Hours dark: opening hours in which a tablet was not heard, by quarters of an hour (table.ts, deviceDays). Pure.
import { clockOf, type Day } from '../../shared/day';
import type { Span } from '../org/hours';

export const QUARTER_MS = 15 * 60_000;

/** The open part of one quarter of an hour: the `index`th of a day by the branch's clock. */
export type Quarter = { day: Day; index: number; from: number; until: number };

export type DarkDay = { day: Day; openMs: number; darkMs: number };

/** Opening hours cut into quarters of an hour, in order. Every zone's clock is a whole number of quarters off UTC. */
export function quartersOf(open: readonly Span[], zone: string): Quarter[] {
	const quarters: Quarter[] = [];
	for (const { from, until } of open)
		for (let begin = from - (from % QUARTER_MS); begin < until; begin += QUARTER_MS) {
			const { day, hour, minute } = clockOf(begin, zone);
			quarters.push({
				...{ day, index: hour * 4 + Math.floor(minute / 15) },
				...{ from: Math.max(begin, from), until: Math.min(begin + QUARTER_MS, until) }
			});
		}
	return quarters;
}

/**
 * For each day how long its branch was open and how much of that a tablet was not heard, in milliseconds. Counted is
 * what lies between its pairing and `until` (now, or when it was retired), and only quarters that are over by then:
 * the one that runs may still bring a sign. `heard`: day → 96 characters, 0 or 1.
 */
export function darkOn(
	days: readonly Day[],
	quarters: readonly Quarter[],
	heard: ReadonlyMap<Day, string>,
	{ pairedAt, until }: { pairedAt: number; until: number }
): DarkDay[] {
	const counted = new Map(days.map((day) => [day, { day, openMs: 0, darkMs: 0 }]));
	const end = until - (until % QUARTER_MS);
	for (const { day, index, ...part } of quarters) {
		const sum = counted.get(day);
		const ms = Math.min(part.until, end) - Math.max(part.from, pairedAt);
		if (!sum || ms <= 0) continue;
		sum.openMs += ms;
		if (heard.get(day)?.[index] !== '1') sum.darkMs += ms;
	}
	return [...counted.values()];
}
