// Branches, services, counters or officers beside their peers: every row, whichever page of them a screen shows.
import type { Comparison, Row, Side } from '../../shared/compare';
import { SIDES } from '../../shared/compare';
import type { Called } from '../../shared/figures';
import { Problem } from '../../shared/problem';
import { compare as ask, rows as all } from '../analytics/compare';
import { place } from '../analytics/desk';
import { countCell, rounded } from './cells';
import type { Table } from './tables';

type Compared = Omit<Comparison, 'tally' | 'clear' | 'sort' | 'page' | 'dots' | 'mouth'>;

export const compare: Table<Compared> = {
	act: 'figures.see',
	async answer({ db, reader, given, params, language }) {
		const { cut } = given.asked;
		const side =
			sideOf(params) ?? (cut.branches !== 'all' && cut.branches.length === 1 ? 'service' : 'branch');
		const compared = await ask(db, given, reader.scope, side);
		const { field, ...figures } = compared;
		const rows = all(compared);
		const served = side === 'officer' ? rows.map(({ id }) => id) : [];
		const { called } = await place(db, reader, given, language, served);
		const { centre, tail, phi } = field;
		return { figures: { ...figures, rows, centre, tail, phi }, called };
	},
	sheet({ figures, called }, _, say) {
		const hidden = say('hidden');
		const row = (one: Row) => {
			const isHidden = one.verdict === 'hidden';
			return [
				nameOf(figures.by, one.id, called) ?? String(one.id),
				say(`verdict_${one.verdict}`),
				countCell(one.share.n, isHidden, hidden),
				...(isHidden
					? Array<null>(9).fill(null)
					: [
							one.share.share,
							one.share.low,
							one.share.high,
							one.shrunken?.share ?? null,
							one.adjusted?.share ?? null,
							one.adjusted?.low ?? null,
							one.adjusted?.high ?? null,
							one.low,
							one.high
						].map(rounded))
			];
		};
		const share = (key: string) => ({ key, kind: 'share' }) as const;
		return {
			columns: [
				{ key: figures.by, kind: 'text' },
				{ key: 'verdict', kind: 'text' },
				{ key: 'answers', kind: 'count' },
				...['share_satisfied', 'low', 'high', 'shrunken', 'adjusted', 'adjusted_low', 'adjusted_high'].map(
					share
				),
				...['funnel_low', 'funnel_high'].map(share)
			],
			rows: figures.rows.map(row)
		};
	}
};

const NAMES = { branch: 'branches', service: 'services', counter: 'counters', officer: 'officers' } as const;

function nameOf(by: Side, id: number, called: Called): string | undefined {
	return called[NAMES[by]][id];
}

/** What is compared; null: the page's own choice. Refuses another word: not_found. */
function sideOf(params: URLSearchParams): Side | null {
	const text = params.get('by');
	if (!text) return null;
	const side = SIDES.find((one) => one === text);
	if (!side) throw new Problem('not_found', { by: text.slice(0, 20) });
	return side;
}
