// Coverage as it may be shown: by day or month, with days hidden on which so few rated that somebody could be told.
import type { CoverageRow } from '../../shared/visits';
import type { Db } from '../db/open';
import * as visits from '../ratings/visits';
import { hide } from './suppress';

export type Line = CoverageRow & {
	/** How many rated is not told: `all` and `rated` are 0. What was served is known all the same. */
	hidden: boolean;
};

/** The lines of a cut by branch and day or month; those of one branch are siblings, and those of one span. */
export async function lines(db: Db, cut: visits.Cut, by: 'day' | 'month', minCell: number): Promise<Line[]> {
	const rows = await visits.table(db, cut, by);
	const hidden = new Set<CoverageRow>();
	for (const side of ['branchId', 'span'] as const)
		for (const key of new Set(rows.map((row) => row[side]))) {
			const own = rows.filter((row) => row[side] === key);
			for (const what of ['all', 'rated'] as const)
				hide(
					own.map((row) => row[what]),
					minCell
				).forEach((isHidden, at) => isHidden && hidden.add(own[at]!));
		}
	return rows.map((row) =>
		hidden.has(row) ? { ...row, all: 0, rated: 0, hidden: true } : { ...row, hidden: false }
	);
}
