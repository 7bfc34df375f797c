// Alerts: what a rule watches, what was found, and how an alert stands.
import * as v from 'valibot';
import type { Words } from './language';

export const ALERT_KINDS = ['dissatisfied', 'worst_comment', 'tablet_dark', 'low_coverage'] as const;
export type AlertKind = (typeof ALERT_KINDS)[number];

export const ALERT_STATES = ['open', 'acknowledged', 'closed'] as const;
export type AlertState = (typeof ALERT_STATES)[number];

const whole = (least: number, most: number) =>
	v.pipe(v.number(), v.integer(), v.minValue(least), v.maxValue(most));

/** The numbers of a rule, by what it watches. */
export const NumbersShapes = {
	/** More than `percent` of at least `least` ratings of the last `days` days, today included, are dissatisfied. */
	dissatisfied: v.strictObject({ days: whole(1, 30), percent: whole(1, 99), least: whole(10, 10_000) }),
	/** The worst grade with a comment. Nothing to set. */
	worst_comment: v.strictObject({}),
	/** A tablet has not been heard for so many minutes of opening time. */
	tablet_dark: v.strictObject({ minutes: whole(15, 480) }),
	/** Fewer than `percent` of at least `least` cases served on the `days` days before today were rated. */
	low_coverage: v.strictObject({ days: whole(1, 30), percent: whole(1, 99), least: whole(10, 100_000) })
} as const satisfies Record<AlertKind, v.GenericSchema>;

export type Numbers = Record<string, number>;

/** What is offered: a rule of each kind that seldom cries for nothing. */
export const NUMBERS: { [K in AlertKind]: v.InferOutput<(typeof NumbersShapes)[K]> } = {
	dissatisfied: { days: 7, percent: 20, least: 30 },
	worst_comment: {},
	tablet_dark: { minutes: 30 },
	low_coverage: { days: 7, percent: 10, least: 100 }
};

/**
 * What was found, by kind; instants in ms. Never who.
 * dissatisfied: from, to, days, scale, n, count, low and high (95 % interval of the share, 0 to 1), percent (limit). worst_comment: day, or week (its Monday), of the
 * last one; count (how many since it was opened).
 * tablet_dark: minutes (dark of opening time), heardAt, limit. low_coverage: from, to, days (of which served is known),
 * served, rated, percent (limit).
 */
export type Found = Record<string, number | string>;

/** An alert as it is told: on screens, in mails and to webhooks. */
export type Alert = {
	id: number;
	kind: AlertKind;
	state: AlertState;
	branch: { id: number; code: string; name: Words; zone: string };
	service: { id: number; code: string; name: Words } | null;
	device: { id: number; name: string } | null;
	found: Found;
	openedAt: number;
};

/** For so long after it was last seen, what an alert tells of counts as still so. */
export const STILL_MS = 15 * 60_000;

/** Whether what an alert tells of still held when last looked; a comment is neither so nor not so any more. */
export function isStill({ kind, seenAt }: { kind: AlertKind; seenAt: number }, at: number): boolean {
	return kind === 'worst_comment' || at - seenAt < STILL_MS;
}

export function alertState(row: { acknowledgedAt: number | null; closedAt: number | null }): AlertState {
	if (row.closedAt !== null) return 'closed';
	return row.acknowledgedAt === null ? 'open' : 'acknowledged';
}
