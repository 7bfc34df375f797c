// Last week's roster, moved to this week: what would be copied, and what would not.
import { addDays, clockOf, instantOf } from '$lib/shared/day';
import type { Duty, NewDuty } from '$lib/server/org/duty';

export type Plan = { copies: NewDuty[]; skipped: number };

/**
 * Duties that begin in the previous week (instants `fromAt` to `untilAt`, the second excluded) and have an end, at the
 * same wall-clock times a week later. Left out without a word: what stands there already. Skipped and counted: what
 * would put an officer at two counters at once, and whoever or wherever is no more.
 */
export function plan(
	previous: readonly Duty[],
	existing: readonly Duty[],
	span: { fromAt: number; untilAt: number },
	zone: string,
	there: { officers: ReadonlySet<number>; counters: ReadonlySet<number> }
): Plan {
	const copies: NewDuty[] = [];
	let skipped = 0;
	for (const { officerId, counterId, fromAt, untilAt } of previous) {
		if (untilAt === null || fromAt < span.fromAt || fromAt >= span.untilAt) continue;
		const copy = { officerId, counterId, fromAt: later(fromAt, zone), untilAt: later(untilAt, zone) };
		if (existing.some((one) => same(one, copy))) continue;
		const clash = [...existing, ...copies].some((one) => one.officerId === officerId && touch(one, copy));
		if (clash || !there.officers.has(officerId) || !there.counters.has(counterId)) skipped++;
		else copies.push(copy);
	}
	return { copies, skipped };
}

/** A week later on the wall clock, also across a change of clocks. */
function later(at: number, zone: string): number {
	const { day, hour, minute } = clockOf(at, zone);
	return instantOf(addDays(day, 7), zone, hour, minute);
}

function same(one: NewDuty, other: NewDuty): boolean {
	return (
		one.officerId === other.officerId &&
		one.counterId === other.counterId &&
		one.fromAt === other.fromAt &&
		one.untilAt === other.untilAt
	);
}

function touch(one: NewDuty, other: NewDuty): boolean {
	return (
		(other.untilAt === null || one.fromAt < other.untilAt) &&
		(one.untilAt === null || other.fromAt < one.untilAt)
	);
}
