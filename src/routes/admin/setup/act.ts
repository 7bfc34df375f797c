// What the forms of the set-up pages do: read what was typed, ask one verb in one transaction, go back to the list.
import { redirect, type ActionFailure, type RequestEvent } from '@sveltejs/kit';
import * as v from 'valibot';
import type { Person } from '$lib/shared/actor';
import { isDay } from '$lib/shared/day';
import { Problem } from '$lib/shared/problem';
import type { Writes } from '$lib/server/db/open';
import { form, type FormProblem } from '../../doors';
import { number } from '../fields';
import { address } from './address';
import { idIn } from './view';

export const DayShape = v.pipe(
	v.string(),
	v.check((day: string) => isDay(day))
);
export const CodeShape = v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(30));
/** A choice that may be left open: an empty field is null. */
export const ChoiceShape = v.union([
	v.pipe(
		v.literal(''),
		v.transform(() => null)
	),
	number(1)
]);
/** Ticked boxes called `field.ID`: their numbers. */
export const TickedShape = v.optional(
	v.pipe(
		v.record(v.pipe(v.string(), v.regex(/^\d{1,15}$/)), v.literal('on')),
		v.transform((ticked) => Object.keys(ticked).map(Number))
	),
	{}
);
export const EndShape = v.object({ day: DayShape });
export const NothingShape = v.object({});

/** Who, where and when a verb is asked. `id`: the thing that the address names, null where one is added. */
export type Ask = { tx: Writes; person: Person; id: number | null; at: number };
type Answer = Promise<ActionFailure<FormProblem>>;

/**
 * Reads the form by its shape and asks the verb. Refusals come back to the form; a kept change goes back to the list,
 * which says so. `work` answers the id of what was added.
 */
export async function act<S extends v.GenericSchema>(
	event: RequestEvent,
	shape: S,
	work: (ask: Ask, typed: v.InferOutput<S>) => Promise<number | void>
): Answer {
	const data = await event.request.formData();
	const { url, locals } = event;
	const { house, person, at } = locals;
	if (!person) throw new Error('the gate let nobody through');
	const id = idIn(url, 'edit') ?? idIn(url, 'close');
	const done = await form(event, data, async () => {
		const typed = v.parse(shape, nested(data));
		return { saved: await house.db.write(async (tx) => (await work({ tx, person, id, at }, typed)) ?? id) };
	});
	if ('status' in done) return done;
	redirect(303, address(url, { saved: done.saved ?? 0 }));
}

/** The id of the thing that must be open for this verb. Refuses not_found. */
export function named({ id }: Ask): number {
	if (id === null) throw new Problem('not_found');
	return id;
}

/** A form's fields as the shapes see them: `name.vi` is `vi` in `name`. */
export function nested(data: FormData): Record<string, unknown> {
	const whole: Record<string, unknown> = Object.create(null);
	for (const [field, value] of data) {
		const [outer = '', inner] = field.split('.', 2);
		if (inner === undefined) whole[outer] = value;
		else ((whole[outer] ??= Object.create(null)) as Record<string, unknown>)[inner] = value;
	}
	return whole;
}
