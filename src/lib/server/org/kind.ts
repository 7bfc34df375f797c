// The four kinds of things that change their names and places: branches, services, officers, counters. How each is
// read: as it is on a day, as it ever was. A version holds from `fromDay` to the day before `untilDay` (null: until
// further notice). Closing is a fact of the thing alone, kept once in `closedDay`; its last version stays as it is,
// so that late ratings and old figures still find the name and the zone.
import { and, asc, eq, getTableColumns, sql, type SQL } from 'drizzle-orm';
import type { SQLiteColumn } from 'drizzle-orm/sqlite-core';
import type { Day } from '../../shared/day';
import { Problem } from '../../shared/problem';
import type { Reads } from '../db/open';
import * as table from './table';

/** A thing as one of its versions says it: `id` is the thing's, `fromDay` and `untilDay` the version's. */
export type Row = { id: number; code: string; fromDay: Day; untilDay: Day | null; closedDay: Day | null };

export type State = 'open' | 'closed' | 'planned';

/** A kind: its two tables, and the column by which a version names its thing. R: a row, C: what a version says. */
export type Kind<R extends Row, C extends { code: string }> = {
	noun: string;
	// Where these files touch them, all four pairs of tables look like those of services.
	things: typeof table.services;
	versions: typeof table.serviceVersions;
	key: string;
	column: SQLiteColumn;
	/** Never there: carries the types. */
	types?: [R, C];
};

type Selected<T extends { $inferSelect: unknown }> = T['$inferSelect'];
type Versions = { $inferSelect: { id: number; code: string; fromDay: Day; untilDay: Day | null } };
type Things = { $inferSelect: { id: number; closedDay: Day | null } };

function kind<T extends Things, V extends Versions, K extends keyof Selected<V> & keyof V & string>(
	noun: string,
	things: T,
	versions: V,
	key: K
) {
	return {
		noun,
		things: things as unknown as typeof table.services,
		versions: versions as unknown as typeof table.serviceVersions,
		key,
		column: versions[key] as SQLiteColumn
	} as Kind<
		Omit<Selected<V>, 'id' | K> & Selected<T> & Row,
		Omit<Selected<V>, 'id' | K | 'fromDay' | 'untilDay'> & { code: string }
	>;
}

export const BRANCH = kind('branch', table.branches, table.branchVersions, 'branchId');
export const SERVICE = kind('service', table.services, table.serviceVersions, 'serviceId');
export const OFFICER = kind('officer', table.officers, table.officerVersions, 'officerId');
export const COUNTER = kind('counter', table.counters, table.counterVersions, 'counterId');

export type Branch = RowOf<typeof BRANCH>;
export type Service = RowOf<typeof SERVICE>;
export type Officer = RowOf<typeof OFFICER>;
export type Counter = RowOf<typeof COUNTER>;
type RowOf<K> = K extends Kind<infer R, infer _C> ? R : never;

/** All versions of all things of a kind, or of one, or those with a code, or that a condition is true of, oldest first. */
export async function history<R extends Row, C extends { code: string }>(
	db: Reads,
	of: Kind<R, C>,
	id?: number,
	code?: string,
	among?: SQL
): Promise<R[]> {
	const rows = await db
		.select({ thing: getTableColumns(of.things), version: getTableColumns(of.versions) })
		.from(of.versions)
		.innerJoin(of.things, eq(of.things.id, of.column))
		.where(
			and(
				id === undefined ? undefined : eq(of.column, id),
				code === undefined ? undefined : eq(of.versions.code, code),
				among
			)
		)
		.orderBy(asc(of.versions.fromDay));
	return rows.map(({ thing, version }) => {
		const { [of.key]: _thing, ...said } = version as unknown as Record<string, unknown>;
		return { ...said, ...thing } as unknown as R;
	});
}

/** Whether a version, of a thing that may be closed, is there on a day. */
export function holds(row: Pick<Row, 'fromDay' | 'untilDay' | 'closedDay'>, day: Day): boolean {
	return row.fromDay <= day && after(row.untilDay, day) && after(row.closedDay, day);
}

/** Whether an end (the first day that is no more; null: none) lies after a day. */
export function after(end: Day | null, day: Day): boolean {
	return end === null || end > day;
}

/** Those that are there on a day, as they are then, by code. */
export async function on<R extends Row, C extends { code: string }>(
	db: Reads,
	of: Kind<R, C>,
	day: Day
): Promise<R[]> {
	return (await history(db, of)).filter((row) => holds(row, day)).sort(byCode);
}

/**
 * Every thing there ever was or is planned, once each, by code: as it is on the day; one that is closed as it was
 * last, one that has not begun as it will be first.
 */
export async function all<R extends Row, C extends { code: string }>(
	db: Reads,
	of: Kind<R, C>,
	day: Day
): Promise<(R & { state: State })[]> {
	return asOn(await history(db, of), day);
}

/** The same of those alone that are, were or will be in some branches, and of others by their ids. */
export async function near<R extends Row, C extends { code: string }>(
	db: Reads,
	of: Kind<R, C>,
	day: Day,
	branchIds: readonly number[],
	ids: readonly number[] = []
): Promise<(R & { state: State })[]> {
	const list = (numbers: readonly number[]) => sql`(SELECT value FROM json_each(${JSON.stringify(numbers)}))`;
	const key = sql.identifier(of.key);
	const among = sql`${of.column} IN (SELECT v.${key} FROM ${of.versions} v
		WHERE v."branchId" IN ${list(branchIds)} OR v.${key} IN ${list(ids)})`;
	return asOn(await history(db, of, undefined, undefined, among), day);
}

function asOn<R extends Row>(versions: readonly R[], day: Day): (R & { state: State })[] {
	const chosen = new Map<number, R>();
	for (const row of versions) if (row.fromDay <= day || !chosen.has(row.id)) chosen.set(row.id, row);
	return [...chosen.values()].map((row) => ({ ...row, state: stateOn(row, day) })).sort(byCode);
}

/** The newest version of a thing. Refuses not_found. */
export async function newest<R extends Row, C extends { code: string }>(
	db: Reads,
	of: Kind<R, C>,
	id: number
): Promise<R> {
	const last = (await history(db, of, id)).at(-1);
	if (!last) throw new Problem('not_found', { [of.noun]: id });
	return last;
}

/** Refuses a `field` that names no thing which is there from that day on: bad_shape. */
export async function checkThere<R extends Row, C extends { code: string }>(
	db: Reads,
	of: Kind<R, C>,
	id: number,
	field: string,
	fromDay: Day
): Promise<void> {
	const [first] = await history(db, of, id);
	if (!first || first.closedDay !== null || first.fromDay > fromDay)
		throw new Problem('bad_shape', { field });
}

function stateOn(row: Pick<Row, 'fromDay' | 'closedDay'>, day: Day): State {
	if (!after(row.closedDay, day)) return 'closed';
	return row.fromDay > day ? 'planned' : 'open';
}

const codes = new Intl.Collator('vi', { numeric: true });

function byCode(a: Row, b: Row): number {
	return codes.compare(a.code, b.code) || a.id - b.id;
}
