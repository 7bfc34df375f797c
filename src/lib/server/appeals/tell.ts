// Whom an appeal is mailed to: reviewers and the leaders of the branch when it is filed, reviewers and HR once when it
// is overdue, the officer when it is decided. Queued in the transaction of the act; no mail names officer or customer.
import { and, eq, inArray, isNotNull, isNull } from 'drizzle-orm';
import type { AppealState, Ground } from '../../shared/appeal';
import type { Language, Words } from '../../shared/language';
import type { Letter } from '../../shared/letter';
import type { Role } from '../../shared/role';
import { lines } from '../alerts/lines';
import { readers } from '../alerts/tell';
import { people } from '../auth/table';
import type { Reads, Writes } from '../db/open';
import { BRANCH, newest } from '../org/kind';
import { queue } from '../post/deliveries';
import { branchOf, one, type Appeal } from './appeals';

/** 'opinion': to the leaders, who may say what they think of it. */
export type Occasion = 'filed' | 'opinion' | 'overdue' | 'decided';

/** What a mail tells of an appeal. */
export type Told = {
	occasion: Occasion;
	id: number;
	ground: Ground;
	state: AppealState;
	branch: { code: string; name: Words };
	filedAt: number;
	dueAt: number;
};

/** Writes the mail; `origin` is where this house is found. Given from outside (house.ts). */
export type AppealLetter = (told: Told, language: Language, origin: string) => Letter;
export type Voice = { letter: AppealLetter; origin: string };

type Receiver = { id: string; address: string; language: Language };

/** Queues the mails that tell reviewers, and the leaders of its branch, of a new appeal. */
export async function filed(tx: Writes, appealId: number, voice: Voice, at: number): Promise<void> {
	const appeal = await one(tx, appealId);
	await send(tx, appeal, 'filed', await ofRoles(tx, ['reviewer']), voice, at);
	const line = (await lines(tx)).above(await branchOf(tx, appeal));
	await send(tx, appeal, 'opinion', await readers(tx, line), voice, at);
}

/** Queues the mails that tell reviewers and HR of an appeal past its deadline. */
export async function overdue(tx: Writes, appeal: Appeal, voice: Voice, at: number): Promise<void> {
	await send(tx, appeal, 'overdue', await ofRoles(tx, ['reviewer', 'hr']), voice, at);
}

/** Queues the mail that tells the officer that their appeal was decided; how, they read after signing in. */
export async function decided(tx: Writes, appealId: number, voice: Voice, at: number): Promise<void> {
	const appeal = await one(tx, appealId);
	const theirs = and(eq(people.role, 'officer'), eq(people.officerId, appeal.officerId));
	await send(tx, appeal, 'decided', await receivers(tx, theirs), voice, at);
}

async function send(
	tx: Writes,
	{ id, ground, state, filedAt, dueAt, ratingId }: Appeal,
	occasion: Occasion,
	to: readonly Receiver[],
	{ letter, origin }: Voice,
	at: number
): Promise<void> {
	const branchId = await branchOf(tx, { ratingId });
	const { code, name } = await newest(tx, BRANCH, branchId);
	const told: Told = { occasion, id, ground, state, branch: { code, name }, filedAt, dueAt };
	for (const { id: personId, address, language } of to)
		await queue(
			tx,
			{
				...{ key: `appeal:${id}:${occasion}:mail:${personId}`, about: `appeal:${id}`, branchId },
				...{ channel: 'mail', address, content: letter(told, language, origin) }
			},
			at
		);
}

function ofRoles(db: Reads, roles: Role[]): Promise<Receiver[]> {
	return receivers(db, inArray(people.role, roles));
}

async function receivers(db: Reads, whose: ReturnType<typeof and>): Promise<Receiver[]> {
	const rows = await db
		.select({ id: people.id, address: people.mail, language: people.language })
		.from(people)
		.where(and(whose, isNull(people.closedAt), isNotNull(people.mail)))
		.orderBy(people.id);
	return rows.map((row) => ({ ...row, address: row.address! }));
}
