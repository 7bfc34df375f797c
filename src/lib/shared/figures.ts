// What the desk is told: figures on their way from the server's analytics to a screen or an API answer.
import type { Day } from './day';
import type { Language } from './language';
import type { Scale } from './rating';

/** A share as it may be shown: where `share` is null there were too few, and nothing but `n` may be said. */
export type Share = {
	n: number;
	count: number;
	share: number | null;
	low: number | null;
	high: number | null;
};

export type Answers = {
	/** Of all who graded. */
	satisfied: Share;
	dissatisfied: Share;
	/** How many gave each grade, worst first. */
	counts: number[];
};

export type Summary = { scale: Scale; n: number; service: Answers; officer: Answers };

export type Change = {
	/** Share now minus share before, with its 95 % interval. */
	by: number;
	low: number;
	high: number;
	/** 'same': chance alone may have made the difference. */
	verdict: 'up' | 'down' | 'same';
};

export type Group = { id: number; n: number; service: Share; officer: Share };

/** Something clearly worse than the rest: what, its share, and the share of all others together. */
export type Attention = { kind: 'branch' | 'service'; id: number; service: Share; rest: Share };

export const STEPS = ['day', 'week', 'month'] as const;
export type Step = (typeof STEPS)[number];

/** One step of a trend: `from` and `to` are the days of it that lie within the period. */
export type Point = { from: Day; to: Day; n: number; service: Share; officer: Share };

export type Split = 'service' | 'officer' | 'branch';

/**
 * What stands beside a figure. `marked`: counted, and with a mark of a plausibility rule that nobody has cleared.
 * `struck`: not counted. `late`: counted, and received on a later business day than they were tapped on.
 */
export type Counts = { marked: number; struck: number; late: number };

export type Overview = {
	kind: 'overview';
	summary: Summary;
	/** Of the same cut, on every scale, and the same whether or not marked ratings are left out of the figures. */
	counts: Counts;
	/** What it is compared with, and by how much the shares differ. */
	before: { from: Day; to: Day; n: number };
	change: { service: Change | null; officer: Change | null };
	/** Ratings of the same cut on other scales, which no figure here holds. */
	others: { scale: Scale; n: number }[];
	step: Step;
	trend: Point[];
	/** Null: not split this way, because one is chosen already, or see `unsplit`. */
	services: Group[] | null;
	officers: Group[] | null;
	branches: Group[] | null;
	attention: Attention[];
};

export type PeriodKind = 'days' | 'month' | 'quarter' | 'year' | 'span';

export type Period = {
	/** As it stands in a URL. */
	text: string;
	kind: PeriodKind;
	/** First and last day. When the period has no day to read yet, `to` lies before `from`. */
	from: Day;
	to: Day;
};

/** The whole weeks (from a Monday to a Sunday) or months that figures on officers and counters are about. */
export type DeskSpan = { grain: 'week' | 'month'; from: Day; to: Day };

export const DAY_PARTS = ['morning', 'midday', 'afternoon', 'evening'] as const;
export type DayPart = (typeof DAY_PARTS)[number];

/** The part of the day in which an hour (0–23) lies: all that a reader is told of when somebody rated. */
export function partOf(hour: number): DayPart {
	if (hour < 11) return 'morning';
	if (hour < 14) return 'midday';
	return hour < 18 ? 'afternoon' : 'evening';
}

export type Comment = {
	id: number;
	body: string;
	language: Language;
	day: Day;
	part: DayPart;
	branchId: number;
	serviceId: number;
	scale: Scale;
	/** About the service. */
	grade: number;
};

export type CommentPage = {
	comments: Comment[];
	/** Where the next page begins, or null at the end. */
	next: number | null;
	/** Fewer than the limit were found, although older ones have not been looked at yet. */
	cutShort: boolean;
};

/** What the ids in figures are called, in the reader's language; nothing outside the reader's scope. */
export type Called = {
	branches: Record<number, string>;
	services: Record<number, string>;
	counters: Record<number, string>;
	officers: Record<number, string>;
};

/** What a reader may choose among. No counters and officers where there would be thousands: choose a branch first. `depth`: how far below the top of what the reader sees a branch lies. */
export type Choices = {
	branches: { id: number; name: string; depth: number }[];
	services: { id: number; name: string }[];
	counters: { id: number; name: string }[];
	officers: { id: number; name: string }[];
};
