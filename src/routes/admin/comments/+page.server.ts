// What customers wrote, newest first, found by words, page by page: as far as the privacy rules let it be seen.
import { isLanguage } from '$lib/shared/language';
import { Problem } from '$lib/shared/problem';
import * as analytics from '$lib/server/analytics/comments';
import { place } from '$lib/server/analytics/desk';
import { desk } from '../../desk';
import { readGrade } from './grade';

const PAGE = 30;
const LONGEST_SEARCH = 100;

export function load(event) {
	const { locals, url } = event;
	return desk(event, async (reader, given) => {
		const names = await place(locals.house.db, reader, given, locals.language);
		const said = (name: string) => url.searchParams.get(name);
		const language = said('language');
		if (language !== null && !isLanguage(language)) throw new Problem('not_found');
		const search = said('q')?.slice(0, LONGEST_SEARCH) ?? null;
		const [grade, from] = [said('grade'), fromOf(url.searchParams)];
		const isAnyTime = said('period') === null;
		const chosen = { language, grade, search, isAnyTime };
		if (!analytics.shown(reader.role, given.rules)) return { ...names, chosen, written: null, isFirst: true };
		const written = await analytics.comments(locals.house.db, {
			branches: given.asked.cut.branches,
			days: isAnyTime ? null : given.asked.period,
			serviceId: given.asked.serviceId,
			language,
			grades: readGrade(grade),
			search,
			from,
			limit: PAGE,
			rules: given.rules,
			at: locals.at
		});
		return { ...names, chosen, written, isFirst: from === null };
	});
}

/** "before" or "after" a comment's number. Refuses what is none: not_found. */
function fromOf(params: URLSearchParams): { before: number } | { after: number } | null {
	for (const way of ['before', 'after'] as const) {
		const text = params.get(way);
		if (text === null) continue;
		if (!/^\d{1,15}$/.test(text)) throw new Problem('not_found', { [way]: text.slice(0, 20) });
		return way === 'before' ? { before: Number(text) } : { after: Number(text) };
	}
	return null;
}
