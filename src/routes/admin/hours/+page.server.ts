// When: satisfaction and volume by the hour of the week.
import { may } from '$lib/shared/role';
import { place } from '$lib/server/analytics/desk';
import { hours } from '$lib/server/analytics/hours';
import { desk } from '../../desk';

export function load(event) {
	const { house, person, language } = event.locals;
	return desk(event, async (reader, given) => ({
		...(await place(house.db, reader, given, language)),
		hours: await hours(house.db, given.asked, reader.scope, given.rules),
		maySee: person !== null && may(person.role, 'review.see')
	}));
}
