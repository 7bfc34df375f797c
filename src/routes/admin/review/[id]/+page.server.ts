// One rating under review: what it says, what marked it, all that was said of it, and what this person may do.
import { fail, type RequestEvent } from '@sveltejs/kit';
import { dayOf } from '$lib/shared/day';
import type { Person } from '$lib/shared/actor';
import { Problem } from '$lib/shared/problem';
import type { Writes } from '$lib/server/db/open';
import * as entries from '$lib/server/ratings/entries';
import { eraseComment } from '$lib/server/ratings/erase';
import { checkComment } from '$lib/server/retention/comments';
import * as review from '$lib/server/ratings/review';
import * as strike from '$lib/server/ratings/strike';
import { HOUSE_ZONE } from '$lib/ui/when';
import { form, page } from '../../../doors';
import { called } from '../called';
import { offered } from './offered';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = (event) =>
	page(event, async () => {
		const { locals, params } = event;
		const { db } = locals.house;
		const person = locals.person!;
		const { rating, candidates } = await review.one(db, person, params.id, locals.at);
		const { open } = entries.stateOf(rating.entries);
		return {
			rating,
			candidates,
			proposal: open && { ...open, isOwn: open.actorId === person.id },
			acts: offered(person, rating),
			called: await called(db.read, person.scope, dayOf(locals.at, HOUSE_ZONE), locals.language)
		};
	});

export const actions: Actions = {
	propose: act('propose', (tx, person, said, at) => strike.propose(tx, person, person.scope, said, at)),
	proposeLift: act('proposeLift', (tx, person, said, at) =>
		strike.proposeLift(tx, person, person.scope, said, at)
	),
	confirm: act('confirm', (tx, person, said, at) =>
		strike.confirm(tx, person, person.scope, said.entryId, said, at)
	),
	decline: act('decline', (tx, person, said, at) =>
		strike.decline(tx, person, person.scope, said.entryId, said, at)
	),
	confirmLift: act('confirmLift', (tx, person, said, at) =>
		strike.confirmLift(tx, person, person.scope, said.entryId, said, at)
	),
	declineLift: act('declineLift', (tx, person, said, at) =>
		strike.declineLift(tx, person, person.scope, said.entryId, said, at)
	),
	settle: act('settle', (tx, person, said, at) => {
		const { served } = said;
		if (!/^(nobody|[1-9]\d{0,14})$/.test(served)) throw new Problem('bad_shape', { field: 'served' });
		const officerId = served === 'nobody' ? null : Number(served);
		return strike.settleOfficer(tx, person, person.scope, { ...said, officerId }, at);
	}),
	clear: act('clear', (tx, person, said, at) => strike.clearMark(tx, person, person.scope, said, at)),
	erase: act('erase', async (tx, person, said, at) => {
		if (said.understood !== 'on') throw new Problem('bad_shape', { field: 'understood' });
		await checkComment(tx, person, said.ratingId);
		await eraseComment(tx, person, said, at);
		return (await entries.of(tx, said.ratingId)).findLast(({ act }) => act === 'comment_erased')?.id ?? 0;
	})
};

type Said = {
	ratingId: string;
	reason: string;
	entryId: number;
	served: string;
	rule: string;
	understood: string;
};

/**
 * An action that does one act in one transaction. Its answer names the form that it belongs to (offered.ts), refused
 * or done, because several forms stand on this page.
 */
function act(name: string, work: (tx: Writes, person: Person, said: Said, at: number) => Promise<number>) {
	return async (event: RequestEvent<{ id: string }>) => {
		const { locals, params, request } = event;
		const data = await request.formData();
		const text = (field: string) => String(data.get(field) ?? '');
		const entryId = /^\d{1,15}$/.test(text('entryId')) ? Number(text('entryId')) : 0;
		const said: Said = {
			ratingId: params.id,
			reason: text('reason'),
			entryId,
			served: text('served'),
			rule: text('rule'),
			understood: text('understood')
		};
		const own = name === 'clear' ? `clear:${said.rule}` : name;
		const answer = await form(event, data, async () => {
			const entered = await locals.house.db.write((tx) => work(tx, locals.person!, said, locals.at));
			return { act: own, entered };
		});
		return 'status' in answer ? fail(answer.status, { ...answer.data, act: own }) : answer;
	};
}
