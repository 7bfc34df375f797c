// A sheet for its page: what the reader may know of it, what they may do, and why not yet what they may not.
import type { Person } from '$lib/shared/actor';
import type { SheetAct } from '$lib/shared/appraisal';
import type { Language } from '$lib/shared/language';
import { may } from '$lib/shared/role';
import type { Db } from '$lib/server/db/open';
import * as looks from '$lib/server/appraisals/looks';
import { forReader, type ReadSheet } from '$lib/server/appraisals/sheets';
import { since } from '$lib/server/appraisals/since';
import { sentence } from '$lib/words/problem';

/** Reasons that say when or what first; the others say only that it is not this sheet's turn. */
const WORTH_SAYING = [
	'period_running',
	'draft_old',
	'officer_still_has_time',
	'second_person_needed',
	'period_closed'
];

/** The sheet, and a line in the trail that it was looked at. Refuses not_found. */
export async function read(db: Db, person: Person, id: number, at: number, language: Language) {
	const found = await forReader(db.read, person, id, at);
	await looks.look(db, person, id, 'page', at);
	const { seal, seals, mayNot, ...sheet } = found;
	const waiting = (Object.entries(mayNot) as [SheetAct, NonNullable<ReadSheet['mayNot'][SheetAct]>][])
		.filter(([, { code }]) => WORTH_SAYING.includes(code))
		.map(([act, { code, details }]) => ({ act, code, why: sentence(code, details, language) }));
	return {
		...sheet,
		seal: seal && {
			hash: seal.hash,
			sealedAt: seal.sealedAt,
			checkpoint: seal.body && { number: seal.body.checkpoint.number, hash: seal.body.checkpoint.hash },
			erased: seal.body === null
		},
		sealsBefore: seals.filter(({ id: one }) => one !== seal?.id),
		/** How much is not in a draft; nothing of a running period, which HR does not watch live. */
		since:
			found.arrivals ??
			(found.content && !seal && !may(person.role, 'own.see') && at >= found.period.overAt
				? await since(db.read, found.content)
				: null),
		waiting
	};
}
