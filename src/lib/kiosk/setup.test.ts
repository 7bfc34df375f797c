import { describe, expect, it } from 'vitest';
import { idleAfter, sleepsAfter } from './idle';
import { codeInHash, showCode, tidyCode } from './setup';

describe('a pairing code', () => {
	it('is read in any case, with or without dashes and spaces', () => {
		for (const typed of ['ABCD-EFGH', 'abcdefgh', ' abcd efgh ', 'AB-CD EF-gh', 'ABCD–EFGH'])
			expect(tidyCode(typed)).toBe('ABCDEFGH');
	});
	it('leaves out letters that no code has, and what is too much', () => {
		expect(tidyCode('0O1ILABCDEFGHJ')).toBe('ABCDEFGH');
	});
	it('is shown in two halves once it is long enough', () => {
		expect([showCode('ABC'), showCode('ABCD'), showCode('ABCDE'), showCode('ABCDEFGH')]).toEqual([
			'ABC',
			'ABCD',
			'ABCD-E',
			'ABCD-EFGH'
		]);
	});
	it('comes along in a scanned address', () => {
		expect(codeInHash('#code=ABCD-EFGH')).toBe('ABCDEFGH');
		expect(codeInHash('#other=1')).toBe('');
		expect(codeInHash('')).toBe('');
	});
});

describe('idle', () => {
	it('counts nothing down while somebody is there', () => {
		expect(idleAfter(29_999, 30, 15)).toEqual({ counting: false });
	});
	it('counts down from the full ring to nothing', () => {
		expect(idleAfter(30_000, 30, 15)).toEqual({ counting: true, secondsLeft: 15, share: 1 });
		expect(idleAfter(37_500, 30, 15)).toEqual({ counting: true, secondsLeft: 8, share: 0.5 });
		expect(idleAfter(44_999, 30, 15)).toMatchObject({ secondsLeft: 1 });
		expect(idleAfter(45_000, 30, 15)).toEqual({ counting: true, secondsLeft: 0, share: 0 });
		expect(idleAfter(9e9, 30, 15)).toEqual({ counting: true, secondsLeft: 0, share: 0 });
	});
	it('ends at once where there is no countdown', () => {
		expect(idleAfter(30_000, 30, 0)).toEqual({ counting: true, secondsLeft: 0, share: 0 });
	});
});

describe('sleeping', () => {
	it('begins after a minute, or where a touch woke it, after the idle time', () => {
		expect([sleepsAfter(59_999, false, 30), sleepsAfter(60_000, false, 30)]).toEqual([false, true]);
		expect([sleepsAfter(29_999, true, 30), sleepsAfter(30_000, true, 30)]).toEqual([false, true]);
	});
});
