// Evidence packs as files: the same for whoever runs an appraisal and for the officer whose sheet it is.
import type { RequestEvent } from '@sveltejs/kit';
import { methodLines } from '$lib/letters/sheetproof';
import { sheetPaper } from '$lib/letters/sheetpaper';
import { sheetBook } from '$lib/server/exports/sheetbook';
import { nameOf } from '$lib/server/packs/archive';
import { one } from '$lib/server/packs/packs';
import { sheet } from '$lib/shared/packwire';
import { isLanguage, type Language } from '$lib/shared/language';
import { PACK_FORM } from '$lib/shared/pack';
import { Problem } from '$lib/shared/problem';
import { speakIn } from '$lib/speaking';
import { speaker } from '$lib/words/export';
import { api } from './doors';

export const TYPES = {
	pdf: 'application/pdf',
	xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
	json: 'application/json; charset=utf-8',
	csv: 'text/csv; charset=utf-8',
	zip: 'application/zip'
};

/** A file on its way out. */
export function file(body: BodyInit, name: string, type: keyof typeof TYPES): Response {
	return new Response(body, {
		headers: {
			'content-type': TYPES[type],
			'content-disposition': `attachment; filename="${name}.${type}"`,
			'cache-control': 'private, no-store'
		}
	});
}

/** The number in an address. Refuses what is none: not_found. */
export function numberIn(text: string | null | undefined): number {
	if (!text || !/^[1-9]\d{0,14}$/.test(text)) throw new Problem('not_found');
	return Number(text);
}

/** The language that a file is asked for in; else the reader's. Refuses another word: not_found. */
export function languageOf({ url, locals }: Pick<RequestEvent, 'url' | 'locals'>): Language {
	const asked = url.searchParams.get('language');
	if (asked === null) return locals.language;
	if (!isLanguage(asked)) throw new Problem('not_found', { field: 'language' });
	return asked;
}

/** One sheet as sheet.pdf, sheet.xlsx or sheet.json. */
export function sheetFile(event: Pick<RequestEvent, 'url' | 'locals' | 'params'>): Promise<Response> {
	return api(event, async () => {
		const { house, person, at } = event.locals;
		if (!person) throw new Problem('signed_out');
		const how = (['pdf', 'xlsx', 'json'] as const).find((one) => event.params.file === `sheet.${one}`);
		if (!how) throw new Problem('not_found');
		const language = languageOf(event);
		const pack = await one(house.db, person, numberIn(event.params.id), how, at);
		const name = [nameOf(pack), pack.content.period.from, pack.seal ? '' : 'draft'].filter(Boolean).join('-');
		if (how === 'json')
			return file(`${JSON.stringify({ form: PACK_FORM, sheet: sheet(pack) }, null, '\t')}\n`, name, how);
		if (how === 'xlsx') {
			const lines = speakIn(language, () => methodLines(pack, language));
			const book = await sheetBook(pack, lines, language, speaker(language, 'pack'));
			return file(book as Uint8Array<ArrayBuffer>, name, how);
		}
		const written = speakIn(language, () => sheetPaper(pack, house.settings.origin, language, at));
		return file((await house.paper.render(written, language)) as Uint8Array<ArrayBuffer>, name, how);
	});
}
