// One customer's way through the questions, as pure data: a state and an event give the next state, and say
// what has to be written down before that state may be shown. No clock, no chance, no screen, no store.
import type { Language } from '../shared/language';
import { reasonsFor, type Reason } from '../shared/questionnaire';
import { gradesOf, MAX_REASONS, type Scale } from '../shared/rating';
import { onDuty, type Setup, type SetupOfficer } from '../shared/setup';
import { draftOf, tidied, type Draft } from './draft';

export const STEPS = [
	'attract',
	'service',
	'officer',
	'gradeService',
	'gradeOfficer',
	'reasons',
	'comment',
	'thanks'
] as const;
export type Step = (typeof STEPS)[number];

export type Visit = {
	id: string;
	/** The set-up as it was at the first touch: what is asked does not change under the customer's hands. */
	setup: Setup;
	present: SetupOfficer[];
	touchedAt: number;
	/** The last answer; the time nobody stood there any more is not counted. */
	answeredAt: number;
	serviceId: number | null;
	officerId: number | null;
	serviceGrade: number | null;
	officerGrade: number | null;
	/** The first grade, by the tablet's clock, and what was known then of how far the server's is ahead of it. */
	tappedAt: number | null;
	skewMs: number | null;
	reasons: string[];
	comment: string | null;
};

export type State = {
	step: Step;
	/** The newest set-up; a visit under way keeps its own. */
	setup: Setup;
	language: Language;
	/** Null at the start and at the thanks: nothing of the customer is left. */
	visit: Visit | null;
};

export type Event =
	/** `serverAt`: the server's clock, as far as the tablet knows it; who is on duty goes by that one. */
	| { type: 'begin'; id: string; at: number; serverAt: number }
	| { type: 'service'; serviceId: number; at: number }
	| { type: 'officer'; officerId: number | null; at: number }
	/** `skewMs`: the server's clock less the tablet's, null where that is not known. */
	| { type: 'grade'; grade: number; at: number; skewMs: number | null }
	| { type: 'reason'; code: string; at: number }
	| { type: 'comment'; text: string; at: number }
	| { type: 'skip'; at: number }
	| { type: 'back' }
	| { type: 'language'; language: Language }
	/** Start over, walked away, or done with the thanks. */
	| { type: 'over' }
	| { type: 'setup'; setup: Setup };

/** An event as the screens tell it: they know nothing of clocks that differ. */
export type Touch = Exclude<Event, { type: 'grade' }> | Omit<Extract<Event, { type: 'grade' }>, 'skewMs'>;

export type Move = {
	state: State;
	/** To be written durably before `state` is shown: the rating as it stands now. */
	keep: Draft | null;
	/** The rating is finished: number it and let it travel. Never set together with `keep`. */
	seal: Draft | null;
};

export function start(setup: Setup): State {
	return { step: 'attract', setup, language: setup.defaultLanguage, visit: null };
}

/** The next state. An event that has no meaning in this step changes nothing: the same state comes back. */
export function next(state: State, event: Event): Move {
	const after = follow(state, event);
	const ended = after.step === 'thanks' ? after.visit : after.visit === null ? state.visit : null;
	// Once thanked or back at the start, nothing of this customer is left on the tablet's screen.
	if (ended) return { state: { ...after, visit: null }, keep: null, seal: draftOf(ended, state.language) };
	const same = after.visit === state.visit && after.language === state.language;
	return {
		state: after,
		keep: same || !after.visit ? null : draftOf(after.visit, after.language),
		seal: null
	};
}

function follow(state: State, event: Event): State {
	switch (event.type) {
		case 'setup':
			return refreshed(state, event.setup);
		case 'language':
			return event.language === state.language ? state : { ...state, language: event.language };
		case 'over': {
			const fresh = start(state.setup);
			return state.step === 'attract' && state.language === fresh.language ? state : fresh;
		}
		case 'begin':
			return state.step === 'attract' ? begin(state, event.id, event.at, event.serverAt) : state;
		case 'back': {
			const to = backFrom(state);
			return to ? { ...state, step: to } : state;
		}
	}
	return state.visit ? answered(state, state.visit, event) : state;
}

type Answer = Extract<Event, { type: 'service' | 'officer' | 'grade' | 'reason' | 'comment' | 'skip' }>;

