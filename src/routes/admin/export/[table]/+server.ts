// One table as a file: /admin/export/overview.csv, with the filters of the page that links here.
import { error } from '@sveltejs/kit';
import { Problem } from '$lib/shared/problem';
import { figures, FORMATS, rows, ROWS } from '$lib/server/exports/take';
import { speaker } from '$lib/words/export';
import { page } from '../../../doors';

const TYPES = {
	csv: 'text/csv; charset=utf-8',
	xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'
};

export async function GET(event) {
	const { locals, params, url } = event;
	const { person, house, at, language } = locals;
	if (!person) error(401);
	const [table = '', extension] = params.table.split('.', 2);
	const { name, format, body } = await page(event, async () => {
		const format = FORMATS.find((one) => one === extension);
		if (!format) throw new Problem('not_found');
		const taker = { db: house.db, person, params: url.searchParams, at, language, say: speaker(language) };
		const { pace, settings } = house;
		const file =
			table === ROWS
				? await rows(taker, { pace, secret: settings.secret }, format)
				: await figures(taker, table, format);
		return { ...file, format };
	});
	return new Response(body as BodyInit, {
		headers: { 'content-type': TYPES[format], 'content-disposition': `attachment; filename="${name}"` }
	});
}
