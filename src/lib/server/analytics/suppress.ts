// Which counts are hidden so that no small one can be found: not by itself, and not by subtracting its siblings from
// a total that is shown. docs/decisions/019 tells the rule in words; the tests play the one who subtracts.
import { Net } from './net';

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
	let [held, sum] = [hidden.filter(Boolean).length, ns.reduce((all, n, at) => all + (hidden[at] ? n : 0), 0)];
	for (const { n, at } of others) {
		if (held > 1 && sum >= minCell) break;
		hidden[at] = true;
		held++;
		sum += n;
	}
	return hidden;
}

/**
 * Which cells of a table are hidden where the sum of all is known, and those totals of rows and columns that `hide`
 * does not hide among each other. Rows and columns are the two sides of a graph and every hidden cell an edge between
 * them: a hidden cell can be found from the totals exactly when its edge is a bridge (D. Gusfield, "A graph theoretic
 * approach to statistical data security", SIAM J. Comput. 17 (1988) 552–571). The totals are one more row and column,
 * so that a hidden total cannot be summed from its cells either. The cheapest cells are hidden along until no edge is a
 * bridge, and until every row and column hides none or at least `minCell` ratings, where it has that many; cells of
 * zero only where nothing else closes the circle. A table that is turned hides the same cells, since a reader may walk
 * to a cell from either side; lines must stand in one order for that, whoever asks. A table of one row or one column is
 * a list: its other totals are its cells.
 */
export function hideTable(ns: readonly (readonly number[])[], minCell: number): boolean[][] {
	const width = ns[0]?.length ?? 0;
	if (ns.length === 0 || width === 0) return ns.map(() => []);
	if (ns.length === 1) return [hide(ns[0] ?? [], minCell)];
	const turned = transposed(ns);
	if (isBefore(turned, ns)) return transposed(hideTable(turned, minCell));
	const sum = (list: readonly number[]) => list.reduce((all, n) => all + n, 0);
	const rows = ns.map(sum);
	if (width === 1) return hide(rows, minCell).map((one) => [one]);
	const columns = Array.from({ length: width }, (_, at) => sum(ns.map((row) => row[at] ?? 0)));
	const [rowsHidden, columnsHidden] = [hide(rows, minCell), hide(columns, minCell)];
	const whole = [...ns.map((row, at) => [...row, rows[at] ?? 0]), [...columns, sum(rows)]];
	const net = new Net(
		whole,
		(row, column) => {
			if (row === ns.length) return columnsHidden[column] ?? false;
			const n = ns[row]?.[column] ?? 0;
			return column === width ? (rowsHidden[row] ?? false) : n > 0 && n < minCell;
		},
		(row, column) => row === ns.length || column === width
	);
	net.close(minCell);
	return ns.map((row, r) => row.map((_, c) => net.isHidden(r, c)));
}

function transposed<T>(table: readonly (readonly T[])[]): T[][] {
	return (table[0] ?? []).map((_, column) => table.map((row) => row[column] as T));
}

/** Which of a table and its transposed is worked on: the one of more rows, and of as many the smaller by its cells. */
function isBefore(one: readonly (readonly number[])[], other: readonly (readonly number[])[]): boolean {
	if (one.length !== other.length) return one.length > other.length;
	const [cells, others] = [one.flat(), other.flat()];
	const at = cells.findIndex((n, index) => n !== others[index]);
	return at >= 0 && (cells[at] ?? 0) < (others[at] ?? 0);
}
