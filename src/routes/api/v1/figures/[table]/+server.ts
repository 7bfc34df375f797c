// One table of figures as JSON, for programs with a key and for signed-in people: what the page of that name shows.
import { answer } from '$lib/server/exports/take';
import { speaker } from '$lib/words/export';
import { api } from '../../../../doors';

export function GET(event) {
	const { locals, params, url } = event;
	const { person, house, at, language } = locals;
	if (!person) throw new Error('the gate let nobody through');
	const taker = { db: house.db, person, params: url.searchParams, at, language, say: speaker(language) };
	return api(event, () => answer(taker, params.table));
}
