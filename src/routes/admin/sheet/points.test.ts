import { describe, expect, test } from 'vitest';
import type { Criterion } from '$lib/shared/ruleset';
import { givenOf, pointsIn, read, write } from './points';

const words = { vi: 'Thái độ', en: '', ja: '', zh: '', ko: '' };
const criteria: Criterion[] = [
	{ code: 'one', words, explains: null, most: 200, from: { kind: 'given', step: 10, self: true } },
	{ code: 'two', words, explains: null, most: 200, from: { kind: 'given', step: 10, self: false } },
	{ code: 'three', words, explains: null, most: 200, from: { kind: 'formula', text: '2 * satisfied' } }
];

function form(fields: Record<string, string>): FormData {
	const data = new FormData();
	for (const [name, value] of Object.entries(fields)) data.set(name, value);
	return data;
}

describe('points that people type', () => {
	test('a comma and a point both mark the fraction', () => {
		expect(read('1,5')).toBe(150);
		expect(read(' 1.05 ')).toBe(105);
		expect(read('2')).toBe(200);
	});

	test('what is no number of points is not guessed at', () => {
		for (const text of ['', '-1', '1e2', '1,505', 'hai', '1 5', '99999']) expect(read(text)).toBeNull();
	});

	test('what was written is read as the same', () => {
		for (const points of [0, 5, 10, 150, 2000]) expect(read(write(points, ','))).toBe(points);
		expect(write(undefined, ',')).toBe('');
	});

	test('an empty field is not given, and zero is', () => {
		const given = pointsIn(form({ 'points.one': '', 'points.two': '0' }), givenOf(criteria, 'appraised'));
		expect(given).toEqual({ two: 0 });
	});

	test('more than the most, or between two steps, is refused by the name of its field', () => {
		const all = givenOf(criteria, 'appraised');
		for (const text of ['2,1', '0,05', 'x'])
			expect(() => pointsIn(form({ 'points.two': text }), all)).toThrow(
				expect.objectContaining({ code: 'bad_shape', details: { field: 'points.two' } })
			);
	});

	test('who scores themselves is asked only for what the rule set lets them', () => {
		expect(givenOf(criteria, 'self').map(({ code }) => code)).toEqual(['one']);
		expect(pointsIn(form({ 'points.two': '1', 'points.one': '1' }), givenOf(criteria, 'self'))).toEqual({
			one: 100
		});
	});
});
