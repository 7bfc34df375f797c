// What of an answer is hidden so that nobody who rated can be told from it: small cells, those that would give them
// away, and the same where a reader has walked down to one of them by choosing it.
import { sql } from 'drizzle-orm';
import type { Share } from '../../shared/figures';
import type { Privacy } from '../../shared/privacy';
import type { Scale } from '../../shared/rating';
import type { Reads } from '../db/open';
import type { Question } from './question';
import { hide, hideTable } from './suppress';
import { crossed, lean, type By, type Crossed, type Cut, type Tally } from './tally';

export type Rules = Pick<Privacy, 'minCell' | 'minSample'>;

/** Siblings of the branch chosen are looked at among so many: a table of all services of hundreds costs too much. */
const MOST_BRANCHES = 60;

/** All that is said of a share that is hidden. */
export const UNSAID: Share = { n: 0, count: 0, share: null, low: null, high: null };

/** The branches that a scope stands for, under which a chosen one is looked for among its siblings. */
export async function seenBy(db: Reads, scope: Cut['branches']): Promise<readonly number[]> {
	if (scope !== 'all') return scope;
	const rows = await db.all<{ id: number }>(sql`SELECT id FROM branches LIMIT ${MOST_BRANCHES + 1}`);
	return rows.map(({ id }) => id);
}

/** A question that asks for nothing. */
export const NOTHING: Question<null> = { statement: sql`SELECT 1 WHERE 0`, read: () => null };

/**
 * Which of some siblings are hidden where their total is shown: by how many rated, and by how many of them graded the
 * service and the officer, which are totals that are shown too.
 */
export function among(list: readonly Omit<Tally, 'key'>[], minCell: number): boolean[] {
	const by = [
		hide(
			list.map(({ n }) => n),
			minCell
		),
		...(['service', 'officer'] as const).map((about) =>
			hide(
				list.map((one) => lean(one[about], one.scale).all),
				minCell
			)
		)
	];
	return list.map((_, at) => by.some((hidden) => hidden[at]));
}

type Side = 'service' | 'officer' | 'counter' | 'branch';

/** What is chosen of a cut, its cut without that choice, and the key that was chosen. */
type Chosen = { side: Side; key: number; without: (cut: Cut) => Cut };

/** The choices that a cut is made of, and among whose siblings it could be found; `seen`: the reader's branches. */
function chosenOf(cut: Cut, seen: readonly number[]): Chosen[] {
	const { serviceId, officerId, counterId, branches } = cut;
	const list: Chosen[] = [];
	if (serviceId !== null)
		list.push({ side: 'service', key: serviceId, without: (one) => ({ ...one, serviceId: null }) });
	if (officerId !== null)
		list.push({ side: 'officer', key: officerId, without: (one) => ({ ...one, officerId: null }) });
	if (counterId !== null)
		list.push({ side: 'counter', key: counterId, without: (one) => ({ ...one, counterId: null }) });
	const [branchId, ...more] = branches === 'all' ? [] : branches;
	const isOneOfSome = seen.length > 1 && seen.length <= MOST_BRANCHES;
	if (branchId !== undefined && more.length === 0 && isOneOfSome)
		list.push({ side: 'branch', key: branchId, without: (one) => ({ ...one, branches: seen }) });
	return list;
}

/**
 * Asks whether a cut is itself one of the cells that are hidden among their siblings, as it would be in the tables of
 * the screens that lead to it; the answer is per scale.
 */
export function cell(
	cut: Cut,
	seen: readonly number[],
	minCell: number
): Question<(scale: Scale) => boolean> {
	const [first, second] = chosenOf(cut, seen);
	// Of nothing chosen the total itself decides: summary.ts.
	if (!first) return { ...NOTHING, read: () => () => false };
	const { statement, read } = second
		? crossed(second.without(first.without(cut)), first.side, second.side)
		: crossed(first.without(cut), first.side, 'nothing');
	return {
		statement,
		read: (rows) => {
			const cells = read(rows);
			return (scale) => row(cells, scale, first.key, minCell, !second)(second ? second.key : '') === true;
		}
	};
}

/**
 * Asks which cells are hidden where a cut is split by something and something else is chosen: the cut is then one row
 * of a table whose other rows the reader may choose as well. Null where nothing is chosen that could tell more than
 * the split itself. `columnOf` joins keys: days into the steps of a trend.
 */
export function across(
	cut: Cut,
	by: By,
	seen: readonly number[],
	minCell: number
): Question<((scale: Scale, columnOf?: (key: string | number) => string | number) => Hidden) | null> {
	const [first] = chosenOf(cut, seen).filter(({ side }) => side !== by);
	if (!first) return NOTHING;
	const { statement, read } = crossed(first.without(cut), first.side, by);
	return {
		statement,
		read: (rows) => {
			const cells = read(rows);
			return (scale, columnOf = (key) => key) =>
				row(
					cells.map((one) => ({ ...one, other: columnOf(one.other) })),
					scale,
					first.key,
					minCell,
					false
				);
		}
	};
}

/** Whether a column of the chosen row is hidden. */
export type Hidden = (column: string | number) => boolean;

function row(cells: readonly Crossed[], scale: Scale, key: number, minCell: number, isList: boolean): Hidden {
	const own = cells.filter((one) => one.scale === scale);
	// In one order, so that the same cells are hidden whichever of the two is chosen first.
	const [ones, others] = [
		[...new Set(own.map(({ one }) => one))].sort(),
		[...new Set(own.map(({ other }) => other))].sort()
	];
	const [rows, columns] = [new Map(ones.map(at)), new Map(others.map(at))];
	const ns = ones.map(() => others.map(() => 0));
	for (const { one, other, n } of own) {
		const line = ns[rows.get(one) ?? 0];
		const column = columns.get(other) ?? 0;
		if (line) line[column] = (line[column] ?? 0) + n;
	}
	const hidden = isList
		? hide(
				ns.map(([n = 0]) => n),
				minCell
			).map((one) => [one])
		: hideTable(ns, minCell);
	const mine = hidden[rows.get(key) ?? -1];
	return (column) => mine?.[columns.get(column) ?? -1] ?? false;
}

const at = <T>(key: T, index: number): [T, number] => [key, index];
