// What the desk is told: figures on their way from the server's analytics to a screen or an API answer.
import type { Alert } from './alert';
import type { Day } from './day';
import type { Language } from './language';
import type { Scale } from './rating';
import type { Coverage } from './visits';

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

/** Where `hidden`, so few rated (or so few would be left elsewhere) that nothing is told, not even how many. */
export type Summary = { scale: Scale; n: number; hidden: boolean; service: Answers; officer: Answers };

export type Change = {
	/** Share now minus share before, with its 95 % interval. */
	by: number;
	low: number;
	high: number;
	/** 'same': chance alone may have made the difference. */
	verdict: 'up' | 'down' | 'same';
};

/** Where `hidden`, nothing is told of it, not even how many: `n` is 0 and every share null (analytics/suppress.ts). */
export type Group = { id: number; n: number; hidden: boolean; service: Share; officer: Share };

/** Something clearly worse than the rest: what, its share, and the share of all others together. */
export type Attention = { kind: 'branch' | 'service'; id: number; service: Share; rest: Share };

/** Something that wants a person today, each with a page of its own to go to. */
export type Matter =
	| { kind: 'alert'; alert: Alert }
	/** Tablets in opening hours that are not heard; those that an alert names already are left out. */
	/** How many, and the first few by name, the longest silent first. */
	| { kind: 'dark'; n: number; tablets: { id: number; name: string; seenAt: number }[] }
	| { kind: 'coverage'; coverage: Coverage }
	| { kind: 'below'; found: Attention };

export const STEPS = ['day', 'week', 'month'] as const;
export type Step = (typeof STEPS)[number];

/** One step of a trend: `from` and `to` are the days of it that lie within the period. `hidden`: as of a group. */
export type Point = { from: Day; to: Day; n: number; hidden: boolean; service: Share; officer: Share };

export type Split = 'service' | 'officer' | 'branch';

/**
 * What stands beside a figure. `marked`: counted, and with a mark of a plausibility rule that nobody has cleared.
 * `struck`: not counted. `late`: counted, and received on a later business day than they were tapped on.
 */
export type Counts = { marked: number; struck: number; late: number };

/** Other days that a figure is compared with. Where `hidden`, `n` is 0. */
export type Compared = { from: Day; to: Day; n: number; hidden: boolean };
export type Changes = { service: Change | null; officer: Change | null };

export type Overview = {
	kind: 'overview';
	summary: Summary;
	/** Of the same cut, on every scale, and the same whether or not marked ratings are left out of the figures. */
	counts: Counts;
	/** Rated of those served, where that is known; never of one officer or counter. */
	coverage: Coverage | null;
	/** What it is compared with, and by how much the shares differ: the time just before, and the same days last year. */
	before: Compared;
	change: Changes;
	yearBefore: Compared;
	yearChange: Changes;
	/** Ratings of the same cut on other scales, which no figure here holds. */
	others: { scale: Scale; n: number }[];
	step: Step;
	trend: Point[];
	/** Null: not split this way, because one is chosen already, or there is no whole week to split by officers. */
	services: Group[] | null;
	officers: Group[] | null;
	branches: Group[] | null;
	attention: Attention[];
};

/** A day of a trend on which nobody could come: all that is looked at was closed, or a part of it (then whose). */
export type Closure = { day: Day; name: string; branchId: number | null; isWhole: boolean };

/** What somebody wrote beside a trend. */
export type Annotation = {
	id: number;
	/** Of this branch with all under it; null: of the whole department, or of a branch above what the reader sees. */
	branchId: number | null;
	/** Whether it was written for more than the reader's branches. */
	isAbove: boolean;
	from: Day;
	to: Day;
	body: string;
	/** Who wrote it; empty where that is nobody of the reader's branches. */
	by: string;
	/** Whether this reader may take it back. */
	mayRemove: boolean;
};

/** Which rule of the control chart a step breaks, and on which side of the centre. */
export type Signal = { rule: 'beyond' | 'run'; side: 'above' | 'below' };

export type CoursePoint = Point & {
	/** Between these the share moves by chance alone; null where there is nothing to say. */
	low: number | null;
	high: number | null;
	signal: Signal | null;
};

/** The trend page: a share over time with its control limits. */
export type Course = {
	scale: Scale;
	n: number;
	hidden: boolean;
	others: { scale: Scale; n: number }[];
	counts: Counts;
	step: Step;
	/** The steps that may be chosen: never days where an officer or counter is. */
	steps: Step[];
	/** Whose share the limits are of. */
	about: 'service' | 'officer';
	points: CoursePoint[];
	centre: number | null;
	/** The days from which centre and limits are computed, and how many steps of them hold enough ratings. */
	baseline: { from: Day; to: Day; steps: number };
	/** Whether the limits are wider than chance alone would make them, because the steps differ more than that. */
	isWidened: boolean;
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
	body: string;
	language: Language;
	/** Its day; or where so few came for the service that day that the writer could be told, the Monday of its week. */
	day: Day;
	isWeek: boolean;
	/** Null where only the week is told. */
	part: DayPart | null;
	branchId: number;
	serviceId: number;
	scale: Scale;
	/** About the service. */
	grade: number;
	/** Where in the body stands what was searched for: from and to. */
	found: [from: number, to: number][];
};

export type CommentPage = {
	comments: Comment[];
	/** After which comment the older ones begin, and after which the newer ones; null: there are none. */
	older: number | null;
	newer: number | null;
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
