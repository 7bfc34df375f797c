// What came about a sheet's subject after the moment it was computed at: it never changes a signed sheet, but is said.
import { sql, type SQL } from 'drizzle-orm';
import type { SheetContent } from '../../shared/appraisal';
import type { Reads } from '../db/open';

/** A unit has no index of its own: what came since is read in pieces, so that nobody waits for it. */
const SCANNED = 50_000;

/** Ratings of the sheet's days, and entries about such ratings, that came after its moment; settled onto it included. */
export async function since(
	db: Reads,
	{ subject, period: { from, to }, moment }: Pick<SheetContent, 'subject' | 'period' | 'moment'>
): Promise<{ ratings: number; entries: number }> {
	const inPeriod = sql`r.day BETWEEN ${from} AND ${to}`;
	const isTheirs =
		subject.kind === 'officer'
			? sql`(r."officerId" = ${subject.officerId} OR e."officerId" = ${subject.officerId})`
			: sql`r."branchId" = ${subject.branchId}`;
	const entries = await number(
		db,
		sql`SELECT count(*) AS n FROM rating_entries e CROSS JOIN ratings r
			WHERE e.id > ${moment.entryId} AND r.id = e."ratingId" AND ${inPeriod} AND ${isTheirs}`
	);
	if (subject.kind === 'officer') {
		const ratings = await number(
			db,
			sql`SELECT count(*) AS n FROM ratings AS r INDEXED BY ratings_officer_day
				WHERE r."officerId" = ${subject.officerId} AND ${inPeriod} AND r.position > ${moment.position}`
		);
		return { ratings, entries };
	}
	const last = await number(db, sql`SELECT coalesce(max(position), 0) AS n FROM ratings`);
	let ratings = 0;
	for (let after = moment.position; after < last; after += SCANNED) {
		ratings += await number(
			db,
			sql`SELECT count(*) AS n FROM ratings r WHERE r.position > ${after} AND r.position <= ${after + SCANNED}
				AND r."branchId" = ${subject.branchId} AND ${inPeriod}`
		);
		await new Promise((resolve) => setImmediate(resolve));
	}
	return { ratings, entries };
}

async function number(db: Reads, statement: SQL): Promise<number> {
	const [row] = await db.all<{ n: number }>(statement);
	return row?.n ?? 0;
}
