// An officer's own periods, announced ones only: mode and rules beforehand, and the sheet once it is drafted.
import { Problem } from '$lib/shared/problem';
import { mine } from '$lib/server/appraisals/mine';
import { page } from '../../../doors';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = (event) =>
	page(event, async () => {
		const { house, person, at } = event.locals;
		// An account of an officer without an officer behind it has no sheets.
		if (!person?.officerId) throw new Problem('not_found');
		return { sheets: await mine(house.db.read, person, at) };
	});
