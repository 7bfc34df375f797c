// An officer's own figures: late, by whole weeks and never of a few, so that no customer can be told; praise first.
import { DEFAULT_ZONE } from '$lib/server/analytics/asked';
import { mine } from '$lib/server/analytics/mine';
import * as privacy from '$lib/server/org/privacy';
import { say } from '$lib/shared/language';
import { Problem } from '$lib/shared/problem';
import { page } from '../../doors';

export function load(event) {
	const { locals } = event;
	return page(event, async () => {
		const officerId = locals.person?.officerId;
		// An account of an officer without an officer behind it has no page of its own.
		if (!officerId) throw new Problem('not_found');
		const { db } = locals.house;
		const { reasons, ...own } = await mine(db, officerId, locals.at, DEFAULT_ZONE);
		const { minSample, minCell, officerDelayDays } = await privacy.current(db.read);
		return {
			...own,
			reasons:
				reasons?.map(({ words, ...reason }) => ({ ...reason, words: say(words, locals.language) })) ?? null,
			rules: { minSample, minCell, officerDelayDays }
		};
	});
}
