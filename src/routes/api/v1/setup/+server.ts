// What a paired tablet must know of its counter. Asked often, so an unchanged edition is a 304 without a body.
import { json, type RequestHandler } from '@sveltejs/kit';
import type { SetupAnswer } from '$lib/shared/setup';
import * as devices from '$lib/server/devices/devices';
import { bearer } from '$lib/server/devices/recogniser';
import { edition, setup } from '$lib/server/devices/setup';
import { api } from '../../../doors';

export const GET: RequestHandler = (event) =>
	api(event, async () => {
		const { request, locals } = event;
		const { db, devices: known } = locals.house;
		const { device } = await known.recognise(bearer(request.headers.get('authorization')), locals.at);
		if (known.due(device.id, locals.at)) {
			const word = { at: locals.at, userAgent: request.headers.get('user-agent') };
			await db.write((tx) => devices.seen(tx, device.id, word));
		}
		const etag = `"${await edition(db.read, device.counterId, locals.at)}"`;
		const headers = { etag, 'cache-control': 'private, no-cache' };
		// A proxy that compresses marks the tag as weak; it names the same edition.
		if (request.headers.get('if-none-match')?.replace(/^W\//, '') === etag)
			return new Response(null, { status: 304, headers });
		const answer: SetupAnswer = { serverAt: locals.at, setup: await setup(db.read, device.id, locals.at) };
		return json(answer, { headers });
	});
