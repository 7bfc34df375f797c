// How long personal data is kept: the rules with what they would let go, legal holds, who has left and who was erased.
import type { RequestEvent } from '@sveltejs/kit';
import * as v from 'valibot';
import type { Person } from '$lib/shared/actor';
import { Problem } from '$lib/shared/problem';
import { RetentionShape, type Retention } from '$lib/shared/retention';
import { may } from '$lib/shared/role';
import { trail } from '$lib/server/audit/trail';
import type { Db, Reads } from '$lib/server/db/open';
import * as names from '$lib/server/org/names';
import { called } from '$lib/server/org/officers';
import * as holds from '$lib/server/retention/holds';
import { due, leaving } from '$lib/server/retention/old';
import { erased, erasePerson } from '$lib/server/retention/person';
import * as rules from '$lib/server/retention/rules';
import { form, page } from '../../doors';
import { number } from '../fields';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = (event) =>
	page(event, async () => {
		const { locals } = event;
		const { read } = locals.house.db;
		const now = await rules.current(read);
		const { officers } = await names.at(read);
		const lines = await trail(read, { subject: 'retention:rules' });
		return {
			rules: now,
			due: await due(read, now, locals.at),
			mayChange: locals.person !== null && may(locals.person.role, 'retention.change'),
			holds: (await holds.list(read)).map((hold) => ({
				...hold,
				name: officers.get(hold.officerId)?.fullName ?? called(hold.officerId),
				code: officers.get(hold.officerId)?.code ?? ''
			})),
			left: (await leaving(read, now, locals.at)).map(({ officer, closedDay, goesDay, why }) => ({
				...{ id: officer.id, name: officer.fullName, code: officer.code, closedDay, goesDay, why }
			})),
			erased: (await erased(read)).map(({ officerId, at, by }) => ({ number: called(officerId), at, by })),
			changes: lines.map(({ at, actorName, details }) => ({
				at,
				who: actorName,
				before: (details.before ?? {}) as Partial<Retention>,
				after: (details.after ?? {}) as Partial<Retention>
			}))
		};
	});

export const actions: Actions = {
	preview: (event) =>
		act(event, async ({ db, at }, data) => {
			const wanted = v.parse(RetentionShape, read(data));
			return { preview: await due(db.read, wanted, at), values: typed(data) };
		}),
	change: (event) =>
		act(event, async ({ db, person, at }, data) => {
			const wanted = v.parse(RetentionShape, read(data));
			const before = await rules.current(db.read);
			await db.write((tx) => rules.change(tx, person, wanted, at));
			const isSame = JSON.stringify(before) === JSON.stringify({ ...before, ...wanted });
			return { saved: isSame ? 'same' : 'changed' };
		}),
	hold: (event) =>
		act(event, async ({ db, person, at }, data) => {
			const one = await coded(db.read, String(data.get('code') ?? ''));
			if (!one) throw new Problem('bad_shape', { field: 'code' });
			const reason = String(data.get('reason') ?? '');
			await db.write((tx) => holds.set(tx, person, { officerId: one.id, reason }, at));
			return { held: one.name };
		}),
	lift: (event) =>
		act(event, async ({ db, person, at }, data) => {
			const holdId = v.parse(number(1), data.get('holdId'));
			const reason = String(data.get('reason') ?? '');
			await db.write((tx) => holds.lift(tx, person, { holdId, reason }, at));
			return { lifted: holdId };
		}),
	erase: (event) =>
		act(event, async ({ db, person, at }, data) => {
			const officerId = v.parse(number(1), data.get('officerId'));
			const one = await coded(db.read, String(data.get('confirm') ?? ''));
			if (one?.id !== officerId) throw new Problem('bad_shape', { field: 'confirm' });
			await db.write((tx) => erasePerson(tx, person, officerId, at));
			return { erased: called(officerId) };
		})
};

/** The officer who has a staff number now. */
async function coded(db: Reads, code: string): Promise<{ id: number; name: string } | null> {
	const { officers } = await names.at(db);
	const wanted = code.trim().toLowerCase();
	for (const [id, one] of officers) if (one.code.toLowerCase() === wanted) return { id, name: one.fullName };
	return null;
}

/** What the form sends, as the shape wants it: empty is "kept", and what is no number is not nothing. */
function read(data: FormData): Record<string, unknown> {
	return Object.fromEntries(
		Object.keys(RetentionShape.entries).map((name) => {
			const said = String(data.get(name) ?? '').trim();
			return [name, said === '' ? null : /^\d{1,4}$/.test(said) ? Number(said) : NaN];
		})
	);
}

const typed = (data: FormData) =>
	Object.fromEntries(Object.keys(RetentionShape.entries).map((name) => [name, String(data.get(name) ?? '')]));

async function act<T>(
	event: RequestEvent,
	work: (ask: { db: Db; person: Person; at: number }, data: FormData) => Promise<T>
) {
	const data = await event.request.formData();
	const { house, person, at } = event.locals;
	if (!person) throw new Error('the gate let nobody through');
	return form(event, data, () => work({ db: house.db, person, at }, data));
}
