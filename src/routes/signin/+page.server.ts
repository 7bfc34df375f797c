// Signing in, by name and password.
import { redirect } from '@sveltejs/kit';
import * as v from 'valibot';
import { addressOf } from '../address';
import { form } from '../doors';
import { handOver } from '../cookies';

const Shape = v.object({
	name: v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(60)),
	password: v.pipe(v.string(), v.minLength(1), v.maxLength(200))
});

export function load({ locals, url }) {
	if (locals.person) redirect(303, '/admin');
	return { to: url.searchParams.get('to') ?? '', language: locals.language };
}

export const actions = {
	default: async (event) => {
		const { request, locals, cookies, url } = event;
		const data = await request.formData();
		const { house } = locals;
		const done = await form(event, data, async () => {
			const { name, password } = v.parse(Shape, Object.fromEntries(data));
			handOver(await house.signIn.enter(name, password, addressOf(event)), cookies);
			return null;
		});
		if (done) {
			house.log.warn({ name: String(data.get('name')).slice(0, 60), status: done.status }, 'sign-in refused');
			return done;
		}
		redirect(303, inside(url.searchParams.get('to')));
	}
};

/** Only a path of this house: never where a crafted link would send a person after signing in. */
function inside(to: string | null): string {
	return to && /^\/admin(\/|\?|$)/.test(to) ? to : '/admin';
}
