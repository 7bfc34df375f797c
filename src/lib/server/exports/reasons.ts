// The reasons customers tapped, after good grades and after the others, most often first.
import { say as sayIn } from '../../shared/language';
import type { Pareto, Reasons } from '../../shared/reasons';
import { place } from '../analytics/desk';
import { reasons as ask } from '../analytics/reasons';
import { rounded } from './cells';
import type { Cell } from './sheet';
import type { Table } from './tables';

export const reasons: Table<Reasons> = {
	act: 'figures.see',
	async answer({ db, reader, given, language }) {
		const figures = await ask(db, given.asked, reader.scope, given.rules);
		return { figures, called: (await place(db, reader, given, language)).called };
	},
	sheet({ figures }, { language }, say) {
		const lines = (fits: 'bad' | 'good', { hidden, lines: all }: Pareto): Cell[][] =>
			hidden
				? []
				: all.map((line) => [
						say(`fits_${fits}`),
						line.cause === null ? say('several') : say(`cause_${line.cause}`),
						line.code ?? '',
						line.words ? sayIn(line.words, language) : say('several'),
						line.n,
						rounded(line.share),
						rounded(line.running),
						line.perHundred === null ? null : Math.round(line.perHundred * 100) / 100,
						line.change === null ? '' : say(`change_${line.change}`)
					]);
		return {
			columns: [
				{ key: 'fits', kind: 'text' },
				{ key: 'cause', kind: 'text' },
				{ key: 'code', kind: 'text' },
				{ key: 'reason', kind: 'text' },
				{ key: 'named', kind: 'count' },
				{ key: 'share', kind: 'share' },
				{ key: 'running', kind: 'share' },
				{ key: 'per_hundred', kind: 'number' },
				{ key: 'change', kind: 'text' }
			],
			rows:
				figures.kind === 'reasons' && !figures.hidden
					? [...lines('bad', figures.bad), ...lines('good', figures.good)]
					: []
		};
	}
};
