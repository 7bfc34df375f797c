// node build/tasks.js VERB …: the commands. Each opens the database that DATABASE_URL names, does its work and ends
// with 0; with 1 when it was refused or failed, with 2 when it was called wrong.
import { existsSync } from 'node:fs';
import { Problem } from '../../shared/problem';
import { declare } from '../db/holders';
import { hold } from '../db/lock';
import { fileOf, open, type Db } from '../db/open';
import { databaseSettings } from '../settings';
import * as appraisals from './appraisals';
import * as backup from './backup';
import { WrongCall, type Verb } from './call';
import * as checkpoint from './checkpoint';
import * as invite from './invite';
import * as migrate from './migrate';
import { password } from './password';
import * as person from './person';
import * as rollups from './rollups';
import * as restore from './restore';
import * as says from './say';
import * as seed from './seed';
import * as verify from './verify';

const VERBS: Record<string, Verb> = {
	migrate,
	seed,
	rollups,
	person,
	invite,
	backup,
	restore,
	verify,
	checkpoint,
	appraisals
};

/** A command does not wait for a server to end; only for one that is ending. */
const LOCK_PATIENCE_MS = 2_000;

const USAGE = `Usage: node build/tasks.js VERB …

${Object.values(VERBS)
	.map((verb) => `  ${verb.USAGE}`)
	.join('\n\n')}

The database is the one that DATABASE_URL names (file:data/hailong.db), with DATABASE_TOKEN where a server asks for
one. A database file has one writing process at a time: a command that writes is refused while the server runs.
`;

async function main([name, ...args]: string[]): Promise<number> {
	const verb = name === undefined || !Object.hasOwn(VERBS, name) ? undefined : VERBS[name];
	if (!verb || args.includes('--help')) {
		const asked = name === '--help' || name === 'help' || (verb && args.includes('--help'));
		(asked ? process.stdout : process.stderr).write(USAGE);
		return asked ? 0 : 2;
	}
	let db: Db | undefined;
	let letGo: (() => void | Promise<void>) | undefined;
	try {
		const { databaseUrl, databaseToken } = databaseSettings(process.env);
		const file = fileOf(databaseUrl);
		const writes = typeof verb.writes === 'function' ? verb.writes(args) : verb.writes;
		if (file !== null && writes) letGo = (await hold(file, LOCK_PATIENCE_MS)).release;
		else if (file !== null && existsSync(file)) letGo = declare(file);
		const say = await says.make(process.stdout);
		return await verb.run({
			get db() {
				if (file !== null && !writes && !existsSync(file))
					throw new Error(`There is no database at ${file}.`);
				return (db ??= open({ url: databaseUrl, authToken: databaseToken, readsOnly: !writes }));
			},
			file,
			args,
			say,
			password: () => password(process.env, process.stdin, process.stdout),
			secret: process.env.SECRET,
			at: Date.now()
		});
	} catch (error) {
		return failed(error, verb);
	} finally {
		await db?.guard.idle();
		db?.close();
		await letGo?.();
	}
}

function failed(error: unknown, verb: Verb): number {
	if (error instanceof WrongCall) {
		process.stderr.write(`${error.message}\n\n  ${verb.USAGE}\n`);
		return 2;
	}
	if (error instanceof Problem) process.stderr.write(`${says.sentence(error)}\n`);
	else process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
	return 1;
}

process.exitCode = await main(process.argv.slice(2));
