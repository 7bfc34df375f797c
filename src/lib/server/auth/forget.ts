// Forgets who an account belonged to: the account stays, closed and nameless, because the trail names its id.
import { eq, inArray } from 'drizzle-orm';
import type { Actor } from '../../shared/actor';
import { demand } from '../../shared/can';
import * as audit from '../audit/note';
import type { Writes } from '../db/open';
import { called } from '../org/officers';
import { accounts, people, sessions } from './table';

/**
 * Closes the accounts of an officer and takes name, user name, mail address and password off them; open sessions end.
 * Answers their ids and the addresses that were theirs. Refuses not_allowed.
 */
export async function forget(
	tx: Writes,
	actor: Actor,
	officerId: number,
	at: number
): Promise<{ ids: string[]; mails: string[] }> {
	demand(actor, 'retention.change');
	const rows = await tx
		.select({ id: people.id, mail: people.mail, closedAt: people.closedAt })
		.from(people)
		.where(eq(people.officerId, officerId));
	const ids = rows.map(({ id }) => id);
	await tx.delete(sessions).where(inArray(sessions.userId, ids));
	await tx.delete(accounts).where(inArray(accounts.userId, ids));
	for (const { id, closedAt } of rows) {
		await tx
			.update(people)
			.set({
				name: called(officerId),
				username: null,
				displayUsername: null,
				// The sign-in library wants an address of its own for each.
				email: `${id}@account.invalid`,
				image: null,
				mail: null,
				closedAt: closedAt ?? at,
				updatedAt: new Date(at)
			})
			.where(eq(people.id, id));
		await audit.note(tx, actor, at, 'auth.forget', `person:${id}`, { officerId });
	}
	return { ids, mails: rows.flatMap(({ mail }) => (mail === null ? [] : [mail])) };
}
