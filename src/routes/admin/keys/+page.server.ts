// Access keys for programs and wall screens: one's own, or everybody's names for whoever looks after them.
import { randomBytes } from 'node:crypto';
import * as v from 'valibot';
import { dayOf } from '$lib/shared/day';
import { say } from '$lib/shared/language';
import { may } from '$lib/shared/role';
import { tree } from '$lib/shared/tree';
import * as keys from '$lib/server/auth/keys';
import { KEY_USES } from '$lib/server/auth/keytable';
import { holds } from '$lib/server/auth/scope';
import * as branches from '$lib/server/org/branches';
import { HOUSE_ZONE } from '$lib/ui/when';
import { form, page } from '../../doors';
import { number } from '../fields';
import { ChoiceShape } from '../setup/act';
import { LASTS } from './lasts';
import type { Actions, PageServerLoad } from './$types';

const DAY_MS = 86_400_000;

const Shape = v.object({
	name: v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(80)),
	use: v.picklist(KEY_USES),
	branchId: v.optional(ChoiceShape, ''),
	lasts: v.picklist(LASTS)
});

export const load: PageServerLoad = ({ locals, url }) =>
	page({ locals }, async () => {
		const { person, house, at, language } = locals;
		if (!person) throw new Error('the gate let nobody through');
		const db = house.db.read;
		const day = dayOf(at, HOUSE_ZONE);
		const all = (await branches.all(db, day)).filter(({ id }) => holds(person.scope, id));
		const list = await keys.list(db, person, at);
		return {
			at,
			self: person.id,
			origin: url.origin,
			mayOwn: may(person.role, 'keys.own'),
			uses: keys.usesOf(person.role),
			mayRevoke: may(person.role, 'keys.revoke'),
			seesAll: may(person.role, 'keys.see'),
			keys: list.sort((a, b) => Number(a.state !== 'open') - Number(b.state !== 'open') || b.id - a.id),
			named: Object.fromEntries(all.map((one) => [one.id, say(one.name, language)])),
			branches: tree(all.filter(({ closedDay }) => closedDay === null)).map(({ id, name, depth }) => ({
				...{ id, depth, name: say(name, language) }
			}))
		};
	});

export const actions: Actions = {
	issue: async (event) => {
		const data = await event.request.formData();
		const { house, person, at } = event.locals;
		if (!person) throw new Error('the gate let nobody through');
		return form(event, data, async () => {
			const { lasts, branchId, ...typed } = v.parse(Shape, Object.fromEntries(data));
			const expiresAt = lasts === 'ever' ? null : at + Number(lasts) * DAY_MS;
			const wanted = { ...typed, branchIds: branchId === null ? null : [branchId], expiresAt };
			const { key } = await house.db.write((tx) => keys.issue(tx, person, wanted, at, randomBytes));
			// Said once, to whoever asked for it: only its hash is kept.
			return { issued: { name: typed.name, use: typed.use, key } };
		});
	},
	revoke: async (event) => {
		const data = await event.request.formData();
		const { house, person, at } = event.locals;
		if (!person) throw new Error('the gate let nobody through');
		return form(event, data, async () => {
			const { id } = v.parse(v.object({ id: number(1) }), Object.fromEntries(data));
			await house.db.write((tx) => keys.revoke(tx, person, id, at));
			return { revoked: id };
		});
	}
};
