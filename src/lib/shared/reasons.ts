// Why: the reasons customers tapped after their grades, as the desk is told of them.
import type { Day } from './day';
import type { Counts } from './figures';
import type { Words } from './language';
import type { Cause, Scale } from './rating';

/** How often a cause was named; `cause` null: those that were named too seldom to be told apart, together. */
export type CauseLine = { cause: Cause | null; n: number; share: number | null };

export type ReasonLine = {
	/** Null: those of the cause that were tapped too seldom to be told apart, together. */
	code: string | null;
	cause: Cause | null;
	words: Words | null;
	n: number;
	/** Of all reasons in the list, and of those down to this line; null where they are too few. */
	share: number | null;
	running: number | null;
	/** Of a hundred ratings, so many named it; null for a line of several. */
	perHundred: number | null;
	/** Named by more or fewer ratings than in the time before, by more than chance; all lines judged at once. */
	change: 'above' | 'below' | null;
};

/** The reasons offered after good grades, or after the others; a rating may name three. Most often first. */
export type Pareto = {
	/** How many reasons were tapped in all. */
	n: number;
	/** So few that nothing is told. */
	hidden: boolean;
	causes: CauseLine[];
	lines: ReasonLine[];
};

export type Reasons =
	| {
			kind: 'reasons';
			/** The days they are of, and those they are compared with. */
			days: { from: Day; to: Day };
			before: { from: Day; to: Day };
			scale: Scale;
			others: { scale: Scale; n: number }[];
			counts: Counts;
			/** How many rated, whether or not they named a reason. */
			ratings: number;
			hidden: boolean;
			bad: Pareto;
			good: Pareto;
	  }
	| { kind: 'none'; why: 'counter' | 'short' };
