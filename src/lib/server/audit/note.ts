// Writes the trail: the last line of every act.
import type { Actor } from '../../shared/actor';
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
	await tx.insert(auditNotes).values({
		at,
		actorKind: actor.kind,
		actorId: String(actor.id),
		actorName: actor.name,
		act,
		subject,
		details
	});
}
