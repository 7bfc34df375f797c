// The tree of branches as it is today: what lies above and below each.
import { isNull } from 'drizzle-orm';
import type { Reads } from '../db/open';
import { branchVersions } from '../org/table';

export type Lines = {
	/** A branch and those it lies under, the nearest first. */
	above: (branchId: number) => number[];
	/** A branch and all that lie under it. */
	under: (branchId: number) => number[];
	zoneOf: (branchId: number) => string;
};

export async function lines(db: Reads): Promise<Lines> {
	const parents = new Map<number, number | null>();
	const children = new Map<number, number[]>();
	const zones = new Map<number, string>();
	const { branchId: id, parentId, zone } = branchVersions;
	for (const row of await db
		.select({ id, parentId, zone })
		.from(branchVersions)
		.where(isNull(branchVersions.untilDay))) {
		parents.set(row.id, row.parentId);
		zones.set(row.id, row.zone);
		if (row.parentId === null) continue;
		const own = children.get(row.parentId);
		if (own) own.push(row.id);
		else children.set(row.parentId, [row.id]);
	}
	return {
		above(branchId) {
			const line: number[] = [];
			for (
				let one: number | null = branchId;
				one !== null && !line.includes(one);
				one = parents.get(one) ?? null
			)
				line.push(one);
			return line;
		},
		under(branchId) {
			const reached = new Set([branchId]);
			for (const one of reached) for (const child of children.get(one) ?? []) reached.add(child);
			return [...reached];
		},
		zoneOf: (branchId) => zones.get(branchId) ?? 'Asia/Ho_Chi_Minh'
	};
}
