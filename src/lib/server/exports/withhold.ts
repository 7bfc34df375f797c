// Which rows of raw ratings tell too little company to be told at all, and what of the others is withheld, so that none
// is one of fewer than `minCell` by branch, week, service, language and channel: neither in the file, nor by
// subtracting the file from a figure that a screen shows. Pure; docs/decisions/027 tells the rules in words.
import { hide } from '../analytics/suppress';

/** A branch, and the one it lies under; null or a stranger's number: at the top. */
export type Node = { id: number; parentId: number | null };

/**
 * The branches whose ratings of one week and scale are left out: those with fewer than `minCell`, and with them so many
 * more that under no branch that can be asked for, nor in all together, one is missing alone or fewer than `minCell`
 * are. The smallest first, then the lower number: it depends on the counts of the reader's branches and on nothing
 * that is chosen, so that two files of one week leave out the same.
 */
export function leftOut(
	ns: ReadonlyMap<number, number>,
	tree: readonly Node[],
	minCell: number
): ReadonlySet<number> {
	const out = new Set<number>();
	for (const [id, n] of ns) if (n > 0 && n < minCell) out.add(id);
	if (out.size === 0) return out;
	const known = new Set(tree.map(({ id }) => id));
	const under = new Map<number | null, number[]>();
	for (const { id, parentId } of tree) {
		const parent = parentId !== null && known.has(parentId) ? parentId : null;
		under.set(parent, [...(under.get(parent) ?? []), id]);
	}
	const n = (id: number) => ns.get(id) ?? 0;
	const sets: number[][] = [];
	const visit = (id: number): number[] => {
		const all = [id, ...(under.get(id) ?? []).flatMap(visit)];
		sets.push(all);
		return all;
	};
	const tops = (under.get(null) ?? []).flatMap(visit);
	sets.push([...tops, ...[...ns.keys()].filter((id) => !known.has(id))]);
	const cheapest = sets.map((ids) => ids.filter((id) => n(id) > 0).sort((a, b) => n(a) - n(b) || a - b));
	// What goes along in one branch may be alone under another, so all are looked at until none asks for more.
	for (let size = -1; size !== out.size;) {
		size = out.size;
		for (const ids of cheapest) settle(ids);
	}
	return out;

	function settle(ids: readonly number[]): void {
		const gone = ids.filter((id) => out.has(id));
		let [count, sum] = [gone.length, gone.reduce((all, id) => all + n(id), 0)];
		for (const id of ids) {
			if (count === 0 || (count > 1 && sum >= minCell)) return;
			if (out.has(id)) continue;
			out.add(id);
			sum += n(id);
			count++;
		}
	}
}

/**
 * What may be told of each row by some keys, one after the other: the first among all rows, the next among those that
 * are told alike by the ones before. Where a key has too few rows it is withheld (null), with as many others that
 * those withheld are of two keys or more and `minCell` rows. `rows` are at least `minCell`.
 */
export function generalise<R>(
	rows: readonly R[],
	keys: readonly ((row: R) => string | number)[],
	minCell: number
): Map<R, (string | number | null)[]> {
	const told = new Map<R, (string | number | null)[]>(rows.map((row) => [row, []]));
	let groups: (readonly R[])[] = [rows];
	for (const key of keys) groups = groups.flatMap((group) => split(group, key, minCell, told));
	return told;
}

function split<R>(
	group: readonly R[],
	key: (row: R) => string | number,
	minCell: number,
	told: Map<R, (string | number | null)[]>
): R[][] {
	const by = new Map<string | number, R[]>();
	for (const row of group) {
		const alike = by.get(key(row));
		if (alike) alike.push(row);
		else by.set(key(row), [row]);
	}
	// In a fixed order, because among equals the first is hidden first.
	const all = [...by].sort(([a], [b]) => (a < b ? -1 : 1));
	const hidden = hide(
		all.map(([, rows]) => rows.length),
		minCell
	);
	const withheld: R[] = [];
	const shown: R[][] = [];
	for (const [at, [value, rows]] of all.entries()) {
		for (const row of rows) told.get(row)?.push(hidden[at] ? null : value);
		if (hidden[at]) withheld.push(...rows);
		else shown.push(rows);
	}
	return withheld.length > 0 ? [...shown, withheld] : shown;
}
