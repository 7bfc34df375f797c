// Which ratings a person should look at: the plausibility rules, pure. A rule only ever marks, with its numbers; what
// is marked stays in the ledger and in every figure, and can be left out of a figure.
import { clockOf, type Day } from '../../shared/day';
import type { Span } from '../org/hours';
import type { MarkRule } from './table';

/** Five ratings in two minutes: a customer takes half a minute with an officer at the very least. */
export const BURST_COUNT = 5;
export const BURST_MS = 120_000;
/** No burst is counted further back than this, so that its number does not hang on how much was read at a time. */
export const BURST_MOST = 30;

/** Shorter runs of one same answer are what happy halls look like; nobody should be asked about them. */
export const RUN_LEAST = 12;
/** A run is marked where chance alone would make fewer than one in a thousand such. */
export const RUN_CHANCE = 0.001;
/** How many ratings before the run tell what is usual on this device. */
export const USUAL_COUNT = 200;
/**
 * What is usual is not known of a device with few ratings: it is taken as if four more had been given, three of them
 * like those of the run. A new tablet's run must then be 25 long; after 200 ratings this no longer matters.
 */
const UNKNOWN = { count: 4, same: 3 };
/** Longer runs are counted as this long. */
export const RUN_MOST = 400;

/** Doors open a little before the hour, and whoever stands inside at closing time is still served. */
export const GRACE_MS = 15 * 60_000;

/** Shifts do not change on the second: the same grace by which intake says who served (intake/check.ts). */
export const SHIFT_GRACE_MS = 5 * 60_000;

/** A clock further off than this is wrong, not slow; its ratings are on the right day only by the correction. */
export const FAR_OFF_MS = 3_600_000;
/** The skew known at the tap and the skew at sending differ by more: the clock was set in between. */
export const SET_MS = 60_000;

export type Mark = { position: number; rule: MarkRule; numbers: Record<string, number | string> };

/** What the ledger says of a rating, as far as the rules ask. */
export type Recorded = {
	position: number;
	seq: number;
	day: Day;
	scale: number;
	serviceGrade: number;
	officerGrade: number | null;
	officerId: number | null;
	claimedOfficerId: number | null;
	tappedAt: number;
	skewMs: number;
	toldSkewMs: number | null;
	/** Null where it says nothing of the clock: it lay in a file since. */
	sentAt: number | null;
	receivedAt: number;
};

/** What was so at its counter then. */
export type Facts = {
	/** In seconds, of the counter on that day. */
	minSeconds: number;
	zone: string;
	/** When the branch was open that day; null: not told. */
	open: readonly Span[] | null;
	/** The same with the day before and the day after: a rating just after midnight belongs to the evening. */
	around: readonly Span[];
	/** Whether anybody had duty at the counter at that instant, or within SHIFT_GRACE_MS of it. */
	onDuty: (atMs: number) => boolean;
};

/**
 * The instant of the tap by the server's clock (milliseconds), or null where no clock could tell it and intake let the
 * arrival stand for it: then it says nothing about hours, duty or neighbours.
 */
export function instant({ tappedAt, skewMs, toldSkewMs, sentAt, receivedAt }: Recorded): number | null {
	const at = tappedAt + skewMs;
	if (at !== receivedAt || skewMs === toldSkewMs) return at;
	return sentAt !== null && skewMs === receivedAt - sentAt ? at : null;
}

/** What is to be marked of a rating by itself: outside_hours, nobody_on_duty, officer_unclear, clock. */
export function alone(rating: Recorded, facts: Facts): Mark[] {
	const at = instant(rating);
	return [
		...clock(rating, at),
		...(at === null ? [] : [...outsideHours(rating, at, facts), ...nobodyOnDuty(rating, at, facts)]),
		...officerUnclear(rating)
	];
}

/**
 * What an arrival makes doubtful among its neighbours: too_soon, burst, same_run, and clock where time runs
 * backwards. `run`: the device's ratings known so far, in the order of their numbers, whole for at least BURST_MOST
 * before and after, and for a same_run as far as `usual` reaches; `index`: the one that has just come. Answers every
 * mark that holds now, also those made before: the marker writes each once.
 */
export function among<R extends Recorded>(
	run: readonly R[],
	index: number,
	minSecondsOf: (rating: R) => number
): Mark[] {
	const [rating, next] = [run[index], run[index + 1]];
	if (!rating) return [];
	return [
		...pair(run[index - 1], rating, minSecondsOf(rating)),
		...(next ? pair(rating, next, minSecondsOf(next)) : []),
		...burst(run, index),
		...sameRun(run, index)
	];
}

/** Whether a rating goes on with the run of the one before it: the same answer on the same day. */
export function continues(before: Recorded, rating: Recorded): boolean {
	return before.day === rating.day && isSame(before, rating);
}

function clock({ position, skewMs, toldSkewMs, sentAt, receivedAt }: Recorded, at: number | null): Mark[] {
	const sentSkewMs = sentAt === null ? null : receivedAt - sentAt;
	const numbers: Mark['numbers'] = { skewMs };
	if (toldSkewMs !== null && sentSkewMs !== null && Math.abs(toldSkewMs - sentSkewMs) > SET_MS)
		Object.assign(numbers, { toldSkewMs, sentSkewMs });
	if (at === null) numbers.counted = 'arrival';
	const isFine = Object.keys(numbers).length === 1 && Math.abs(skewMs) <= FAR_OFF_MS;
	return isFine ? [] : [{ position, rule: 'clock', numbers }];
}

