// The overview as rows: all together, then each step of the trend, service, officer and branch.
import type { Group, Overview, Point } from '../../shared/figures';
import { answer } from '../analytics/desk';
import { countCell, shareCells, shareColumns } from './cells';
import type { Cell } from './sheet';
import type { Table } from './tables';

export const overview: Table<Overview> = {
	act: 'figures.see',
	async answer({ db, reader, params, at, language }) {
		const { figures, called } = await answer(db, reader, params, at, language);
		return { figures, called };
	},
	sheet({ figures, called }, { given: { asked } }, say) {
		const hidden = say('hidden');
		const row = (part: string, name: string, of: Group | Point, from: string, to: string): Cell[] => [
			say(`part_${part}`),
			name,
			from,
			to,
			countCell(of.n, of.hidden, hidden),
			...shareCells(of.service, of.hidden),
			...shareCells(of.officer, of.hidden)
		];
		const { cut, desk } = asked;
		const groups = (part: string, list: Group[] | null, names: Record<number, string>, days = cut) =>
			(list ?? []).map((one) => row(part, names[one.id] ?? say('nobody'), one, days.from, days.to));
		const { summary } = figures;
		return {
			columns: [
				{ key: 'part', kind: 'text' },
				{ key: 'name', kind: 'text' },
				{ key: 'from', kind: 'day' },
				{ key: 'to', kind: 'day' },
				{ key: 'ratings', kind: 'count' },
				...shareColumns('service'),
				...shareColumns('officer')
			],
			rows: [
				row(
					'all',
					'',
					{
						id: 0,
						n: summary.n,
						hidden: summary.hidden,
						service: summary.service.satisfied,
						officer: summary.officer.satisfied
					},
					cut.from,
					cut.to
				),
				...figures.trend.map((point) => row(`step_${figures.step}`, '', point, point.from, point.to)),
				...groups('service', figures.services, called.services),
				...groups('officer', figures.officers, called.officers, desk ? { ...cut, ...desk } : cut),
				...groups('branch', figures.branches, called.branches)
			]
		};
	}
};
