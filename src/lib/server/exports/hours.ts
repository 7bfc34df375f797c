// The hours of the week, one row for each hour of each weekday.
import type { Hours } from '../../shared/hourmap';
import { place } from '../analytics/desk';
import { hours as ask } from '../analytics/hours';
import { countCell, rounded } from './cells';
import type { Cell } from './sheet';
import type { Table } from './tables';

export const hours: Table<Hours> = {
	act: 'figures.see',
	async answer({ db, reader, given, language }) {
		const figures = await ask(db, given.asked, reader.scope, given.rules);
		return { figures, called: (await place(db, reader, given, language)).called };
	},
	sheet({ figures }, _, say) {
		const rows: Cell[][] = [];
		if (figures.kind === 'map')
			for (const [at, hour] of figures.hours.entries())
				for (const [of, weekday] of figures.weekdays.entries()) {
					const cell = figures.cells[at]?.[of];
					if (!cell) continue;
					const { share, hidden, open, verdict } = cell;
					rows.push([
						...[say(`weekday_${weekday}`), hour, say(open ? 'yes' : 'no')],
						countCell(share.n, hidden, say('hidden')),
						...(hidden ? [null, null, null] : [share.share, share.low, share.high].map(rounded)),
						verdict === null || hidden ? '' : say(`verdict_${verdict}`)
					]);
				}
		return {
			columns: [
				{ key: 'weekday', kind: 'text' },
				{ key: 'hour', kind: 'number' },
				{ key: 'open', kind: 'text' },
				{ key: 'service_n', kind: 'count' },
				{ key: 'service_share', kind: 'share' },
				{ key: 'service_low', kind: 'share' },
				{ key: 'service_high', kind: 'share' },
				{ key: 'verdict', kind: 'text' }
			],
			rows
		};
	}
};
