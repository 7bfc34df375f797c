// The signed sheets of a closed period, page by page: ?limit=100 and ?cursor= as the page before answered it in `next`.
import { packs, take } from '$lib/server/packs/period';
import { head } from '$lib/server/packs/wire';
import { sheet } from '$lib/shared/packwire';
import { Problem } from '$lib/shared/problem';
import { api } from '../../../../doors';
import { numberIn } from '../../../../pack';
import type { RequestHandler } from './$types';

const MOST = 200;

export const GET: RequestHandler = (event) =>
	api(event, async () => {
		const { house, person, at } = event.locals;
		if (!person) throw new Problem('signed_out');
		event.setHeaders({ 'cache-control': 'private, no-store' });
		const page = { after: asked(event.url, 'cursor', 0), limit: asked(event.url, 'limit', 100) };
		if (page.limit > MOST || page.limit === 0) throw new Problem('bad_shape', { field: 'limit' });
		const taking = await take(house.db, person, numberIn(event.params.id), 'api', at, page);
		const sheets: ReturnType<typeof sheet>[] = [];
		for await (const pack of packs(house.db, person, taking, 'api', at)) sheets.push(sheet(pack));
		return { ...head(taking), sheets, next: taking.next };
	});

function asked(url: URL, field: string, otherwise: number): number {
	const text = url.searchParams.get(field);
	if (text === null) return otherwise;
	if (!/^\d{1,15}$/.test(text)) throw new Problem('bad_shape', { field });
	return Number(text);
}
