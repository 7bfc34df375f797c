// The overview: one question in the URL, one answer. A figure that could not be computed is said to be so, and the
// page around it stays.
import { randomUUID } from 'node:crypto';
import { redirect } from '@sveltejs/kit';
import type { CommentPage } from '$lib/shared/figures';
import { Problem } from '$lib/shared/problem';
import { may } from '$lib/shared/role';
import { readerOf } from '$lib/server/analytics/asked';
import { comments, shown } from '$lib/server/analytics/comments';
import { answer } from '$lib/server/analytics/desk';
import { MIN_SAMPLE } from '$lib/server/analytics/statistics';
import { page } from '../../doors';
import { straight } from '$lib/ui/desk/address';

const NEWEST = 6;

export async function load(event) {
	event.depends('desk:figures');
	const { locals, url } = event;
	const better = straight(url.searchParams);
	if (better) redirect(303, `?${better}`);
	return page(event, async () => {
		const reader = readerOf(locals.person);
		const mayLive = reader.live;
		try {
			const { db } = locals.house;
			const answered = await answer(db, reader, url.searchParams, locals.at, locals.language);
			const { cut, ...asked } = answered.asked;
			let written: CommentPage | null = null;
			// Not by officer: whose comment it was would be as good as told.
			if (shown(reader.role, answered.rules) && asked.officerId === null && asked.counterId === null)
				written = await comments(db, {
					branches: cut.branches,
					days: asked.period,
					serviceId: cut.serviceId,
					language: null,
					grades: null,
					search: null,
					from: null,
					limit: NEWEST,
					rules: answered.rules,
					at: locals.at
				});
			// No branch at all is another emptiness than no rating in these days.
			const hasScope = reader.scope === 'all' || reader.scope.length > 0;
			const maySee = locals.person !== null && may(locals.person.role, 'review.see');
			const kept = { at: locals.at, minSample: MIN_SAMPLE, failed: null };
			return { ...answered, ...kept, asked, written, mayLive, maySee, hasScope };
		} catch (bug) {
			if (bug instanceof Problem) throw bug;
			// Caught here and not by the last hook, because a screen that refreshes itself must not lose what it shows.
			const errorId = randomUUID();
			locals.house.log.error({ errorId, path: url.pathname, err: bug }, 'figures not computed');
			return { failed: { errorId }, at: locals.at };
		}
	});
}
