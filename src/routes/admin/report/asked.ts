// The rapid report that an address asks for: without a period it is that of last week.
import type { RequestEvent } from '@sveltejs/kit';
import { asked, readerOf } from '$lib/server/analytics/asked';
import { daysOf, digest, type Computed } from '$lib/server/digests/digest';

type Asking = Pick<RequestEvent, 'locals' | 'url'>;

/** Refuses like `digest`: an unknown period (bad_shape), and what lies outside the reader's scope (not_found). */
export async function reported({ locals, url }: Asking): Promise<Computed> {
	const { house, person, at, language } = locals;
	const reader = readerOf(person);
	const params = new URLSearchParams(url.searchParams);
	if (!params.get('period')) {
		const { today } = await asked(house.db, reader, new URLSearchParams(), at);
		const { from, to } = daysOf('weekly', today);
		params.set('period', `${from}..${to}`);
	}
	return digest(house.db, reader, params, { kind: null, at, language });
}
