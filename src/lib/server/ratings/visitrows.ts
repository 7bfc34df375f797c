// Rows of served cases against what is known: what of them may not be kept, what is new, and what they replace.
import { sql, type SQL } from 'drizzle-orm';
import type { Actor } from '../../shared/actor';
import { dayOf, isDay } from '../../shared/day';
import { Problem } from '../../shared/problem';
import type { VisitRow } from '../../shared/visits';
import { holds, type Scope } from '../auth/scope';
import type { Reads, Writes } from '../db/open';
import { BRANCH, newest } from '../org/kind';

/** So many rows in one act at most, and so many served in one of them. */
export const MOST_ROWS = 20_000;
export const MOST_COUNT = 100_000;

export type Kept = { day: string; serviceId: number; officerId: number; count: number };

/** The branches that an actor may speak for. */
export function scopeOf(actor: Actor): Scope {
	return actor.kind === 'person' ? actor.scope : 'all';
}

/** Refuses: not_found for a branch outside the actor's scope; bad_shape naming what of the rows is wrong. */
export async function check(tx: Writes, actor: Actor, rows: readonly VisitRow[], at: number): Promise<void> {
	if (rows.length === 0 || rows.length > MOST_ROWS) throw new Problem('bad_shape', { field: 'rows' });
	const scope = scopeOf(actor);
	const keys = new Set(rows.map(keyOf));
	if (keys.size !== rows.length) throw new Problem('bad_shape', { field: 'rows' });
	const today = new Map<number, string>();
	for (const { branchId, day, count } of rows) {
		if (!holds(scope, branchId)) throw new Problem('not_found', { branch: branchId });
		if (!today.has(branchId)) today.set(branchId, dayOf(at, (await newest(tx, BRANCH, branchId)).zone));
		if (!isDay(day) || day > today.get(branchId)!) throw new Problem('bad_shape', { field: 'day' });
		if (!Number.isInteger(count) || count < 0 || count > MOST_COUNT)
			throw new Problem('bad_shape', { field: 'count' });
	}
	await checkThere(tx, 'services', 'serviceId', new Set(rows.map(({ serviceId }) => serviceId)));
	const officers = new Set(rows.map(({ officerId }) => officerId));
	officers.delete(0);
	await checkThere(tx, 'officers', 'officerId', officers);
}

async function checkThere(tx: Writes, table: string, field: string, ids: ReadonlySet<number>): Promise<void> {
	const found = await tx.all(
		sql`SELECT id FROM ${sql.identifier(table)} WHERE id IN (SELECT value FROM json_each(${JSON.stringify([...ids])}))`
	);
	if (found.length !== ids.size) throw new Problem('bad_shape', { field });
}

/** Day and service of a row, and with the officer its whole key. */
const group = ({ day, serviceId }: Pick<Kept, 'day' | 'serviceId'>) => `${day} ${serviceId}`;
const keyOf = (row: VisitRow) => `${row.branchId} ${group(row)} ${row.officerId}`;

/** The rows of a branch as SQL can read them. */
function brought(rows: readonly VisitRow[]): SQL {
	const text = JSON.stringify(rows.map((row) => [row.day, row.serviceId, row.officerId, row.count]));
	return sql`SELECT value ->> 0 AS day, value ->> 1 AS "serviceId", value ->> 2 AS "officerId",
		value ->> 3 AS count FROM json_each(${text})`;
}

/** What a branch's rows change: `was`: the numbers that are no more, `gone`: those of them with no new one. */
export async function changes(db: Reads, branchId: number, rows: readonly VisitRow[]) {
	const known = await db.all<Kept>(sql`
		SELECT v.day AS day, v."serviceId" AS "serviceId", v."officerId" AS "officerId", v.count AS count
		FROM (SELECT DISTINCT day, "serviceId" FROM (${brought(rows)})) b CROSS JOIN visit_counts v
		WHERE v."branchId" = ${branchId} AND v.day = b.day AND v."serviceId" = b."serviceId"`);
	const now = new Map(rows.map((row) => [`${group(row)} ${row.officerId}`, row.count]));
	const whole = new Set(rows.filter(({ officerId }) => officerId === 0).map(group));
	const other: Kept[] = [];
	const gone: Kept[] = [];
	let same = 0;
	for (const { day, serviceId, officerId, count } of known) {
		const one = { day, serviceId, officerId, count };
		const fresh = now.get(`${group(one)} ${officerId}`);
		if (fresh === count) same++;
		else if (fresh !== undefined) other.push(one);
		// A number of the whole beside numbers by officer would count the same cases twice.
		else if (officerId === 0 || whole.has(group(one))) gone.push(one);
	}
	const was = [...other, ...gone];
	return { added: rows.length - same - other.length, replaced: was.length, same, was, gone };
}

/** Writes a branch's rows, and takes out what is gone. */
export async function keep(
	tx: Writes,
	branchId: number,
	rows: readonly VisitRow[],
	gone: readonly Kept[],
	{ source, at }: { source: string; at: number }
): Promise<void> {
	const keys = JSON.stringify(gone.map((one) => [one.day, one.serviceId, one.officerId]));
	if (gone.length > 0)
		await tx.run(sql`
			DELETE FROM visit_counts WHERE "branchId" = ${branchId} AND (day, "serviceId", "officerId") IN (
				SELECT value ->> 0, value ->> 1, value ->> 2 FROM json_each(${keys}))`);
	await tx.run(sql`
		INSERT INTO visit_counts ("branchId", day, "serviceId", "officerId", count, source, at)
		SELECT ${branchId}, day, "serviceId", "officerId", count, ${source}, ${at} FROM (${brought(rows)}) WHERE true
		ON CONFLICT ("branchId", day, "serviceId", "officerId") DO UPDATE
			SET count = excluded.count, source = excluded.source, at = excluded.at WHERE count <> excluded.count`);
}
