// The demo world's people who can sign in. They stand in a JSON file because scripts/demo.js, which runs before
// anything is built, shows them too.
import type { Role } from '../../../shared/role';
import signins from './signins.json';

export type DemoSignIn = {
	username: string;
	password: string;
	role: Role;
	name: string;
	/** A leader's branch, an officer's staff number. */
	of: string | null;
	/** What the demo says of it. */
	place: string | null;
};

export const SIGN_INS = signins as DemoSignIn[];
