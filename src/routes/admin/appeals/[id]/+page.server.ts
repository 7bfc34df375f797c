// One appeal: what its reader may know of it, and what they may do: decide, or say what they think.
import { fail } from '@sveltejs/kit';
import * as appeals from '$lib/server/appeals/appeals';
import * as tell from '$lib/server/appeals/tell';
import { view } from '$lib/server/appeals/view';
import type { Writes } from '$lib/server/db/open';
import type { Person } from '$lib/shared/actor';
import { say } from '$lib/shared/language';
import { Problem } from '$lib/shared/problem';
import { form, page } from '../../../doors';
import type { Actions, PageServerLoad, RequestEvent } from './$types';

export const load: PageServerLoad = (event) =>
	page(event, async () => {
		const { locals, params } = event;
		const seen = await view(locals.house.db, locals.person!, numberOf(params.id), locals.at);
		const { branch, counter, service, officers } = seen.called;
		return {
			...seen,
			reasons: seen.reasons.map(({ words, ...reason }) => ({
				...reason,
				words: say(words, locals.language)
			})),
			called: {
				branch: say(branch, locals.language),
				counter: say(counter, locals.language),
				service: say(service, locals.language),
				officers
			}
		};
	});

export const actions: Actions = {
	uphold: act('uphold', (tx, person, id, text, at) => appeals.uphold(tx, person, id, text('reason'), at)),
	reject: act('reject', (tx, person, id, text, at) => appeals.reject(tx, person, id, text('reason'), at)),
	opine: act('opine', (tx, person, id, text, at) => appeals.opine(tx, person, id, text('opinion'), at))
};

type Work = (
	tx: Writes,
	person: Person,
	appealId: number,
	text: (field: string) => string,
	at: number
) => Promise<void>;

/** An action that does one act in one transaction; a decision is mailed to the officer in the same. */
function act(name: 'uphold' | 'reject' | 'opine', work: Work) {
	const done = name === 'opine' ? 'opined' : 'decided';
	return async (event: RequestEvent) => {
		const { locals, params, request } = event;
		const { house, person, at } = locals;
		const data = await request.formData();
		const text = (field: string) => String(data.get(field) ?? '');
		const answer = await form(event, data, async () => {
			const id = numberOf(params.id);
			await house.db.write(async (tx) => {
				await work(tx, person!, id, text, at);
				if (done === 'decided') await tell.decided(tx, id, house.appealVoice, at);
			});
			house.post.poke();
			return { done };
		});
		return 'status' in answer ? fail(answer.status, { ...answer.data, act: name }) : answer;
	};
}

function numberOf(text: string): number {
	if (!/^[1-9]\d{0,14}$/.test(text)) throw new Problem('not_found');
	return Number(text);
}
