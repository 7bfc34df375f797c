// Figures as cells. What is hidden says so and nothing else; where there are too few, how many and no share.
import type { Answers, Share } from '../../shared/figures';
import type { Cell, Column } from './sheet';

/** Columns of a share with its interval: `service` makes service_n, service_share, service_low, service_high. */
export function shareColumns(about: string): Column[] {
	return [
		{ key: `${about}_n`, kind: 'count' },
		{ key: `${about}_share`, kind: 'share' },
		{ key: `${about}_low`, kind: 'share' },
		{ key: `${about}_high`, kind: 'share' }
	];
}

/** Cells for those columns; null or hidden: empty ones. */
export function shareCells(share: Share | null, hidden = false): Cell[] {
	if (!share || hidden) return [null, null, null, null];
	return [share.n, rounded(share.share), rounded(share.low), rounded(share.high)];
}

/** How many, or the word for hidden. */
export function countCell(n: number, hidden: boolean, word: string): Cell {
	return hidden ? word : n;
}

/** How many gave each grade, worst first, in five columns whatever the scale. */
export function gradeCells(answers: Answers, hidden = false): Cell[] {
	return [0, 1, 2, 3, 4].map((at) => (hidden ? null : (answers.counts[at] ?? null)));
}

export function gradeColumns(about: string): Column[] {
	return [1, 2, 3, 4, 5].map((grade): Column => ({ key: `${about}_grade_${grade}`, kind: 'count' }));
}

/** Four digits after the point: a hundredth of a per cent, finer than any interval here. */
export function rounded(value: number | null): number | null {
	return value === null ? null : Math.round(value * 10_000) / 10_000;
}
