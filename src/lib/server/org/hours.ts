// When branches are open: their weeks by the version of each day, less the closed days of them and of what they lie
// under.
import { and, asc, gte, lte } from 'drizzle-orm';
import { addDays, daysBetween, instantOf, type Day } from '../../shared/day';
import { openOn, type Hours } from '../../shared/hours';
import type { Reads } from '../db/open';
import { branchVersions, closedDays } from './table';

/** Open from one instant until another (milliseconds), the second excluded. */
export type Span = { from: number; until: number };

/** A branch's day: its zone, and when it is open then; null where neither hours nor a closed day are told. */
export type BranchDay = { zone: string; open: Span[] | null };

type Version = {
	fromDay: Day;
	untilDay: Day | null;
	parentId: number | null;
	zone: string;
	hours: Hours | null;
};

/**
 * Reads what is needed to say for every branch when it is open on the days from one to the other (both included), and
 * answers a function that says so: the same branch and day are worked out once. Undefined for an unknown branch.
 * A day before the first version is taken by that one, as everywhere.
 */
export async function calendar(
	db: Reads,
	fromDay: Day,
	toDay: Day
): Promise<(branchId: number, day: Day) => BranchDay | undefined> {
	const versions = new Map<number, Version[]>();
	const { branchId, fromDay: begins, untilDay, parentId, zone, hours } = branchVersions;
	for (const { branchId: id, ...version } of await db
		.select({ branchId, fromDay: begins, untilDay, parentId, zone, hours })
		.from(branchVersions)
		.orderBy(asc(begins))) {
		const own = versions.get(id);
		if (own) own.push(version);
		else versions.set(id, [version]);
	}
	const closed = new Set<string>();
	for (const row of await db
		.select({ branchId: closedDays.branchId, day: closedDays.day })
		.from(closedDays)
		.where(and(gte(closedDays.day, fromDay), lte(closedDays.day, toDay))))
		closed.add(`${row.branchId ?? 'all'} ${row.day}`);

	function isClosed(id: number, day: Day): boolean {
		if (closed.size === 0) return false;
		if (closed.has(`all ${day}`)) return true;
		const seen = new Set<number>();
		for (let branch: number | null = id; branch !== null && !seen.has(branch);) {
			if (closed.has(`${branch} ${day}`)) return true;
			seen.add(branch);
			branch = on(versions.get(branch) ?? [], day)?.parentId ?? null;
		}
		return false;
	}
	function dayOf(id: number, day: Day): BranchDay | undefined {
		const version = on(versions.get(id) ?? [], day);
		if (!version) return undefined;
		const { zone, hours } = version;
		if (isClosed(id, day)) return { zone, open: [] };
		return { zone, open: hours === null ? null : openOn(hours, new Set(), day, zone) };
	}
	const known = new Map<string, BranchDay | undefined>();
	return (id, day) => {
		const key = `${id} ${day}`;
		if (!known.has(key)) known.set(key, dayOf(id, day));
		return known.get(key);
	};
}

/**
 * When a branch is open on the days from one to the other (both included), in order: by the hours that hold on each,
 * closed days of it and of what it lies under taken out. Where a day has no hours told it is open all through it.
 * Null where nothing is told for any of the days, and for an unknown branch.
 */
export async function openSpans(
	db: Reads,
	branchId: number,
	fromDay: Day,
	toDay: Day
): Promise<Span[] | null> {
	const open = await calendar(db, fromDay, toDay);
	const days = daysBetween(fromDay, toDay).map((day) => ({ day, ...open(branchId, day) }));
	if (days.every((one) => !one.open)) return null;
	return days.flatMap(({ day, zone = 'UTC', open }) =>
		open ? open : [{ from: instantOf(day, zone), until: instantOf(addDays(day, 1), zone) }]
	);
}

/** The version that held on a day, oldest first; before the first there was none, so the first stands for it. */
function on(versions: readonly Version[], day: Day): Version | undefined {
	return versions.findLast((version) => version.fromDay <= day) ?? versions[0];
}
