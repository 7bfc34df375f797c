// How many cases the demo world's queue system counted: each case rates with the chance that truth.ts plants for its
// branch, so between two ratings stand as many who did not as that chance leaves.
import { monthOf, type Day } from '../../../shared/day';
import type { VisitRow } from '../../../shared/visits';
import type { Settled } from './settle';
import * as chances from './chance';
import type { Given } from './generate';
import type { Plan } from './plan';
import * as truth from './truth';

export const SOURCE = 'Hệ thống lấy số thứ tự';

export type Counting = {
	/** Hears a day's ratings. */
	day: (day: Day, ratings: readonly Given[]) => void;
	/** What was counted, month by month. */
	months: () => VisitRow[][];
};

/** Counts with a chance of its own, so that the ratings of a seed are the same with and without. */
export function counting(
	plan: Plan,
	settled: Pick<Settled, 'branches' | 'services'>,
	seed: number
): Counting {
	const chance = chances.make(seed ^ 0x71c7);
	const known = plan.branches.map(({ code }) => truth.COVERAGE[code]);
	const months = new Map<string, VisitRow[]>();
	return {
		day(day, ratings) {
			const served = new Map<string, VisitRow>();
			for (const { counter, service } of ratings) {
				const branch = plan.counters[counter]!.branch;
				const at = known[branch];
				if (!at || (at.from && day < plan.calendar[at.from])) continue;
				const key = `${branch} ${service}`;
				const row = served.get(key) ?? {
					branchId: settled.branches[branch]!,
					day,
					serviceId: settled.services[service]!,
					officerId: 0,
					count: 0
				};
				row.count += 1 + Math.floor(Math.log(1 - chance.next()) / Math.log(1 - at.share));
				served.set(key, row);
			}
			const month = months.get(monthOf(day)) ?? [];
			month.push(...served.values());
			months.set(monthOf(day), month);
		},
		months: () => [...months.values()].filter((rows) => rows.length > 0)
	};
}
