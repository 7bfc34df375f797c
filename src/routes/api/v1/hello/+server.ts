// A paired tablet says how it is and is told what it must know.
import { json, type RequestHandler } from '@sveltejs/kit';
import { HelloShape } from '$lib/shared/hello';
import { hello } from '$lib/server/intake/hello';
import { api, body } from '../../../doors';

export const POST: RequestHandler = (event) =>
	api(event, async () => {
		const { request, locals } = event;
		const said = await body(request, HelloShape);
		const answer = await hello(locals.house.tablets, said, request.headers.get('user-agent'), locals.at);
		return json(answer, { headers: { 'cache-control': 'no-store' } });
	});
