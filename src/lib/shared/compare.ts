// What the desk is told when branches, services, counters or officers are compared: groups, never ranks.
import type { Counts, DeskSpan, Share } from './figures';
import type { Day } from './day';
import type { Scale } from './rating';

export const SIDES = ['branch', 'service', 'counter', 'officer'] as const;
/** What is compared. */
export type Side = (typeof SIDES)[number];

/**
 * How one stands to its peers. 'same': chance could have made the difference, or it is too small to matter. 'few': too
 * few ratings to say. 'hidden': so few, or so few would be left elsewhere, that nothing is told.
 */
export const VERDICTS = ['above', 'same', 'below', 'few', 'hidden'] as const;
export type Verdict = (typeof VERDICTS)[number];

export type Spread = { share: number; low: number; high: number };

export type Row = {
	id: number;
	verdict: Verdict;
	/** How many graded, and the share satisfied with its interval. Of a hidden one n is 0 and the share null. */
	share: Share;
	/** Drawn toward the peers as far as its ratings are few; null where there is nothing to say. */
	shrunken: Spread | null;
	/** With the average mix of services; null where services themselves are compared. */
	adjusted: Spread | null;
	/** Observed over expected of those who were not satisfied; null where none were to be expected. */
	ratio: number | null;
	/** As many ratings of the average mix would say as much; the limits between which chance alone would leave it. */
	weight: number;
	low: number | null;
	high: number | null;
};

/** One on the funnel plot; `id` 0 for those who are not named there. */
export type Dot = { id: number; weight: number; share: number; verdict: Verdict };
/** The limits at a number of ratings: 95 % and those beyond which one stands apart. */
export type Mouth = { n: number; innerLow: number; innerHigh: number; low: number; high: number };

export const SORTS = ['name', 'n', 'share', 'adjusted'] as const;
export type SortBy = (typeof SORTS)[number];

export type Comparison = {
	by: Side;
	/** Whose grade is compared. */
	about: 'service' | 'officer';
	/** Whether the mix of services is taken out. */
	isAdjusted: boolean;
	scale: Scale;
	others: { scale: Scale; n: number }[];
	counts: Counts;
	/** The days that were counted; those of officers and counters are whole weeks or months. Null: there are none. */
	days: { from: Day; to: Day } | null;
	span: DeskSpan | null;
	/** All together; hidden where these are too few to be told. */
	overall: Share;
	/** The share of those who do not stand apart: what the others are measured by. */
	centre: number | null;
	isHidden: boolean;
	/** How many stand where. */
	tally: Record<Verdict, number>;
	/** Those clearly above and clearly below, all of them up to a number, whichever page is shown. */
	clear: Row[];
	rows: Row[];
	sort: { by: SortBy; down: boolean };
	page: { number: number; of: number; size: number };
	/** What a limit is made of: the chance on either side, and how many times more than chance they vary. */
	tail: number;
	phi: number;
	dots: Dot[];
	mouth: Mouth[];
};
