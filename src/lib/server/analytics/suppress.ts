// Which counts are hidden so that no small one can be found: not by itself, and not by subtracting its siblings from
// a total that is shown. docs/decisions/019 tells the rule in words; the tests play the one who subtracts.

/**
 * Which of some siblings are hidden where their total is known. A count is small when it is more than none and fewer
 * than `minCell`. Never one alone: then it would be the total less the others; and never fewer than `minCell` hidden
 * together: then their sum would be the small one. The cheapest siblings go along, none that is zero. A total below
 * `minCell` is small itself: it is the caller who hides it.
 */
export function hide(ns: readonly number[], minCell: number): boolean[] {
	const hidden = ns.map((n) => n > 0 && n < minCell);
	if (!hidden.includes(true)) return hidden;
	const others = ns.map((n, at) => ({ n, at })).filter(({ n, at }) => n > 0 && !hidden[at]);
	others.sort((one, other) => one.n - other.n || one.at - other.at);
	const sum = () => ns.reduce((all, n, at) => all + (hidden[at] ? n : 0), 0);
	const alone = () => hidden.filter(Boolean).length < 2;
	for (const { at } of others) {
		if (!alone() && sum() >= minCell) break;
		hidden[at] = true;
	}
	return hidden;
}

/**
 * Which cells of a table are hidden where the totals of its rows and columns are known. Rows and columns are the two
 * sides of a graph and every hidden cell an edge between them: a hidden cell can be found from the totals exactly when
 * its edge is a bridge (D. Gusfield, "A graph theoretic approach to statistical data security", SIAM J. Comput. 17
 * (1988) 552–571). So the cheapest cells are hidden along until no edge is a bridge, and until each row and column
 * hides none or at least `minCell` ratings, where it has that many. Cells of zero are hidden only where nothing else
 * closes the circle. In a table of one row or one column the other totals are the cells: it is a list, as in `hide`.
 */
export function hideTable(ns: readonly (readonly number[])[], minCell: number): boolean[][] {
	const width = ns[0]?.length ?? 0;
	if (ns.length === 0 || width === 0) return ns.map(() => []);
	if (ns.length === 1) return [hide(ns[0] ?? [], minCell)];
	if (width === 1) {
		const column = ns.map(([n = 0]) => n);
		return hide(column, minCell).map((one) => [one]);
	}
	const net = new Net(ns, minCell);
	net.close();
	return net.hidden;
}

/**
 * Which cells of a table are hidden, and which of its totals, where only the sum of all is known: a total of a row or
 * a column may be small itself, or be hidden for the sake of another. The totals are one more row and column of the
 * table in `hideTable`'s graph, so that a hidden total cannot be summed from its cells either. A sum of all below
 * `minCell` hides everything.
 */
export function hideCross(
	ns: readonly (readonly number[])[],
	minCell: number
): { cells: boolean[][]; rows: boolean[]; columns: boolean[] } {
	const sum = (list: readonly number[]) => list.reduce((all, n) => all + n, 0);
	const width = ns[0]?.length ?? 0;
	const rows = ns.map(sum);
	const columns = Array.from({ length: width }, (_, at) => sum(ns.map((row) => row[at] ?? 0)));
	const all = sum(rows);
	if (all < minCell)
		return {
			cells: ns.map((row) => row.map((n) => n > 0)),
			rows: rows.map((n) => n > 0),
			columns: columns.map((n) => n > 0)
		};
	const net = new Net([...ns.map((row, at) => [...row, rows[at] ?? 0]), [...columns, all]], minCell, true);
	net.close();
	return {
		cells: net.hidden.slice(0, -1).map((row) => row.slice(0, -1)),
		rows: net.hidden.slice(0, -1).map((row) => row.at(-1) ?? false),
		columns: net.hidden.at(-1)?.slice(0, -1) ?? []
	};
}

/** A bridge of zeros is dearer than any that is not. */
const ZERO = 1e12;

/** The graph of a table: nodes are its rows, then its columns; edges its cells. Made for some hundred rows. */
class Net {
	readonly hidden: boolean[][];
	readonly #height: number;
	readonly #nodes: number;

	/** `summed`: the last cell is the sum of all, which is shown, and cells of zero stay shown. */
	constructor(
		readonly ns: readonly (readonly number[])[],
		readonly minCell: number,
		readonly summed = false
	) {
		this.hidden = ns.map((row) => row.map((n) => n > 0 && n < minCell));
		this.#height = ns.length;
		this.#nodes = ns.length + (ns[0]?.length ?? 0);
	}

