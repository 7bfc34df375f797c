import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import { HoursShape } from '$lib/shared/hours';
import { inWords } from '$lib/ui/hours';
import { clockIn, HoursFormShape, read as readFields } from './hours';

/** A form's fields: the week is told, Monday 7:30 to 11:30, and whatever else is typed. */
const fields = (typed: Record<string, string> = {}) => ({
	told: 'week',
	'1_0_from': '07:30',
	'1_0_until': '11:30',
	'1_1_from': '',
	'1_1_until': '',
	...typed
});
const read = (typed: Record<string, string>) => {
	const result = v.safeParse(HoursFormShape, typed);
	return result.success ? result.output : result.issues.map((issue) => v.getDotPath(issue));
};
const MORNING = { from: '07:30', until: '11:30' };
const AFTERNOON = { from: '13:00', until: '17:00' };

describe('the hours of a form', () => {
	test('where none are told there are none, whatever stands in the fields', () => {
		expect(read(fields({ told: 'none' }))).toBeNull();
		expect(read({})).toBeNull();
	});

	test('a week is read day by day, periods in order, and fits the shape that is kept', () => {
		const week = read(
			fields({ '1_1_from': '13:00', '1_1_until': '17:00', '0_0_from': '13h', '0_0_until': '1700' })
		);
		expect(week).toEqual([[AFTERNOON], [MORNING, AFTERNOON], [], [], [], [], []]);
		expect(v.is(HoursShape, week)).toBe(true);
		expect(
			read(fields({ '1_0_from': '13:00', '1_0_until': '17:00', '1_1_from': '07:30', '1_1_until': '11:30' }))
		).toMatchObject({ 1: [MORNING, AFTERNOON] });
	});

	test('an end at midnight is the end of that day', () => {
		expect(read(fields({ '1_0_until': '00:00' }))).toMatchObject({ 1: [{ from: '07:30', until: '24:00' }] });
		expect(read(fields({ '1_0_from': '00:00', '1_0_until': '00:00' }))).toMatchObject({
			1: [{ from: '00:00', until: '24:00' }]
		});
	});

	test('what is half typed, backwards or overlapping is named, field by field', () => {
		expect(read(fields({ '1_0_until': '' }))).toEqual(['1_0_until']);
		expect(read(fields({ '3_1_until': '17:00', '3_1_from': '' }))).toEqual(['3_1_from']);
		expect(read(fields({ '1_0_until': '07:30' }))).toEqual(['1_0_until']);
		expect(read(fields({ '1_0_from': 'early' }))).toEqual(['1_0_from']);
		expect(read(fields({ '1_1_from': '11:29', '1_1_until': '17:00' }))).toEqual(['1_1_from']);
		expect(read(fields({ '1_1_from': '11:30', '1_1_until': '17:00' }))).toMatchObject({ 1: [MORNING, {}] });
		expect(read(fields({ '1_0_until': '', '2_0_from': '08:00', '2_0_until': '07:00' }))).toEqual([
			'1_0_until',
			'2_0_until'
		]);
	});

	test('a time is read as people type it', () => {
		const typed = ['7:30', '7h30', '07.30', '730', '0730', ' 7 : 30 ', '7：30'];
		expect(typed.map(clockIn)).toEqual(typed.map(() => '07:30'));
		expect(['7', '7h', '0', '24:00', '23:59'].map(clockIn)).toEqual([
			'07:00',
			'07:00',
			'00:00',
			'24:00',
			'23:59'
		]);
		for (const none of ['', '24:01', '25', '7:60', '7:3', '-7', 'seven', '123456'])
			expect(clockIn(none), none).toBeNull();
		expect(readFields(fields({ '1_0_until': '7x' })).wrong).toEqual([{ field: '1_0_until', why: 'time' }]);
		expect(readFields(fields({ '1_0_from': '24:00' })).wrong).toEqual([{ field: '1_0_from', why: 'time' }]);
	});

	test('a week without any opening is asked about', () => {
		expect(read(fields({ '1_0_from': '', '1_0_until': '' }))).toEqual(['told']);
	});
});

test('a week is said from Monday, days alike together, closed days left out', () => {
	const day = [MORNING, AFTERNOON];
	expect(inWords([[], day, day, day, day, day, [MORNING]], 'en')).toEqual([
		'Mon–Fri 07:30–11:30, 13:00–17:00',
		'Sat 07:30–11:30'
	]);
	expect(inWords([[AFTERNOON], day, [], day, [], [], []], 'vi')).toEqual([
		'Thứ 2 07:30–11:30, 13:00–17:00',
		'Thứ 4 07:30–11:30, 13:00–17:00',
		'CN 13:00–17:00'
	]);
});
