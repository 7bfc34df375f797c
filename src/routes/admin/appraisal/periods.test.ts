import { describe, expect, test } from 'vitest';
import { inForceOn, stageOf, startsOf } from './periods';

describe('which periods can be opened', () => {
	test('the next, the present and earlier ones begin where their kind begins', () => {
		expect(startsOf('month', '2026-01-31', 2)).toEqual([
			'2026-02-01',
			'2026-01-01',
			'2025-12-01',
			'2025-11-01'
		]);
		expect(startsOf('quarter', '2026-11-22', 1)).toEqual(['2027-01-01', '2026-10-01', '2026-07-01']);
		expect(startsOf('half', '2026-06-30', 1)).toEqual(['2026-07-01', '2026-01-01', '2025-07-01']);
		expect(startsOf('year', '2026-12-31', 1)).toEqual(['2027-01-01', '2026-01-01', '2025-01-01']);
	});
});

describe('which rule set holds', () => {
	const version = (versionId: number, ruleSetId: number, number: number, fromDay: string) => ({
		versionId,
		ruleSetId,
		version: number,
		fromDay,
		subject: 'officer' as const
	});
	const all = [
		version(1, 1, 1, '2020-01-01'),
		version(2, 1, 2, '2026-07-01'),
		version(3, 1, 3, '2027-01-01'),
		version(4, 2, 1, '2026-10-01')
	];
	const held = (day: string) => inForceOn(all, day, 'officer').map(({ versionId }) => versionId);

	test('of each rule set the last version to take effect, and none of one that begins later', () => {
		expect(held('2026-06-30')).toEqual([1]);
		expect(held('2026-07-01')).toEqual([2]);
		expect(held('2026-12-31')).toEqual([2, 4]);
	});

	test('of two on one day the later version, whatever their order', () => {
		const twice = [version(6, 1, 2, '2026-01-01'), version(5, 1, 1, '2026-01-01')];
		expect(inForceOn(twice, '2026-01-01', 'officer').map(({ versionId }) => versionId)).toEqual([6]);
		expect(inForceOn(twice.reverse(), '2026-01-01', 'officer').map(({ versionId }) => versionId)).toEqual([
			6
		]);
	});

	test('one for officers is not offered for units', () => {
		expect(inForceOn(all, '2026-12-31', 'unit')).toEqual([]);
	});
});

describe('how far a period has come', () => {
	test('planned, running until its figures are whole, then open, then closed', () => {
		const period = { openedAt: null as number | null, closedAt: null as number | null, overAt: 100 };
		expect(stageOf(period, 500)).toBe('planned');
		expect(stageOf({ ...period, openedAt: 1 }, 99)).toBe('running');
		expect(stageOf({ ...period, openedAt: 1 }, 100)).toBe('open');
		expect(stageOf({ ...period, openedAt: 1, closedAt: 120 }, 99)).toBe('closed');
	});
});
