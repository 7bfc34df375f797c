import { expect, it } from 'vitest';
import { SHEET_ACTS, SHEET_STATES, type Act, type SheetAct } from '../../shared/appraisal';
import { chance } from '../../../../tests/ledger';
import { fold, from, next, stateOf } from './state';

let id = 0;
const act = (act: SheetAct, details: Act['details'] = {}, reason: string | null = null): Act => ({
	id: ++id,
	at: id * 1_000,
	act,
	actorName: `who ${act}`,
	actorRole: 'leader',
	reason,
	details
});
const drafted = (contentHash: string) => act('drafted', { contentHash });

it('begins waiting, and is drafted by its first draft', () => {
	expect(stateOf([]).state).toBe('waiting');
	expect(stateOf([drafted('a')]).state).toBe('drafted');
});

it('loses decision, acknowledgement and signature to another draft, and keeps the points', () => {
	const acts = [
		drafted('a'),
		act('self_scored', { points: { manner: 10 } }),
		act('appraised', { points: { manner: 20 } }),
		act('decided', { band: 'good' }),
		act('acknowledged'),
		act('signed_leader')
	];
	expect(stateOf(acts)).toMatchObject({ state: 'leader_signed', decision: { band: 'good' } });
	expect(stateOf([...acts, drafted('a')])).toEqual(stateOf(acts));
	expect(stateOf([...acts, drafted('b')])).toEqual({
		...stateOf([]),
		state: 'drafted',
		given: { self: { manner: 10 }, appraised: { manner: 20 } }
	});
});

it('loses what the officer said to a decision made anew', () => {
	const acts = [drafted('a'), act('decided', { band: 'good' }), act('contested', {}, 'no')];
	expect(stateOf(acts).contested).toMatchObject({ reason: 'no' });
	const anew = stateOf([...acts, act('decided', { band: 'fair' })]);
	expect(anew).toMatchObject({ state: 'decided', decision: { band: 'fair' }, contested: null });
});

it('comes back from an excuse and from a seal to its draft', () => {
	expect(stateOf([act('excused', {}, 'ill'), act('included')]).state).toBe('waiting');
	const signed = [drafted('a'), act('decided', { band: null }), act('signed_hr', { sealId: 4 })];
	expect(stateOf(signed).signedHr).toMatchObject({ sealId: 4 });
	expect(stateOf([...signed, act('reopened', {}, 'struck')])).toMatchObject({
		state: 'drafted',
		decision: null,
		signedHr: null
	});
});

it('is the same whether folded at once or act by act', () => {
	const random = chance(7);
	for (let trial = 0; trial < 200; trial++) {
		let so = fold([]);
		const acts: Act[] = [];
		for (let step = 0; step < 15; step++) {
			const open = SHEET_ACTS.filter((one) => from(one, 'appraisal').includes(so.standing.state));
			const chosen = open[Math.floor(random() * open.length)] ?? 'drafted';
			const one = act(chosen, { contentHash: random() < 0.5 ? 'a' : 'b', points: { manner: step } }, 'why');
			acts.push(one);
			so = next(so, one);
			expect(SHEET_STATES).toContain(so.standing.state);
			expect(fold(acts)).toEqual(so);
			// Nobody's signature, decision or word is left of what holds no more.
			if (so.standing.state === 'drafted')
				expect(so.standing).toMatchObject({ decision: null, signedLeader: null, acknowledgedAt: null });
			expect(so.standing.state === 'signed').toBe(so.standing.signedHr !== null);
		}
	}
});
