// Satisfaction by the hour of the week, over whole weeks or months. Never of one officer or counter: an hour of theirs
// would tell who rated.
import { sql, type SQL } from 'drizzle-orm';
import type { Hours } from '../../shared/hourmap';
import type { Hours as Opening } from '../../shared/hours';
import { SCALES, type Scale } from '../../shared/rating';
import type { Db } from '../db/open';
import * as counts from '../ratings/counts';
import * as upkeep from '../ratings/upkeep';
import type { Asked } from './asked';
import { seenBy, type Rules } from './hidden';
import { map, type Slot } from './hourmap';
import { ask, type Question } from './question';
import { lean, wholes, type Cut } from './tally';

/** Siblings of what is chosen are looked at among so many. */
const MOST_SIBLINGS = 60;

/**
 * The map of what was asked, caught up with the ledger. Of one service only for a reader of the whole department who
 * chose no branch; else of all services, and said so. `scope`: the reader's own branches.
 */
export async function hours(
	db: Db,
	asked: Pick<Asked, 'cut' | 'desk' | 'officerId' | 'counterId' | 'scale'>,
	scope: Cut['branches'],
	rules: Rules
): Promise<Hours> {
	const { cut, desk: span, officerId, counterId } = asked;
	if (officerId !== null) return { kind: 'none', why: 'officer' };
	if (counterId !== null) return { kind: 'none', why: 'counter' };
	if (!span) return { kind: 'none', why: 'short' };
	await upkeep.catchUp(db);
	const isOfAllServices = cut.serviceId !== null && cut.branches !== 'all';
	const of: Cut = {
		...cut,
		from: span.from,
		to: span.to,
		serviceId: isOfAllServices ? null : cut.serviceId
	};
	const siblings = cut.branches === 'all' ? null : await seenBy(db.read, scope);
	const ends = await counts.endings(db.read, of);
	const [slots, beside, open] = await ask(
		db,
		slotsOf(of, siblings),
		{ statement: counts.statement(of, ends), read: counts.read },
		opening(of)
	);
	const mine = own(of, siblings);
	const used = SCALES.map((scale) => ({
		scale,
		n: slots.reduce((sum, one) => sum + (one.scale === scale && mine(one.sibling) ? one.n : 0), 0)
	}))
		.filter(({ n }) => n > 0)
		.sort((a, b) => b.n - a.n);
	const scale = asked.scale ?? used[0]?.scale ?? 5;
	const table = slots.filter((one) => one.scale === scale);
	return {
		kind: 'map',
		span,
		isOfAllServices,
		scale,
		others: used.filter((other) => other.scale !== scale),
		counts: beside,
		...map(table, mine, open, rules)
	};
}

/** Which siblings are those asked for. */
function own(cut: Cut, siblings: readonly number[] | null): (sibling: number) => boolean {
	if (cut.branches === 'all') return (service) => cut.serviceId === null || service === cut.serviceId;
	const chosen = new Set(isAmong(cut, siblings) ? cut.branches : [0]);
	return (branch) => chosen.has(branch);
}

/** Whether some of the reader's branches are asked for, so that the others tell by subtraction. */
function isAmong({ branches }: Cut, siblings: readonly number[] | null): siblings is readonly number[] {
	return (
		siblings !== null &&
		branches !== 'all' &&
		siblings.length > branches.length &&
		siblings.length <= MOST_SIBLINGS
	);
}

/** By slot and scale, and by service, or by branch where others could be subtracted. */
function slotsOf(cut: Cut, siblings: readonly number[] | null): Question<Slot[]> {
	const among = isAmong(cut, siblings);
	const isAll = cut.branches === 'all';
	const ids = JSON.stringify(among ? siblings : isAll ? [] : cut.branches);
	const pieces = JSON.stringify(wholes(cut).map(({ grain, from, to }) => [grain, from, to]));
	const sibling = isAll ? (cut.serviceId === null ? '0' : 'r."serviceId"') : among ? 'r."branchId"' : '0';
	const sums = [1, 2, 3, 4, 5].map((grade) => `sum(r.s${grade}) AS s${grade}`).join(', ');
	return {
		statement: sql`
			WITH piece(grain, low, high) AS (SELECT value ->> 0, value ->> 1, value ->> 2 FROM json_each(${pieces})),
				branch(id) AS (SELECT value FROM json_each(${ids}))
			SELECT ${sql.raw(sibling)} AS sibling, r.slot AS slot, r.scale AS scale, sum(r.n) AS n, ${sql.raw(sums)}
			FROM piece ${isAll ? sql`CROSS JOIN rollup_service_hour r` : sql`CROSS JOIN branch CROSS JOIN rollup_hour r`}
			WHERE r.grain = piece.grain AND r.span BETWEEN piece.low AND piece.high
				${isAll ? sql`` : sql`AND r."branchId" = branch.id`} ${cut.marked ? sql`` : sql`AND r.marked = 0`}
			GROUP BY 1, 2, 3`,
		read: (rows) =>
			rows.map((row) => {
				const scale = Number(row.scale) as Scale;
				const grades = Array.from({ length: scale }, (_, index) => Number(row[`s${index + 1}`]));
				const { satisfied } = lean(grades, scale);
				return {
					sibling: Number(row.sibling),
					slot: Number(row.slot),
					scale,
					n: Number(row.n),
					satisfied
				};
			})
	};
}

/** The hours of the week at which any of the branches is open, by the hours that hold on the last day. */
function opening({ branches, to }: Cut): Question<Set<number>> {
	const chosen: SQL =
		branches === 'all'
			? sql``
			: sql`AND "branchId" IN (SELECT value FROM json_each(${JSON.stringify(branches)}))`;
	return {
		statement: sql`SELECT DISTINCT hours FROM branch_versions
			WHERE hours IS NOT NULL AND "fromDay" <= ${to} AND coalesce("untilDay", '9999') > ${to} ${chosen}`,
		read: (rows) => {
			const open = new Set<number>();
			for (const row of rows)
				(JSON.parse(String(row.hours)) as Opening).forEach((spans, weekday) => {
					for (const { from, until } of spans)
						for (let hour = Number(from.slice(0, 2)); hour * 60 < minutes(until); hour++)
							open.add(weekday * 24 + hour);
				});
			return open;
		}
	};
}

const minutes = (time: string) => Number(time.slice(0, 2)) * 60 + Number(time.slice(3));
