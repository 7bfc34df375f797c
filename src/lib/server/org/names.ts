// What branches, services, officers and counters are called, by id, for figures and lists. An id that was ever given
// always has a name: before its first day the first one, after its last day the last.
import type { Day } from '../../shared/day';
import type { Words } from '../../shared/language';
import type { Reads } from '../db/open';
import { BRANCH, COUNTER, history, OFFICER, SERVICE, type Kind, type Row } from './kind';

export type Names = {
	branches: Map<number, { code: string; name: Words; parentId: number | null }>;
	services: Map<number, { code: string; name: Words }>;
	officers: Map<
		number,
		{ code: string; fullName: string; post: Words; branchId: number; photoId: string | null }
	>;
	counters: Map<number, { code: string; name: Words; branchId: number }>;
};

/** Names as they are by the newest version of each. */
export function at(db: Reads): Promise<Names> {
	return on(db, '9999-12-31');
}

/** Names as they were on a day. */
export async function on(db: Reads, day: Day): Promise<Names> {
	const [branches, services, officers, counters] = [
		await called(db, BRANCH, day),
		await called(db, SERVICE, day),
		await called(db, OFFICER, day),
		await called(db, COUNTER, day)
	];
	return { branches, services, officers, counters };
}

async function called<R extends Row, C extends { code: string }>(
	db: Reads,
	of: Kind<R, C>,
	day: Day
): Promise<Map<number, R>> {
	const names = new Map<number, R>();
	// Oldest first, so the last one set is the newest that had begun by that day.
	for (const row of await history(db, of))
		if (row.fromDay <= day || !names.has(row.id)) names.set(row.id, row);
	return names;
}
