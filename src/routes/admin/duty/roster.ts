// One branch's week: its counters, who sits there, and what could be copied from the week before.
import { addDays, dayOf, daysBetween, instantOf, isDay, type Day } from '$lib/shared/day';
import { Problem } from '$lib/shared/problem';
import type { Reads } from '$lib/server/db/open';
import * as branches from '$lib/server/org/branches';
import * as counters from '$lib/server/org/counters';
import * as duty from '$lib/server/org/duty';
import * as names from '$lib/server/org/names';
import * as officers from '$lib/server/org/officers';
import { HOUSE_ZONE, monday } from '$lib/ui/when';
import { plan, type Plan } from './week';

export type Place = { id: number; name: branches.Branch['name']; zone: string };

/** The branches of today, and the one that the address names, else the first that has counters. Refuses not_found. */
export async function place(
	db: Reads,
	url: URL,
	at: number
): Promise<{ places: Place[]; here: Place | null }> {
	const today = dayOf(at, HOUSE_ZONE);
	const places = (await branches.list(db, today)).map(({ id, name, zone }) => ({ id, name, zone }));
	const asked = url.searchParams.get('branch');
	const busy = new Set((await counters.list(db, today)).map((counter) => counter.branchId));
	const here = asked
		? places.find((branch) => String(branch.id) === asked)
		: (places.find((branch) => busy.has(branch.id)) ?? places[0]);
	if (asked && !here) throw new Problem('not_found', { branch: asked });
	return { places, here: here ?? null };
}

/** The day that the address names, else today in the branch's zone. */
export function dayIn(url: URL, zone: string, at: number): Day {
	const asked = url.searchParams.get('day');
	return isDay(asked) ? asked : dayOf(at, zone);
}

export async function roster(db: Reads, here: Place, day: Day) {
	const week = daysBetween(monday(day), addDays(monday(day), 6));
	const bounds = {
		fromAt: instantOf(week[0]!, here.zone),
		untilAt: instantOf(addDays(week[0]!, 7), here.zone)
	};
	const desks = (await counters.list(db, day)).filter((counter) => counter.branchId === here.id);
	const counterIds = desks.map((counter) => counter.id);
	const staff = await officers.list(db, day);
	const called = await names.on(db, day);
	const duties = counterIds.length > 0 ? await duty.list(db, { counterIds, ...bounds }) : [];
	return {
		week,
		counters: desks.map(({ id, code, name }) => ({ id, code, name })),
		officers: staff.map(({ id, code, fullName, branchId }) => ({ id, code, fullName, branchId })),
		duties: duties.map((one) => ({ ...one, officer: called.officers.get(one.officerId)?.fullName ?? '' }))
	};
}

/** What would be copied to the week of a day from the week before it. */
export async function copyPlan(db: Reads, here: Place, day: Day): Promise<Plan> {
	const first = monday(day);
	const [before, from, until] = [addDays(first, -7), first, addDays(first, 7)].map((one) =>
		instantOf(one, here.zone)
	) as [number, number, number];
	const open = (row: { closedDay: Day | null }) => row.closedDay === null;
	const desks = (await counters.list(db, first)).filter(
		(counter) => counter.branchId === here.id && open(counter)
	);
	const counterIds = desks.map((counter) => counter.id);
	if (counterIds.length === 0) return { copies: [], skipped: 0 };
	const staff = (await officers.list(db, first)).filter(open);
	return plan(
		await duty.list(db, { counterIds, fromAt: before, untilAt: from }),
		// An officer may sit in another branch by then, so everybody's duties of this week count.
		await duty.list(db, { fromAt: from, untilAt: until }),
		{ fromAt: before, untilAt: from },
		here.zone,
		{ counters: new Set(counterIds), officers: new Set(staff.map((officer) => officer.id)) }
	);
}
