// Figures over time: by day, and where a day holds too few, by week or by month.
import { addDays, daysBetween, monthOf, weekdayOf, type Day } from '../../shared/day';
import { STEPS, type Point, type Step } from '../../shared/figures';
import { gradesOf, type Scale } from '../../shared/rating';
import { among, UNSAID, type Hidden, type Rules } from './hidden';
import { share, tooFew } from './statistics';
import { lean, type Tally } from './tally';

/** How many points a chart can show apart. */
const MOST_POINTS = 124;

type Days = { from: Day; to: Day };

/** One step with its counts, before anything of it is hidden. */
export type Raw = Days & Omit<Tally, 'key'>;

/**
 * The step that suits a period: the finest of those offered with which most of the steps that hold ratings hold enough
 * to say something, and which leaves no more points than a chart can show apart.
 */
export function suits(
	tallies: readonly Tally[],
	scale: Scale,
	days: Days,
	minSample: number,
	offered: readonly Step[] = STEPS
): Step {
	const fitting = offered
		.map((step) => ({ step, points: steps(tallies, scale, days, step) }))
		.filter(({ points }) => points.length <= MOST_POINTS);
	const telling = fitting.find(({ points }) => {
		const used = points.filter(({ n }) => n > 0);
		const enough = used.filter(({ n }) => !tooFew(n, minSample));
		return enough.length > 0 && enough.length * 2 >= used.length;
	});
	return (telling ?? fitting[0])?.step ?? offered.at(-1) ?? 'month';
}

/**
 * The counts of each step of a period, also where nobody rated. Weeks begin on Monday. Tallies are by day, or by the
 * Mondays of whole weeks or by months where they are about an officer or a counter.
 */
export function steps(tallies: readonly Tally[], scale: Scale, { from, to }: Days, step: Step): Raw[] {
	const grades = gradesOf(scale).map(() => 0);
	const points = new Map<string, Raw>();
	for (const day of daysBetween(from, to)) {
		const start = startOf(day, step);
		const point = points.get(start);
		if (point) point.to = day;
		else points.set(start, { from: day, to: day, scale, n: 0, service: [...grades], officer: [...grades] });
	}
	for (const tally of tallies) {
		const point = tally.scale === scale ? points.get(startOf(String(tally.key), step)) : undefined;
		if (!point) continue;
		point.n += tally.n;
		for (const index of grades.keys()) {
			point.service[index] = (point.service[index] ?? 0) + (tally.service[index] ?? 0);
			point.officer[index] = (point.officer[index] ?? 0) + (tally.officer[index] ?? 0);
		}
	}
	return [...points.values()];
}

/** The points as they may be shown; `hidden`: what else is hidden for what is chosen besides (hidden.ts), by start. */
export function shown(
	raw: readonly Raw[],
	step: Step,
	{ minCell, minSample }: Rules,
	hidden: Hidden = () => false
): Point[] {
	const small = among(raw, minCell);
	return raw.map((point, at) => {
		const { from, to } = point;
		if (small[at] || hidden(startOf(from, step)))
			return { from, to, n: 0, hidden: true, service: UNSAID, officer: UNSAID };
		const [service, officer] = [lean(point.service, point.scale), lean(point.officer, point.scale)];
		return {
			from,
			to,
			n: point.n,
			hidden: false,
			service: share(service.satisfied, service.all, minSample),
			officer: share(officer.satisfied, officer.all, minSample)
		};
	});
}

/** The first day of the step in which a day lies (for a month the month itself); a month that is given stays one. */
export function startOf(day: string, step: Step): string {
	if (step === 'month') return monthOf(day);
	return step === 'day' ? day : addDays(day, -((weekdayOf(day) + 6) % 7));
}
