// Plays the one who subtracts: from every count and total that is shown, solves for those that are not.
import { describe, expect, test } from 'vitest';
import { hide, hideCross, hideTable } from './suppress';

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

describe('a table of which the sums of rows and columns are known', () => {
	test('who subtracts finds a cell that is hidden alone', () => {
		const ns = [
			[3, 20, 30],
			[12, 14, 16]
		];
		expect(attack(ns, flags(ns, 5))).toEqual(['0,0']);
	});

	test('two in every row and column are not enough: a bridge between two circles is found', () => {
		// Rows and columns 0–1 make one circle, 2–3 another; the cell between them is the difference of two sums.
		const ns = [
			[6, 7, 50, 50],
			[8, 9, 3, 50],
			[50, 50, 6, 7],
			[50, 50, 8, 9]
		];
		const hidden = ns.map((row) => row.map((n) => n < 10));
		expect(attack(ns, hidden)).toEqual(['1,2']);
		expect(attack(ns, hideTable(ns, 10))).toEqual([]);
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

	test('of one row or one column is a list', () => {
		expect(hideTable([[3, 40, 12]], 5)).toEqual([[true, false, true]]);
		expect(hideTable([[3], [40], [12]], 5)).toEqual([[true], [false], [true]]);
		expect(hideTable([], 5)).toEqual([]);
	});

	test('never lets a hidden cell be found, whatever the table', () => {
		const random = chance(2);
		let attacked = 0;
		for (let round = 0; round < 1500; round++) {
			const ns = table(random);
			const minCell = 3 + Math.floor(random() * 8);
			const hidden = hideTable(ns, minCell);
			flags(ns, minCell).forEach((row, r) =>
				row.forEach((one, c) => one && expect(hidden[r]![c]).toBe(true))
			);
			expect(attack(ns, hidden), JSON.stringify({ ns, minCell })).toEqual([]);
			attacked += attack(ns, flags(ns, minCell)).length;
			const lines = [...ns.map((row, r) => row.map((n, c) => [n, hidden[r]![c]!] as const))];
			const down = ns[0]!.map((_, c) => ns.map((row, r) => [row[c]!, hidden[r]![c]!] as const));
			for (const line of [...lines, ...down]) {
				const held = line.filter(([, one]) => one).reduce((all, [n]) => all + n, 0);
				const whole = line.reduce((all, [n]) => all + n, 0);
				if (line.some(([, one]) => one)) expect(held).toBeGreaterThanOrEqual(Math.min(whole, minCell));
			}
		}
		expect(attacked, 'without the rule there is plenty to be found').toBeGreaterThan(1000);
	});
});

describe('a table of which the sum of all is known', () => {
	/** The totals stand as one more row and column, so that each line's cells less its total make nothing. */
	function withTotals(ns: readonly (readonly number[])[]): number[][] {
		const rows = ns.map((row) => [...row, row.reduce((all, n) => all + n, 0)]);
		return [...rows, (rows[0] ?? []).map((_, c) => rows.reduce((all, row) => all + row[c]!, 0))];
	}

	test('a total that is hidden cannot be summed from its cells', () => {
		const random = chance(3);
		let totals = 0;
		for (let round = 0; round < 1500; round++) {
			const ns = table(random, 1);
			const minCell = 3 + Math.floor(random() * 8);
			const whole = withTotals(ns);
			const { cells, rows, columns } = hideCross(ns, minCell);
			const all = whole.at(-1)!.at(-1)!;
			const hidden = [...cells.map((row, r) => [...row, rows[r]!]), [...columns, all < minCell]];
			flags(whole, minCell).forEach((row, r) =>
				row.forEach((one, c) => one && expect(hidden[r]![c]).toBe(true))
			);
			if (all < minCell) continue;
			totals += rows.filter((one, r) => one && whole[r]!.at(-1)! < minCell).length;
			const [height, width] = [ns.length, ns[0]!.length];
			const sign = (r: number, c: number) => ((r === height) === (c === width) ? 1 : -1);
			expect(attack(whole, hidden, sign), JSON.stringify({ ns, minCell })).toEqual([]);
		}
		expect(totals).toBeGreaterThan(50);
	});

	test('hides everything where there are too few in all', () => {
		expect(
			hideCross(
				[
					[2, 0],
					[0, 1]
				],
				5
			)
		).toEqual({
			cells: [
				[true, false],
				[false, true]
			],
			rows: [true, true],
			columns: [true, true]
		});
	});

	test('of three hundred rows takes no time', () => {
		const random = chance(4);
		const ns = Array.from({ length: 300 }, () =>
			Array.from({ length: 20 }, () => (random() < 0.4 ? 0 : Math.floor(60 * random() ** 2)))
		);
		const started = performance.now();
		hideCross(ns, 5);
		expect(performance.now() - started).toBeLessThan(1000);
	});
});
