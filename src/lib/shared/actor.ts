// Who did it: a signed-in person, a paired device, or the system itself (a command, a seed, a clock).
import type { Language } from './language';
import type { Role } from './role';

export type Person = {
	kind: 'person';
	id: string;
	name: string;
	role: Role;
	language: Language;
	/** The officer this person is, for the role officer. */
	officerId: number | null;
	/** Branches this person may see: 'all', or these and no others (already widened to what lies under them). */
	scope: 'all' | readonly number[];
};

export type Device = { kind: 'device'; id: number; name: string };
export type System = { kind: 'system'; id: string; name: string };
export type Actor = Person | Device | System;

export const SYSTEM: System = { kind: 'system', id: 'system', name: 'system' };
