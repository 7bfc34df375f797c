// Figures over time: by day, and where a day holds too few, by week or by month.
import { addDays, daysBetween, monthOf, weekdayOf, type Day } from '../../shared/day';
import { STEPS, type Point, type Step } from '../../shared/figures';
import { gradesOf, type Scale } from '../../shared/rating';
import { share, tooFew } from './statistics';
import { lean, type Tally } from './tally';

/** How many points a chart can show apart. */
const MOST_POINTS = 124;

/**
 * The step that suits a period: the finest of day, week and month with which most of the steps that hold ratings hold
 * enough to say something, and which leaves no more points than a chart can show apart.
 */
export function suits(tallies: readonly Tally[], scale: Scale, from: Day, to: Day): Step {
	const fitting = STEPS.map((step) => ({ step, points: trend(tallies, scale, from, to, step) })).filter(
		({ step, points }) => step === 'month' || points.length <= MOST_POINTS
	);
	const telling = fitting.find(({ points }) => {
		const used = points.filter(({ n }) => n > 0);
		const enough = used.filter(({ n }) => !tooFew(n));
		return enough.length > 0 && enough.length * 2 >= used.length;
	});
	return (telling ?? fitting[0])?.step ?? 'month';
}

/** One point for each step of the period, also where nobody rated. Weeks begin on Monday. */
export function trend(tallies: readonly Tally[], scale: Scale, from: Day, to: Day, step: Step): Point[] {
	const byDay = new Map(tallies.filter((tally) => tally.scale === scale).map((tally) => [tally.key, tally]));
	const grades = gradesOf(scale).map(() => 0);
	const points: { from: Day; to: Day; n: number; service: number[]; officer: number[] }[] = [];
	let last = '';
	for (const day of daysBetween(from, to)) {
		const start = startOf(day, step);
		let point = points.at(-1);
		if (!point || start !== last) {
			point = { from: day, to: day, n: 0, service: [...grades], officer: [...grades] };
			points.push(point);
			last = start;
		}
		point.to = day;
		const tally = byDay.get(day);
		if (!tally) continue;
		point.n += tally.n;
		for (const index of grades.keys()) {
			point.service[index] = (point.service[index] ?? 0) + (tally.service[index] ?? 0);
			point.officer[index] = (point.officer[index] ?? 0) + (tally.officer[index] ?? 0);
		}
	}
	return points.map((point) => {
		const [service, officer] = [lean(point.service, scale), lean(point.officer, scale)];
		return {
			from: point.from,
			to: point.to,
			n: point.n,
			service: share(service.satisfied, service.all),
			officer: share(officer.satisfied, officer.all)
		};
	});
}

function startOf(day: Day, step: Step): string {
	if (step === 'day') return day;
	if (step === 'month') return monthOf(day);
	return addDays(day, -((weekdayOf(day) + 6) % 7));
}
