// Which branches a person may see: those given, and all that lie under them today.
import { isNull } from 'drizzle-orm';
import type { Person } from '../../shared/actor';
import type { Reads } from '../db/open';
import { branchVersions } from '../org/table';

export type Scope = Person['scope'];

/** The given branches and every branch below them, by the tree as it is now. Order: ascending ids. */
export async function widen(db: Reads, branchIds: readonly number[]): Promise<number[]> {
	const tree = await db
		.select({ id: branchVersions.branchId, parentId: branchVersions.parentId })
		.from(branchVersions)
		.where(isNull(branchVersions.untilDay));
	const reached = new Set(branchIds);
	for (let grew = true; grew;) {
		grew = false;
		for (const { id, parentId } of tree)
			if (parentId !== null && reached.has(parentId) && !reached.has(id)) {
				reached.add(id);
				grew = true;
			}
	}
	return [...reached].sort((a, b) => a - b);
}

/** Whether a branch lies in a scope. */
export function holds(scope: Scope, branchId: number): boolean {
	return scope === 'all' || scope.includes(branchId);
}

/** What remains of a scope when the reader asks for one branch and what lies under it. */
export function narrow(scope: Scope, branchIds: readonly number[]): number[] {
	return scope === 'all' ? [...branchIds] : branchIds.filter((id) => scope.includes(id));
}
