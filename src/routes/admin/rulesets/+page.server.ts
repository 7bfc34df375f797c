// Rule sets: which there are, which version holds, and a new one from a copy.
import { redirect } from '@sveltejs/kit';
import * as v from 'valibot';
import { dayOf } from '$lib/shared/day';
import { Problem } from '$lib/shared/problem';
import { may } from '$lib/shared/role';
import * as rulesets from '$lib/server/rulesets/rulesets';
import { HOUSE_ZONE } from '$lib/ui/when';
import { form, page } from '../../doors';
import { number } from '../fields';
import type { Actions, PageServerLoad } from './$types';

const NewShape = v.object({
	from: number(1),
	code: v.pipe(v.string(), v.trim(), v.regex(/^[a-z0-9][a-z0-9_-]{0,39}$/))
});

export const load: PageServerLoad = ({ locals }) =>
	page({ locals }, async () => {
		const rows = await rulesets.list(locals.house.db.read);
		return {
			mayChange: locals.person !== null && may(locals.person.role, 'rulesets.change'),
			ruleSets: rows.map(({ id, code, shipped, versions }) => ({
				...{ id, code, shipped },
				versions: versions.map((one) => ({
					...{ id: one.id, version: one.version, fromDay: one.fromDay, isDraft: one.publishedAt === null },
					...{ name: one.content.name, subject: one.content.subject, sureness: one.content.sureness }
				}))
			}))
		};
	});

export const actions: Actions = {
	add: async (event) => {
		const data = await event.request.formData();
		const { house, person, at } = event.locals;
		const done = await form(event, data, async () => {
			const { from, code } = v.parse(NewShape, Object.fromEntries(data));
			if (!person) throw new Problem('signed_out');
			const { content } = await rulesets.version(house.db.read, from);
			const fromDay = dayOf(at, HOUSE_ZONE);
			return {
				made: await house.db.write((tx) => rulesets.draft(tx, person, { code, content, fromDay }, at))
			};
		});
		if ('made' in done) redirect(303, `/admin/rulesets/${done.made}`);
		return done;
	}
};
