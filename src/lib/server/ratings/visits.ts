// Served cases, brought in from a queue system or counted by hand, and coverage: rated beside served, only where served
// is known. A branch's day and service of which nobody knows how many were served is on neither side.
import { sql, type SQL } from 'drizzle-orm';
import type { Actor } from '../../shared/actor';
import { demand } from '../../shared/can';
import { dayOf, isDay, type Day } from '../../shared/day';
import { Problem } from '../../shared/problem';
import type { Coverage, CoverageRow, VisitRow } from '../../shared/visits';
import * as audit from '../audit/note';
import { holds, type Scope } from '../auth/scope';
import type { Db, Writes } from '../db/open';
import { BRANCH, newest } from '../org/kind';
import * as upkeep from './upkeep';

/** So many rows in one act at most, and so many served in one of them. */
export const MOST_ROWS = 20_000;
export const MOST_COUNT = 100_000;
/** How many replaced numbers the trail writes out, beside how many there were. */
const MOST_TOLD = 200;

export type Put = { rows: number; added: number; replaced: number; same: number };

type Kept = { day: string; serviceId: number; officerId: number; count: number };

/**
 * Keeps how many cases were served. A number replaces that of the same branch, day, service and officer. One without
 * an officer (0) stands for the whole of its day and service: it replaces what was known by officer, and numbers by
 * officer replace it; brought together they add up. Nothing happens, and nothing is noted, where all is known so
 * already. `source`: where it comes from. Refuses: not_allowed; not_found for a branch outside the actor's scope;
 * bad_shape (rows, branchId, day, serviceId, officerId, count, source) with everything left as it was.
 */
export async function put(
	tx: Writes,
	actor: Actor,
	rows: readonly VisitRow[],
	source: string,
	at: number
): Promise<Put> {
	demand(actor, 'visits.change');
	const from = source.trim();
	if (from === '' || from.length > 200) throw new Problem('bad_shape', { field: 'source' });
	await check(tx, actor, rows, at);
	const sum = { rows: rows.length, added: 0, replaced: 0, same: 0 };
	for (const branchId of new Set(rows.map((row) => row.branchId))) {
		const own = rows.filter((row) => row.branchId === branchId);
		const done = await putBranch(tx, branchId, own, from, at);
		for (const what of ['added', 'replaced', 'same'] as const) sum[what] += done[what];
		if (done.added + done.replaced === 0) continue;
		const days = own.map(({ day }) => day).sort();
		const { added, replaced, was } = done;
		await audit.note(tx, actor, at, 'visits.put', `branch:${branchId}`, {
			source: from,
			fromDay: days[0],
			toDay: days.at(-1),
			added,
			replaced,
			// What they were, as day, service, officer and number.
			...(was.length > 0
				? {
						was: was
							.slice(0, MOST_TOLD)
							.map((one) => [one.day, one.serviceId, one.officerId, one.count].join(' '))
					}
				: {})
		});
	}
	return sum;
}

