import { error, redirect } from '@sveltejs/kit';
import { home } from '$lib/server/auth/gate';

export function load({ locals }) {
	if (!locals.person) error(401);
	redirect(303, home(locals.person));
}
