// The rapid report: what a leader is mailed every morning and every Monday, and can read, print and file. Figures on
// their way to a letter, a page or a paper; names in them are in the reader's language. Never an officer's.
import type { AlertKind } from './alert';
import type { CoursePoint, Overview, Period } from './figures';
import type { Cause } from './rating';

export const DIGESTS = ['daily', 'weekly'] as const;
export type DigestKind = (typeof DIGESTS)[number];

/** The instant of the branch's day at which digests are due, as an hour of its clock. */
export const DIGEST_HOUR = 7;

/** `share`: of all reasons tapped; null where these are too few. */
export type DigestReason = { words: string; cause: Cause; n: number; share: number | null };

export type Digest = {
	/** Which mail it is of; null: a report that somebody asked for. */
	kind: DigestKind | null;
	/** When it was computed (ms), and the zone in which its days are told. */
	at: number;
	zone: string;
	period: Period;
	/** Whom it is about: the branch asked for, or those at the top of what the reader sees; and the one above it. */
	about: string[];
	above: string | null;
	branchId: number | null;
	/** Whether ratings that are marked for review are counted. */
	marked: boolean;
	/** Whether nobody could come: every branch of it was closed on all its days. */
	isClosed: boolean;
	figures: Omit<Overview, 'kind' | 'step' | 'trend' | 'officers'>;
	/** The last whole weeks up to the period's end, with control limits; empty where there is nothing to say. */
	weeks: { points: CoursePoint[]; centre: number | null };
	/** The reasons tapped most after bad grades, most first, and how many were tapped in all. */
	reasons: { n: number; list: DigestReason[] };
	/** Open alerts, newest first, and how many more there are. */
	alerts: { kind: AlertKind; where: string; since: number; isAcknowledged: boolean }[];
	alertsMore: number;
	/** Tablets that have not been heard in opening hours. */
	tablets: { name: string; where: string; since: number }[];
	tabletsMore: number;
	/** How many comments came in these days; null where the reader may not read any. */
	comments: number | null;
	called: { branches: Record<number, string>; services: Record<number, string> };
	rules: { minCell: number; minSample: number };
};

/** A share with its interval as it is drawn, and the limits between which it moves by chance. */
export type Whisker = {
	share: number;
	low: number;
	high: number;
	limits: { low: number; high: number } | null;
};

/** A cell of a table: text, or a share to be drawn (null: too few to say). */
export type SheetCell = string | { whisker: Whisker | null };

/** `right`: the columns of numbers. `scale`: the ends of what whiskers are drawn on. */
export type SheetTable = {
	head: string[];
	rows: SheetCell[][];
	right: number[];
	scale: { from: number; to: number; words: [string, string] } | null;
};

/** What a report says, in words, whatever it is then made into. */
export type Sheet = {
	title: string;
	about: string;
	above: string | null;
	/** Period, when it was made, and what is counted: a line each. */
	lines: string[];
	parts: (
		| { heading: string }
		/** The sentence that answers "is anything wrong?". */
		| { headline: string }
		| { text: string }
		| { note: string }
		| { list: string[] }
		| { table: SheetTable }
	)[];
	method: { title: string; lines: string[] };
	/** At the foot of every page, and the number of the page with {page} and {pages}. */
	foot: { text: string; number: string };
};
