// What a tablet is told about its counter: everything it needs to work for days without a network.
import type { Language, Words } from './language';
import type { Questionnaire } from './questionnaire';

export type SetupOfficer = {
	id: number;
	name: string;
	/** What they are, in the customer's language ("Công chức hải quan"). */
	post: Words;
	/** A small picture as a data URL, or null: then initials are shown. */
	photo: string | null;
};

/** Who sits here from when to when (instants, milliseconds); until null = until further notice. */
export type SetupDuty = { officerId: number; from: number; until: number | null };

export type Setup = {
	/** Changes whenever anything below does; the tablet asks again when a batch answer names another. */
	tag: string;
	device: { id: number; name: string };
	branch: { id: number; name: Words; zone: string };
	counter: {
		id: number;
		name: Words;
		/** 'duty': the officer on duty is shown; 'pick': the customer picks one of those on duty. */
		officerMode: 'duty' | 'pick';
	};
	services: { id: number; name: Words }[];
	officers: SetupOfficer[];
	/** From yesterday to a fortnight ahead. */
	duties: SetupDuty[];
	questionnaire: Questionnaire & { id: number };
	languages: Language[];
	defaultLanguage: Language;
	/** Seconds without a touch before the countdown shows, and how long the countdown then runs. */
	idleSeconds: number;
	countdownSeconds: number;
};

export type PairAnswer = { token: string; serverAt: number; setup: Setup };
export type SetupAnswer = { serverAt: number; setup: Setup };

/** The officers on duty at an instant, each once, in the order of the setup's officers. */
export function onDuty(setup: Setup, atMs: number): SetupOfficer[] {
	const here = new Set(
		setup.duties
			.filter((duty) => duty.from <= atMs && (duty.until === null || atMs < duty.until))
			.map((duty) => duty.officerId)
	);
	return setup.officers.filter((officer) => here.has(officer.id));
}
