// The rapid report on a page, and which digests a leader gets by mail.
import { fail } from '@sveltejs/kit';
import { sheet } from '$lib/letters/digestsheet';
import { place } from '$lib/server/analytics/desk';
import * as wishes from '$lib/server/digests/wishes';
import { desk } from '../../desk';
import { form } from '../../doors';
import { reported } from './asked';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = (event) => {
	const { house, person, language } = event.locals;
	const { db, settings } = house;
	return desk(event, async (reader, given) => {
		const { digest, given: own } = await reported(event);
		const isLeader = person?.role === 'leader';
		return {
			...(await place(db, reader, { ...given, officersShown: false }, language)),
			sheet: sheet(digest, language),
			chosen: {
				period: own.asked.period,
				today: own.asked.today,
				branchId: own.asked.branchId,
				marked: own.asked.marked
			},
			post: isLeader
				? { ...(await wishes.of(db.read, person.id)), isConnected: settings.smtpUrl !== null }
				: null
		};
	});
};

export const actions: Actions = {
	wishes: async (event) => {
		const data = await event.request.formData();
		const { house, person, at } = event.locals;
		if (!person) return fail(401);
		return form(event, data, async () => {
			const wanted = { daily: data.has('daily'), weekly: data.has('weekly') };
			await house.db.write((tx) => wishes.set(tx, person, wanted, at));
			return { saved: true };
		});
	}
};
