// What went out, by mail and by webhook, and what came back. What was said is not shown: whoever keeps the log need not
// know the figures.
import * as v from 'valibot';
import { Problem } from '$lib/shared/problem';
import { may } from '$lib/shared/role';
import * as deliveries from '$lib/server/post/deliveries';
import { form, page } from '../../doors';
import { number } from '../fields';
import type { Actions, PageServerLoad } from './$types';

const PAGE = 50;
const STATES = ['waiting', 'sent', 'failed'] as const;

export const load: PageServerLoad = (event) =>
	page(event, async () => {
		const { locals, url } = event;
		event.depends('post:log');
		const { db, settings } = locals.house;
		const text = url.searchParams.get('state') || null;
		const state = STATES.find((one) => one === text) ?? null;
		if (text !== null && state === null) throw new Problem('not_found');
		const before = Number(url.searchParams.get('before')) || undefined;
		const lines = await deliveries.log(db.read, { state: state ?? undefined, before, limit: PAGE + 1 });
		return {
			state,
			lines: lines.slice(0, PAGE),
			next: lines.length > PAGE ? lines[PAGE - 1]!.id : null,
			isFirst: before === undefined,
			counts: await deliveries.counts(db.read),
			hasMailServer: settings.smtpUrl !== null,
			mayAct: locals.person !== null && may(locals.person.role, 'webhooks.change')
		};
	});

export const actions: Actions = {
	again: async (event) => {
		const data = await event.request.formData();
		const { house, person, at } = event.locals;
		return form(event, data, async () => {
			const id = v.parse(number(1), data.get('id'));
			await house.db.write((tx) => deliveries.again(tx, person!, id, at));
			house.post.poke();
			return { again: id };
		});
	}
};
