// All checkpoints as the file that people keep.
import { dayOf } from '$lib/shared/day';
import * as checkpoints from '$lib/server/ratings/checkpoint';
import { HOUSE_ZONE } from '$lib/ui/when';
import { api } from '../../../doors';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = (event) =>
	api(event, async () => {
		const { house, at } = event.locals;
		const name = `checkpoints-${dayOf(at, HOUSE_ZONE)}.json`;
		return new Response(checkpoints.file(await checkpoints.list(house.db.read)), {
			headers: {
				'content-type': 'application/json; charset=utf-8',
				'content-disposition': `attachment; filename="${name}"`,
				'cache-control': 'no-store'
			}
		});
	});
