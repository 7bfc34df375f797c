// The trend: a share over time with its control limits, closed days, and what people wrote of these days.
import * as v from 'valibot';
import { Problem } from '$lib/shared/problem';
import { may } from '$lib/shared/role';
import * as annotations from '$lib/server/analytics/annotations';
import { closures } from '$lib/server/analytics/closures';
import { course } from '$lib/server/analytics/course';
import { place, stepOf } from '$lib/server/analytics/desk';
import { desk } from '../../desk';
import { form } from '../../doors';
import { number } from '../fields';
import { ChoiceShape, DayShape } from '../setup/act';
import type { Actions } from './$types';

export function load(event) {
	const { locals, url } = event;
	const { language, person } = locals;
	const { db } = locals.house;
	return desk(event, async (reader, given) => {
		const { asked, rules } = given;
		const about = aboutOf(url.searchParams);
		const wish = { ...asked, about, step: stepOf(url.searchParams), scope: reader.scope, rules };
		const found = await course(db, wish);
		const names = await place(db, reader, given, language);
		return {
			...names,
			course: found,
			closures: found.step === 'day' ? await closures(db.read, asked.cut, language) : [],
			annotations: await annotations.list(db.read, reader, asked.cut),
			/** What one may write about, and where "all mine" is the whole department. */
			writing: may(reader.role, 'annotations.change')
				? { branches: names.choices.branches, isWhole: reader.scope === 'all' }
				: null,
			maySee: person !== null && may(person.role, 'review.see')
		};
	});
}

/** Whose share is judged; null: the one that suits. Refuses any other word: not_found. */
function aboutOf(params: URLSearchParams): 'service' | 'officer' | null {
	const text = params.get('about');
	if (!text) return null;
	if (text === 'service' || text === 'officer') return text;
	throw new Problem('not_found', { about: text.slice(0, 40) });
}

const Shape = v.object({
	branchId: ChoiceShape,
	from: DayShape,
	to: v.union([v.literal(''), DayShape]),
	body: v.string()
});

export const actions: Actions = {
	annotate: async (event) => {
		const data = await event.request.formData();
		const { house, person, at } = event.locals;
		return form(event, data, async () => {
			const { to, ...typed } = v.parse(Shape, Object.fromEntries(data));
			const wanted = { ...typed, to: to || typed.from };
			const ids = await house.db.write((tx) => annotations.add(tx, person!, wanted, at));
			return { added: ids };
		});
	},
	unannotate: async (event) => {
		const data = await event.request.formData();
		const { house, person, at } = event.locals;
		return form(event, data, async () => {
			const id = v.parse(number(1), data.get('id'));
			await house.db.write((tx) => annotations.remove(tx, person!, id, at));
			return { removed: id };
		});
	}
};
