// Tablets: who stands where, inviting one by a code, changing and retiring them.
import { randomInt } from 'node:crypto';
import { renderSVG } from 'uqr';
import * as v from 'valibot';
import { dayOf } from '$lib/shared/day';
import { Problem } from '$lib/shared/problem';
import { may } from '$lib/shared/role';
import { CODE_VALID_MS, makeCode, readable } from '$lib/server/devices/code';
import * as devices from '$lib/server/devices/devices';
import { list, recent, unready } from '$lib/server/devices/list';
import * as branches from '$lib/server/org/branches';
import * as counters from '$lib/server/org/counters';
import { HOUSE_ZONE } from '$lib/ui/when';
import { form, page } from '../../doors';
import { number } from '../fields';
import { settings } from './settings';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = (event) =>
	page(event, async () => {
		const { locals, url, depends } = event;
		// The page asks for this again while a tablet is awaited.
		depends('devices:list');
		const { db, settings: house } = locals.house;
		const day = dayOf(locals.at, HOUSE_ZONE);
		const lacking = await unready(db.read, day);
		const all = await list(db.read, day);
		const chosen = Number(url.searchParams.get('device'));
		const device = all.find((one) => one.id === chosen) ?? null;
		if (chosen && !device) throw new Problem('not_found');
		return {
			at: locals.at,
			mayChange: locals.person !== null && may(locals.person.role, 'devices.change'),
			devices: all,
			device,
			invitations: await recent(db.read, day, locals.at),
			branches: (await branches.list(db.read, day)).map(({ id, name }) => ({ id, name })),
			counters: (await counters.list(db.read, day)).map(({ id, code, name, branchId }) => ({
				...{ id, code, name, branchId },
				missing: lacking.get(id) ?? []
			})),
			secure: /^https:|^http:\/\/(localhost|127\.0\.0\.1)(:|$)/.test(house.origin)
		};
	});

export const actions: Actions = {
	invite: async (event) => {
		const data = await event.request.formData();
		const { house, person, at } = event.locals;
		return form(event, data, async () => {
			const wanted = settings(data);
			const code = makeCode(randomInt);
			const id = await house.db.write((tx) => devices.invite(tx, person!, wanted, code, at));
			const address = `${house.settings.origin}/kiosk`;
			return {
				invited: {
					id,
					name: wanted.deviceName,
					// Answered once and kept nowhere: the database has only its hash.
					code: readable(code),
					validMs: CODE_VALID_MS,
					address,
					qr: renderSVG(`${address}#code=${readable(code)}`, { border: 2, ecc: 'M' })
				}
			};
		});
	},
	change: async (event) => {
		const data = await event.request.formData();
		const { house, person, at } = event.locals;
		return form(event, data, async () => {
			const id = v.parse(number(1), data.get('deviceId'));
			const wanted = settings(data);
			await house.db.write((tx) => devices.change(tx, person!, id, wanted, at));
			return { saved: id };
		});
	},
	retire: async (event) => {
		const data = await event.request.formData();
		const { house, person, at } = event.locals;
		return form(event, data, async () => {
			const id = v.parse(number(1), data.get('deviceId'));
			await house.db.write((tx) => devices.retire(tx, person!, id, at));
			return { retired: id };
		});
	}
};
