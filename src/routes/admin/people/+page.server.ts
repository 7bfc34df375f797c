// People who sign in: adding, changing, another password, closing and opening accounts.
import type { RequestEvent } from '@sveltejs/kit';
import type { Person } from '$lib/shared/actor';
import { dayOf } from '$lib/shared/day';
import { Problem } from '$lib/shared/problem';
import { may } from '$lib/shared/role';
import { tree } from '$lib/shared/tree';
import * as people from '$lib/server/auth/people';
import type { Db } from '$lib/server/db/open';
import * as branches from '$lib/server/org/branches';
import * as officers from '$lib/server/org/officers';
import { HOUSE_ZONE } from '$lib/ui/when';
import { form, page } from '../../doors';
import { added, changed, password } from './person';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals, url }) =>
	page({ locals }, async () => {
		const db = locals.house.db.read;
		const day = dayOf(locals.at, HOUSE_ZONE);
		const staff = await officers.all(db, day);
		const all = (await people.list(db)).map(
			({ id, name, username, role, language, officerId, closedAt, branchIds, mail }) => ({
				...{ id, name, username, role, language, officerId, closedAt, branchIds, mail }
			})
		);
		const asked = url.searchParams.get('person');
		const chosen = all.find((one) => one.id === asked) ?? null;
		if (asked !== null && !chosen) throw new Problem('not_found');
		return {
			mayChange: locals.person !== null && may(locals.person.role, 'people.change'),
			self: locals.person?.id ?? '',
			people: all.sort(
				(a, b) =>
					Number(a.closedAt !== null) - Number(b.closedAt !== null) || a.name.localeCompare(b.name, 'vi')
			),
			chosen,
			branches: tree(await branches.all(db, day)).map(({ id, name, state, depth }) => ({
				id,
				name,
				state,
				depth
			})),
			officers: staff.map(({ id, code, fullName, state }) => ({ id, code, fullName, state }))
		};
	});

export const actions: Actions = {
	add: (event) =>
		act(event, async ({ db, person, at }, data) => {
			const entry = added(data);
			await people.add(db, person, entry, at);
			// Said once, to whoever typed it: nobody can read it afterwards.
			return { added: { name: entry.name, username: entry.username, password: entry.password } };
		}),
	change: (event) =>
		act(event, async ({ db, person, at }, data) => {
			const id = String(data.get('personId'));
			const to = changed(data);
			await db.write((tx) => people.change(tx, person, id, to, at));
			return { saved: id };
		}),
	password: (event) =>
		act(event, async ({ db, person, at }, data) => {
			const id = String(data.get('personId'));
			const fresh = password(data);
			await people.setPassword(db, person, id, fresh, at);
			return { given: { id, password: fresh } };
		}),
	close: (event) =>
		act(event, async ({ db, person, at }, data) => {
			const id = String(data.get('personId'));
			await db.write((tx) => people.close(tx, person, id, at));
			return { closed: id };
		}),
	reopen: (event) =>
		act(event, async ({ db, person, at }, data) => {
			const id = String(data.get('personId'));
			await db.write((tx) => people.reopen(tx, person, id, at));
			return { reopened: id };
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
