// The planted truths: what is so in the demo world by construction. Screens that claim to find things out are
// checked against these; docs/demo-world.md says them in words and must be kept in step.
//
// A grade is drawn by an ordered logit: P(grade ≥ k) = 1 / (1 + exp(−(CUTS[k] + level))). Level 0 is the middle.
import { addDays, monthOf, weekdayOf, type Day, type Month } from '../../../shared/day';
import type { Cause } from '../../../shared/rating';
import { isHoliday } from './calendar';

/** For grades 2, 3, 4 and 5, at level 0: 98.7 %, 96.1 %, 90.0 % and 50.0 % are at least that. */
const SERVICE_CUTS = [4.3, 3.2, 2.2, 0];
/** For the officer: 99.0 %, 97.2 %, 92.0 % and 55.0 %. */
const OFFICER_CUTS = [4.6, 3.55, 2.44, 0.2];

/** At the hours of rush (calendar.ts) the service's level is lower by this. */
export const RUSH_EFFECT = -0.4;

/** In one month one branch is slow: its service's level falls, its officers' does not, and people say "waiting". */
export const SLOW = { branch: 'BTD-02', effect: -1.6, waitingShare: 0.75 };

/** Customers of this service take it out on the officer: their level for the officer is lower by `effect`. */
export const HARD_DESK = { service: 'TV-TG', effect: -1 };

/** How often the two grades of a rating come from one mood; else they are independent. */
export const ONE_MOOD = 0.45;
/** How often the officer is not graded, whatever the grade would have been. */
export const OFFICER_SKIPPED = 0.06;

/** How often reasons are tapped, and a comment written, by how the lower of the two grades leans. */
export const REASONS_GIVEN = { dissatisfied: 0.55, neutral: 0.3, satisfied: 0.16 };
export const COMMENT_GIVEN = { dissatisfied: 0.14, neutral: 0.06, satisfied: 0.018 };

/** At this counter nobody was on duty in one week: its ratings have no officer. */
export const UNSTAFFED = { counter: 'DV-Q3', fromDayOfMonth: 8, days: 7 };

/**
 * Somebody presses a tablet for themselves, the best faces for the service and the officer each time: on one evening
 * long after closing, minutes apart; and on one afternoon, many in two minutes.
 */
export type Staged = { counter: string; hour: number; minute: number; count: number; apartMs: number };
export const AFTER_HOURS: Staged = { counter: 'BT-Q1', hour: 19, minute: 12, count: 6, apartMs: 150_000 };
export const IN_ONE_GO: Staged = { counter: 'TL-Q2', hour: 16, minute: 20, count: 14, apartMs: 8_000 };
/** In a year of fewer ratings than this nothing is staged: it would be a large part of them. */
export const STAGED_FROM = 5_000;

/** The branch that is renamed and its new name stand in branches.ts; the officer who moves, in officers.ts. */
export type Calendar = {
	/** The slow month: the calendar month two before the one the year ends in. */
	slowMonth: Month;
	/** The first day under the new name: the first of the month after the middle of the year. */
	renamedDay: Day;
	/** The officer's first day at the other branch: the first of the month after that. */
	movedDay: Day;
	/** The week without an officer, in the month of the renaming: first day, and first day after. */
	unstaffedFrom: Day;
	unstaffedUntil: Day;
	/** Working days in the last whole month: the evening, and the afternoon, on which somebody presses. */
	afterHoursDay: Day;
	inOneGoDay: Day;
};

/** When the planted events are, in the year of these days. */
export function calendar(days: readonly Day[]): Calendar {
	const renamedDay = monthAfter(days[Math.floor(days.length / 2)]!);
	const unstaffedFrom = addDays(renamedDay, UNSTAFFED.fromDayOfMonth - 1);
	const lastMonth = monthBefore(monthOf(days.at(-1)!));
	return {
		slowMonth: monthBefore(monthBefore(monthOf(days.at(-1)!))),
		renamedDay,
		movedDay: monthAfter(renamedDay),
		unstaffedFrom,
		unstaffedUntil: addDays(unstaffedFrom, UNSTAFFED.days),
		afterHoursDay: workday(`${lastMonth}-14`),
		inOneGoDay: workday(`${lastMonth}-22`)
	};
}

/** The first day from one on that is neither a weekend's nor a holiday. */
function workday(day: Day): Day {
	return isHoliday(day) || weekdayOf(day) === 0 || weekdayOf(day) === 6 ? workday(addDays(day, 1)) : day;
}

/** The first day of the month after a day's. */
export function monthAfter(day: Day): Day {
	return `${monthOf(addDays(`${monthOf(day)}-28`, 4))}-01`;
}

function monthBefore(month: Month): Month {
	return monthOf(addDays(`${month}-01`, -1));
}

/** P(grade ≤ 1), P(grade ≤ 2) … P(grade ≤ 5) = 1 at a level. */
export function upTo(cuts: readonly number[], level: number): number[] {
	return [...cuts.map((cut) => 1 / (1 + Math.exp(cut + level))), 1];
}

export function serviceGrades(level: number): number[] {
	return upTo(SERVICE_CUTS, level);
}

export function officerGrades(level: number): number[] {
	return upTo(OFFICER_CUTS, level);
}

/** The share satisfied (grade 4 or 5) of such running totals. */
export function satisfied(grades: readonly number[]): number {
	return 1 - grades[2]!;
}

/** How many of those served rate, in the branches with a queue system, and since which planted day it counts. */
export const COVERAGE: Record<string, { share: number; from?: 'renamedDay' }> = {
	'BTD-01': { share: 0.42 },
	'BTD-02': { share: 0.36 },
	'BTD-03': { share: 0.33, from: 'renamedDay' },
	'BTD-04': { share: 0.17 },
	'BTD-05': { share: 0.39 }
};

/** What a low grade for the officer is about, against each other. */
export const OFFICER_CAUSES: Partial<Record<Cause, number>> = { officer: 12, procedure: 1, waiting: 1 };
/** What praise is about. */
export const GOOD_CAUSES: Record<Cause, number> = {
	officer: 6,
	waiting: 4,
	procedure: 2,
	system: 1,
	premises: 1,
	rules: 0.7
};
