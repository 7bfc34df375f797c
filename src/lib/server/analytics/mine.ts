// An officer's own figures. All of them are made of the batches that the officer is shown one by one (shown.ts), so that
// no figure tells more than these do, however often somebody looks and subtracts; praise comes first.
import { addDays, dayOf, monthOf, type Day, type Month } from '../../shared/day';
import type { Share } from '../../shared/figures';
import type { Privacy } from '../../shared/privacy';
import { leaning, SCALES, type Scale } from '../../shared/rating';
import type { Db } from '../db/open';
import * as privacy from '../org/privacy';
import * as upkeep from '../ratings/upkeep';
import { commentsOf, reasonsOf, type OwnComment, type Reason } from './ownwords';
import { beside, type Beside } from './peers';
import { batches, kept, lastSunday, type Batch, type Own } from './shown';
import { share, tooFew } from './statistics';
import { lean } from './tally';

export const WINDOW_DAYS = 91;
/** How many months the trend looks back, and how many comments of a kind the page holds. */
export const MONTHS = 12;
const COMMENTS = 8;

export type ReasonCount = Reason & { count: number };
export type Told = OwnComment & { from: Day; to: Day; grade: number; scale: Scale };

export type Mine = {
	from: Day;
	to: Day;
	scale: Scale;
	satisfied: Share;
	/** How many gave each grade, worst first; null where there are too few to say. */
	counts: number[] | null;
	/** What was tapped about the officer or about something else, most often first; null where there are too few. */
	reasons: ReasonCount[] | null;
	/** In no order of time: by chance. */
	praise: Told[];
	criticism: Told[];
	/** By the month in which the weeks end, oldest first; `satisfied` without a share where there are too few. */
	months: { month: Month; satisfied: Share }[];
	peers: Beside;
	/** Of the same weeks: how many are marked and counted all the same, and how many are struck and not counted. */
	beside: { marked: number; struck: number };
};

/** The days an officer sees, as of a day: thirteen whole weeks, the last one ended `officerDelayDays` ago or before. */
export function windowOf(today: Day, rules: Pick<Privacy, 'officerDelayDays' | 'minCell'>) {
	const to = lastSunday(today, rules);
	return { from: addDays(to, 1 - WINDOW_DAYS), to };
}

/**
 * An officer's own figures as of an instant, wherever they served, on the scale most used. Always with the marked
 * ratings: the difference to without them would tell who of a few gave which grade.
 */
export async function mine(db: Db, officerId: number, at: number, zone: string): Promise<Mine> {
	await upkeep.catchUp(db);
	const rules = await privacy.current(db.read);
	const today = dayOf(at, zone);
	const days = windowOf(today, rules);
	const all = batches(await kept(db.read, officerId), rules, at, zone);
	const here = all.filter(({ to }) => to >= days.from);
	const inWindow = here.flatMap(({ ratings }) => ratings);
	const counted = inWindow.filter(({ struck }) => !struck);
	const scale = mostUsed(counted);
	const own = counted.filter((one) => one.scale === scale);
	const isFew = tooFew(own.length, rules.minSample);
	const tally = await reasonCounts(db, own);
	const comments = await commentsOf(db.read, here, rules, today);
	return {
		...days,
		scale,
		satisfied: satisfied(own, scale, rules.minSample),
		counts: isFew ? null : gradesOf(own, scale),
		reasons: isFew ? null : tally,
		...told(here, comments),
		months: trend(all, scale, rules.minSample, monthOf(days.to)),
		peers: await beside(db, officerId, days, scale, rules.minSample),
		beside: {
			marked: counted.filter(({ marked }) => marked).length,
			struck: inWindow.length - counted.length
		}
	};
}

function mostUsed(list: readonly Own[]): Scale {
	const n = (scale: Scale) => list.filter((one) => one.scale === scale).length;
	return SCALES.toSorted((one, other) => n(other) - n(one) || other - one)[0] ?? 5;
}

function gradesOf(list: readonly Own[], scale: Scale): number[] {
	const counts = Array.from({ length: scale }, () => 0);
	for (const { grade } of list) counts[grade - 1] = (counts[grade - 1] ?? 0) + 1;
	return counts;
}

function satisfied(list: readonly Own[], scale: Scale, minSample: number): Share {
	const { all, satisfied: count } = lean(gradesOf(list, scale), scale);
	// Where nothing may be said, not even the count is there.
	return tooFew(all, minSample) ? { ...share(0, 0), n: all } : share(count, all, minSample);
}

async function reasonCounts(db: Db, list: readonly Own[]): Promise<ReasonCount[]> {
	const reasons = await reasonsOf(db.read, list);
	const counts = new Map<string, ReasonCount>();
	// The words are those of the newest questionnaire.
	for (const own of list.toSorted((one, other) => other.versionId - one.versionId))
		for (const reason of reasons(own)) {
			const known = counts.get(reason.code) ?? { ...reason, count: 0 };
			counts.set(reason.code, { ...known, count: known.count + 1 });
		}
	return [...counts.values()].sort(
		(one, other) => other.count - one.count || (one.code < other.code ? -1 : 1)
	);
}

/** The comments of the batches, apart by what the customer gave, by the rating's id, which is chance. */
function told(list: readonly Batch[], comments: ReadonlyMap<string, OwnComment>) {
	const every = list
		.flatMap(({ from, to, ratings }) =>
			ratings.map(({ id, grade, scale }) => ({ id, grade, scale, from, to, comment: comments.get(id) }))
		)
		.sort((one, other) => (one.id < other.id ? -1 : 1))
		.flatMap(({ id: _id, comment, ...one }) => (comment ? [{ ...one, ...comment }] : []));
	const isPraise = ({ grade, scale }: Told) => leaning(grade, scale) === 'satisfied';
	return {
		praise: every.filter(isPraise).slice(0, COMMENTS),
		criticism: every.filter((one) => !isPraise(one)).slice(0, COMMENTS)
	};
}

function trend(list: readonly Batch[], scale: Scale, minSample: number, last: Month): Mine['months'] {
	const months: Month[] = [last];
	while (months.length < MONTHS) months.unshift(monthOf(addDays(`${months[0]!}-01`, -1)));
	const first = months.findIndex((month) => list.some(({ to }) => monthOf(to) === month));
	return (first < 0 ? [] : months.slice(first)).map((month) => {
		const own = list.filter(({ to }) => monthOf(to) === month).flatMap(({ ratings }) => ratings);
		return {
			month,
			satisfied: satisfied(
				own.filter((one) => one.scale === scale && !one.struck),
				scale,
				minSample
			)
		};
	});
}
