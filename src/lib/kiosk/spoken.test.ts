import { describe, expect, it } from 'vitest';
import { LANGUAGES } from '../shared/language';
import { NOON, setupOf } from './example';
import { lasting, opensNext, room } from './spoken';

const HOUR = 3_600_000;

describe('how long', () => {
	it('is said in the two largest units', () => {
		expect(lasting(125_000, 'en')).toBe('2 minutes 5 seconds');
		expect(lasting(125_000, 'vi')).toBe('2 phút 5 giây');
		expect(lasting(26 * HOUR + 300_000, 'en')).toBe('1 day 2 hours');
		expect(lasting(120_000, 'ja')).toBe('2分');
	});
	it('is never nothing', () => {
		for (const language of LANGUAGES) expect(lasting(0, language)).toMatch(/^1/);
	});
});

describe('room', () => {
	it('is said in megabytes or gigabytes', () => {
		expect(room(1_250_000, 'en')).toBe('1.3 MB');
		expect(room(12_400_000, 'vi')).toBe('12 MB');
		expect(room(1_400_000_000, 'vi')).toBe('1,4 GB');
	});
});

describe('the next opening', () => {
	const open = (...hours: number[]) =>
		setupOf({ open: hours.map((hour) => ({ from: NOON + hour * HOUR, until: NOON + (hour + 4) * HOUR })) });

	it('is not made up where none is told', () => {
		expect(opensNext(setupOf({ open: null }), NOON, 'vi')).toBeNull();
		expect(opensNext(open(-5, -1), NOON, 'vi')).toBeNull();
	});
	it('is the nearest to come, in the branch’s own time', () => {
		// NOON is 12:00 on Monday 9 March in Vietnam.
		expect(opensNext(open(-4, 1, 20), NOON, 'en')).toBe('Opens at 13:00');
		expect(opensNext(open(43.5, 19.5), NOON, 'en')).toBe('Opens tomorrow at 07:30');
		expect(opensNext(open(19.5 + 72), NOON, 'en')).toMatch(/^Opens on Friday,? 13 March at 07:30$/);
		expect(opensNext(open(19.5 + 72), NOON, 'vi')).toContain('Thứ Sáu');
	});
	it('goes by the branch’s midnight, not by the browser’s', () => {
		// 23:30 in Vietnam: 07:30 is tomorrow there, though it is the same day by UTC+12.
		expect(opensNext(open(19.5), NOON + 11.5 * HOUR, 'en')).toBe('Opens tomorrow at 07:30');
		expect(opensNext(open(19.5), NOON + 12.5 * HOUR, 'en')).toBe('Opens at 07:30');
	});
});
