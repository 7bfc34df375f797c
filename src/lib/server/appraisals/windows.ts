// The days that a sheet looks at: those of its period, and up to four runs of as many months before it.
import type { AppraisalKind } from '../../shared/appraisal';
import { addDays, monthOf, type Day } from '../../shared/day';

/** Days from one to the other, both included. */
export type Window = { from: Day; to: Day };

const MONTHS: Record<AppraisalKind, number> = { month: 1, quarter: 3, half: 6, year: 12 };
const EARLIER = 4;

/** A month as a whole number: one more for every next month. */
export function numberOf(month: string): number {
	return Number(month.slice(0, 4)) * 12 + Number(month.slice(5, 7)) - 1;
}

function firstDay(number: number): Day {
	return `${String(Math.floor(number / 12)).padStart(4, '0')}-${String((number % 12) + 1).padStart(2, '0')}-01`;
}

/** The period itself, then up to four before it of the same kind, the newest first. Whole months: RangeError if not. */
export function windowsOf({ kind, from, to }: { kind: AppraisalKind; from: Day; to: Day }): Window[] {
	const [first, next] = [numberOf(from), addDays(to, 1)];
	if (from !== firstDay(first) || next !== firstDay(numberOf(next)) || to < from)
		throw new RangeError(`not whole months: ${from}..${to}`);
	const windows = [{ from, to }];
	for (let back = 1; back <= EARLIER; back++) {
		const start = first - back * MONTHS[kind];
		windows.push({ from: firstDay(start), to: addDays(firstDay(start + MONTHS[kind]), -1) });
	}
	return windows;
}

/** Which window a month (by number) lies in; undefined where none. */
export function placing(windows: readonly Window[]): (month: number) => number | undefined {
	const of = new Map<number, number>();
	windows.forEach(({ from, to }, at) => {
		for (let month = numberOf(from); month <= numberOf(monthOf(to)); month++)
			if (!of.has(month)) of.set(month, at);
	});
	return (month) => of.get(month);
}