async function check(tx: Writes, actor: Actor, rows: readonly VisitRow[], at: number): Promise<void> {
	if (rows.length === 0 || rows.length > MOST_ROWS) throw new Problem('bad_shape', { field: 'rows' });
	const scope: Scope = actor.kind === 'person' ? actor.scope : 'all';
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

async function putBranch(
	tx: Writes,
	branchId: number,
	rows: readonly VisitRow[],
	source: string,
	at: number
): Promise<Omit<Put, 'rows'> & { was: Kept[] }> {
	const text = JSON.stringify(rows.map((row) => [row.day, row.serviceId, row.officerId, row.count]));
	const brought = sql`SELECT value ->> 0 AS day, value ->> 1 AS "serviceId", value ->> 2 AS "officerId",
		value ->> 3 AS count FROM json_each(${text})`;
	const known = await tx.all<Kept>(sql`
		SELECT v.day AS day, v."serviceId" AS "serviceId", v."officerId" AS "officerId", v.count AS count
		FROM (SELECT DISTINCT day, "serviceId" FROM (${brought})) b CROSS JOIN visit_counts v
		WHERE v."branchId" = ${branchId} AND v.day = b.day AND v."serviceId" = b."serviceId"`);
	const now = new Map(rows.map((row) => [`${group(row)} ${row.officerId}`, row.count]));
	const whole = new Set(rows.filter(({ officerId }) => officerId === 0).map(group));
	const sum = { added: rows.length, replaced: 0, same: 0, was: [] as Kept[] };
	const gone: Kept[] = [];
	for (const one of known) {
		const count = now.get(`${group(one)} ${one.officerId}`);
		if (count === one.count) sum.same++;
		else if (count !== undefined) sum.was.push(one);
		// A number of the whole beside numbers by officer would count the same cases twice.
		else if (one.officerId === 0 || whole.has(group(one))) gone.push(one);
	}
	sum.added -= sum.same + sum.was.length;
	sum.was.push(...gone);
	sum.replaced = sum.was.length;
	if (gone.length > 0)
		await tx.run(sql`
			DELETE FROM visit_counts WHERE "branchId" = ${branchId} AND (day, "serviceId", "officerId") IN (
				SELECT value ->> 0, value ->> 1, value ->> 2
				FROM json_each(${JSON.stringify(gone.map((one) => [one.day, one.serviceId, one.officerId]))}))`);
	await tx.run(sql`
		INSERT INTO visit_counts ("branchId", day, "serviceId", "officerId", count, source, at)
		SELECT ${branchId}, day, "serviceId", "officerId", count, ${source}, ${at} FROM (${brought}) WHERE true
		ON CONFLICT ("branchId", day, "serviceId", "officerId") DO UPDATE
			SET count = excluded.count, source = excluded.source, at = excluded.at WHERE count <> excluded.count`);
	return sum;
}

export type Cut = {
	branches: 'all' | readonly number[];
	from: Day;
	to: Day;
	serviceId: number | null;
	/** Whether ratings that a plausibility rule has marked count as rated. */
	marked?: boolean;
};

/** The coverage of a cut, after catching up; null where nothing of it is known. Days of any length, both ends included. */
export async function coverage(db: Db, cut: Cut): Promise<Coverage | null> {
	await upkeep.catchUp(db);
	return read(await db.read.all(statement(cut)));
}

/** The same as one statement that answers one row, for asking it in the snapshot of other figures. */
export function statement(cut: Cut): SQL {
	return sql`
		WITH ${parts(cut)}
		SELECT (SELECT sum(served) FROM known) AS served, (SELECT sum(n) FROM both) AS rated,
			count(*) AS days, (SELECT count(*) FROM (SELECT DISTINCT "branchId", day FROM known)) AS "knownDays",
			count(DISTINCT "branchId") AS branches, (SELECT count(DISTINCT "branchId") FROM known) AS "knownBranches"
		FROM (SELECT "branchId", day FROM rated UNION SELECT "branchId", day FROM known)`;
}

export function read([row]: readonly Record<string, unknown>[]): Coverage | null {
	if (!row || row.served === null) return null;
	const number = (name: string) => Number(row[name] ?? 0);
	return {
		rated: number('rated'),
		served: number('served'),
		days: number('days'),
		knownDays: number('knownDays'),
		branches: number('branches'),
		knownBranches: number('knownBranches')
	};
}

/** Coverage by branch and day or month, after catching up, of those that anybody rated or of which served is known. */
export async function table(db: Db, cut: Cut, by: 'day' | 'month'): Promise<CoverageRow[]> {
	await upkeep.catchUp(db);
	const span = by === 'day' ? sql`day` : sql`substr(day, 1, 7)`;
	const rows = await db.read.all<Record<string, unknown>>(sql`
		WITH ${parts(cut)}, line AS (
			SELECT "branchId", day, n AS "all", 0 AS rated, NULL AS served, 0 AS known FROM rated
			UNION ALL SELECT "branchId", day, 0, 0, sum(served), 1 FROM known GROUP BY 1, 2
			UNION ALL SELECT "branchId", day, 0, sum(n), NULL, 0 FROM both GROUP BY 1, 2)
		SELECT "branchId", ${span} AS span, sum("all") AS "all", sum(rated) AS rated, sum(served) AS served,
			count(DISTINCT day) AS days, sum(known) AS "knownDays"
		FROM line GROUP BY 1, 2 ORDER BY 1, 2`);
	return rows.map((row) => ({
		branchId: Number(row.branchId),
		span: String(row.span),
		all: Number(row.all),
		rated: Number(row.rated),
		served: row.served === null ? null : Number(row.served),
		days: Number(row.days),
		knownDays: Number(row.knownDays)
	}));
}

/**
 * `known`: served by branch, day and service, where it is known. `both`: how many rated of just those. `rated`: how
 * many rated in all, by branch and day. CROSS JOIN keeps the order in which each is a run of its table's primary key.
 */
function parts({ branches, from, to, serviceId, marked = true }: Cut): SQL {
	const chosen =
		branches === 'all'
			? sql`SELECT id FROM branches`
			: sql`SELECT value FROM json_each(${JSON.stringify(branches)})`;
	const unmarked = marked ? sql`` : sql`AND r.marked = 0`;
	const folded = sql.raw(serviceId === null ? 'rollup_branch' : 'rollup_branch_service');
	return sql`
		branch(id) AS (${chosen}),
		known AS MATERIALIZED (
			SELECT v."branchId", v.day, v."serviceId", sum(v.count) AS served
			FROM branch CROSS JOIN visit_counts v
			WHERE v."branchId" = branch.id AND v.day BETWEEN ${from} AND ${to}
				${serviceId === null ? sql`` : sql`AND v."serviceId" = ${serviceId}`}
			GROUP BY v."branchId", v.day, v."serviceId"),
		both AS (
			SELECT k."branchId", k.day, r.n FROM known k CROSS JOIN rollup_branch_service r
			WHERE r."branchId" = k."branchId" AND r.grain = 'day' AND r.span = k.day
				AND r."serviceId" = k."serviceId" ${unmarked}),
		rated AS (
			SELECT r."branchId", r.span AS day, sum(r.n) AS n FROM branch CROSS JOIN ${folded} r
			WHERE r."branchId" = branch.id AND r.grain = 'day' AND r.span BETWEEN ${from} AND ${to}
				${serviceId === null ? sql`` : sql`AND r."serviceId" = ${serviceId}`} ${unmarked}
			GROUP BY r."branchId", r.span)`;
}
