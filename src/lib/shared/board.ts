// What the live board of a wall screen is told. Anybody who passes by reads it, officers too.
import type { Day } from './day';
import type { Change, Share } from './figures';
import type { Scale } from './rating';

/** A service: how many rated it today, and how satisfied they were in the seven days before. */
export type BoardService = {
	id: number;
	/** Where `isHidden` it is 0: so few that somebody could be told, or hidden so that those cannot be found. */
	today: number;
	isHidden: boolean;
	week: Share;
	/** The same for the seven days. */
	isWeekHidden: boolean;
};

export type Board = {
	at: number;
	zone: string;
	day: Day;
	/** All of today's ratings, to the last one. */
	n: number;
	/** The scale that the shares are of, and how many of today's are on others. */
	scale: Scale;
	others: number;
	/** What today's grades are told of: of the first `n`, a whole number of groups of `step`, worst grade first. */
	told: { n: number; step: number; counts: number[]; satisfied: Share };
	/** The seven whole days before. */
	week: { from: Day; to: Day; n: number; satisfied: Share };
	/** Today's share against the week's; null where either is of too few. */
	change: Change | null;
	services: BoardService[];
	/** How many came in each hour (0–23) of today. */
	hours: number[];
	minSample: number;
};
