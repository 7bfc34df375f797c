// Served cases, brought in from a queue system or counted by hand, and coverage: rated beside served, only where served
// is known. A branch's day and service of which nobody knows how many were served is on neither side.
import { sql, type SQL } from 'drizzle-orm';
import type { Actor } from '../../shared/actor';
import { demand } from '../../shared/can';
import type { Day } from '../../shared/day';
import { Problem } from '../../shared/problem';
import type { Coverage, CoverageRow, VisitRow } from '../../shared/visits';
import * as audit from '../audit/note';
import type { Db, Reads, Writes } from '../db/open';
import * as upkeep from './upkeep';
import { changes, check, keep } from './visitrows';

/** How many replaced numbers the trail writes out, beside how many there were. */
const MOST_TOLD = 200;

export type Put = { rows: number; added: number; replaced: number; same: number };

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
		const { was, gone, ...done } = await changes(tx, branchId, own);
		for (const what of ['added', 'replaced', 'same'] as const) sum[what] += done[what];
		if (done.added + done.replaced === 0) continue;
		await keep(tx, branchId, own, gone, { source: from, at });
		const days = own.map(({ day }) => day).sort();
		await audit.note(tx, actor, at, 'visits.put', `branch:${branchId}`, {
			source: from,
			fromDay: days[0],
			toDay: days.at(-1),
			added: done.added,
			replaced: done.replaced,
			// What they were, as day, service, officer and number.
			...(was.length > 0 ? { was: was.slice(0, MOST_TOLD).map((one) => Object.values(one).join(' ')) } : {})
		});
	}
	return sum;
}

/** What `put` would do with some rows: how many are new, replaced or known so already. Changes nothing. */
export async function preview(db: Reads, rows: readonly VisitRow[]): Promise<Put> {
	const sum = { rows: rows.length, added: 0, replaced: 0, same: 0 };
	for (const branchId of new Set(rows.map((row) => row.branchId))) {
		const own = rows.filter((row) => row.branchId === branchId);
		const done = await changes(db, branchId, own);
		for (const what of ['added', 'replaced', 'same'] as const) sum[what] += done[what];
	}
	return sum;
}

/** What is known of a branch's day: for each service how many were served, and whether it is told by officer. */
export async function known(
	db: Reads,
	branchId: number,
	day: Day
): Promise<{ serviceId: number; count: number; byOfficer: boolean; source: string }[]> {
	const rows = await db.all<Record<string, unknown>>(sql`
		SELECT "serviceId", sum(count) AS count, max("officerId") AS officer, max(source) AS source
		FROM visit_counts WHERE "branchId" = ${branchId} AND day = ${day} GROUP BY 1`);
	return rows.map((row) => ({
		serviceId: Number(row.serviceId),
		count: Number(row.count),
		byOfficer: Number(row.officer) > 0,
		source: String(row.source)
	}));
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
	const { from, to } = cut;
	const { chosen, ofService, ofRow, unmarked, folded } = words(cut);
	// Each part is a run of a primary key, counted as it is read; nothing is sorted or kept but the days that are known.
	return sql`
		WITH branch(id) AS (${chosen}),
		place(id) AS MATERIALIZED (
			SELECT id FROM branch WHERE EXISTS (
				SELECT 1 FROM visit_counts v WHERE v."branchId" = branch.id AND v.day BETWEEN ${from} AND ${to} ${ofService})),
		known("branchId", day, served) AS MATERIALIZED (
			SELECT v."branchId", v.day, sum(v.count) FROM place CROSS JOIN visit_counts v
			WHERE v."branchId" = place.id AND v.day BETWEEN ${from} AND ${to} ${ofService}
			GROUP BY v."branchId", v.day),
		active(id, days) AS MATERIALIZED (
			SELECT branch.id, count(DISTINCT r.span) FROM branch CROSS JOIN ${folded} r
			WHERE r."branchId" = branch.id AND r.grain = 'day' AND r.span BETWEEN ${from} AND ${to} ${ofRow} ${unmarked}
			GROUP BY branch.id),
		alone("branchId") AS MATERIALIZED (
			SELECT k."branchId" FROM known k WHERE NOT EXISTS (
				SELECT 1 FROM ${folded} r
				WHERE r."branchId" = k."branchId" AND r.grain = 'day' AND r.span = k.day ${ofRow} ${unmarked}))
		SELECT (SELECT sum(served) FROM known) AS served,
			(SELECT sum(r.n) FROM place CROSS JOIN rollup_branch_service r
				WHERE r."branchId" = place.id AND r.grain = 'day' AND r.span BETWEEN ${from} AND ${to} ${ofRow} ${unmarked}
					AND EXISTS (SELECT 1 FROM visit_counts v
						WHERE v."branchId" = r."branchId" AND v.day = r.span AND v."serviceId" = r."serviceId")) AS rated,
			(SELECT count(*) FROM alone) + (SELECT coalesce(sum(days), 0) FROM active) AS days,
			(SELECT count(*) FROM known) AS "knownDays",
			(SELECT count(*) FROM (SELECT id FROM active UNION SELECT "branchId" FROM alone)) AS branches,
			(SELECT count(*) FROM place) AS "knownBranches"`;
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
function parts(cut: Cut): SQL {
	const { from, to } = cut;
	const { chosen, ofService, ofRow, unmarked, folded } = words(cut);
	return sql`
		branch(id) AS (${chosen}),
		known AS MATERIALIZED (
			SELECT v."branchId", v.day, v."serviceId", sum(v.count) AS served
			FROM branch CROSS JOIN visit_counts v
			WHERE v."branchId" = branch.id AND v.day BETWEEN ${from} AND ${to} ${ofService}
			GROUP BY v."branchId", v.day, v."serviceId"),
		both AS (
			SELECT k."branchId", k.day, r.n FROM known k CROSS JOIN rollup_branch_service r
			WHERE r."branchId" = k."branchId" AND r.grain = 'day' AND r.span = k.day
				AND r."serviceId" = k."serviceId" ${unmarked}),
		rated AS (
			SELECT r."branchId", r.span AS day, sum(r.n) AS n FROM branch CROSS JOIN ${folded} r
			WHERE r."branchId" = branch.id AND r.grain = 'day' AND r.span BETWEEN ${from} AND ${to} ${ofRow} ${unmarked}
			GROUP BY r."branchId", r.span)`;
}

/** The conditions of a cut, on visit_counts v and on a rollup r. */
function words({ branches, serviceId, marked = true }: Cut) {
	return {
		chosen:
			branches === 'all'
				? sql`SELECT id FROM branches`
				: sql`SELECT value FROM json_each(${JSON.stringify(branches)})`,
		ofService: serviceId === null ? sql`` : sql`AND v."serviceId" = ${serviceId}`,
		ofRow: serviceId === null ? sql`` : sql`AND r."serviceId" = ${serviceId}`,
		unmarked: marked ? sql`` : sql`AND r.marked = 0`,
		folded: sql.raw(serviceId === null ? 'rollup_branch' : 'rollup_branch_service')
	};
}
