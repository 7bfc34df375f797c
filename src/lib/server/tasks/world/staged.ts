// Ratings that somebody gives themselves (planted: see truth.ts), for the plausibility rules to find.
import type { Day } from '../../../shared/day';
import type { Given } from './generate';
import type { Plan } from './plan';
import * as truth from './truth';

/** Somebody pressing, by position in the plan and by day. */
export type Staging = Omit<truth.Staged, 'counter'> & { counter: number; day: Day };

/** What is staged in a plan's year. */
export function stagings({ counters, calendar }: Plan): Staging[] {
	const at = (one: truth.Staged, day: Day) => ({
		...one,
		day,
		counter: counters.findIndex(({ code }) => code === one.counter)
	});
	return [at(truth.AFTER_HOURS, calendar.afterHoursDay), at(truth.IN_ONE_GO, calendar.inOneGoDay)];
}

/** The taps of a day's customers and of whoever presses, in order; customers wait until the pressing is over. */
export function among(
	taps: readonly number[],
	midnight: number,
	staging: Staging | undefined
): { at: number; isStaged: boolean }[] {
	if (!staging) return taps.map((at) => ({ at, isStaged: false }));
	const from = midnight + (staging.hour * 60 + staging.minute) * 60_000;
	const lastsMs = staging.count * staging.apartMs;
	const later = (at: number) => (at >= from && at < from + lastsMs ? at + lastsMs : at);
	const presses = Array.from({ length: staging.count }, (_, press) => from + press * staging.apartMs);
	return [
		...taps.map((at) => ({ at: later(at), isStaged: false })),
		...presses.map((at) => ({ at, isStaged: true }))
	].sort((a, b) => a.at - b.at);
}

/** The best face, and the best face again. */
export function pressed<G extends Pick<Given, 'officer'>>(rating: G): G {
	const officerGrade = rating.officer === null ? null : 5;
	return { ...rating, serviceGrade: 5, officerGrade, reasons: [], comment: null, tookMs: 2_400 };
}
