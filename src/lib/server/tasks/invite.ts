// node build/tasks.js invite: a pairing code for a tablet, from the command line.
import { and, asc, eq, isNull } from 'drizzle-orm';
import { randomInt } from 'node:crypto';
import type { Person } from '../../shared/actor';
import { dayOf } from '../../shared/day';
import { isLanguage, LANGUAGES, type Language } from '../../shared/language';
import { Problem } from '../../shared/problem';
import { person } from '../auth/person';
import { people } from '../auth/table';
import { migrate } from '../db/migrate';
import type { Db, Reads } from '../db/open';
import * as code from '../devices/code';
import * as devices from '../devices/devices';
import * as counters from '../org/counters';
import { number, options, WrongCall, type Call } from './call';

export const USAGE = `invite --counter CODE [--name NAME] [--language vi] [--as USERNAME] [--count 1]
    Makes a pairing code for one tablet at a counter (or --count of them), valid for ten minutes, in the name of an
    administrator (the first one, or --as). The tablet speaks all five languages and returns to --language.`;

export const writes = true;

export async function run({ db, args, say, at }: Call): Promise<number> {
	const given = options(args, ['counter', 'name', 'language', 'as', 'count']);
	if (!given.counter) throw new WrongCall('--counter is missing');
	const language = given.language ?? 'vi';
	if (!isLanguage(language)) throw new WrongCall(`--language must be one of ${LANGUAGES.join(', ')}`);
	await migrate(db);
	const wish = { counter: given.counter, name: given.name, language, as: given.as };
	const count = number('count', given.count ?? '1', 1, 10_000);
	for (let made = 0; made < count; made++) {
		const pairing = code.readable(await invite(db, wish, at));
		say.line(`Pairing code ${pairing}, for counter ${given.counter}, valid for ten minutes, once.`);
	}
	return 0;
}

export type InviteWish = { counter: string; name?: string; language: Language; as?: string };

/** Invites a tablet to a counter by the counter's code; answers the pairing code. Refuses not_found. */
export async function invite(db: Db, wish: InviteWish, at: number): Promise<string> {
	const admin = await administrator(db.read, wish.as);
	// A counter stands in its branch's zone; for the choice of today's counters UTC is near enough.
	const here = (await counters.list(db.read, dayOf(at, 'UTC'))).find((one) => one.code === wish.counter);
	if (!here) throw new Problem('not_found', { counter: wish.counter });
	const pairing = code.makeCode((below) => randomInt(below));
	const settings = {
		deviceName: wish.name ?? `Máy ${wish.counter}`,
		counterId: here.id,
		languages: [...LANGUAGES],
		defaultLanguage: wish.language,
		idleSeconds: 30,
		countdownSeconds: 10
	};
	await db.write((tx) => devices.invite(tx, admin, settings, pairing, at));
	return pairing;
}

/** The named administrator, or the first there was. */
async function administrator(db: Reads, username: string | undefined): Promise<Person> {
	const [row] = await db
		.select({ id: people.id })
		.from(people)
		.where(
			and(
				eq(people.role, 'administrator'),
				isNull(people.closedAt),
				username === undefined ? undefined : eq(people.username, username)
			)
		)
		.orderBy(asc(people.createdAt))
		.limit(1);
	const found = row && (await person(db, row.id));
	if (!found) throw new Problem('not_found', { administrator: username ?? '' });
	return found;
}
