// Things that lie under others of their kind, in reading order.

type Node = { id: number; parentId: number | null };

/**
 * Each after the one it lies under, in the given order among those of one parent, with its depth from 0. What names
 * a parent that is not among them stands at the top; what lies under itself is not lost either.
 */
export function tree<T extends Node>(rows: readonly T[]): (T & { depth: number })[] {
	const ids = new Set(rows.map((row) => row.id));
	const placed = new Set<number>();
	const ordered: (T & { depth: number })[] = [];
	const place = (row: T, depth: number) => {
		if (placed.has(row.id)) return;
		placed.add(row.id);
		ordered.push({ ...row, depth });
		for (const child of rows) if (child.parentId === row.id) place(child, depth + 1);
	};
	for (const row of rows) if (row.parentId === null || !ids.has(row.parentId)) place(row, 0);
	for (const row of rows) place(row, 0);
	return ordered;
}

/** A thing and all that lie under it. */
export function under(rows: readonly Node[], id: number): Set<number> {
	const reached = new Set([id]);
	for (let size = 0; size < reached.size;) {
		size = reached.size;
		for (const row of rows) if (row.parentId !== null && reached.has(row.parentId)) reached.add(row.id);
	}
	return reached;
}
