// The trail, newest first: who did what to what, in words; of one thing when the address names it.
import { trail } from '$lib/server/audit/trail';
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
		const names = await called(db, language);
		return {
			about:
				about === undefined
					? null
					: { subject: about, said: subject(about, names, language, lines[0]?.details) },
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
