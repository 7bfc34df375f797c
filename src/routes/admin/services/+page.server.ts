// Services: what customers come for, in their languages, and how it was called.
import * as v from 'valibot';
import { WordsShape } from '$lib/shared/language';
import * as counters from '$lib/server/org/counters';
import * as services from '$lib/server/org/services';
import { page } from '../../doors';
import { act, CodeShape, DayShape, EndShape, named, NothingShape } from '../setup/act';
import { view } from '../setup/view';
import type { Actions, PageServerLoad } from './$types';

const Shape = v.object({ code: CodeShape, name: WordsShape, fromDay: DayShape });

export const load: PageServerLoad = (event) =>
	page(event, async () => {
		const seen = await view(event, services, { text: (row) => [row.code, ...Object.values(row.name)] });
		const offering = await counters.list(event.locals.house.db.read, seen.today);
		const ids = new Set([...seen.rows.map((row) => row.id), seen.last?.id ?? 0]);
		return {
			...seen,
			counters: Object.fromEntries(
				[...ids].map((id) => [id, offering.filter((counter) => counter.serviceIds.includes(id)).length])
			)
		};
	});

export const actions: Actions = {
	save: (event) =>
		act(event, Shape, ({ tx, person, id, at }, typed) =>
			id === null ? services.add(tx, person, typed, at) : services.change(tx, person, id, typed, at)
		),
	close: (event) =>
		act(event, EndShape, (ask, typed) => services.close(ask.tx, ask.person, named(ask), typed, ask.at)),
	reopen: (event) =>
		act(event, NothingShape, (ask) => services.reopen(ask.tx, ask.person, named(ask), ask.at))
};
