// The language and the look of one's own screens, for strangers in a cookie, for people with their account.
import { redirect } from '@sveltejs/kit';
import { isLanguage } from '$lib/shared/language';
import * as people from '$lib/server/auth/people';

const YEAR = 365 * 24 * 3600;

export function load() {
	redirect(303, '/admin');
}

export const actions = {
	default: async ({ locals, request, cookies }) => {
		const data = await request.formData();
		const { person, house } = locals;
		const language = data.get('language');
		if (isLanguage(language)) {
			cookies.set('language', language, { path: '/', maxAge: YEAR, sameSite: 'lax' });
			if (person) await house.db.write((tx) => people.setLanguage(tx, person.id, language));
		}
		const theme = data.get('theme');
		if (theme === 'light' || theme === 'dark')
			cookies.set('theme', theme, { path: '/', maxAge: YEAR, sameSite: 'lax' });
		const back = String(data.get('back') ?? '');
		redirect(303, /^\/(admin|signin|sheet)(\/|\?|$)/.test(back) ? back : '/admin');
	}
};
