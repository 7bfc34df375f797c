// An officer's picture by the hash of its bytes, so it never changes.
import { photo } from '$lib/server/org/officers';
import { api } from '../../../../doors';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = (event) =>
	api(event, async () => {
		const { type, bytes } = await photo(event.locals.house.db.read, event.params.id);
		return new Response(new Uint8Array(bytes), {
			headers: { 'content-type': type, 'x-content-type-options': 'nosniff' }
		});
	});
