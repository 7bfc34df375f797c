// The form of a period as it comes from the page, and the rule sets that it may name.
import * as v from 'valibot';
import { GROUPINGS, MODES, PERIOD_KINDS, SUBJECTS } from '$lib/shared/appraisal';
import { isDay } from '$lib/shared/day';
import { say, type Language } from '$lib/shared/language';
import type { Reads } from '$lib/server/db/open';
import * as rulesets from '$lib/server/rulesets/rulesets';
import { number } from '../fields';

export const PeriodForm = v.object({
	kind: v.picklist(PERIOD_KINDS),
	start: v.pipe(
		v.string(),
		v.check((day: string) => isDay(day))
	),
	subject: v.picklist(SUBJECTS),
	mode: v.picklist(MODES),
	ruleSetVersionId: number(1),
	grouping: v.picklist(GROUPINGS),
	ackDays: number(3, 60)
});

/** Every published version, as PeriodFields.svelte offers them. */
export async function versionsFor(db: Reads, language: Language) {
	const sets = await rulesets.list(db);
	return sets.flatMap(({ versions }) =>
		versions
			.filter(({ publishedAt }) => publishedAt !== null)
			.map(({ id, ruleSetId, version, fromDay, content }) => ({
				versionId: id,
				ruleSetId,
				version,
				fromDay,
				subject: content.subject,
				name: say(content.name, language),
				sureness: content.sureness,
				minRatings: content.minRatings
			}))
	);
}
