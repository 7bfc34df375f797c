// What a period waits for, and from whom: the one thing that its page says first.
import type { Mode, SheetState, Subject } from '$lib/shared/appraisal';
import type { Stage } from './periods';

export type Next = {
	what:
		| 'members'
		| 'announce'
		| 'running'
		| 'drafting'
		| 'draft'
		| 'answer'
		| 'sign'
		| 'decide'
		| 'officers'
		| 'leaders'
		| 'close'
		| 'closed'
		| 'nothing';
	n: number;
	/** The state whose sheets are meant, to filter the list by. */
	state: SheetState | null;
};

type Asked = {
	stage: Stage;
	total: number;
	counts: Record<SheetState, number>;
	mode: Mode;
	subject: Subject;
	isDrafting: boolean;
	/** Whether the reader decides and signs as a leader, or runs the appraisal (or watches it). */
	asLeader: boolean;
};

/** The first thing to do, from what holds everything up to what can wait. */
export function nextOf({ stage, total, counts, mode, subject, isDrafting, asLeader }: Asked): Next {
	const is = (what: Next['what'], n = 0, state: SheetState | null = null): Next => ({ what, n, state });
	if (stage === 'closed') return is('closed');
	if (isDrafting) return is('drafting');
	if (stage === 'planned') return total === 0 ? is('members') : is('announce', total);
	if (stage === 'running') return is('running');
	const { waiting, drafted, decided, contested, acknowledged, answered, leader_signed: ready } = counts;
	const toDecide = mode === 'appraisal' ? drafted : 0;
	const shown = mode === 'appraisal' ? decided : drafted;
	const toSign: [number, SheetState] =
		answered > 0 ? [answered + acknowledged, 'answered'] : [acknowledged, 'acknowledged'];
	if (asLeader) {
		if (subject === 'officer' && toDecide > 0) return is('decide', toDecide, 'drafted');
		if (toSign[0] > 0) return is('leaders', ...toSign);
		return shown > 0 ? is('officers', shown, mode === 'appraisal' ? 'decided' : 'drafted') : is('nothing');
	}
	if (waiting > 0) return is('draft', waiting, 'waiting');
	if (contested > 0) return is('answer', contested, 'contested');
	if (ready > 0) return is('sign', ready, 'leader_signed');
	if (toDecide > 0) return is('decide', toDecide, 'drafted');
	if (shown > 0) return is('officers', shown, mode === 'appraisal' ? 'decided' : 'drafted');
	if (toSign[0] > 0) return is('leaders', ...toSign);
	return is('close');
}
