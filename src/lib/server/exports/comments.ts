// What customers wrote, as far as the privacy rules let it be read: newest first, page by page as JSON, and all of it as
// a file. With the page's own filters: q, grade, language, service, branch; without a period, of any day.
import type { CommentPage } from '../../shared/figures';
import { isLanguage } from '../../shared/language';
import { Problem } from '../../shared/problem';
import { gradesOf, SCALES } from '../../shared/rating';
import { comments as ask, shown, type Wanted } from '../analytics/comments';
import { place } from '../analytics/desk';
import type { Cell } from './sheet';
import type { Asking, Table } from './tables';

/** How many a page of the API has, and how many are read at once for a file. */
const PAGE = 100;
const LONGEST_SEARCH = 100;

export const comments: Table<CommentPage> = {
	act: 'comments.see',
	async answer(asking) {
		const { db, reader, given, language } = asking;
		const figures = await ask(db, wanted(asking));
		return { figures, called: (await place(db, reader, given, language)).called };
	},
	sheet({ called }, asking, say) {
		return {
			columns: [
				{ key: 'day', kind: 'day' },
				{ key: 'told_by', kind: 'text' },
				{ key: 'part_of_day', kind: 'text' },
				{ key: 'branch', kind: 'text' },
				{ key: 'service', kind: 'text' },
				{ key: 'scale', kind: 'number' },
				{ key: 'service_grade', kind: 'number' },
				{ key: 'language', kind: 'text' },
				{ key: 'comment', kind: 'text' }
			],
			rows: all()
		};

		async function* all(): AsyncGenerator<Cell[]> {
			const wish = wanted(asking);
			for (let before: number | null = null; ;) {
				const page: CommentPage = await ask(asking.db, {
					...wish,
					from: before === null ? null : { before }
				});
				for (const one of page.comments)
					yield [
						one.day,
						say(one.isWeek ? 'told_by_week' : 'told_by_day'),
						one.part === null ? '' : say(`part_of_day_${one.part}`),
						called.branches[one.branchId] ?? String(one.branchId),
						called.services[one.serviceId] ?? String(one.serviceId),
						one.scale,
						one.grade,
						one.language,
						one.body
					];
				if (page.older === null) return;
				before = page.older;
				await new Promise(setImmediate);
			}
		}
	}
};

/** What is asked for. Refuses one officer's or counter's (bad_shape), what the rules do not let be read, not_found. */
function wanted({ reader, given, params, at }: Asking): Wanted {
	if (!shown(reader.role, given.rules)) throw new Problem('not_found');
	for (const field of ['officer', 'counter'])
		if (params.get(field)) throw new Problem('bad_shape', { field });
	const { cut, period, serviceId } = given.asked;
	const language = params.get('language') || null;
	if (language !== null && !isLanguage(language)) throw new Problem('not_found', { field: 'language' });
	return {
		branches: cut.branches,
		days: params.get('period') ? period : null,
		serviceId,
		language,
		grades: gradeOf(params.get('grade')),
		search: params.get('q')?.slice(0, LONGEST_SEARCH) || null,
		from: fromOf(params),
		limit: PAGE,
		rules: given.rules,
		at
	};
}

/** "5-1" is grade 1 of the scale of five. */
function gradeOf(text: string | null): Wanted['grades'] {
	if (!text) return null;
	for (const scale of SCALES)
		for (const grade of gradesOf(scale)) if (text === `${scale}-${grade}`) return { scale, grade };
	throw new Problem('not_found', { grade: text.slice(0, 10) });
}

function fromOf(params: URLSearchParams): Wanted['from'] {
	const [before, after] = [params.get('before'), params.get('after')];
	for (const text of [before, after])
		if (text && !/^\d{1,15}$/.test(text)) throw new Problem('not_found', { number: text.slice(0, 20) });
	if (before) return { before: Number(before) };
	return after ? { after: Number(after) } : null;
}
