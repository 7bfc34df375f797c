// When it is good and when it is not: satisfaction and volume by the hour of the week, as the desk is told of it.
import type { Counts, DeskSpan, Share } from './figures';
import type { Scale } from './rating';

export type HourCell = {
	/** Fewer rated than may be told, or so few would be left elsewhere: nothing is said of it, and `share.n` is 0. */
	hidden: boolean;
	/** Of the service. */
	share: Share;
	/** Whether any of the branches is open then. */
	open: boolean;
	/** Differs from all other hours of the week together by more than chance, all hours judged at once. */
	verdict: 'above' | 'below' | null;
};

/** An hour of the day that is below the others, and by how much (a share); `slots`: of one weekday alone. */
export type LowHour = { hour: number; weekday: number | null; gap: number };

export type HourMap = {
	kind: 'map';
	span: DeskSpan;
	/** Of all services, although one was asked for: by hour nothing is kept of one service in some branches. */
	isOfAllServices: boolean;
	scale: Scale;
	others: { scale: Scale; n: number }[];
	counts: Counts;
	whole: Share;
	/** Rows and columns: hours 0–23 in order, weekdays (0 Sunday … 6 Saturday) from Monday. */
	hours: number[];
	weekdays: number[];
	/** For each hour one cell for each weekday. */
	cells: HourCell[][];
	/** Hours that are lower than the rest by more than chance, lowest first; single hours of a weekday where no hour is. */
	low: LowHour[];
	/** Whether the ratings were enough to say so at all. */
	isEnough: boolean;
};

/** No map, and why: an officer's or a counter's hour would tell who rated; or there is no whole week in the period. */
export type NoHourMap = { kind: 'none'; why: 'officer' | 'counter' | 'short' };

export type Hours = HourMap | NoHourMap;
