// The trail, newest first: who did what to what, in words; of one thing when the address names it.
import { trail } from '$lib/server/audit/trail';
import { may } from '$lib/shared/role';
import { page } from '../../doors';
import { called } from './called';
import { act, details, short, subject } from './saying';
import type { PageServerLoad } from './$types';

const PAGE = 50;

export const load: PageServerLoad = ({ locals, url }) =>
	page({ locals }, async () => {
		const db = locals.house.db.read;
		const { language } = locals;
		const before = Number(url.searchParams.get('before')) || undefined;
		const about = url.searchParams.get('subject') || undefined;
		const lines = await trail(db, { before, subject: about, limit: PAGE + 1 });
		const spoken = [about, ...lines.map((line) => line.subject)].flatMap((one) => ratingOf(one) ?? []);
		const names = await called(db, language, spoken);
		const rating = ratingOf(about);
		return {
			about:
				about === undefined
					? null
					: {
							subject: about,
							said: subject(about, names, language, lines[0]?.details),
							href:
								rating && locals.person && may(locals.person.role, 'review.see')
									? `/admin/review/${rating}`
									: null
						},
			later: before !== undefined,
			next: lines.length > PAGE ? lines[PAGE - 1]!.id : null,
			lines: lines.slice(0, PAGE).map((line) => ({
				id: line.id,
				at: line.at,
				actorKind: line.actorKind,
				actorName: line.actorName,
				subject: line.subject,
				act: act(line.act, language),
				short: short(line.subject, names, language, line.details),
				said: subject(line.subject, names, language, line.details),
				details: details(line, names, language)
			}))
		};
	});

/** The id in `rating:…`, else null. */
function ratingOf(subject: string | undefined): string | null {
	return subject?.startsWith('rating:') ? subject.slice('rating:'.length) : null;
}
