// Whether an actor may do an act. The gate asks by route; every verb asks again.
import type { Actor } from './actor';
import { Problem } from './problem';
import { may, type Act } from './role';

/** A person by their role; the system (commands, seeds) always; a device never. */
export function can(actor: Actor, act: Act): boolean {
	return actor.kind === 'system' || (actor.kind === 'person' && may(actor.role, act));
}

/** Refuses whoever may not: not_allowed. */
export function demand(actor: Actor, act: Act): void {
	if (!can(actor, act)) throw new Problem('not_allowed', { act });
}
