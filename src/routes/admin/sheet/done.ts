// What is said when an act was done.
import * as m from '$words';
import type { Doing } from './act';

export const DONE: Record<Doing, () => string> = {
	self_scored: m.sheet_done_self_scored,
	appraised: m.sheet_done_appraised,
	decided: m.sheet_done_decided,
	acknowledged: m.sheet_done_acknowledged,
	contested: m.sheet_done_contested,
	answered: m.sheet_done_answered,
	signed_leader: m.sheet_done_signed_leader,
	signed_hr: m.sheet_done_signed_hr,
	excused: m.sheet_done_excused,
	included: m.sheet_done_included,
	reopened: m.sheet_done_reopened,
	draft: m.sheet_done_draft
};
