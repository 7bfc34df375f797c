// Whether groups of officers are graded differently: HR switches it on and enters groups; HR and auditors read it.
import { fail, type RequestEvent } from '@sveltejs/kit';
import type { Person } from '$lib/shared/actor';
import { Problem } from '$lib/shared/problem';
import { may } from '$lib/shared/role';
import type { Db } from '$lib/server/db/open';
import { MIN_OFFICERS } from '$lib/server/fairness/apart';
import * as labels from '$lib/server/fairness/labels';
import { choices, monitor } from '$lib/server/fairness/monitor';
import * as settings from '$lib/server/fairness/settings';
import * as privacy from '$lib/server/org/privacy';
import { sentence } from '$lib/words/problem';
import { form, page } from '../../doors';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = (event) =>
	page(event, async () => {
		const { locals, url } = event;
		const { person, house } = locals;
		if (!person) throw new Problem('signed_out');
		const { read } = house.db;
		const isOn = await settings.isOn(read);
		const dimensions = await labels.dimensions(read);
		const periods = isOn ? await choices(read) : [];
		const asked = {
			periodId: Number(url.searchParams.get('period')) || periods[0]?.id,
			dimension: url.searchParams.get('by') ?? dimensions[0]?.dimension
		};
		const { periodId, dimension } = asked;
		const found =
			isOn && periodId !== undefined && dimension !== undefined
				? await monitor(house.db, person, { periodId, dimension })
				: null;
		return {
			...{ isOn, dimensions, periods, asked, found },
			mayChange: may(person.role, 'fairness.change'),
			minOfficers: MIN_OFFICERS,
			maxGroups: labels.MAX_LABELS,
			minSample: (await privacy.current(read)).minSample
		};
	});

export const actions: Actions = {
	set: (event) =>
		act(event, async ({ db, person, at }, data) => {
			const on = data.get('on') === 'true';
			await db.write((tx) => settings.set(tx, person, on, at));
			return { switched: on ? 'on' : 'off' };
		}),
	enter: (event) =>
		act(event, async ({ db, person, at }, data) => {
			const dimension = String(data.get('dimension') ?? '');
			const text = String(data.get('text') ?? '');
			const { wrong } = await labels.read(db.read, text);
			if (wrong.length > 0)
				return fail(422, {
					problem: sentence('lines_wrong', {}, event.locals.language),
					code: 'lines_wrong',
					fields: {},
					values: { dimension, text },
					wrong
				});
			return { entered: await db.write((tx) => labels.enter(tx, person, { dimension, text }, at)) };
		}),
	remove: (event) =>
		act(event, async ({ db, person, at }, data) => {
			const dimension = String(data.get('dimension') ?? '');
			await db.write((tx) => labels.remove(tx, person, dimension, at));
			return { removed: dimension };
		})
};

async function act<T>(
	event: RequestEvent,
	work: (ask: { db: Db; person: Person; at: number }, data: FormData) => Promise<T>
) {
	const data = await event.request.formData();
	const { house, person, at } = event.locals;
	if (!person) throw new Error('the gate let nobody through');
	return form(event, data, () => work({ db: house.db, person, at }, data));
}
