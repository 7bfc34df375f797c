// Plays the one who subtracts: from every count and total that is shown, solves for those that are not.
import { describe, expect, test } from 'vitest';
import { hide, hideTable } from './suppress';

/** A generator of chance that gives the same every time (T. Ettinger, mulberry32). */
function chance(seed: number): () => number {
	let state = seed;
	return () => {
		state = (state + 0x6d2b79f5) | 0;
		let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
		mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
	};
}

type Sum = { of: number[]; is: number };

/**
 * What follows from sums over unknowns: which unknowns have one value only, by Gauss–Jordan elimination. The sums are
 * those of a table's rows and columns, whose matrix is totally unimodular: every number stays −1, 0 or 1, so floating
 * point is exact here.
 */
function solve(unknowns: number, sums: readonly Sum[]): Map<number, number> {
	const lines = sums.map(({ of, is }) => {
		const line = new Array<number>(unknowns + 1).fill(0);
		for (const one of of) line[Math.abs(one) - 1]! += Math.sign(one);
		line[unknowns] = is;
		return line;
	});
	let done = 0;
	for (let column = 0; column < unknowns && done < lines.length; column++) {
		const pivot = lines.findIndex((line, at) => at >= done && line[column] !== 0);
		if (pivot < 0) continue;
		[lines[done], lines[pivot]] = [lines[pivot]!, lines[done]!];
		const chosen = lines[done]!;
		const by = chosen[column]!;
		chosen.forEach((one, at) => (chosen[at] = one / by));
		lines.forEach((line, at) => {
			const times = line[column]!;
			if (at !== done && times !== 0) line.forEach((one, to) => (line[to] = one - times * chosen[to]!));
		});
		done++;
	}
	const found = new Map<number, number>();
	for (const line of lines) {
		expect(line.slice(0, -1).every((one) => one === 0 || Math.abs(one) === 1)).toBe(true);
		const left = line.slice(0, -1).flatMap((one, at) => (one === 0 ? [] : [at]));
		if (left.length === 1) found.set(left[0]!, line[unknowns]! / line[left[0]!]!);
	}
	return found;
}

/** The cells that can be found in a table of which the hidden ones are not shown, and every row and column's sum is. */
function attack(ns: readonly (readonly number[])[], hidden: readonly (readonly boolean[])[], sign = sure) {
	const numbers = new Map<string, number>();
	ns.forEach((row, r) => row.forEach((_, c) => hidden[r]?.[c] && numbers.set(`${r},${c}`, numbers.size + 1)));
	const sumOver = (cells: [number, number][]): Sum => ({
		of: cells.flatMap(([r, c]) => {
			const number = numbers.get(`${r},${c}`);
			return number ? [number * sign(r, c)] : [];
		}),
		is: cells.reduce((all, [r, c]) => all + (hidden[r]?.[c] ? sign(r, c) * ns[r]![c]! : 0), 0)
	});
	const sums = [
		...ns.map((row, r) => sumOver(row.map((_, c): [number, number] => [r, c]))),
		...(ns[0] ?? []).map((_, c) => sumOver(ns.map((_row, r): [number, number] => [r, c])))
	];
	const found = solve(numbers.size, sums);
	const names = [...numbers.keys()];
	for (const [at, value] of found) {
		const [r, c] = names[at]!.split(',').map(Number);
		expect(value, 'who subtracts well finds the truth').toBe(ns[r!]![c!]);
	}
	return [...found.keys()].map((at) => names[at]!);
}
const sure = (_row: number, _column: number) => 1;

const flags = (ns: readonly (readonly number[])[], minCell: number) =>
	ns.map((row) => row.map((n) => n > 0 && n < minCell));

/** Tables as they come: many cells of few ratings, some of none, some large. */
function table(random: () => number, least = 2): number[][] {
	const height = least + Math.floor(random() * 6);
	const width = least + Math.floor(random() * 6);
	const scale = [3, 8, 30, 200][Math.floor(random() * 4)]!;
	const empty = random() * 0.7;
	return Array.from({ length: height }, () =>
		Array.from({ length: width }, () => (random() < empty ? 0 : Math.floor(scale * random() ** 2 * 3)))
	);
}

describe('siblings under a total', () => {
	test.each([
		['none is small', [10, 20, 5], []],
		['none is hidden for being zero', [0, 20, 9], []],
		['one small takes the next smallest along', [3, 40, 12, 0], [0, 2]],
		['two small that are enough together stay two', [3, 2, 40], [0, 1]],
		['two small that are too few together take a third', [2, 2, 40, 9], [0, 1, 3]],
		['all are hidden where there is nothing left', [1, 2, 0], [0, 1]],
		['one alone is hidden, and its total is the caller’s', [3], [0]]
	])('%s', (_, ns, hidden) => {
		expect(hide(ns, 5).flatMap((one, at) => (one ? [at] : []))).toEqual(hidden);
	});

	test('never lets one be found, nor a sum smaller than a cell may be', () => {
		const random = chance(1);
		for (let round = 0; round < 3000; round++) {
			const ns = table(random, 1)[0]!;
			const minCell = 3 + Math.floor(random() * 10);
			const hidden = hide(ns, minCell);
			const held = ns.filter((_, at) => hidden[at]);
			const total = ns.reduce((all, n) => all + n, 0);
			ns.forEach((n, at) => n > 0 && n < minCell && expect(hidden[at]).toBe(true));
			ns.forEach((n, at) => n === 0 && expect(hidden[at]).toBe(false));
			if (held.length === 0 || total < minCell) continue;
			expect(held.length).toBeGreaterThan(1);
			expect(held.reduce((all, n) => all + n, 0)).toBeGreaterThanOrEqual(minCell);
		}
	});
});

