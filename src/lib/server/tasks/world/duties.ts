// Who sits where in the demo world, month by month.
import { monthOf, type Day } from '../../../shared/day';
import type { Plan } from './plan';
import { monthAfter, UNSTAFFED } from './truth';

/** From the first moment of a day until that of another (null: until further notice). Positions in the plan. */
export type Duty = { officer: number; counter: number; fromDay: Day; untilDay: Day | null };

type Paper = Omit<Plan, 'duties'>;

/**
 * Month by month, the officers of a branch take its seats in turn; whoever has a desk of their own takes turns
 * there only. Over the year everybody comes to every other seat.
 */
export function dutiesOf(paper: Paper): Duty[] {
	const counters = groupBy(paper.counters, (counter) => counter.branch);
	const lastMonth = monthOf(paper.days.at(-1)!);
	const duties: Duty[] = [];
	for (let from = paper.days[0]!, month = 0; monthOf(from) <= lastMonth; from = monthAfter(from), month++) {
		const untilDay = monthOf(from) === lastMonth ? null : monthAfter(from);
		const staff = groupBy(paper.officers, (_, officer) => branchOn(paper, officer, from));
		for (const [branch, here] of counters)
			for (const seat of seatsTaken(paper, here, staff.get(branch) ?? [], month))
				duties.push({ ...seat, fromDay: from, untilDay });
	}
	const unstaffed = paper.counters.findIndex((counter) => counter.code === UNSTAFFED.counter);
	const { unstaffedFrom, unstaffedUntil } = paper.calendar;
	return duties.flatMap((duty) =>
		duty.counter === unstaffed ? without(duty, unstaffedFrom, unstaffedUntil) : [duty]
	);
}

/** The branch an officer belongs to on a day. */
export function branchOn(
	paper: Pick<Plan, 'officers' | 'move' | 'calendar'>,
	officer: number,
	day: Day
): number {
	if (officer === paper.move.officer && day >= paper.calendar.movedDay) return paper.move.to;
	return paper.officers[officer]!.branch;
}

function seatsTaken(paper: Paper, counters: number[], staff: number[], month: number) {
	const deskOf = (officer: number) => paper.officers[officer]!.desk;
	const desks = new Set(staff.map(deskOf));
	const [own, open] = [counters.filter(hasOwnStaff), counters.filter((counter) => !hasOwnStaff(counter))];
	function hasOwnStaff(counter: number): boolean {
		return desks.has(paper.counters[counter]!.code);
	}
	const inTurn = staff.filter((officer) => deskOf(officer) === undefined);
	const seats = open.flatMap((counter) => Array<number>(paper.counters[counter]!.seats).fill(counter));
	return [
		...seats.slice(0, inTurn.length).map((_, turn) => ({
			officer: inTurn[(month * seats.length + turn) % inTurn.length]!,
			// One seat on each month, so that nobody always meets the same counter.
			counter: seats[(turn + month) % seats.length]!
		})),
		...own.map((counter) => {
			const theirs = staff.filter((officer) => deskOf(officer) === paper.counters[counter]!.code);
			return { officer: theirs[month % theirs.length]!, counter };
		})
	];
}

/** What is left of a duty when nobody sits there from one day until another. */
function without(duty: Duty, from: Day, until: Day): Duty[] {
	if (duty.fromDay >= until || (duty.untilDay !== null && duty.untilDay <= from)) return [duty];
	const parts = [
		{ ...duty, untilDay: from },
		{ ...duty, fromDay: until }
	];
	return parts.filter((part) => part.untilDay === null || part.fromDay < part.untilDay);
}

/** The positions of things by a key. */
function groupBy<T>(
	things: readonly T[],
	key: (thing: T, position: number) => number
): Map<number, number[]> {
	const groups = new Map<number, number[]>();
	things.forEach((thing, position) => {
		const found = groups.get(key(thing, position));
		if (found) found.push(position);
		else groups.set(key(thing, position), [position]);
	});
	return groups;
}
