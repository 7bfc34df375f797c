// Branches: the tree, its names and zones, and how they were.
import * as v from 'valibot';
import { isZone } from '$lib/shared/day';
import { WordsShape } from '$lib/shared/language';
import { tree } from '$lib/shared/tree';
import * as branches from '$lib/server/org/branches';
import * as counters from '$lib/server/org/counters';
import * as officers from '$lib/server/org/officers';
import { HOUSE_ZONE } from '$lib/ui/when';
import { page } from '../../doors';
import { act, ChoiceShape, CodeShape, DayShape, named, NothingShape } from '../setup/act';
import { view } from '../setup/view';
import { HoursFormShape } from './hours';
import type { Actions, PageServerLoad } from './$types';

const COMMON_ZONES = [HOUSE_ZONE, 'Asia/Tokyo', 'Asia/Seoul', 'Asia/Shanghai', 'Asia/Singapore', 'UTC'];

const Shape = v.object({
	code: CodeShape,
	name: WordsShape,
	parentId: ChoiceShape,
	zone: v.pipe(v.string(), v.check(isZone)),
	hours: HoursFormShape,
	fromDay: DayShape
});
const CloseShape = v.object({ day: DayShape, successorId: ChoiceShape });

export const load: PageServerLoad = (event) =>
	page(event, async () => {
		const db = event.locals.house.db.read;
		const seen = await view(event, branches, {
			text: (row) => [row.code, ...Object.values(row.name)],
			zone: (row) => row.zone
		});
		const count = (rows: { branchId: number }[]) =>
			Object.fromEntries(seen.rows.map(({ id }) => [id, rows.filter((row) => row.branchId === id).length]));
		return {
			...seen,
			rows: tree(seen.rows),
			counters: count(await counters.list(db, seen.today)),
			officers: count(await officers.list(db, seen.today)),
			branches: tree((await branches.all(db, seen.today)).filter((row) => row.closedDay === null)),
			zones: {
				common: COMMON_ZONES,
				all: Intl.supportedValuesOf('timeZone').filter((zone) => !COMMON_ZONES.includes(zone))
			},
			// What has no end of its own by then keeps the branch open, whatever day is chosen.
			holding: seen.mode === 'close' ? await branches.holding(db, seen.last?.id ?? 0, '9999-01-01') : null
		};
	});

export const actions: Actions = {
	save: (event) =>
		act(event, Shape, ({ tx, person, id, at }, typed) =>
			id === null ? branches.add(tx, person, typed, at) : branches.change(tx, person, id, typed, at)
		),
	close: (event) =>
		act(event, CloseShape, (ask, typed) => branches.close(ask.tx, ask.person, named(ask), typed, ask.at)),
	reopen: (event) =>
		act(event, NothingShape, (ask) => branches.reopen(ask.tx, ask.person, named(ask), ask.at))
};
