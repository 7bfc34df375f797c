// Counters: where officers serve, what is offered and asked there.
import * as v from 'valibot';
import { WordsShape } from '$lib/shared/language';
import { list as tablets } from '$lib/server/devices/list';
import * as counters from '$lib/server/org/counters';
import * as duty from '$lib/server/org/duty';
import * as questionnaires from '$lib/server/org/questionnaires';
import * as services from '$lib/server/org/services';
import { page } from '../../doors';
import { number } from '../fields';
import { act, CodeShape, DayShape, EndShape, named, NothingShape, TickedShape } from '../setup/act';
import { placed } from '../setup/view';
import type { Actions, PageServerLoad } from './$types';

const Shape = v.object({
	code: CodeShape,
	name: WordsShape,
	branchId: number(1),
	officerMode: v.picklist(['duty', 'pick']),
	questionnaireId: number(1),
	serviceIds: TickedShape,
	minSeconds: number(0, counters.MOST_SECONDS),
	fromDay: DayShape
});

export const load: PageServerLoad = (event) =>
	page(event, async () => {
		const { house, at } = event.locals;
		const db = house.db.read;
		const seen = await placed(event, counters, (row) => [row.code, ...Object.values(row.name)]);
		const id = seen.mode === 'close' ? (seen.last?.id ?? 0) : 0;
		const ahead = id
			? await duty.list(db, { counterIds: [id], fromAt: at, untilAt: Number.MAX_SAFE_INTEGER })
			: [];
		const standing = (await tablets(db, seen.today)).filter((one) => one.retiredAt === null);
		return {
			...seen,
			services: await services.all(db, seen.today),
			questionnaires: (await questionnaires.list(db)).map(({ published, ...row }) => ({
				...{ id: row.id, name: row.name },
				published: published !== null
			})),
			duties: ahead.length,
			tablets: standing.filter((one) => one.counterId === id).length
		};
	});

export const actions: Actions = {
	save: (event) =>
		act(event, Shape, ({ tx, person, id, at }, typed) =>
			id === null ? counters.add(tx, person, typed, at) : counters.change(tx, person, id, typed, at)
		),
	close: (event) =>
		act(event, EndShape, (ask, typed) => counters.close(ask.tx, ask.person, named(ask), typed, ask.at)),
	reopen: (event) =>
		act(event, NothingShape, (ask) => counters.reopen(ask.tx, ask.person, named(ask), ask.at))
};
