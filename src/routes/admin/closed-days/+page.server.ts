// Closed days: what is coming, what has been, one added, one taken back.
import { fail } from '@sveltejs/kit';
import * as v from 'valibot';
import { dayOf } from '$lib/shared/day';
import { WordsShape } from '$lib/shared/language';
import { Problem } from '$lib/shared/problem';
import { tree } from '$lib/shared/tree';
import * as branches from '$lib/server/org/branches';
import * as closed from '$lib/server/org/closed';
import { HOUSE_ZONE } from '$lib/ui/when';
import * as m from '$words';
import { form, page } from '../../doors';
import { number } from '../fields';
import { ChoiceShape, DayShape, nested } from '../setup/act';
import type { Actions, PageServerLoad } from './$types';

const Shape = v.object({ branchId: ChoiceShape, day: DayShape, name: WordsShape });

export const load: PageServerLoad = (event) =>
	page(event, async () => {
		const { house, at } = event.locals;
		const today = dayOf(at, HOUSE_ZONE);
		const days = await closed.list(house.db.read);
		const past = days.filter((one) => one.day < today).reverse();
		const showsPast = event.url.searchParams.get('past') === '1';
		return {
			today,
			branches: tree(await branches.all(house.db.read, today)),
			coming: days.filter((one) => one.day >= today),
			past: showsPast ? past : [],
			pastCount: past.length,
			showsPast
		};
	});

export const actions: Actions = {
	add: async (event) => {
		const data = await event.request.formData();
		const { house, person, at } = event.locals;
		return form(event, data, async () => {
			const typed = v.parse(Shape, nested(data));
			try {
				await house.db.write((tx) => closed.add(tx, person!, typed, at));
			} catch (problem) {
				if (!(problem instanceof Problem) || problem.code !== 'already_exists') throw problem;
				// The catalogue's sentence speaks of codes and names; here it is the day that is taken.
				const message = m.setup_closed_taken();
				const values = Object.fromEntries([...data].map(([field, value]) => [field, String(value)]));
				return fail(409, { problem: message, code: problem.code, fields: { day: message }, values });
			}
			return { added: { name: typed.name, day: typed.day } };
		});
	},
	remove: async (event) => {
		const data = await event.request.formData();
		const { house, person, at } = event.locals;
		return form(event, data, async () => {
			const id = v.parse(number(1), data.get('id'));
			const gone = (await closed.list(house.db.read)).find((one) => one.id === id);
			await house.db.write((tx) => closed.remove(tx, person!, id, at));
			return { removed: gone ? { name: gone.name, day: gone.day } : null };
		});
	}
};
