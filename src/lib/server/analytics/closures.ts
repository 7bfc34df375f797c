// The days of a trend on which nobody could come: holidays and closed days by name, and days on which the opening hours
// say closed.
import { daysBetween } from '../../shared/day';
import type { Closure } from '../../shared/figures';
import { say, type Language } from '../../shared/language';
import type { Reads } from '../db/open';
import * as branches from '../org/branches';
import * as closed from '../org/closed';
import * as hours from '../org/hours';
import type { Cut } from './tally';

/**
 * The closed days of a cut's branches, by day. One on which all of them were closed is whole; one on which some were,
 * because a closed day is kept for them, names the branch and is not. A day without told hours counts as open.
 */
export async function closures(
	db: Reads,
	{ branches: chosen, from, to }: Pick<Cut, 'branches' | 'from' | 'to'>,
	language: Language
): Promise<Closure[]> {
	if (from > to) return [];
	const there = (await branches.all(db, to)).filter(({ state }) => state !== 'planned');
	const parents = new Map(there.map(({ id, parentId }) => [id, parentId]));
	const tops = new Set(parents.values());
	const ids = chosen === 'all' ? there.map(({ id }) => id) : chosen.filter((id) => parents.has(id));
	// A department has no counters of its own: where it is open says nothing, unless it stands alone.
	const leaves = ids.filter((id) => !tops.has(id));
	const asked = leaves.length > 0 ? leaves : ids;
	if (asked.length === 0) return [];
	const on = await hours.calendar(db, from, to);
	const kept = await closed.list(db, { fromDay: from });
	return daysBetween(from, to).flatMap((day): Closure[] => {
		const rows = kept.filter((row) => row.day === day && concerns(row.branchId, asked, parents));
		const isWhole = asked.every((id) => isClosed(on(id, day)));
		const [first] = rows;
		if (isWhole) return [{ day, name: first ? say(first.name, language) : '', branchId: null, isWhole }];
		return rows.map(({ branchId, name }) => ({ day, name: say(name, language), branchId, isWhole }));
	});
}

function isClosed(day: hours.BranchDay | undefined): boolean {
	return day?.open?.length === 0;
}

/** Whether a closed day of a branch (null: of all) is one of some of these or of what lies above them. */
function concerns(
	branchId: number | null,
	ids: readonly number[],
	parents: ReadonlyMap<number, number | null>
): boolean {
	if (branchId === null) return true;
	return ids.some((id) => {
		for (let up: number | null = id; up !== null; up = parents.get(up) ?? null)
			if (up === branchId) return true;
		return false;
	});
}
