// npm run person -- add: somebody who can sign in, from the command line; how the first administrator comes in.
import * as v from 'valibot';
import { SYSTEM } from '../../shared/actor';
import { dayOf } from '../../shared/day';
import { isLanguage, LANGUAGES } from '../../shared/language';
import { Problem } from '../../shared/problem';
import { isRole, ROLES } from '../../shared/role';
import * as people from '../auth/people';
import { migrate } from '../db/migrate';
import * as branches from '../org/branches';
import * as officers from '../org/officers';
import { options, WrongCall, type Call } from './call';

export const USAGE = `person add --name NAME --username NAME --role ROLE [--branch CODE]… [--officer CODE] [--language vi]
    Adds somebody who can sign in. ROLE is one of ${ROLES.join(', ')}.
    A leader needs --branch (repeatable), an officer --officer (the number on the staff card).
    The password (at least 10 characters) is taken from PASSWORD, else asked for, else read from standard input.`;

const Username = v.pipe(v.string(), v.regex(/^[a-z0-9][a-z0-9._-]{2,39}$/));

export const writes = true;

export async function run({ db, args, say, at, password }: Call): Promise<number> {
	const [act, ...rest] = args;
	if (act !== 'add') throw new WrongCall(act === undefined ? 'person needs "add"' : `person cannot ${act}`);
	const given = options(rest, ['name', 'username', 'role', 'officer', 'language'], ['branch']);
	const { name, username, role, language = 'vi' } = given;
	if (!name?.trim()) throw new WrongCall('--name is missing');
	if (!username || !v.is(Username, username))
		throw new WrongCall('--username must be 3 to 40 lower case letters, digits, dots, dashes');
	if (!isRole(role)) throw new WrongCall(`--role must be one of ${ROLES.join(', ')}`);
	if (!isLanguage(language)) throw new WrongCall(`--language must be one of ${LANGUAGES.join(', ')}`);
	if ((role === 'leader') !== given.branch.length > 0)
		throw new WrongCall('--branch is for leaders, who need it');
	if ((role === 'officer') !== (given.officer !== undefined))
		throw new WrongCall('--officer is for officers, who need it');
	const secret = await password();
	if (secret.length < 10) throw new WrongCall('the password must have at least 10 characters');

	await migrate(db);
	const branchIds = await idsOf(await branches.list(db.read, dayOf(at, 'UTC')), 'branch', given.branch);
	const wanted = given.officer === undefined ? [] : [given.officer];
	const [officerId = null] = await idsOf(await officers.list(db.read, dayOf(at, 'UTC')), 'officer', wanted);
	const person = { name: name.trim(), username, password: secret, role, language, officerId, branchIds };
	await people.add(db, SYSTEM, person, at);
	say.line(`${person.name} can sign in as ${username}.`);
	return 0;
}

/** The ids of things by their codes. Refuses not_found. */
async function idsOf(
	things: { id: number; code: string }[],
	noun: string,
	codes: string[]
): Promise<number[]> {
	return codes.map((code) => {
		const found = things.find((thing) => thing.code === code);
		if (!found) throw new Problem('not_found', { [noun]: code });
		return found.id;
	});
}
