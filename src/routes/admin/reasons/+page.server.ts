// Why: the reasons customers tapped, by cause and in order.
import { Problem } from '$lib/shared/problem';
import { CAUSES } from '$lib/shared/rating';
import { may } from '$lib/shared/role';
import { place } from '$lib/server/analytics/desk';
import { reasons } from '$lib/server/analytics/reasons';
import { desk } from '../../desk';

export function load(event) {
	const { house, person, language } = event.locals;
	return desk(event, async (reader, given) => {
		const text = event.url.searchParams.get('cause');
		const cause = CAUSES.find((one) => one === text) ?? null;
		if (text !== null && cause === null) throw new Problem('not_found', { cause: text.slice(0, 40) });
		return {
			...(await place(house.db, reader, given, language)),
			reasons: await reasons(house.db, given.asked, reader.scope, given.rules),
			cause,
			maySee: person !== null && may(person.role, 'review.see'),
			mayRead:
				person !== null &&
				may(person.role, 'comments.see') &&
				(person.role !== 'leader' || given.rules.leadersSeeComments)
		};
	});
}
