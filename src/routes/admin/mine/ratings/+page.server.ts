// An officer's ratings one by one, as far as they may be shown, and what they answer to them.
import { fail } from '@sveltejs/kit';
import * as appeals from '$lib/server/appeals/appeals';
import { ONLY, ratings } from '$lib/server/appeals/mine';
import * as replies from '$lib/server/appeals/replies';
import * as tell from '$lib/server/appeals/tell';
import * as privacy from '$lib/server/org/privacy';
import { say } from '$lib/shared/language';
import { Problem } from '$lib/shared/problem';
import { form, page } from '../../../doors';
import type { Actions, PageServerLoad, RequestEvent } from './$types';

export const load: PageServerLoad = (event) =>
	page(event, async () => {
		const { locals, url } = event;
		const officerId = locals.person?.officerId;
		if (!officerId) throw new Problem('not_found');
		const { db } = locals.house;
		const asked = url.searchParams.get('only');
		const only = ONLY.find((one) => one === (asked ?? 'all'));
		const number = url.searchParams.get('page') ?? '1';
		if (!only || !/^[1-9]\d{0,5}$/.test(number)) throw new Problem('not_found');
		const shown = await ratings(db, officerId, { only, page: Number(number) }, locals.at);
		const { minCell, officerDelayDays } = await privacy.current(db.read);
		return {
			...shown,
			only,
			rules: { minCell, officerDelayDays },
			weeks: shown.weeks.map(({ ratings: list, ...week }) => ({
				...week,
				ratings: list.map(({ reasons, ...one }) => ({
					...one,
					reasons: reasons.map(({ words, ...reason }) => ({ ...reason, words: say(words, locals.language) }))
				}))
			}))
		};
	});

export const actions: Actions = {
	reply: (event) =>
		answer(event, 'reply', (ratingId, text) => {
			const { person, at, house } = event.locals;
			const said = { ratingId, body: text('body') };
			return house.db.write((tx) => replies.reply(tx, person!, said, at));
		}),
	appeal: (event) =>
		answer(event, 'appeal', async (ratingId, text) => {
			const { person, at, house } = event.locals;
			const said = { ratingId, ground: text('ground'), statement: text('statement') };
			const id = await house.db.write(async (tx) => {
				const filed = await appeals.file(tx, person!, said, at);
				await tell.filed(tx, filed, house.appealVoice, at);
				return filed;
			});
			house.post.poke();
			return id;
		})
};

/** Answers one rating; what comes back names the rating and the form, because there are many on this page. */
async function answer(
	event: RequestEvent,
	act: 'reply' | 'appeal',
	work: (ratingId: string, text: (field: string) => string) => Promise<number>
) {
	const data = await event.request.formData();
	const text = (field: string) => String(data.get(field) ?? '');
	const about = { act, ratingId: text('ratingId') };
	const answered = await form(event, data, async () => ({
		...about,
		done: await work(about.ratingId, text)
	}));
	return 'status' in answered ? fail(answered.status, { ...answered.data, ...about }) : answered;
}
