// The graph of a table with its totals: nodes are its rows and columns, edges its cells. What is hidden can be found by
// adding and subtracting exactly when its edge is a bridge among the hidden ones; so circles are closed.

/** An edge that may not be hidden any more, or may not be shown: the totals of a table are decided before its cells. */
const FIXED = Infinity;
/** A cell of zero is hidden only where nothing else closes a circle. */
const ZERO = 1e12;

export class Net {
	readonly height: number;
	readonly width: number;
	readonly #ns: Float64Array;
	readonly #hidden: Uint8Array;
	readonly #fixed: Uint8Array;

	/** Rows × columns of counts; which are hidden to begin with, and which stay as they are whatever comes. */
	constructor(
		ns: readonly (readonly number[])[],
		hidden: (row: number, column: number) => boolean,
		fixed: (row: number, column: number) => boolean
	) {
		this.height = ns.length;
		this.width = ns[0]?.length ?? 0;
		this.#ns = Float64Array.from(ns.flat());
		const flags = (is: (row: number, column: number) => boolean) =>
			Uint8Array.from(this.#ns, (_, at) => Number(is(Math.floor(at / this.width), at % this.width)));
		this.#hidden = flags(hidden);
		this.#fixed = flags(fixed);
	}

	isHidden(row: number, column: number): boolean {
		return this.#hidden[row * this.width + column] === 1;
	}

	/** Hides along until no hidden edge is a bridge and every line hides none or at least `enough`. */
	close(enough: number): void {
		// Two in a line come first: without them nothing is closed, and they close most of it.
		for (let more = true; more;) {
			more = false;
			for (let node = 0; node < this.height + this.width; node++) more = this.#fill(node, enough) || more;
			if (more) continue;
			for (const [row, column] of this.#bridges()) more = this.#circle(row, column) || more;
		}
	}

	/** The places of a line's cells: a row's, or from `height` on a column's. */
	#line(node: number): number[] {
		return node < this.height
			? Array.from({ length: this.width }, (_, column) => node * this.width + column)
			: Array.from({ length: this.height }, (_, row) => row * this.width + node - this.height);
	}

	#cost(at: number): number {
		if (this.#hidden[at]) return 0;
		return this.#fixed[at] ? FIXED : this.#ns[at] || ZERO;
	}

	/** Hides the cheapest cell of a line that hides one alone or too few; whether anything was hidden. */
	#fill(node: number, enough: number): boolean {
		const line = this.#line(node);
		const held = line.filter((at) => this.#hidden[at]);
		const sum = held.reduce((all, at) => all + (this.#ns[at] ?? 0), 0);
		if (held.length === 0 || (held.length > 1 && sum >= enough)) return false;
		let cheapest = -1;
		for (const at of line)
			if (!this.#hidden[at] && this.#cost(at) < (cheapest < 0 ? ZERO : this.#cost(cheapest))) cheapest = at;
		if (cheapest < 0) return false;
		this.#hidden[cheapest] = 1;
		return true;
	}

	/** The hidden edges that lie on no circle of hidden edges (R. E. Tarjan, Inf. Process. Lett. 2 (1974) 160–161). */
	#bridges(): [row: number, column: number][] {
		const met = new Int32Array(this.height + this.width);
		const found: [number, number][] = [];
		let clock = 0;
		/** The earliest node that is reached from here on without going back the way one came. */
		const visit = (node: number, parent: number): number => {
			const own = (met[node] = ++clock);
			let earliest = own;
			const isRow = node < this.height;
			const others = isRow ? this.width : this.height;
			for (let other = 0; other < others; other++) {
				const next = isRow ? this.height + other : other;
				const [row, column] = isRow ? [node, other] : [other, node - this.height];
				if (next === parent || !this.#hidden[row * this.width + column]) continue;
				const known = met[next] ?? 0;
				const reached = known > 0 ? known : visit(next, node);
				if (known === 0 && reached > own) found.push([row, column]);
				earliest = Math.min(earliest, reached);
			}
			return earliest;
		};
		// A way alternates between rows and columns, so it is at most twice as long as the shorter side.
		for (let node = 0; node < met.length; node++) if (!met[node]) visit(node, -1);
		return found;
	}

	/** Hides the cheapest way round a bridge (R. Bellman, 1958, in sweeps); whether anything was hidden. */
	#circle(row: number, column: number): boolean {
		const { height, width } = this;
		const cost = new Float64Array(height + width).fill(Infinity);
		const via = new Int32Array(height + width).fill(-1);
		cost[row] = 0;
		for (let changed = true; changed;) {
			changed = false;
			for (let at = 0; at < this.#ns.length; at++) {
				const [r, c] = [Math.floor(at / width), height + (at % width)];
				if (r === row && c === height + column) continue;
				const price = this.#cost(at);
				for (const [from, to] of [
					[r, c],
					[c, r]
				] as const) {
					const sum = (cost[from] ?? 0) + price;
					if (sum >= (cost[to] ?? 0)) continue;
					[cost[to], via[to]] = [sum, from];
					changed = true;
				}
			}
		}
		const total = cost[height + column] ?? Infinity;
		if (total === 0 || total === Infinity) return false;
		for (let node = height + column; node !== row; node = via[node] ?? row) {
			const [one, other] = [Math.min(node, via[node] ?? row), Math.max(node, via[node] ?? row)];
			this.#hidden[one * width + other - height] = 1;
		}
		return true;
	}
}
