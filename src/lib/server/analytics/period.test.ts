import { describe, expect, test } from 'vitest';
import { addDays, daysBetween, monthOf } from '../../shared/day';
import { Problem } from '../../shared/problem';
import { before, length, parse, split } from './period';

const TODAY = '2026-11-22';

describe('a period in a URL', () => {
	test.each([
		[null, '2026-10-24', '2026-11-22'],
		['7d', '2026-11-16', '2026-11-22'],
		['1d', '2026-11-22', '2026-11-22'],
		['month:2026-02', '2026-02-01', '2026-02-28'],
		['month:2024-02', '2024-02-01', '2024-02-29'],
		['month:2025-12', '2025-12-01', '2025-12-31'],
		['quarter:2026-3', '2026-07-01', '2026-09-30'],
		['quarter:2025-4', '2025-10-01', '2025-12-31'],
		['year:2025', '2025-01-01', '2025-12-31'],
		['2026-10-01..2026-10-15', '2026-10-01', '2026-10-15'],
		['2026-10-15..2026-10-01', '2026-10-01', '2026-10-15']
	])('%s holds its first and its last day', (text, from, to) => {
		expect(parse(text, TODAY)).toMatchObject({ from, to });
	});

	test('ends with the last day that may be read', () => {
		expect(parse('month:2026-11', TODAY)).toMatchObject({ from: '2026-11-01', to: '2026-11-22' });
		expect(parse('year:2026', '2026-11-21')).toMatchObject({ from: '2026-01-01', to: '2026-11-21' });
		expect(parse('7d', '2026-11-21')).toMatchObject({ from: '2026-11-15', to: '2026-11-21' });
	});

	test('has no day at all while it lies ahead', () => {
		expect(length(parse('month:2026-12', TODAY))).toBe(0);
		expect(split(parse('2027-01-01..2027-01-05', TODAY))).toEqual([]);
	});

	test.each([
		'',
		'0d',
		'1000d',
		'-7d',
		'month:2026-13',
		'month:2026-1',
		'quarter:2026-5',
		'year:26',
		'year:0001',
		'year:9999',
		'0001-01-01..0001-01-02',
		'2026-02-30..2026-03-01',
		'2026-01-01..',
		'2026-01-01..2026-01-02..2026-01-03',
		'1990-01-01..2026-01-01',
		"7d' OR 1=1"
	])('%s is refused', (text) => {
		expect(() => parse(text, TODAY)).toThrow(Problem);
	});
});

describe('what a period is compared with', () => {
	test.each([
		['7d', '2026-11-09', '2026-11-15'],
		['month:2026-03', '2026-02-01', '2026-02-28'],
		['month:2026-01', '2025-12-01', '2025-12-31'],
		['quarter:2026-1', '2025-10-01', '2025-12-31'],
		['year:2025', '2024-01-01', '2024-12-31'],
		// Not over yet: as many days as there are so far.
		['month:2026-11', '2026-10-10', '2026-10-31'],
		['2026-10-01..2026-10-15', '2026-09-16', '2026-09-30']
	])('%s with what lies just before it', (text, from, to) => {
		expect(before(parse(text, TODAY))).toEqual({ from, to });
	});
});

describe('whole months and the days at the edges', () => {
	test.each([
		['2026-10-01', '2026-10-31', 'month 2026-10..2026-10'],
		['2026-01-01', '2026-12-31', 'month 2026-01..2026-12'],
		['2026-10-05', '2026-10-20', 'day 2026-10-05..2026-10-20'],
		['2026-10-31', '2026-11-01', 'day 2026-10-31..2026-11-01'],
		['2026-10-31', '2026-11-30', 'day 2026-10-31..2026-10-31, month 2026-11..2026-11'],
		['2026-10-01', '2026-11-29', 'month 2026-10..2026-10, day 2026-11-01..2026-11-29'],
		[
			'2025-11-23',
			'2026-11-22',
			'day 2025-11-23..2025-11-30, month 2025-12..2026-10, day 2026-11-01..2026-11-22'
		]
	])('%s to %s', (from, to, pieces) => {
		expect(
			split({ from, to })
				.map((piece) => `${piece.grain} ${piece.from}..${piece.to}`)
				.join(', ')
		).toBe(pieces);
	});

	test('hold every day of the period once and no other, wherever it begins and ends', () => {
		for (let start = 0; start < 70; start += 3)
			for (let count = 1; count < 130; count += 7) {
				const from = addDays('2023-12-20', start);
				const to = addDays(from, count - 1);
				const days = split({ from, to }).flatMap((piece) =>
					piece.grain === 'day'
						? daysBetween(piece.from, piece.to)
						: daysBetween('2023-01-01', '2025-12-31').filter(
								(day) => monthOf(day) >= piece.from && monthOf(day) <= piece.to
							)
				);
				expect(days.join()).toBe(daysBetween(from, to).join());
			}
	});
});
