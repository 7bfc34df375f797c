// The overview's figures as JSON, with the page's own filters and scope.
import { answer } from '$lib/server/analytics/desk';
import { readerOf } from '$lib/server/analytics/asked';
import { api } from '../../../doors';

export function GET(event) {
	const { locals, url } = event;
	return api(event, async () => {
		const { asked, figures, called } = await answer(
			locals.house.db,
			readerOf(locals.person),
			url.searchParams,
			locals.at,
			locals.language
		);
		const { cut, ...wanted } = asked;
		return { asked: { ...wanted, branches: cut.branches }, figures, called };
	});
}
