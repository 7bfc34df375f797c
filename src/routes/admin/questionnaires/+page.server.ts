// Questionnaires: which there are, what is in use, and a new one.
import { redirect } from '@sveltejs/kit';
import * as v from 'valibot';
import { dayOf } from '$lib/shared/day';
import { Problem } from '$lib/shared/problem';
import { may } from '$lib/shared/role';
import * as counters from '$lib/server/org/counters';
import * as questionnaires from '$lib/server/org/questionnaires';
import { QUESTIONNAIRE } from '$lib/server/tasks/world/questionnaire';
import { HOUSE_ZONE } from '$lib/ui/when';
import { form, page } from '../../doors';
import { ChoiceShape } from '../setup/act';
import { NameShape } from './shape';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals }) =>
	page({ locals }, async () => {
		const db = locals.house.db.read;
		const used = await counters.list(db, dayOf(locals.at, HOUSE_ZONE));
		const rows = await questionnaires.list(db);
		return {
			mayChange: locals.person !== null && may(locals.person.role, 'setup.change'),
			questionnaires: rows.map(({ id, name, published, draft }) => ({
				id,
				name,
				published: published && {
					version: published.version,
					publishedAt: published.publishedAt,
					scale: published.content.scale
				},
				draft: draft && { version: draft.version, scale: draft.content.scale },
				counters: used.filter((counter) => counter.questionnaireId === id).length
			}))
		};
	});

export const actions: Actions = {
	add: async (event) => {
		const data = await event.request.formData();
		const { house, person, at } = event.locals;
		const done = await form(event, data, async () => {
			const { name, from } = v.parse(
				v.object({ name: NameShape, from: ChoiceShape }),
				Object.fromEntries(data)
			);
			const content = from === null ? QUESTIONNAIRE : await contentOf(house.db.read, from);
			return house.db.write((tx) => questionnaires.add(tx, person!, { name, content }, at));
		});
		if ('questionnaireId' in done) redirect(303, `/admin/questionnaires/${done.questionnaireId}`);
		return done;
	}
};

async function contentOf(db: Parameters<typeof questionnaires.list>[0], id: number) {
	const from = (await questionnaires.list(db)).find((one) => one.id === id);
	const version = from?.published ?? from?.draft;
	if (!version) throw new Problem('bad_shape', { field: 'from' });
	return version.content;
}
