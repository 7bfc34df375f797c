// What the page of a period says: what was done, and what comes next.
import type { Language } from '$lib/shared/language';
import { count } from '$lib/ui/numbers';
import { moment } from '$lib/ui/when';
import * as m from '$words';
import type { Next } from '../../appraisal/next';

export function did(what: string, of: { n: number; left: number } | null, language: Language): string {
	const n = { n: count(of?.n ?? 0, language) };
	const said = {
		change: m.appraisal_done_change,
		announce: m.appraisal_done_announce,
		draft: m.appraisal_drafted_started,
		close: m.appraisal_done_close,
		reopen: m.appraisal_done_reopen,
		sign: () => m.appraisal_done_sign(n),
		signAll: () => m.appraisal_done_sign(n),
		signLeader: () => m.appraisal_done_sign_leader(n),
		decide: () => m.appraisal_done_decide(n),
		excuse: () => m.appraisal_done_excuse(n)
	}[what];
	const left = of && of.left > 0 ? ` ${m.appraisal_done_skipped({ n: count(of.left, language) })}` : '';
	return (said?.() ?? '') + left;
}

/** `subject` and the instant at which a running period is over are for the sentences that name them. */
export function nextSaid(
	{ what, n }: Next,
	{ subject, overAt }: { subject: 'officer' | 'unit'; overAt: number },
	language: Language
): string {
	const of = { n: count(n, language) };
	switch (what) {
		case 'members':
			return m.appraisal_next_members();
		case 'announce':
			return m.appraisal_next_announce(of);
		case 'running':
			return m.appraisal_next_running({ at: moment(overAt, language) });
		case 'drafting':
			return m.appraisal_next_drafting();
		case 'draft':
			return m.appraisal_next_draft(of);
		case 'answer':
			return m.appraisal_next_answer(of);
		case 'sign':
			return m.appraisal_next_sign(of);
		case 'decide':
			return subject === 'unit' ? m.appraisal_next_decide_units(of) : m.appraisal_next_decide(of);
		case 'officers':
			return m.appraisal_next_officers(of);
		case 'leaders':
			return m.appraisal_next_leaders(of);
		case 'close':
			return m.appraisal_next_close();
		case 'closed':
			return m.appraisal_next_closed();
		case 'nothing':
			return m.appraisal_next_nothing();
	}
}
