// The live board: today in the branches of a key, for a screen on a wall. How many came is told with every rating; what
// grades they gave in groups only, because whoever sees the board change knows who has just pressed. So today's grades
// are those of the first ratings of the day, in the ledger's order, up to the last full group of the smallest cell;
// and services are told by the seven days before (docs/decisions/023).
import { sql, type SQL } from 'drizzle-orm';
import { addDays, instantOf, weekdayOf, type Day } from '../../shared/day';
import type { Board } from '../../shared/board';
import type { Scope } from '../auth/scope';
import type { Db } from '../db/open';
import type { Privacy } from '../../shared/privacy';
import { gradesOf, type Scale } from '../../shared/rating';
import * as upkeep from '../ratings/upkeep';
import type { Asked } from './asked';
import { ask, type Question } from './question';
import { mondayOf } from './release';
import { hide } from './suppress';
import { change, groups, scales, summary } from './summary';
import { share } from './statistics';
import { lean, tallies, type Cut } from './tally';

type Rules = Pick<Privacy, 'minCell' | 'minSample'>;

/** The board of the branches asked for, on their today, caught up with the ledger. `scope` has been applied. */
export async function board(
	db: Db,
	{ today: day, zone, cut }: Pick<Asked, 'today' | 'zone' | 'cut'>,
	rules: Rules,
	at: number
): Promise<Board> {
	await upkeep.catchUp(db);
	const week = { from: addDays(day, -7), to: addDays(day, -1) };
	const start = await firstOf(db, instantOf(day, zone) - MARGIN_MS);
	const [given, services, hours, days] = await ask(
		db,
		grades(cut.branches, day, start, rules.minCell),
		byService(cut.branches, day, start),
		byHour(cut.branches, day),
		tallies({ ...cut, ...week }, 'service')
	);
	const scale = given.find(({ n }) => n > 0)?.scale ?? scales(days)[0]?.scale ?? 5;
	const own = given.find((one) => one.scale === scale);
	const counts = own?.counts ?? gradesOf(scale).map(() => 0);
	const { all: n, satisfied } = lean(counts, scale);
	const before = summary(days, scale, rules);
	const told = { n, step: rules.minCell, counts, satisfied: share(satisfied, n, rules.minSample) };
	return {
		at,
		zone,
		day,
		n: given.reduce((sum, one) => sum + one.n, 0),
		scale,
		others: given.reduce((sum, one) => sum + (one === own ? 0 : one.n), 0),
		told,
		week: { ...week, n: before.n, satisfied: before.service.satisfied },
		change: change(told.satisfied, before.service.satisfied, rules.minSample),
		services: listed(services, groups(days, scale, rules), rules.minCell),
		hours,
		minSample: rules.minSample
	};
}

/** A tablet's clock, put right, and another branch's midnight are never further from this one's than that. */
const MARGIN_MS = 14 * 3_600_000;

/** The ledger's position before the first rating received at or after an instant: its rows stand as they came. */
async function firstOf(db: Db, since: number): Promise<number> {
	const [row] = await db.read.all<{ last: number }>(
		sql`SELECT coalesce(max(position), 0) AS last FROM ratings`
	);
	let [low, high] = [0, row?.last ?? 0];
	while (low < high) {
		const middle = Math.ceil((low + high) / 2);
		const [found] = await db.read.all<{ at: number }>(
			sql`SELECT "receivedAt" AS at FROM ratings WHERE position = ${middle}`
		);
		if (found && found.at < since) low = middle;
		else high = middle - 1;
	}
	return low;
}

function today(branches: Cut['branches'], day: Day, start: number): SQL {
	return sql`FROM counted_ratings WHERE position > ${start} AND day = ${day} ${
		branches === 'all'
			? sql``
			: sql`AND "branchId" IN (SELECT value FROM json_each(${JSON.stringify(branches)}))`
	}`;
}

/** For each scale, the most used first: how many rated, and the grades of the full groups among them. */
type Given = { scale: Scale; n: number; counts: number[] };

function grades(branches: Cut['branches'], day: Day, start: number, step: number): Question<Given[]> {
	return {
		statement: sql`
			WITH today AS (
				SELECT scale, "serviceGrade" AS grade, row_number() OVER (PARTITION BY scale ORDER BY position) AS place,
					count(*) OVER (PARTITION BY scale) AS n ${today(branches, day, start)})
			SELECT scale, grade, max(n) AS n, count(*) FILTER (WHERE place <= n - n % ${step}) AS count
			FROM today GROUP BY scale, grade`,
		read: (rows) => {
			const found = new Map<Scale, Given>();
			for (const row of rows) {
				const scale = Number(row.scale) as Scale;
				const one = found.get(scale) ?? { scale, n: Number(row.n), counts: gradesOf(scale).map(() => 0) };
				one.counts[Number(row.grade) - 1] = Number(row.count);
				found.set(scale, one);
			}
			return [...found.values()].sort((one, other) => other.n - one.n);
		}
	};
}

function byService(branches: Cut['branches'], day: Day, start: number): Question<Map<number, number>> {
	return {
		statement: sql`SELECT "serviceId" AS id, count(*) AS n ${today(branches, day, start)} GROUP BY 1`,
		read: (rows) => new Map(rows.map((row) => [Number(row.id), Number(row.n)]))
	};
}

/** A day's hours stand in its week's: an hour of the week is one of one day. */
function byHour(branches: Cut['branches'], day: Day): Question<number[]> {
	const first = weekdayOf(day) * 24;
	return {
		statement: sql`
			WITH branch(id) AS (${
				branches === 'all'
					? sql`SELECT id FROM branches`
					: sql`SELECT value FROM json_each(${JSON.stringify(branches)})`
			})
			SELECT r.slot AS slot, sum(r.n) AS n FROM branch CROSS JOIN rollup_hour r
			WHERE r."branchId" = branch.id AND r.grain = 'week' AND r.span = ${mondayOf(day)}
				AND r.slot BETWEEN ${first} AND ${first + 23} GROUP BY 1`,
		read: (rows) => {
			const hours = Array.from({ length: 24 }, () => 0);
			for (const row of rows) hours[Number(row.slot) - first] = Number(row.n);
			return hours;
		}
	};
}

/** The services that anybody rated today or in the week, the most used first. */
function listed(
	counts: ReadonlyMap<number, number>,
	days: ReturnType<typeof groups>,
	minCell: number
): Board['services'] {
	const ids = [...counts.keys()];
	const small = hide([...counts.values()], minCell);
	const hidden = new Set(ids.filter((_, at) => small[at]));
	const unknown = share(0, 0);
	const list = [...new Set([...days.map(({ id }) => id), ...ids])].map((id) => {
		const week = days.find((one) => one.id === id);
		return {
			id,
			today: hidden.has(id) ? 0 : (counts.get(id) ?? 0),
			isHidden: hidden.has(id),
			week: week?.service ?? unknown,
			isWeekHidden: week?.hidden ?? false
		};
	});
	return list.sort((one, other) => other.week.n - one.week.n || other.today - one.today || one.id - other.id);
}

/** How a key's branches are called on their board: those that lie under no other of them. */
export function tops(scope: Scope, all: readonly { id: number; parentId: number | null }[]): number[] {
	const seen = new Set(scope === 'all' ? all.map(({ id }) => id) : scope);
	return all
		.filter(({ id, parentId }) => seen.has(id) && (parentId === null || !seen.has(parentId)))
		.map(({ id }) => id);
}
