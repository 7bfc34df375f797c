// What customers said of an officer in words, as far as it may be told to the officer: reasons in the words of the
// questionnaire that was shown, and comments once their delay is over, with the weeks of their batch alone.
import { inArray, sql } from 'drizzle-orm';
import { addDays, type Day } from '../../shared/day';
import type { Language, Words } from '../../shared/language';
import type { Privacy } from '../../shared/privacy';
import type { Cause } from '../../shared/rating';
import type { Reads } from '../db/open';
import { questionnaireVersions } from '../org/table';
import type { Batch, Own } from './shown';

export type Reason = { code: string; words: Words; fits: 'bad' | 'good'; cause: Cause };
export type OwnComment = { body: string; language: Language };

/** The reasons of ratings, by the rating's id, in the order in which the questionnaire offers them. */
export async function reasonsOf(db: Reads, list: readonly Own[]): Promise<(own: Own) => Reason[]> {
	const versionIds = [...new Set(list.map(({ versionId }) => versionId))];
	const rows = await db
		.select({ id: questionnaireVersions.id, content: questionnaireVersions.content })
		.from(questionnaireVersions)
		.where(inArray(questionnaireVersions.id, versionIds));
	const offered = new Map(rows.map(({ id, content }) => [id, content.reasons]));
	return ({ versionId, reasons }) =>
		(offered.get(versionId) ?? []).filter(({ code }) => reasons.includes(code));
}

export type CommentRules = Pick<Privacy, 'commentDelayDays' | 'leadersSeeComments'>;

/** Whether the comments of a batch may be read on a day: all of them at once, by its last day. */
export function isReadable({ to }: Batch, rules: CommentRules, today: Day): boolean {
	// Where leaders are not shown comments, the officers they are about are not either.
	return rules.leadersSeeComments && addDays(to, rules.commentDelayDays) <= today;
}

/**
 * The comments of ratings in batches, by the rating's id: without the erased, those of struck ratings, and batches
 * whose delay is not over.
 */
export async function commentsOf(
	db: Reads,
	list: readonly Batch[],
	rules: CommentRules,
	today: Day
): Promise<Map<string, OwnComment>> {
	const ids = list
		.filter((batch) => isReadable(batch, rules, today))
		.flatMap(({ ratings }) => ratings.filter(({ hasComment, struck }) => hasComment && !struck))
		.map(({ id }) => id);
	const rows = await db.all<{ id: string } & OwnComment>(sql`
		SELECT c."ratingId" AS id, c.body AS body, r.language AS language
		FROM json_each(${JSON.stringify(ids)}) wanted CROSS JOIN comments c CROSS JOIN ratings r
		WHERE c."ratingId" = wanted.value AND r.id = c."ratingId" AND c.body IS NOT NULL`);
	return new Map(rows.map(({ id, body, language }) => [id, { body, language }]));
}
