// What every page of figures does alike: one address for one question, the ground it stands on, and an answer that
// says so when it could not be computed, so that a screen that refreshes itself loses nothing of what it shows.
import { randomUUID } from 'node:crypto';
import { redirect, type ServerLoadEvent } from '@sveltejs/kit';
import { Problem } from '$lib/shared/problem';
import { readerOf, type Reader } from '$lib/server/analytics/asked';
import { ground, type Ground } from '$lib/server/analytics/desk';
import type { Place } from '$lib/server/analytics/choices';
import { straight } from '$lib/ui/desk/address';
import { page } from './doors';

type Asking = Pick<ServerLoadEvent, 'locals' | 'url' | 'depends'>;

/**
 * For `load` of a page of figures: asks `work` on the ground of the address. The answer holds what was asked, names
 * and choices, the privacy rules and what `work` answers, with `failed: null`; or, where it could not be computed,
 * `failed` with the number under which it was logged.
 */
export async function desk<T extends Place>(
	event: Asking,
	work: (reader: Reader, given: Ground) => Promise<T>
) {
	event.depends('desk:figures');
	const { locals, url } = event;
	const better = straight(url.searchParams);
	if (better) redirect(303, `?${better}`);
	return page(event, async () => {
		const reader = readerOf(locals.person);
		try {
			const given = await ground(locals.house.db, reader, url.searchParams, locals.at);
			const { cut: _, ...asked } = given.asked;
			// No branch at all is another emptiness than no rating in these days.
			const hasScope = reader.scope === 'all' || reader.scope.length > 0;
			const about = { at: locals.at, mayLive: reader.live, hasScope, failed: null };
			return {
				...(await work(reader, given)),
				asked,
				rules: given.rules,
				officersShown: given.officersShown,
				...about
			};
		} catch (bug) {
			if (bug instanceof Problem) throw bug;
			const errorId = randomUUID();
			locals.house.log.error({ errorId, path: url.pathname, err: bug }, 'figures not computed');
			return { failed: { errorId }, at: locals.at };
		}
	});
}
