// A person as the forms send them.
import * as v from 'valibot';
import { LanguageShape } from '$lib/shared/language';
import { MailShape } from '$lib/shared/mail';
import { Problem } from '$lib/shared/problem';
import { ROLES } from '$lib/shared/role';
import { MAILED, USERNAME, type NewPerson } from '$lib/server/auth/people';
import { ChoiceShape, nested, TickedShape } from '../setup/act';

const Shape = v.object({
	name: v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(80)),
	role: v.picklist(ROLES),
	language: LanguageShape,
	officerId: v.optional(ChoiceShape, ''),
	branchIds: TickedShape,
	mail: v.optional(v.union([v.pipe(v.string(), v.trim(), v.literal('')), MailShape]), '')
});
const Entry = v.object({
	username: v.pipe(v.string(), v.trim(), v.toLowerCase(), v.regex(USERNAME)),
	password: v.pipe(v.string(), v.minLength(10), v.maxLength(200))
});

type Changed = Omit<NewPerson, 'username' | 'password'>;

/** Refuses by v.ValiError, and bad_shape for a leader without branches and an officer who is nobody. */
export function changed(data: FormData): Changed {
	const person = v.parse(Shape, mailed(nested(data)));
	if (person.role === 'leader' && person.branchIds.length === 0)
		throw new Problem('bad_shape', { field: 'branchIds' });
	if (person.role === 'officer' && person.officerId === null)
		throw new Problem('bad_shape', { field: 'officerId' });
	return { ...person, mail: person.mail || null };
}

/** Not every role's form shows the address: what was typed there before another was chosen is nobody's mistake. */
function mailed(typed: Record<string, unknown>): Record<string, unknown> {
	return (MAILED as readonly unknown[]).includes(typed.role) ? typed : { ...typed, mail: '' };
}

export function added(data: FormData): NewPerson {
	const entry = v.parse(v.object({ ...Shape.entries, ...Entry.entries }), mailed(nested(data)));
	return { ...entry, ...changed(data) };
}

export function password(data: FormData): string {
	return v.parse(v.pick(Entry, ['password']), nested(data)).password;
}