	/** Hides along until nothing can be found. Every round hides one cell more, so it ends. */
	close(): void {
		for (let more = true; more;) {
			more = false;
			for (const [row, column] of this.#bridges()) more = this.#circle(row, column) || more;
			for (let node = 0; node < this.#nodes; node++) more = this.#fill(node) || more;
		}
	}

	/** The row and column of an edge, whichever of its ends comes first. */
	#cell(one: number, other: number): [number, number] {
		const [row, column] = one < other ? [one, other] : [other, one];
		return [row, column - this.#height];
	}

	#isHidden(one: number, other: number): boolean {
		const [row, column] = this.#cell(one, other);
		return this.hidden[row]?.[column] ?? false;
	}

	#hide(one: number, other: number): void {
		const [row, column] = this.#cell(one, other);
		const line = this.hidden[row];
		if (line) line[column] = true;
	}

	/** What it costs to hide an edge: nothing when it is hidden, never for the sum of all. */
	#cost(one: number, other: number): number {
		const [row, column] = this.#cell(one, other);
		if (this.hidden[row]?.[column]) return 0;
		if (this.summed && row === this.#height - 1 && column === this.#nodes - this.#height - 1) return Infinity;
		const n = this.ns[row]?.[column] ?? 0;
		return n > 0 ? n : this.summed ? Infinity : ZERO;
	}

	#across(node: number): number[] {
		const [from, to] = node < this.#height ? [this.#height, this.#nodes] : [0, this.#height];
		return Array.from({ length: to - from }, (_, at) => from + at);
	}

	/** The hidden edges that lie on no circle of hidden edges (R. E. Tarjan's low links, 1974). */
	#bridges(): [number, number][] {
		const met = new Array<number>(this.#nodes).fill(0);
		const found: [number, number][] = [];
		let clock = 0;
		/** The earliest node that is reached from here on without going back the way one came. */
		const visit = (node: number, parent: number): number => {
			const own = (met[node] = ++clock);
			let earliest = own;
			for (const next of this.#across(node)) {
				if (next === parent || !this.#isHidden(node, next)) continue;
				const known = met[next];
				const reached = known ? known : visit(next, node);
				if (!known && reached > own) found.push([node, next]);
				earliest = Math.min(earliest, reached);
			}
			return earliest;
		};
		// A path alternates between the sides, so it is at most twice as deep as the shorter side is long.
		for (let node = 0; node < this.#nodes; node++) if (!met[node]) visit(node, -1);
		return found;
	}

	/** Hides the cheapest way round a bridge (E. W. Dijkstra, 1959); whether anything was hidden. */
	#circle(from: number, to: number): boolean {
		const cost = new Array<number>(this.#nodes).fill(Infinity);
		const via = new Array<number>(this.#nodes).fill(-1);
		const open = new Set(cost.keys());
		cost[from] = 0;
		while (open.size > 0) {
			let node = -1;
			for (const one of open) if (node < 0 || (cost[one] ?? 0) < (cost[node] ?? 0)) node = one;
			if (node === to || cost[node] === Infinity) break;
			open.delete(node);
			for (const next of this.#across(node)) {
				if (node === from && next === to) continue;
				const sum = (cost[node] ?? 0) + this.#cost(node, next);
				if (sum < (cost[next] ?? 0)) [cost[next], via[next]] = [sum, node];
			}
		}
		if (!cost[to] || cost[to] === Infinity) return false;
		for (let node = to; node !== from; node = via[node] ?? from) this.#hide(node, via[node] ?? from);
		return true;
	}

	/** Hides along in one row or column until it hides enough; whether anything was hidden. */
	#fill(node: number): boolean {
		const across = this.#across(node);
		const n = (other: number) => {
			const [row, column] = this.#cell(node, other);
			return this.ns[row]?.[column] ?? 0;
		};
		const held = across.filter((other) => this.#isHidden(node, other));
		const sum = held.reduce((all, other) => all + n(other), 0);
		if (held.length === 0 || sum >= this.minCell) return false;
		const next = across
			.filter((other) => !this.#isHidden(node, other) && this.#cost(node, other) < ZERO)
			.sort((one, other) => n(one) - n(other))[0];
		if (next === undefined) return false;
		this.#hide(node, next);
		return true;
	}
}
