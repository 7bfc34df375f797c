import { redirect } from '@sveltejs/kit';
import { handOver } from '../cookies';

export function load() {
	redirect(303, '/admin');
}

export const actions = {
	default: async ({ locals, request, cookies }) => {
		handOver(await locals.house.signIn.leave(request.headers), cookies);
		redirect(303, '/signin');
	}
};
