// Duty: which officer sits at which counter, by branch, week and day; times are the branch's own.
import { fail, type RequestEvent } from '@sveltejs/kit';
import * as v from 'valibot';
import { Problem } from '$lib/shared/problem';
import { may } from '$lib/shared/role';
import * as duty from '$lib/server/org/duty';
import * as names from '$lib/server/org/names';
import { fromInput, HOUSE_ZONE, moment } from '$lib/ui/when';
import * as m from '$words';
import { form, page } from '../../doors';
import { number } from '../fields';
import { copyPlan, dayIn, place, roster } from './roster';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = (event) =>
	page(event, async () => {
		const { locals, url } = event;
		const db = locals.house.db.read;
		const { places, here } = await place(db, url, locals.at);
		const day = dayIn(url, here?.zone ?? HOUSE_ZONE, locals.at);
		const whole = here ? await roster(db, here, day) : null;
		const copy = here ? await copyPlan(db, here, day) : null;
		return {
			at: locals.at,
			mayChange: locals.person !== null && may(locals.person.role, 'setup.change'),
			places,
			here,
			day,
			today: dayIn(new URL(url.origin), here?.zone ?? HOUSE_ZONE, locals.at),
			roster: whole,
			chosen: whole?.duties.find((one) => String(one.id) === url.searchParams.get('duty')) ?? null,
			copy: copy && { count: copy.copies.length, skipped: copy.skipped }
		};
	});

const Assign = v.object({
	officerId: number(1),
	counterId: number(1),
	fromAt: v.string(),
	untilAt: v.string()
});
const Remove = v.object({ dutyId: number(1), fromAt: number(0) });

export const actions: Actions = {
	assign: (event) =>
		act(event, async (data, zone) => {
			const { house, person, at } = event.locals;
			const { officerId, counterId, ...typed } = v.parse(Assign, Object.fromEntries(data));
			const times = { fromAt: instant(typed.fromAt, zone, 'fromAt'), untilAt: end(typed.untilAt, zone) };
			await house.db.write((tx) => duty.assign(tx, person!, { officerId, counterId, ...times }, at));
			return { assigned: { officerId, counterId } };
		}),
	end: (event) =>
		act(event, async (data, zone) => {
			const { house, person, at } = event.locals;
			const dutyId = v.parse(number(1), data.get('dutyId'));
			const untilAt = data.has('now') ? at : end(String(data.get('untilAt') ?? ''), zone);
			await house.db.write((tx) => duty.end(tx, person!, dutyId, untilAt, at));
			return { ended: dutyId };
		}),
	remove: (event) =>
		act(event, async (data) => {
			const { house, person, at } = event.locals;
			const { dutyId, fromAt } = v.parse(Remove, Object.fromEntries(data));
			// Ended at its start, before it has begun: gone.
			await house.db.write((tx) => duty.end(tx, person!, dutyId, fromAt, at));
			return { removed: dutyId };
		}),
	copy: (event) =>
		act(event, async () => {
			const { house, person, at } = event.locals;
			const { here } = await place(house.db.read, event.url, at);
			if (!here) throw new Problem('not_found');
			const count = await house.db.write(async (tx) => {
				const { copies } = await copyPlan(tx, here, dayIn(event.url, here.zone, at));
				for (const one of copies) await duty.assign(tx, person!, one, at);
				return copies.length;
			});
			return { copied: count };
		})
};

/** An action of this page. What is wrong with a time is said in a sentence: which duty it overlaps, or what end. */
async function act<T>(event: RequestEvent, work: (data: FormData, zone: string) => Promise<T>) {
	const data = await event.request.formData();
	return form(event, data, async () => {
		const { here } = await place(event.locals.house.db.read, event.url, event.locals.at);
		const zone = here?.zone ?? HOUSE_ZONE;
		try {
			return await work(data, zone);
		} catch (problem) {
			if (!(problem instanceof Problem)) throw problem;
			const values = Object.fromEntries([...data].map(([key, value]) => [key, String(value)]));
			if (problem.code === 'overlaps') {
				const fields = { [data.has('dutyId') ? 'untilAt' : 'fromAt']: m.setup_duty_overlap_field() };
				return fail(409, {
					problem: await overlapping(event, problem, zone),
					code: problem.code,
					fields,
					values
				});
			}
			if (problem.code !== 'bad_shape' || problem.details.field !== 'untilAt') throw problem;
			const message = m.setup_duty_end_before();
			return fail(422, { problem: message, code: 'end_before_start', fields: { untilAt: message }, values });
		}
	});
}

async function overlapping({ locals }: RequestEvent, { details }: Problem, zone: string): Promise<string> {
	const db = locals.house.db.read;
	const always = { fromAt: 0, untilAt: Number.MAX_SAFE_INTEGER };
	const there = await duty.list(db, { counterIds: [Number(details.counterId)], ...always });
	const other = there.find((one) => one.id === details.duty);
	// It was ended in this very moment: the next try will do.
	if (!other) return m.problem_overlaps();
	const called = await names.at(db);
	return m.setup_duty_overlaps({
		officer: called.officers.get(other.officerId)?.fullName ?? '',
		counter: called.counters.get(other.counterId)?.code ?? '',
		from: moment(other.fromAt, locals.language, zone),
		until: other.untilAt === null ? m.setup_duty_open_end() : moment(other.untilAt, locals.language, zone)
	});
}

function instant(typed: string, zone: string, field: string): number {
	const at = fromInput(typed, zone);
	if (at === null) throw new Problem('bad_shape', { field });
	return at;
}

function end(typed: string, zone: string): number | null {
	return typed.trim() === '' ? null : instant(typed, zone, 'untilAt');
}