function outsideHours({ position }: Recorded, at: number, { zone, open, around }: Facts): Mark[] {
	if (open === null) return [];
	// Exactly a quarter of an hour before or after is still within.
	if (around.some(({ from, until }) => at >= from - GRACE_MS && at <= until + GRACE_MS)) return [];
	const hours = open.map(({ from, until }) => `${shown(from, zone)}–${shown(until, zone, true)}`).join(' ');
	return [{ position, rule: 'outside_hours', numbers: { at: shown(at, zone), open: hours } }];
}

function nobodyOnDuty({ position }: Recorded, at: number, { zone, onDuty }: Facts): Mark[] {
	return onDuty(at) ? [] : [{ position, rule: 'nobody_on_duty', numbers: { at: shown(at, zone) } }];
}

function officerUnclear({ position, officerId, claimedOfficerId }: Recorded): Mark[] {
	if (claimedOfficerId === null || officerId !== null) return [];
	return [{ position, rule: 'officer_unclear', numbers: { claimedOfficerId } }];
}

/** One rating after another on one device: too soon, or before it. */
function pair(before: Recorded | undefined, rating: Recorded, minSeconds: number): Mark[] {
	const [from, at] = [before ? instant(before) : null, instant(rating)];
	if (from === null || at === null) return [];
	const gapMs = at - from;
	const { position, skewMs } = rating;
	// Two measurings of one clock differ by a little; by more, it was set between the two taps.
	if (gapMs < -SET_MS)
		return [{ position, rule: 'clock', numbers: { skewMs, backSeconds: Math.round(-gapMs / 1000) } }];
	if (gapMs >= minSeconds * 1000) return [];
	const seconds = Math.max(0, Math.floor(gapMs / 100) / 10);
	return [{ position, rule: 'too_soon', numbers: { seconds, minSeconds } }];
}

/** Every stretch of BURST_COUNT with the arrival in it that fits in BURST_MS, grown backwards as far as it fits. */
function burst(run: readonly Recorded[], index: number): Mark[] {
	const marks = new Map<number, Mark>();
	const last = Math.min(run.length - 1, index + BURST_COUNT - 1);
	for (let end = index; end <= last; end++) {
		const until = instant(run[end]!);
		if (until === null) continue;
		let start = end;
		while (start > 0 && end - start + 1 < BURST_MOST && fits(run[start - 1]!, until)) start--;
		const count = end - start + 1;
		if (count < BURST_COUNT || start > index) continue;
		const seconds = Math.round((until - instant(run[start]!)!) / 1000);
		for (let at = start; at <= end; at++) {
			const { position } = run[at]!;
			if (!marks.has(position)) marks.set(position, { position, rule: 'burst', numbers: { count, seconds } });
		}
	}
	return [...marks.values()];
}

function fits(rating: Recorded, until: number): boolean {
	const at = instant(rating);
	return at !== null && until - at <= BURST_MS && until - at >= 0;
}

/**
 * A run of one same answer, service and officer alike, within a day. With p the share of that answer among what the
 * device was given before the run, L in a row come about by chance with probability p^L once the first is given or
 * not; where that is below RUN_CHANCE, and the run is at least RUN_LEAST long, all of it is marked. The run itself
 * is left out of p, or a long one would make itself look usual.
 */
function sameRun(run: readonly Recorded[], index: number): Mark[] {
	const [from, to] = runAround(run, index);
	const length = to - from + 1;
	if (length < RUN_LEAST) return [];
	const usual = run.slice(Math.max(0, from - USUAL_COUNT), from);
	const first = run[from]!;
	const same = usual.filter((rating) => isSame(rating, first)).length;
	const share = (same + UNKNOWN.same) / (usual.length + UNKNOWN.count);
	if (share ** length >= RUN_CHANCE) return [];
	const grade = `${first.serviceGrade}/${first.officerGrade ?? '–'}`;
	const numbers = { run: length, grade, share: Math.round(share * 1000) / 1000 };
	return run.slice(from, to + 1).map(({ position }) => ({ position, rule: 'same_run', numbers }));
}

/** From where to where the run around a rating goes, both included. */
function runAround(run: readonly Recorded[], index: number): [number, number] {
	const rating = run[index]!;
	const joins = (other: Recorded | undefined) => other !== undefined && continues(other, rating);
	let [from, to] = [index, index];
	while (index - from < RUN_MOST && joins(run[from - 1])) from--;
	while (to - index < RUN_MOST && joins(run[to + 1])) to++;
	return [from, to];
}

function isSame(one: Recorded, other: Recorded): boolean {
	return (
		one.serviceGrade === other.serviceGrade &&
		one.officerGrade === other.officerGrade &&
		one.scale === other.scale
	);
}

function shown(atMs: number, zone: string, isEnd = false): string {
	const { hour, minute } = clockOf(atMs, zone);
	const pad = (value: number) => String(value).padStart(2, '0');
	return isEnd && hour === 0 && minute === 0 ? '24:00' : `${pad(hour)}:${pad(minute)}`;
}
