// The appraisal periods that a person may see; HR opens a new one, which stays HR's alone until it is announced.
import { redirect } from '@sveltejs/kit';
import * as v from 'valibot';
import { dayOf } from '$lib/shared/day';
import { may } from '$lib/shared/role';
import * as members from '$lib/server/appraisals/members';
import * as periods from '$lib/server/appraisals/periods';
import { HOUSE_ZONE } from '$lib/ui/when';
import { form, page } from '../../doors';
import { stageOf } from '../appraisal/periods';
import { PeriodForm, versionsFor } from '../appraisal/typed';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = (event) =>
	page(event, async () => {
		const { locals, url } = event;
		const { db } = locals.house;
		const mayRun = may(locals.person!.role, 'appraisals.run');
		const all = await periods.list(db.read, locals.person!);
		return {
			mayRun,
			adding: mayRun && url.searchParams.has('new'),
			today: dayOf(locals.at, HOUSE_ZONE),
			versions: mayRun ? await versionsFor(db.read, locals.language) : [],
			periods: all.map(({ ruleSet, ...period }) => ({
				...period,
				stage: stageOf(period, locals.at),
				rules: ruleSet.content.name,
				version: ruleSet.version
			}))
		};
	});

export const actions: Actions = {
	create: async (event) => {
		const { locals, request } = event;
		const data = await request.formData();
		const answer = await form(event, data, async () => {
			const wanted = v.parse(PeriodForm, Object.fromEntries(data));
			const { db } = locals.house;
			const person = locals.person!;
			const id = await db.write((tx) => periods.create(tx, person, wanted, locals.at));
			// Everybody who belongs to it; whoever does not is taken out on the page of its members.
			const proposed = await members.propose(db, await periods.row(db.read, id), locals.language);
			await db.write((tx) => members.put(tx, person, id, proposed, locals.at));
			return { id };
		});
		if ('status' in answer) return answer;
		redirect(303, `/admin/appraisals/${answer.id}`);
	}
};