function answered(state: State, earlier: Visit, event: Answer): State {
	const { step } = state;
	const visit = { ...earlier, answeredAt: event.at };
	switch (event.type) {
		case 'service':
			if (step !== 'service' || !visit.setup.services.some(({ id }) => id === event.serviceId)) return state;
			return forward(state, { ...visit, serviceId: event.serviceId });
		case 'officer': {
			const known = event.officerId === null || visit.present.some(({ id }) => id === event.officerId);
			if (step !== 'officer' || !known) return state;
			// A grade belongs to the officer it was given for, and to no other.
			const officerGrade = event.officerId === visit.officerId ? visit.officerGrade : null;
			return forward(state, fitting({ ...visit, officerId: event.officerId, officerGrade }));
		}
		case 'grade': {
			if (!gradesOf(visit.setup.questionnaire.scale as Scale).includes(event.grade)) return state;
			const { tappedAt, skewMs } =
				visit.tappedAt === null ? { tappedAt: event.at, skewMs: event.skewMs } : visit;
			if (step === 'gradeService')
				return forward(state, fitting({ ...visit, serviceGrade: event.grade, tappedAt, skewMs }));
			if (step === 'gradeOfficer') return forward(state, fitting({ ...visit, officerGrade: event.grade }));
			return state;
		}
		case 'reason': {
			const reasons = toggled(visit, event.code);
			return step === 'reasons' && reasons ? { ...state, visit: { ...visit, reasons } } : state;
		}
		case 'comment':
			return step === 'comment' ? forward(state, { ...visit, comment: tidied(event.text) }) : state;
		case 'skip':
			if (step === 'officer')
				return answered(state, earlier, { type: 'officer', officerId: null, at: event.at });
			if (step === 'gradeOfficer') return forward(state, fitting({ ...visit, officerGrade: null }));
			return step === 'reasons' || step === 'comment' ? forward(state, visit) : state;
	}
}

function refreshed(state: State, setup: Setup): State {
	const keeps =
		state.visit !== null ||
		(setup.languages.includes(state.language) && setup.defaultLanguage === state.setup.defaultLanguage);
	return { ...state, setup, language: keeps ? state.language : setup.defaultLanguage };
}

function begin(state: State, id: string, at: number, serverAt: number): State {
	const { setup } = state;
	const [service] = setup.services;
	if (!service) return state;
	const present = onDuty(setup, serverAt);
	const visit: Visit = {
		id,
		setup,
		present,
		touchedAt: at,
		answeredAt: at,
		serviceId: setup.services.length === 1 ? service.id : null,
		// Where more than one is on duty the customer says whom it is about: a guess could harm the wrong person.
		officerId: present.length === 1 ? (present[0]?.id ?? null) : null,
		serviceGrade: null,
		officerGrade: null,
		tappedAt: null,
		skewMs: null,
		reasons: [],
		comment: null
	};
	return forward(state, visit);
}

/** The next question that has something to ask. */
function forward(state: State, visit: Visit): State {
	const coming = STEPS.slice(STEPS.indexOf(state.step) + 1);
	return { ...state, visit, step: coming.find((step) => asks(step, visit)) ?? 'thanks' };
}

/** The question before this one, or null at the first: from there the way is to start over. */
export function backFrom({ step, visit }: State): Step | null {
	if (!visit) return null;
	const earlier = STEPS.slice(0, STEPS.indexOf(step)).reverse();
	return earlier.find((candidate) => asks(candidate, visit)) ?? null;
}

function asks(step: Step, visit: Visit): boolean {
	switch (step) {
		case 'service':
			return visit.setup.services.length > 1;
		case 'officer':
			return visit.present.length > 1;
		case 'gradeService':
			return true;
		case 'gradeOfficer':
			return visit.officerId !== null;
		case 'reasons':
			return offered(visit).length > 0;
		case 'comment':
			return visit.setup.questionnaire.askComment;
		default:
			return false;
	}
}

/** The reasons that may be tapped after the grades given so far. */
export function offered(visit: Visit): Reason[] {
	if (visit.serviceGrade === null) return [];
	return reasonsFor(visit.setup.questionnaire, visit.serviceGrade, visit.officerGrade);
}

/** A grade changed on the way back can make a tapped reason meaningless: it goes with the grade it explained. */
function fitting(visit: Visit): Visit {
	const codes = new Set(offered(visit).map(({ code }) => code));
	return { ...visit, reasons: visit.reasons.filter((code) => codes.has(code)) };
}

function toggled(visit: Visit, code: string): string[] | null {
	if (visit.reasons.includes(code)) return visit.reasons.filter((other) => other !== code);
	if (visit.reasons.length >= MAX_REASONS || !offered(visit).some((reason) => reason.code === code))
		return null;
	return [...visit.reasons, code];
}
