// An officer's own appeals: state, deadline and reason; an open one can be withdrawn.
import { fail } from '@sveltejs/kit';
import * as appeals from '$lib/server/appeals/appeals';
import { own } from '$lib/server/appeals/list';
import * as upkeep from '$lib/server/ratings/upkeep';
import { Problem } from '$lib/shared/problem';
import { form, page } from '../../../doors';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = (event) =>
	page(event, async () => {
		const { locals } = event;
		const officerId = locals.person?.officerId;
		if (!officerId) throw new Problem('not_found');
		const { db } = locals.house;
		await upkeep.catchUp(db);
		return { appeals: await own(db, officerId, locals.at) };
	});

export const actions: Actions = {
	async withdraw(event) {
		const { locals, request } = event;
		const data = await request.formData();
		const asked = String(data.get('appealId') ?? '');
		const appealId = /^[1-9]\d{0,14}$/.test(asked) ? Number(asked) : 0;
		const answer = await form(event, data, async () => {
			await locals.house.db.write((tx) => appeals.withdraw(tx, locals.person!, appealId, locals.at));
			return { withdrawn: appealId };
		});
		return 'status' in answer ? fail(answer.status, { ...answer.data, appealId }) : answer;
	}
};
