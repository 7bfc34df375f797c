// An officer's ratings one by one, batch by batch (analytics/shown.ts), with what they answered and until when they may.
// A rating is named by its id, which is chance; there is no instant, day, counter or service, and no order of arrival.
import { inArray, and, eq } from 'drizzle-orm';
import type { AppealState } from '../../shared/appeal';
import { dayOf, type Day } from '../../shared/day';
import { leaning, type Scale } from '../../shared/rating';
import { DEFAULT_ZONE } from '../analytics/asked';
import { commentsOf, reasonsOf, type OwnComment, type Reason } from '../analytics/ownwords';
import { batches, kept, type Batch, type Own } from '../analytics/shown';
import type { Db } from '../db/open';
import * as privacy from '../org/privacy';
import * as upkeep from '../ratings/upkeep';
import { lastDayOf } from './answerable';
import * as replies from './replies';
import * as rules from './rules';
import { appeals } from './table';

export const ONLY = ['all', 'bad', 'comments'] as const;
export type Only = (typeof ONLY)[number];

export type OwnRating = {
	id: string;
	scale: Scale;
	grade: number;
	reasons: Omit<Reason, 'code'>[];
	comment: OwnComment | null;
	struck: boolean;
	reply: { body: string | null } | null;
	appeal: { id: number; state: AppealState } | null;
};

/** Weeks shown together, and until which day their ratings may be answered. */
export type OwnWeeks = { from: Day; to: Day; lastDay: Day; mayAnswer: boolean; ratings: OwnRating[] };

/** A page holds whole batches, and no further one once it would have more ratings than this. */
export const PAGE = 40;

/** A page of an officer's ratings as of an instant, the newest weeks first; `page` from 1. */
export async function ratings(
	db: Db,
	officerId: number,
	{ only, page }: { only: Only; page: number },
	at: number
): Promise<{ weeks: OwnWeeks[]; page: number; pages: number }> {
	await upkeep.catchUp(db);
	const settings = await privacy.current(db.read);
	const { appealDays } = await rules.current(db.read);
	const today = dayOf(at, DEFAULT_ZONE);
	const all = batches(await kept(db.read, officerId), settings, at, DEFAULT_ZONE).reverse();
	const comments = await commentsOf(db.read, all, settings, today);
	const fits = ({ id, grade, scale }: Own) =>
		only === 'all' || (only === 'bad' ? leaning(grade, scale) === 'dissatisfied' : comments.has(id));
	const list = all
		.map((batch): Batch => ({ ...batch, ratings: batch.ratings.filter(fits) }))
		.filter((batch) => batch.ratings.length > 0);
	const pages = paged(list);
	const number = Math.min(pages.length, Math.max(1, page));
	const chosen = pages[number - 1] ?? [];
	const answered = await answers(db, officerId, chosen);
	const reasons = await reasonsOf(
		db.read,
		chosen.flatMap((batch) => batch.ratings)
	);
	const weeks = chosen.map(({ from, to, shownDay, ratings: own }): OwnWeeks => {
		const lastDay = lastDayOf(shownDay, appealDays);
		return {
			...{ from, to, lastDay, mayAnswer: today <= lastDay },
			ratings: own.map((one) => ({
				...{ id: one.id, scale: one.scale, grade: one.grade, struck: one.struck },
				reasons: reasons(one).map(({ words, fits: leans, cause }) => ({ words, fits: leans, cause })),
				comment: comments.get(one.id) ?? null,
				...answered(one.id)
			}))
		};
	});
	return { weeks, page: number, pages: pages.length };
}

/** Always at least one page. */
function paged(list: readonly Batch[]): Batch[][] {
	const pages: Batch[][] = [[]];
	let held = 0;
	for (const batch of list) {
		if (held > 0 && held + batch.ratings.length > PAGE) {
			pages.push([]);
			held = 0;
		}
		pages.at(-1)!.push(batch);
		held += batch.ratings.length;
	}
	return pages;
}

async function answers(db: Db, officerId: number, list: readonly Batch[]) {
	const ids = list.flatMap((batch) => batch.ratings.map(({ id }) => id));
	const said = await replies.of(db.read, officerId, ids);
	const rows = await db.read
		.select({ id: appeals.id, ratingId: appeals.ratingId, state: appeals.state })
		.from(appeals)
		.where(and(eq(appeals.officerId, officerId), inArray(appeals.ratingId, ids)));
	const filed = new Map(rows.map(({ ratingId, ...appeal }) => [ratingId, appeal]));
	return (id: string): Pick<OwnRating, 'reply' | 'appeal'> => {
		const reply = said.get(id);
		return { reply: reply ? { body: reply.body } : null, appeal: filed.get(id) ?? null };
	};
}
