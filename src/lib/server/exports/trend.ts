// The course of a share over time, with its limits and the steps that are more than chance, one row for each step.
import type { Course } from '../../shared/figures';
import { Problem } from '../../shared/problem';
import { course } from '../analytics/course';
import { place, stepOf } from '../analytics/desk';
import { countCell, rounded, shareCells, shareColumns } from './cells';
import type { Table } from './tables';

export const trend: Table<Course> = {
	act: 'figures.see',
	async answer({ db, reader, given, params, language }) {
		const { rules, asked } = given;
		const wish = { ...asked, step: stepOf(params), about: aboutOf(params), scope: reader.scope, rules };
		return { figures: await course(db, wish), called: (await place(db, reader, given, language)).called };
	},
	sheet({ figures }, _, say) {
		return {
			columns: [
				{ key: 'from', kind: 'day' },
				{ key: 'to', kind: 'day' },
				{ key: 'ratings', kind: 'count' },
				...shareColumns('service'),
				...shareColumns('officer'),
				{ key: 'centre', kind: 'share' },
				{ key: 'limit_low', kind: 'share' },
				{ key: 'limit_high', kind: 'share' },
				{ key: 'signal', kind: 'text' }
			],
			rows: figures.points.map((point) => [
				...[point.from, point.to, countCell(point.n, point.hidden, say('hidden'))],
				...shareCells(point.service, point.hidden),
				...shareCells(point.officer, point.hidden),
				...(point.hidden ? [null, null, null] : [figures.centre, point.low, point.high].map(rounded)),
				point.signal ? say(`signal_${point.signal.rule}_${point.signal.side}`) : ''
			])
		};
	}
};

/** Whose share the limits are of; null: the page's own choice. Refuses another word: not_found. */
function aboutOf(params: URLSearchParams): 'service' | 'officer' | null {
	const text = params.get('about');
	if (!text) return null;
	if (text !== 'service' && text !== 'officer') throw new Problem('not_found', { about: text.slice(0, 20) });
	return text;
}
