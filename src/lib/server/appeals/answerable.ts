// Whether an officer may still answer a rating: it is theirs, it has been shown to them, and the days are not over.
import { addDays, dayOf, type Day } from '../../shared/day';
import { MAX_STATEMENT } from '../../shared/appeal';
import type { Person } from '../../shared/actor';
import { Problem } from '../../shared/problem';
import { DEFAULT_ZONE } from '../analytics/asked';
import { batches, kept, type Own } from '../analytics/shown';
import type { Reads } from '../db/open';
import * as privacy from '../org/privacy';
import * as rules from './rules';

/** The last day on which a rating may be answered that is shown since a day. */
export function lastDayOf(shownDay: Day, appealDays: number): Day {
	return addDays(shownDay, appealDays);
}

/**
 * An officer's own rating, still to be answered at an instant. Refuses: not_allowed for who is no officer; not_found
 * for a rating that is not theirs or not shown to them yet; appeal_too_late after the last day.
 */
export async function answerable(db: Reads, person: Person, ratingId: string, at: number): Promise<Own> {
	const { officerId } = person;
	if (officerId === null) throw new Problem('not_allowed');
	const shown = batches(await kept(db, officerId), await privacy.current(db), at, DEFAULT_ZONE);
	for (const { ratings, shownDay } of shown) {
		const own = ratings.find(({ id }) => id === ratingId);
		if (!own) continue;
		const day = lastDayOf(shownDay, (await rules.current(db)).appealDays);
		if (dayOf(at, DEFAULT_ZONE) > day) throw new Problem('appeal_too_late', { day });
		return own;
	}
	throw new Problem('not_found', { rating: ratingId });
}

/** What somebody wrote, trimmed. Refuses nothing, and more than MAX_STATEMENT characters: bad_shape of the field. */
export function written(text: string, field: string): string {
	const body = text.trim();
	if (body === '' || body.length > MAX_STATEMENT) throw new Problem('bad_shape', { field });
	return body;
}
