// The trend page: a share over time, and which of its steps are more than chance: judged by the usual level of the year
// before its end (baseline.ts), with what is hidden left out.
import { addDays, type Day } from '../../shared/day';
import {
	STEPS,
	type Course,
	type CoursePoint,
	type DeskSpan,
	type Point,
	type Step
} from '../../shared/figures';
import type { Scale } from '../../shared/rating';
import type { Scope } from '../auth/scope';
import type { Db } from '../db/open';
import * as counts from '../ratings/counts';
import * as upkeep from '../ratings/upkeep';
import { usual } from './baseline';
import { controlChart } from './control';
import { across, cell, seenBy, type Rules } from './hidden';
import { length } from './period';
import { ask } from './question';
import { scales, summary } from './summary';
import { isDesk, lean, tallies, type Cut } from './tally';
import { shown, startOf, steps, suits, type Raw } from './trend';

/** Weeks in the year that a level is taken from. */
const WEEKS = 52;

/** A run is told where the level is of as many steps: of a dozen, nine on one side of their own mean are no rarity. */
const LEAST_STEPS = 20;

export type Wish = {
	desk: DeskSpan | null;
	cut: Cut;
	scale: Scale | null;
	step: Step | null;
	/** Whose share is judged; null: the officer's where one is chosen, else the service's. */
	about: 'service' | 'officer' | null;
	/** The reader's branches: among their siblings no small figure may be found. */
	scope: Scope;
	rules: Rules;
};

/**
 * The course of a cut's shares, caught up with the ledger. Where an officer or a counter is chosen its steps are the
 * weeks or months that `desk` is made of, whatever is wished.
 */
export async function course(db: Db, wish: Wish): Promise<Course> {
	await upkeep.catchUp(db);
	const { cut, rules } = wish;
	const isOfDesk = isDesk(cut, 'nothing');
	const by = isOfDesk ? 'span' : 'day';
	const from = baselineFrom(cut, isOfDesk ? wish.desk : null);
	const seen = await seenBy(db.read, wish.scope);
	const ends = await counts.endings(db.read, cut);
	const [beside, days, isCell, time] = await ask(
		db,
		{ statement: counts.statement(cut, ends), read: counts.read },
		tallies({ ...cut, from }, by),
		cell(cut, seen, rules.minCell),
		across(cut, by, seen, rules.minCell)
	);
	const inside = days.filter(({ key }) => String(key) >= cut.from.slice(0, String(key).length));
	const used = scales(inside);
	const scale = wish.scale ?? used[0]?.scale ?? 5;
	const { n, hidden } = summary(inside, scale, rules, isCell(scale));
	const offered: Step[] = isOfDesk ? [wish.desk?.grain ?? 'week'] : [...STEPS];
	const isOffered = wish.step !== null && offered.includes(wish.step);
	const step = isOffered ? wish.step! : suits(inside, scale, cut, rules.minSample, offered);
	const raw = length(cut) === 0 || hidden ? [] : steps(inside, scale, cut, step);
	const points = shown(
		raw,
		step,
		rules,
		time?.(scale, (key) => startOf(String(key), step))
	);
	const about = wish.about ?? (cut.officerId === null ? 'service' : 'officer');
	const earlier = from < cut.from ? steps(days, scale, { from, to: addDays(cut.from, -1) }, step) : [];
	return {
		...{ scale, n, hidden, counts: beside, step, steps: offered, about },
		others: used.filter((other) => other.scale !== scale),
		...judged({ earlier, raw, points, about, minSample: rules.minSample, from })
	};
}

/** A year of steps up to the end of what is shown, or all that is shown where that is longer. */
function baselineFrom({ from, to }: Cut, desk: DeskSpan | null): Day {
	if (length({ from, to }) === 0) return from;
	const [year = 0, month = 0] = to.split('-').map(Number);
	const start =
		desk?.grain === 'week'
			? addDays(to, 1 - WEEKS * 7)
			: new Date(Date.UTC(year, month - 12, 1)).toISOString().slice(0, 10);
	return start < from ? start : from;
}

type Judging = {
	earlier: Raw[];
	raw: Raw[];
	points: Point[];
	about: 'service' | 'officer';
	minSample: number;
	from: Day;
};

function judged({ earlier, raw, points, about, minSample, from }: Judging) {
	const counted = (list: readonly Raw[]) =>
		list.map((point) => {
			const { all, satisfied } = lean(point[about], point.scale);
			return { count: satisfied, n: all };
		});
	const level = usual([...counted(earlier), ...counted(raw)], minSample);
	const to = raw.at(-1)?.to ?? from;
	const bare = (point: Point): CoursePoint => ({ ...point, low: null, high: null, signal: null });
	if (!level)
		return { points: points.map(bare), centre: null, isWidened: false, baseline: { from, to, steps: 0 } };
	// Of a hidden step nothing is judged: on which side of the centre it lies would be told by a run.
	const seen = counted(raw).map((point, at) => (points[at]?.hidden ? { count: 0, n: 0 } : point));
	const chart = controlChart([...counted(earlier), ...seen], { minSample, by: level });
	const own = chart.points.slice(earlier.length);
	const isTold = (signal: 'beyond' | 'run' | null) => signal === 'beyond' || level.steps >= LEAST_STEPS;
	return {
		centre: level.centre,
		isWidened: level.overdispersed,
		baseline: { from, to, steps: level.steps },
		points: points.map((point, at): CoursePoint => {
			const { low = null, high = null, signal = null } = own[at] ?? {};
			const side = (point[about].share ?? 0) < level.centre ? ('below' as const) : ('above' as const);
			return { ...point, low, high, signal: signal && isTold(signal) ? { rule: signal, side } : null };
		})
	};
}
