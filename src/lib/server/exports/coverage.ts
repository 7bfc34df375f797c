// Rated beside served, by branch and month where that is known. How many rated is hidden where few did, as everywhere.
import type { Called } from '../../shared/figures';
import type { Coverage, CoverageRow } from '../../shared/visits';
import { Problem } from '../../shared/problem';
import { place } from '../analytics/desk';
import { hide, hideTable } from '../analytics/suppress';
import * as visits from '../ratings/visits';
import { countCell, rounded } from './cells';
import type { Table } from './tables';

export type CoverageLine = CoverageRow & { hidden: boolean };
export type CoverageTable = {
	/** All together; null: of nothing is known how many were served, or too few rated to be told. */
	whole: Coverage | null;
	/** Of hidden ones `all` and `rated` are 0. */
	rows: CoverageLine[];
};

/** A table of more branches than this is told without its months: to hide in so large a one takes too long. */
const MOST_BRANCHES = 60;

export const coverage: Table<CoverageTable> = {
	act: 'figures.see',
	async answer({ db, reader, given, params, language }) {
		for (const field of ['officer', 'counter'])
			if (params.get(field)) throw new Problem('bad_shape', { field });
		const { cut, period, serviceId, marked } = given.asked;
		const of = { branches: cut.branches, from: period.from, to: period.to, serviceId, marked };
		const whole = await visits.coverage(db, of);
		const rows = hiddenIn(await visits.table(db, of, 'month'), given.rules.minCell);
		const isSmall = whole !== null && whole.rated > 0 && whole.rated < given.rules.minCell;
		const { called } = await place(db, reader, given, language);
		return { figures: { whole: isSmall ? null : whole, rows }, called };
	},
	sheet({ figures, called }, { given: { asked } }, say) {
		return {
			columns: [
				{ key: 'branch', kind: 'text' },
				{ key: 'month', kind: 'text' },
				{ key: 'ratings', kind: 'count' },
				{ key: 'rated_known', kind: 'count' },
				{ key: 'served', kind: 'count' },
				{ key: 'coverage', kind: 'share' },
				{ key: 'days', kind: 'count' },
				{ key: 'known_days', kind: 'count' }
			],
			rows: figures.rows.map((row) => [
				nameOf(called, row.branchId),
				row.span === '' ? `${asked.period.from} – ${asked.period.to}` : row.span,
				countCell(row.all, row.hidden, say('hidden')),
				row.hidden ? null : row.rated,
				row.served,
				row.hidden || !row.served ? null : rounded(row.rated / row.served),
				row.days,
				row.knownDays
			])
		};
	}
};

const nameOf = (called: Called, id: number) => called.branches[id] ?? String(id);

/** The rows with small ones, and what would give them away, hidden; of many branches one row each, `span` empty. */
function hiddenIn(rows: readonly CoverageRow[], minCell: number): CoverageLine[] {
	const branches = [...new Set(rows.map(({ branchId }) => branchId))];
	const spans = [...new Set(rows.map(({ span }) => span))].sort();
	if (branches.length > MOST_BRANCHES) {
		const sums = branches.map((id) => sum(rows.filter(({ branchId }) => branchId === id)));
		const small = (['all', 'rated'] as const).map((what) =>
			hide(
				sums.map((one) => one[what]),
				minCell
			)
		);
		return sums.map((one, at) =>
			said(
				one,
				small.some((hidden) => hidden[at])
			)
		);
	}
	const at = new Map(rows.map((row) => [`${row.branchId} ${row.span}`, row]));
	const small = (['all', 'rated'] as const).map((what) =>
		hideTable(
			branches.map((id) => spans.map((span) => at.get(`${id} ${span}`)?.[what] ?? 0)),
			minCell
		)
	);
	return rows.map((row) => {
		const [line, column] = [branches.indexOf(row.branchId), spans.indexOf(row.span)];
		return said(
			row,
			small.some((hidden) => hidden[line]?.[column])
		);
	});
}

function said(row: CoverageRow, hidden: boolean): CoverageLine {
	return hidden ? { ...row, all: 0, rated: 0, hidden } : { ...row, hidden };
}

function sum(rows: readonly CoverageRow[]): CoverageRow {
	const of = (what: 'all' | 'rated' | 'days' | 'knownDays') => rows.reduce((all, row) => all + row[what], 0);
	const known = rows.filter(({ served }) => served !== null);
	return {
		...{ branchId: rows[0]?.branchId ?? 0, span: '', all: of('all'), rated: of('rated') },
		...{ days: of('days'), knownDays: of('knownDays') },
		served: known.length === 0 ? null : known.reduce((all, { served }) => all + (served ?? 0), 0)
	};
}
