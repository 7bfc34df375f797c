// What this person may do with this rating now. The page shows these forms and no others; the verbs ask again.
import type { Person } from '$lib/shared/actor';
import { may } from '$lib/shared/role';
import { stateOf } from '$lib/server/ratings/entries';
import type { Reviewed } from '$lib/server/ratings/reviewed';

/** A form's name; clearing a mark names its rule: `clear:burst`. */
export type Act = string;

export function offered(person: Person, { officerId, marks, entries, hasComment }: Reviewed): Act[] {
	const { struck, open, settled } = stateOf(entries);
	const mayPropose = may(person.role, 'review.propose');
	const doubtful = marks.some(({ rule }) => rule === 'officer_unclear' || rule === 'nobody_on_duty');
	const acts: Act[] = [];
	if (mayPropose) {
		for (const { rule } of marks.filter(({ cleared }) => !cleared)) acts.push(`clear:${rule}`);
		if (settled || doubtful || officerId === null) acts.push('settle');
		if (!open) acts.push(struck ? 'proposeLift' : 'propose');
	}
	const isOwn = open?.actorId === person.id;
	const isStrike = open?.act === 'strike_proposed';
	if (open && !isOwn && may(person.role, 'review.confirm'))
		acts.push(...(isStrike ? ['confirm', 'decline'] : ['confirmLift', 'declineLift']));
	if (open && isOwn && mayPropose) acts.push(isStrike ? 'decline' : 'declineLift');
	if (hasComment && may(person.role, 'comments.erase')) acts.push('erase');
	return acts;
}
