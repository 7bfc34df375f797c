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
	/** When the counter's branch is open, from yesterday to a fortnight ahead; outside, the screen sleeps. Null: not told. */
	open: SetupOpen[] | null;
	/** Percent; a hint, drawn as a dimmed screen because a page cannot turn the lamp. */
	brightness: number;
	/** What opens the staff's panel; null where none has been set. */
	pin: Pin | null;
};

/** Open from one instant until another. */
export type SetupOpen = { from: number; until: number };

/** A staff PIN as a tablet can check it without a network: PBKDF2-SHA-256, salt and hash of 32 bytes base64url. */
export type Pin = { salt: string; rounds: number; hash: string };

/** Whether the counter is open at an instant; where nothing is told, always. */
export function isOpen(setup: Pick<Setup, 'open'>, atMs: number): boolean {
	return setup.open === null || setup.open.some(({ from, until }) => from <= atMs && atMs < until);
}

/** The officers on duty at an instant, each once, in the order of the setup's officers. */
export function onDuty(setup: Setup, atMs: number): SetupOfficer[] {
	const here = new Set(
		setup.duties
			.filter((duty) => duty.from <= atMs && (duty.until === null || atMs < duty.until))
			.map((duty) => duty.officerId)
	);
	return setup.officers.filter((officer) => here.has(officer.id));
}
