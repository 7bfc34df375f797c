// A tablet comes in: {code} → its token and what it must know of its counter.
import { randomBytes } from 'node:crypto';
import { json, type RequestHandler } from '@sveltejs/kit';
import * as v from 'valibot';
import { Problem } from '$lib/shared/problem';
import type { PairAnswer } from '$lib/shared/setup';
import { makeToken } from '$lib/server/devices/code';
import * as devices from '$lib/server/devices/devices';
import { setup } from '$lib/server/devices/setup';
import * as tries from '$lib/server/devices/tries';
import { addressOf } from '../../../address';
import { api, body } from '../../../doors';

const Shape = v.object({ code: v.pipe(v.string(), v.minLength(1), v.maxLength(40)) });
const patience = tries.make();

export const POST: RequestHandler = (event) =>
	api(event, async () => {
		const { request, locals } = event;
		const { code } = await body(request, Shape);
		const address = addressOf(event);
		const token = makeToken(randomBytes);
		const pairing = patience.listen(address, () =>
			locals.house.db.write(async (tx): Promise<PairAnswer> => {
				const device = await devices.pair(tx, code, request.headers.get('user-agent'), token, locals.at);
				// In the same transaction: a counter that is not ready leaves the code unused.
				return { token, serverAt: locals.at, setup: await setup(tx, device.id, locals.at) };
			})
		);
		const answer = await pairing.catch((problem: unknown) => {
			if (problem instanceof Problem)
				locals.house.log.warn({ code: problem.code, address }, 'pairing refused');
			throw problem;
		});
		return json(answer, { headers: { 'cache-control': 'no-store' } });
	});
