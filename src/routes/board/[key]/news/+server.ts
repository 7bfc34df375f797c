// Tells a wall screen that ratings have arrived at its branches, as long as its key opens it.
import { Problem } from '$lib/shared/problem';
import { recognise } from '$lib/server/auth/keys';
import { holds } from '$lib/server/auth/scope';
import { api } from '../../../doors';
import { stream } from '../../../stream';

export function GET(event) {
	const { locals, params, request } = event;
	const { db, news } = locals.house;
	return api(event, async () => {
		const reader = await recognise(db, params.key, 'board', locals.at);
		if (!reader) throw new Problem('not_found');
		const isStill = async () => (await recognise(db, params.key, 'board', Date.now())) !== null;
		return stream(request, news, (id) => holds(reader.scope, id), isStill);
	});
}
