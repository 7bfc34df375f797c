// An officer's own figures: late, rounded and never of a few, so that no customer can be told.
import { DEFAULT_ZONE } from '$lib/server/analytics/asked';
import { DELAY_DAYS, mine, MIN_REASON } from '$lib/server/analytics/mine';
import { MIN_SAMPLE } from '$lib/server/analytics/statistics';
import { dayOf } from '$lib/shared/day';
import { say } from '$lib/shared/language';
import { Problem } from '$lib/shared/problem';
import { page } from '../../doors';

export function load(event) {
	const { locals } = event;
	return page(event, async () => {
		const officerId = locals.person?.officerId;
		// An account of an officer without an officer behind it has no page of its own.
		if (!officerId) throw new Problem('not_found');
		const own = await mine(locals.house.db, officerId, dayOf(locals.at, DEFAULT_ZONE));
		return {
			...own,
			reasons:
				own.reasons?.map(({ words, ...reason }) => ({ ...reason, words: say(words, locals.language) })) ??
				null,
			minSample: MIN_SAMPLE,
			minReason: MIN_REASON,
			delayDays: DELAY_DAYS
		};
	});
}
