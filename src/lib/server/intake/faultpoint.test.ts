import { describe, expect, test } from 'vitest';
import { make, type Place } from './faultpoint';

function passes(env: Record<string, string | undefined>, places: Place[]): number[] {
	const ended: number[] = [];
	let passing = 0;
	const faults = make(env, () => ended.push(passing));
	for (const place of places) {
		passing++;
		faults.at(place);
	}
	return ended;
}

describe('fault points', () => {
	const way: Place[] = ['intake.before', 'intake.inside', 'intake.after'];

	test('without the setting nothing ever ends', () => {
		expect(passes({}, [...way, ...way])).toEqual([]);
		expect(passes({ HAILONG_FAULT: '' }, way)).toEqual([]);
		expect(passes({ HAILONG_FAULT_ALLOWED: '1' }, way)).toEqual([]);
	});

	test('in production the server does not start with a fault set, unless that is said to be a trial', () => {
		const env = { HAILONG_FAULT: 'intake.inside:1', NODE_ENV: 'production' };
		expect(() => make(env, () => undefined)).toThrow(/production/);
		expect(passes({ ...env, HAILONG_FAULT_ALLOWED: '1' }, way)).toEqual([2]);
	});

	test('it ends once, at the counted passage of the named place', () => {
		expect(passes({ HAILONG_FAULT: 'intake.inside:2' }, [...way, ...way, ...way])).toEqual([5]);
		expect(passes({ HAILONG_FAULT: 'intake.after:1' }, way)).toEqual([3]);
	});

	test('a fault that is not understood is said aloud', () => {
		for (const wrong of ['intake.inside', 'intake.inside:0', 'intake.somewhere:1', 'intake.inside:x'])
			expect(() => make({ HAILONG_FAULT: wrong }, () => undefined), wrong).toThrow(/PLACE:COUNT/);
	});
});
