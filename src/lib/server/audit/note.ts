// Writes the trail: the last line of every act.
import { desc } from 'drizzle-orm';
import type { Actor } from '../../shared/actor';
import { GENESIS, link } from '../db/chain';
import type { Writes } from '../db/open';
import { auditNotes } from './table';

/**
 * Notes that `actor` did `act` ('room.verb') to `subject` ('noun:id') at an instant, in the transaction of the act
 * itself, so that neither is there without the other. `details` holds what changed; never a password, a pairing
 * code or what a customer wrote.
 */
export async function note(
	tx: Writes,
	actor: Actor,
	at: number,
	act: string,
	subject: string,
	details: Record<string, unknown> = {}
): Promise<void> {
	const [before] = await tx
		.select({ id: auditNotes.id, link: auditNotes.link })
		.from(auditNotes)
		.orderBy(desc(auditNotes.id))
		.limit(1);
	const line = {
		id: (before?.id ?? 0) + 1,
		at,
		actorKind: actor.kind,
		actorId: String(actor.id),
		actorName: actor.name,
		act,
		subject,
		details
	};
	await tx.insert(auditNotes).values({ ...line, link: link(before?.link ?? GENESIS, linked(line)) });
}

/** A line's values in the order in which they are linked; `details` as the JSON text that lies in the file. */
export function linked(line: Omit<typeof auditNotes.$inferSelect, 'link'>): (string | number)[] {
	const { id, at, actorKind, actorId, actorName, act, subject, details } = line;
	return [id, at, actorKind, actorId, actorName, act, subject, JSON.stringify(details)];
}
