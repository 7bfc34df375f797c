// How a sheet stands: nothing but what its acts, one after another, make of it. The table of what may follow what stands
// here too; who may do it is said in rights.ts.
import type { Act, Mode, SheetAct, SheetState, Standing } from '../../shared/appraisal';

/** A standing, and what the rules need of how it came about. */
export type Folded = {
	standing: Standing;
	/** Of the draft that holds; null: not drafted yet. */
	contentHash: string | null;
	/** When that draft was taken up, or the sheet came back to it (reopened, included). */
	draftedAt: number | null;
};

const NOTHING: Standing = {
	state: 'waiting',
	given: { self: {}, appraised: {} },
	decision: null,
	contested: null,
	answered: null,
	acknowledgedAt: null,
	signedLeader: null,
	signedHr: null,
	excused: null
};

const UNSIGNED: readonly SheetState[] = [
	'waiting',
	'drafted',
	'decided',
	'acknowledged',
	'contested',
	'answered',
	'leader_signed'
];
const BEFORE_SIGNATURES: readonly SheetState[] = [
	'drafted',
	'decided',
	'acknowledged',
	'contested',
	'answered'
];

/** In which states an act may be done. Coaching has no decision: there the draft itself is answered and signed. */
export function from(act: SheetAct, mode: Mode): readonly SheetState[] {
	const shown: SheetState = mode === 'coaching' ? 'drafted' : 'decided';
	switch (act) {
		case 'drafted':
		case 'excused':
			return UNSIGNED;
		case 'self_scored':
			return ['drafted'];
		case 'appraised':
			return BEFORE_SIGNATURES;
		case 'decided':
			return mode === 'coaching' ? [] : [...BEFORE_SIGNATURES, 'leader_signed'];
		case 'acknowledged':
			return [shown, 'contested', 'answered'];
		// Whoever has acknowledged may think again until the leader has signed.
		case 'contested':
			return [shown, 'acknowledged'];
		case 'answered':
			return ['contested'];
		case 'signed_leader':
			return [shown, 'acknowledged', 'answered'];
		case 'signed_hr':
			return ['leader_signed'];
		case 'included':
			return ['excused'];
		case 'reopened':
			return ['signed'];
	}
}

/** How a sheet stands by its acts, oldest first. Pure: the same acts give the same standing. */
export function stateOf(acts: readonly Act[]): Standing {
	return fold(acts).standing;
}

export function fold(acts: readonly Act[]): Folded {
	return acts.reduce(next, { standing: NOTHING, contentHash: null, draftedAt: null });
}

/** What one act more makes of it. */
export function next(so: Folded, { act, at, actorName: by, reason, details }: Act): Folded {
	const { standing } = so;
	const becomes = (now: Partial<Standing>): Folded => ({ ...so, standing: { ...standing, ...now } });
	// Whatever was decided, answered and signed was so of a draft, or of points, that hold no more.
	const anew = (now: Partial<Standing> = {}): Standing => ({
		...NOTHING,
		state: 'drafted',
		given: standing.given,
		...now
	});
	switch (act) {
		case 'drafted': {
			const contentHash = details.contentHash ?? null;
			if (contentHash === so.contentHash && standing.state !== 'waiting') return so;
			return { standing: anew(), contentHash, draftedAt: at };
		}
		case 'self_scored':
			return { ...so, standing: anew({ given: { ...standing.given, self: details.points ?? {} } }) };
		case 'appraised':
			return { ...so, standing: anew({ given: { ...standing.given, appraised: details.points ?? {} } }) };
		case 'decided': {
			const decision = { band: details.band ?? null, by, at, reason };
			return { ...so, standing: anew({ state: 'decided', decision }) };
		}
		case 'acknowledged':
			return becomes({ state: 'acknowledged', acknowledgedAt: at });
		case 'contested':
			return becomes({
				state: 'contested',
				acknowledgedAt: null,
				answered: null,
				contested: { reason: reason ?? '', at }
			});
		case 'answered':
			return becomes({ state: 'answered', answered: { reason: reason ?? '', by, at } });
		case 'signed_leader':
			return becomes({ state: 'leader_signed', signedLeader: { by, at } });
		case 'signed_hr':
			return becomes({ state: 'signed', signedHr: { by, at, sealId: details.sealId ?? 0 } });
		case 'excused':
			return becomes({ state: 'excused', excused: { reason: reason ?? '', by } });
		case 'included':
		case 'reopened': {
			const state: SheetState = so.contentHash === null ? 'waiting' : 'drafted';
			return { ...so, draftedAt: at, standing: anew({ state }) };
		}
	}
}
