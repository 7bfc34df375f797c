// The rating that somebody is about to act on, as far as they may: outside their branches, or of today for one who
// sees whole past days only, it does not exist.
import { eq } from 'drizzle-orm';
import type { Actor } from '../../shared/actor';
import { can } from '../../shared/can';
import { dayOf } from '../../shared/day';
import { Problem } from '../../shared/problem';
import { holds, type Scope } from '../auth/scope';
import type { Reads } from '../db/open';
import { BRANCH, newest } from '../org/kind';
import { ratings } from './table';

export type Subject = Awaited<ReturnType<typeof find>>;

/** Longest reason, in characters. */
export const MAX_REASON = 1_000;

/** A rating by its id. Refuses not_found: no such rating, outside the scope, or of today for HR. */
export async function find(db: Reads, actor: Actor, scope: Scope, ratingId: string, at: number) {
	const [rating] = await db
		.select({
			position: ratings.position,
			id: ratings.id,
			branchId: ratings.branchId,
			counterId: ratings.counterId,
			officerId: ratings.officerId,
			tappedAt: ratings.tappedAt,
			skewMs: ratings.skewMs,
			day: ratings.day
		})
		.from(ratings)
		.where(eq(ratings.id, ratingId));
	if (!rating || !holds(scope, rating.branchId)) throw new Problem('not_found', { rating: ratingId });
	if (!can(actor, 'figures.live')) {
		const { zone } = await newest(db, BRANCH, rating.branchId);
		if (rating.day >= dayOf(at, zone)) throw new Problem('not_found', { rating: ratingId });
	}
	return rating;
}

/** A reason as it is kept: trimmed. Refuses one that is empty or longer than MAX_REASON: bad_shape. */
export function reasonOf(text: string): string {
	const reason = text.trim();
	if (reason === '' || reason.length > MAX_REASON) throw new Problem('bad_shape', { field: 'reason' });
	return reason;
}
