// The overview: one question in the URL, one answer, and before it what wants a person today.
import type { CommentPage } from '$lib/shared/figures';
import { may } from '$lib/shared/role';
import type { Reader } from '$lib/server/analytics/asked';
import { comments, shown } from '$lib/server/analytics/comments';
import { place, stepOf, type Ground } from '$lib/server/analytics/desk';
import { overview } from '$lib/server/analytics/overview';
import type { Db } from '$lib/server/db/open';
import { desk } from '../../desk';
import { matters } from './matters';

const NEWEST = 6;

export function load(event) {
	const { locals, url } = event;
	const { at, language, person } = locals;
	const { db } = locals.house;
	return desk(event, async (reader, given) => {
		const { asked, rules, officersShown } = given;
		const wish = { ...asked, step: stepOf(url.searchParams), scope: reader.scope, rules, officersShown };
		const figures = await overview(db, wish);
		const served = (figures.officers ?? []).map(({ id }) => id);
		return {
			...(await place(db, reader, given, language, served)),
			figures,
			matters: await matters(db, person, given, figures, at),
			written: await newest(db, reader, given, at),
			maySee: person !== null && may(person.role, 'review.see'),
			mayTakeRows: person !== null && may(person.role, 'rows.export')
		};
	});
}

/** The newest comments of what is asked. Not by officer or counter: whose it was would be as good as told. */
async function newest(db: Db, reader: Reader, given: Ground, at: number): Promise<CommentPage | null> {
	const { cut, officerId, counterId, serviceId } = given.asked;
	if (officerId !== null || counterId !== null || !shown(reader.role, given.rules)) return null;
	return comments(db, {
		...{ branches: cut.branches, days: cut, serviceId, rules: given.rules, at, limit: NEWEST },
		...{ language: null, grades: null, search: null, from: null }
	});
}
