// How a command was called: with what it works, its options and their values.
import { parseArgs } from 'node:util';
import type { Db } from '../db/open';
import type { Say } from './say';

export type Call = {
	/** Opened when it is first asked for; a command that only reads gets one that cannot write. */
	db: Db;
	/** The database's file; null where it is a server. */
	file: string | null;
	/** What follows the verb. */
	args: string[];
	say: Say;
	/** Asks for a password, wherever it comes from. */
	password: () => Promise<string>;
	/** The server's SECRET, where it is set. */
	secret?: string;
	/** Now, in milliseconds. */
	at: number;
};

/**
 * Does its work and answers the exit code. Throws WrongCall, or a Problem. A verb that writes has the database to
 * itself, or is refused; one that only reads works beside a running server.
 */
export type Verb = {
	USAGE: string;
	writes: boolean | ((args: string[]) => boolean);
	run: (call: Call) => Promise<number>;
};

/** The command was called in a way it does not understand; `message` says what is wrong. */
export class WrongCall extends Error {}

type Options<Once extends string, Often extends string, Flag extends string> = Partial<Record<Once, string>> &
	Record<Often, string[]> &
	Record<Flag, boolean>;

/** `--name value` for names in `once`, repeatable for those in `often`, bare for `flags`. Throws WrongCall. */
export function options<Once extends string, Often extends string = never, Flag extends string = never>(
	args: string[],
	once: readonly Once[],
	often: readonly Often[] = [],
	flags: readonly Flag[] = []
): Options<Once, Often, Flag> {
	const known = {
		...Object.fromEntries(once.map((name) => [name, { type: 'string' as const }])),
		...Object.fromEntries(often.map((name) => [name, { type: 'string' as const, multiple: true as const }])),
		...Object.fromEntries(flags.map((name) => [name, { type: 'boolean' as const }]))
	};
	try {
		const { values } = parseArgs({ args, options: known, strict: true, allowPositionals: false });
		return {
			...Object.fromEntries(often.map((name) => [name, []])),
			...Object.fromEntries(flags.map((name) => [name, false])),
			...values
		} as Options<Once, Often, Flag>;
	} catch (error) {
		throw new WrongCall(error instanceof Error ? error.message : String(error));
	}
}

/** A whole number within limits, written in digits (`_` between them is allowed). Throws WrongCall. */
export function number(name: string, written: string, least: number, most: number): number {
	const value = Number(written.replaceAll('_', ''));
	if (!/^\d[\d_]*$/.test(written) || value < least || value > most)
		throw new WrongCall(`--${name} must be a whole number from ${least} to ${most}, not ${written}`);
	return value;
}
