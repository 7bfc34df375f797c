// Tablets: how each is doing, inviting one by a code, changing, replacing and retiring them.
import { randomInt } from 'node:crypto';
import { renderSVG } from 'uqr';
import * as v from 'valibot';
import type { Person } from '$lib/shared/actor';
import { dayOf } from '$lib/shared/day';
import { Problem } from '$lib/shared/problem';
import { may } from '$lib/shared/role';
import { holds } from '$lib/server/auth/scope';
import { CODE_VALID_MS, makeCode, readable } from '$lib/server/devices/code';
import * as devices from '$lib/server/devices/devices';
import { fleet } from '$lib/server/devices/fleet';
import { list, recent, unready } from '$lib/server/devices/list';
import * as branches from '$lib/server/org/branches';
import * as counters from '$lib/server/org/counters';
import { HOUSE_ZONE } from '$lib/ui/when';
import { form, page } from '../../doors';
import { number } from '../fields';
import { NameShape, settings } from './settings';
import { view } from './view';
import type { Actions, PageServerLoad, RequestEvent } from './$types';

export const load: PageServerLoad = (event) =>
	page(event, async () => {
		const { locals, url, depends } = event;
		// The page asks for this again by itself, oftener while a tablet is awaited.
		depends('devices:list');
		const { db, settings: house } = locals.house;
		const { scope, role } = locals.person as Person;
		const { at } = locals;
		const day = dayOf(at, HOUSE_ZONE);
		const mayChange = may(role, 'devices.change');
		const version = (import.meta.env['VITE_VERSION'] as string | undefined) ?? null;
		const tablets = await fleet(db.read, { scope, day, at, version });
		const there = (await branches.list(db.read, day)).filter(({ id }) => holds(scope, id));
		const chosen = Number(url.searchParams.get('device'));
		const device = tablets.find((one) => one.id === chosen) ?? null;
		if (chosen && !device) throw new Problem('not_found');
		const next = tablets.find((one) => one.id === device?.replacedById);
		return {
			...{ at, mayChange, sees: scope === 'all' ? 'all' : 'some' },
			...view(url.searchParams, tablets, there, scope),
			total: tablets.length,
			device: device && { ...device, replacedBy: next ? { id: next.id, name: next.name } : null },
			invitations: mayChange ? await recent(db.read, day, at) : [],
			branches: there.map(({ id, name }) => ({ id, name })),
			counters: mayChange ? await places(event, day) : [],
			secure: /^https:|^http:\/\/(localhost|127\.0\.0\.1)(:|$)/.test(house.origin)
		};
	});

/** The counters a tablet may be sent to, and what each still lacks. */
async function places({ locals }: RequestEvent | Parameters<PageServerLoad>[0], day: string) {
	const { read } = locals.house.db;
	const lacking = await unready(read, day);
	return (await counters.list(read, day)).map(({ id, code, name, branchId }) => ({
		...{ id, code, name, branchId },
		missing: lacking.get(id) ?? []
	}));
}

/** Invites a tablet and answers what is shown once: its code. */
async function invite(
	{ locals }: RequestEvent,
	wanted: devices.DeviceSettings,
	replacesId: number | null = null
) {
	const { house, person, at } = locals;
	const code = makeCode(randomInt);
	const id = await house.db.write((tx) => devices.invite(tx, person!, wanted, code, at, replacesId));
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
}

/** An action: its form, read and answered by `work`. */
function action<T>(work: (event: RequestEvent, data: FormData) => Promise<T>) {
	return async (event: RequestEvent) => {
		const data = await event.request.formData();
		return form(event, data, () => work(event, data));
	};
}

const deviceId = (data: FormData) => v.parse(number(1), data.get('deviceId'));

export const actions = {
	invite: action(async (event, data) => invite(event, await settings(data))),
	replace: action(async (event, data) => {
		const { deviceName } = v.parse(v.object({ deviceName: NameShape }), Object.fromEntries(data));
		const id = deviceId(data);
		const known = await list(event.locals.house.db.read, dayOf(event.locals.at, HOUSE_ZONE));
		const old = known.find((one) => one.id === id);
		if (!old) throw new Problem('not_found');
		return invite(event, { ...old, deviceName }, id);
	}),
	change: action(async ({ locals: { house, person, at } }, data) => {
		const id = deviceId(data);
		const wanted = await settings(data);
		await house.db.write((tx) => devices.change(tx, person!, id, wanted, at));
		return { saved: id };
	}),
	retire: action(async ({ locals: { house, person, at } }, data) => {
		const id = deviceId(data);
		await house.db.write((tx) => devices.retire(tx, person!, id, at));
		return { retired: id };
	})
} satisfies Actions;
