// The closed appraisal periods, for HR's programs and for HR and auditors who are signed in.
import { closed } from '$lib/server/packs/period';
import { periodOf } from '$lib/server/packs/wire';
import { PACK_FORM } from '$lib/shared/pack';
import { Problem } from '$lib/shared/problem';
import { api } from '../../../doors';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = (event) =>
	api(event, async () => {
		const { house, person } = event.locals;
		if (!person) throw new Problem('signed_out');
		event.setHeaders({ 'cache-control': 'private, no-store' });
		return { form: PACK_FORM, periods: (await closed(house.db.read, person)).map(periodOf) };
	});
