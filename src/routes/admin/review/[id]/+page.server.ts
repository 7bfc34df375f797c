// One rating under review: what it says, what marked it, all that was said of it, and what this person may do.
import type { RequestEvent } from '@sveltejs/kit';
import { dayOf } from '$lib/shared/day';
import type { Person } from '$lib/shared/actor';
import { may } from '$lib/shared/role';
import type { Writes } from '$lib/server/db/open';
import { stateOf } from '$lib/server/ratings/entries';
import { eraseComment } from '$lib/server/ratings/erase';
import * as review from '$lib/server/ratings/review';
import * as strike from '$lib/server/ratings/strike';
import { HOUSE_ZONE } from '$lib/ui/when';
import { form, page } from '../../../doors';
import { called } from '../called';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = (event) =>
	page(event, async () => {
		const { locals, params } = event;
		const { db } = locals.house;
		const person = locals.person!;
		const { rating, candidates } = await review.one(db, person, params.id, locals.at);
		const { open, settled } = stateOf(rating.entries);
		const doubtful = rating.marks.some(({ rule }) => rule === 'officer_unclear' || rule === 'nobody_on_duty');
		return {
			rating,
			candidates,
			open: open && { id: open.id, act: open.act, isOwn: open.actorId === person.id },
			isUnsettled: settled !== null || doubtful || rating.officerId === null,
			may: {
				propose: may(person.role, 'review.propose'),
				confirm: may(person.role, 'review.confirm'),
				erase: may(person.role, 'comments.erase')
			},
			called: await called(db.read, dayOf(locals.at, HOUSE_ZONE), locals.language)
		};
	});

export const actions: Actions = {
	propose: act((tx, person, said, at) => strike.propose(tx, person, person.scope, said, at)),
	proposeLift: act((tx, person, said, at) => strike.proposeLift(tx, person, person.scope, said, at)),
	confirm: act((tx, person, said, at) => strike.confirm(tx, person, person.scope, said.entryId, said, at)),
	decline: act((tx, person, said, at) => strike.decline(tx, person, person.scope, said.entryId, said, at)),
	confirmLift: act((tx, person, said, at) =>
		strike.confirmLift(tx, person, person.scope, said.entryId, said, at)
	),
	declineLift: act((tx, person, said, at) =>
		strike.declineLift(tx, person, person.scope, said.entryId, said, at)
	),
	settle: act((tx, person, said, at) => strike.settleOfficer(tx, person, person.scope, said, at)),
	clear: act((tx, person, said, at) => strike.clearMark(tx, person, person.scope, said, at)),
	erase: act((tx, person, said, at) => eraseComment(tx, person, said, at))
};

type Said = {
	ratingId: string;
	reason: string;
	entryId: number;
	officerId: number | null;
	rule: string;
};

/** An action that does one act in one transaction. What it refuses comes back to its form. */
function act(work: (tx: Writes, person: Person, said: Said, at: number) => Promise<unknown>) {
	return async (event: RequestEvent<{ id: string }>) => {
		const { locals, params, request } = event;
		const data = await request.formData();
		const text = (name: string) => String(data.get(name) ?? '');
		const said = {
			ratingId: params.id,
			reason: text('reason'),
			entryId: Number(text('entryId')),
			officerId: text('officerId') === '' ? null : Number(text('officerId')),
			rule: text('rule')
		};
		return form(event, data, async () => {
			await locals.house.db.write((tx) => work(tx, locals.person!, said, locals.at));
			return { done: true };
		});
	};
}
