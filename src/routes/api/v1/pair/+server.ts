// A tablet comes in: a code and the public half of its key, signed with the other half → what it must know of its counter.
import { json, type RequestHandler } from '@sveltejs/kit';
import { Problem } from '$lib/shared/problem';
import { PairShape } from '$lib/shared/hello';
import * as tries from '$lib/server/devices/tries';
import { pair } from '$lib/server/intake/pair';
import { api, body } from '../../../doors';

const patience = tries.make();

export const POST: RequestHandler = (event) =>
	api(event, async () => {
		const { request, locals } = event;
		const { house, at } = locals;
		const said = await body(request, PairShape);
		const pairing = patience.listen(said.publicKey, at, () =>
			pair(house.tablets, said, request.headers.get('user-agent'), at)
		);
		const answer = await pairing.catch((problem: unknown) => {
			if (problem instanceof Problem) house.log.warn({ code: problem.code }, 'pairing refused');
			throw problem;
		});
		return json(answer, { headers: { 'cache-control': 'no-store' } });
	});
