import { describe, expect, test } from 'vitest';
import { SHEET_STATES, type SheetState } from '$lib/shared/appraisal';
import { nextOf } from './next';

const counts = (some: Partial<Record<SheetState, number>> = {}) => ({
	...(Object.fromEntries(SHEET_STATES.map((state) => [state, 0])) as Record<SheetState, number>),
	...some
});
const asked = {
	stage: 'open' as const,
	total: 10,
	counts: counts(),
	mode: 'appraisal' as const,
	subject: 'officer' as const,
	isDrafting: false,
	asLeader: false
};
const what = (some: Partial<Parameters<typeof nextOf>[0]>) => nextOf({ ...asked, ...some }).what;

describe('what a period waits for', () => {
	test('members, then the announcement, then its own end', () => {
		expect(what({ stage: 'planned', total: 0 })).toBe('members');
		expect(nextOf({ ...asked, stage: 'planned' })).toEqual({ what: 'announce', n: 10, state: null });
		expect(what({ stage: 'running', counts: counts({ waiting: 10 }) })).toBe('running');
	});

	test('HR drafts first, answers what is contested, and signs what is ready before it waits for others', () => {
		expect(what({ counts: counts({ waiting: 1, contested: 1, leader_signed: 1, drafted: 1 }) })).toBe(
			'draft'
		);
		expect(what({ counts: counts({ contested: 1, leader_signed: 1, drafted: 1 }) })).toBe('answer');
		expect(what({ counts: counts({ leader_signed: 1, drafted: 1 }) })).toBe('sign');
		expect(what({ counts: counts({ drafted: 1, decided: 1 }) })).toBe('decide');
		expect(what({ counts: counts({ decided: 1, acknowledged: 1 }) })).toBe('officers');
		expect(what({ counts: counts({ acknowledged: 1, signed: 9 }) })).toBe('leaders');
	});

	test('it is closed when everything is signed or excused, and not before', () => {
		expect(what({ counts: counts({ signed: 9, excused: 1 }) })).toBe('close');
		expect(what({ counts: counts({ signed: 9, answered: 1 }) })).toBe('leaders');
		expect(what({ stage: 'closed', counts: counts({ signed: 9 }) })).toBe('closed');
	});

	test('in coaching nothing is decided: officers answer the draft itself', () => {
		expect(nextOf({ ...asked, mode: 'coaching', counts: counts({ drafted: 3 }) })).toEqual({
			what: 'officers',
			n: 3,
			state: 'drafted'
		});
	});

	test('a leader is told of what waits for leaders alone', () => {
		expect(what({ asLeader: true, counts: counts({ waiting: 5, leader_signed: 2 }) })).toBe('nothing');
		expect(what({ asLeader: true, counts: counts({ drafted: 5, contested: 2 }) })).toBe('decide');
		expect(nextOf({ ...asked, asLeader: true, counts: counts({ acknowledged: 2, answered: 1 }) })).toEqual({
			what: 'leaders',
			n: 3,
			state: 'answered'
		});
		expect(what({ asLeader: true, subject: 'unit', counts: counts({ drafted: 5 }) })).toBe('nothing');
	});

	test('while sheets are being drafted nothing else is asked for', () => {
		expect(what({ isDrafting: true, counts: counts({ waiting: 10 }) })).toBe('drafting');
	});
});
