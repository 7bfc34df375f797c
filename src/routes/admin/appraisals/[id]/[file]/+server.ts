// A whole period as files: sheets.csv, sheets.xlsx, sheets.json and archive.zip of a closed one; unit.pdf and unit.xlsx of a branch.
import { FILES } from './files';
import { Problem } from '$lib/shared/problem';
import { api } from '../../../../doors';
import { languageOf, numberIn } from '../../../../pack';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = (event) =>
	api(event, () => {
		const { person } = event.locals;
		if (!person) throw new Problem('signed_out');
		const { file } = event.params;
		const make = Object.hasOwn(FILES, file) ? FILES[file] : undefined;
		if (!make) throw new Problem('not_found');
		const asked = {
			...{ periodId: numberIn(event.params.id), language: languageOf(event), params: event.url.searchParams }
		};
		return make({ ...asked, person, house: event.locals.house, at: event.locals.at });
	});