/** A table with its totals as one more row and column: each line's cells less its total make nothing. */
function withTotals(ns: readonly (readonly number[])[]): number[][] {
	const rows = ns.map((row) => [...row, row.reduce((all, n) => all + n, 0)]);
	return [...rows, (rows[0] ?? []).map((_, c) => rows.reduce((all, row) => all + row[c]!, 0))];
}

/** What can be found of a table by who sees the totals that are not hidden among each other, and walks about. */
function walk(ns: readonly (readonly number[])[], hidden: readonly (readonly boolean[])[], minCell: number) {
	const whole = withTotals(ns);
	const [height, width] = [ns.length, ns[0]!.length];
	const rows = hide(
		whole.slice(0, -1).map((row) => row.at(-1)!),
		minCell
	);
	const columns = hide(whole.at(-1)!.slice(0, -1), minCell);
	const all = [...hidden.map((row, r) => [...row, rows[r]!]), [...columns, false]];
	const sign = (r: number, c: number) => ((r === height) === (c === width) ? 1 : -1);
	return { found: attack(whole, all, sign), rows, columns };
}

describe('a table with its totals', () => {
	test('who subtracts finds a cell that is hidden alone', () => {
		const ns = [
			[3, 20, 30],
			[12, 14, 16]
		];
		expect(walk(ns, flags(ns, 5), 5).found).toEqual(['0,0']);
		expect(walk(ns, hideTable(ns, 5), 5).found).toEqual([]);
	});

	test('two in every row and column are not enough: a bridge between two circles is found', () => {
		// Rows and columns 0–1 make one circle, 2–3 another; the cell between them is the difference of two sums.
		const ns = [
			[6, 7, 50, 50],
			[8, 9, 3, 50],
			[50, 50, 6, 7],
			[50, 50, 8, 9]
		];
		expect(walk(ns, flags(ns, 10), 10).found).toEqual(['1,2']);
		expect(walk(ns, hideTable(ns, 10), 10).found).toEqual([]);
	});

	test('takes along what holds fewest', () => {
		const ns = [
			[3, 20, 90],
			[40, 10, 80],
			[70, 60, 9]
		];
		expect(hideTable(ns, 5)).toEqual([
			[true, true, false],
			[true, true, false],
			[false, false, false]
		]);
	});

	test('a total that is hidden for another’s sake cannot be summed from its cells', () => {
		// The first row has three in all, so the second's total is hidden with it; its cells are all large.
		const ns = [
			[3, 0, 0],
			[10, 12, 9],
			[40, 50, 60]
		];
		// One who hides for the first row alone leaves the second to be summed, and so the first's total to be found.
		const onlyCells = [
			[true, false, false],
			[false, false, false],
			[true, false, false]
		];
		expect(walk(ns, onlyCells, 5).found).toContain('0,3');
		expect(walk(ns, hideTable(ns, 5), 5).found).toEqual([]);
	});

	test('of one row or one column is a list', () => {
		expect(hideTable([[3, 40, 12]], 5)).toEqual([[true, false, true]]);
		expect(hideTable([[3], [40], [12]], 5)).toEqual([[true], [false], [true]]);
		expect(hideTable([], 5)).toEqual([]);
	});

	test('never lets a hidden cell or total be found, whatever the table', () => {
		const random = chance(2);
		let [attacked, totals] = [0, 0];
		for (let round = 0; round < 3000; round++) {
			const ns = table(random);
			const minCell = 3 + Math.floor(random() * 8);
			// So few in all that the total itself is hidden, and with it everything, by whoever asks.
			if (ns.flat().reduce((all, n) => all + n, 0) < minCell) continue;
			const hidden = hideTable(ns, minCell);
			flags(ns, minCell).forEach((row, r) =>
				row.forEach((one, c) => one && expect(hidden[r]![c]).toBe(true))
			);
			const { found, rows, columns } = walk(ns, hidden, minCell);
			expect(found, JSON.stringify({ ns, minCell })).toEqual([]);
			attacked += walk(ns, flags(ns, minCell), minCell).found.length;
			totals += rows.filter(Boolean).length;
			const lines = ns.map((row, r) => ({
				isOpen: !rows[r],
				cells: row.map((n, c) => [n, hidden[r]![c]!] as const)
			}));
			const down = ns[0]!.map((_, c) => ({
				isOpen: !columns[c],
				cells: ns.map((row, r) => [row[c]!, hidden[r]![c]!] as const)
			}));
			for (const { isOpen, cells } of [...lines, ...down])
				if (isOpen && cells.some(([, one]) => one))
					expect(cells.reduce((all, [n, one]) => all + (one ? n : 0), 0)).toBeGreaterThanOrEqual(minCell);
		}
		expect(attacked, 'without the rule there is plenty to be found').toBeGreaterThan(1000);
		expect(totals, 'totals are hidden too').toBeGreaterThan(500);
	});

	test('hides the same cells from whichever side it is looked at', () => {
		const random = chance(5);
		const turn = <T>(list: readonly (readonly T[])[]) => list[0]!.map((_, c) => list.map((row) => row[c]!));
		for (let round = 0; round < 1000; round++) {
			const ns = table(random);
			expect(hideTable(turn(ns), 6), JSON.stringify(ns)).toEqual(turn(hideTable(ns, 6)));
		}
	});

	test('of five thousand officers and twenty services takes no time', () => {
		const random = chance(4);
		const ns = Array.from({ length: 5000 }, () =>
			Array.from({ length: 20 }, () => (random() < 0.7 ? 0 : Math.floor(60 * random() ** 2)))
		);
		const started = performance.now();
		hideTable(ns, 5);
		expect(performance.now() - started).toBeLessThan(2000);
	});
});
