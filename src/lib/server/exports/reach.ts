// Where in the ledger the ratings of some days lie. There is no index for it: positions grow with the instant of arrival,
// so a search by halves finds the first that can be of a day in some twenty looks, and what came late or was taken in
// from the drawer, out of that order, is found by itself.
import { sql } from 'drizzle-orm';
import type { Day } from '../../shared/day';
import type { Reads } from '../db/open';

/** Zones lie so far from UTC at most, and arrivals so far from the order of positions (queues, clocks set back). */
const SLACK_MS = 38 * 3_600_000;

/** The condition of the index ratings_late, word for word. */
export const LATE = sql.raw('r."receivedAt" - r."tappedAt" - r."skewMs" >= 600000');

/** Positions from `from` to `to`, both included; none where `to` is less. */
export type Reach = { from: number; to: number };

/**
 * Where all ratings of some days lie that came within ten minutes of the tap and not by way of the drawer; others may
 * lie there too. `outside`: positions out of order (`takenIn`).
 */
export async function reach(
	db: Reads,
	days: { from: Day; to: Day },
	outside: readonly number[]
): Promise<Reach> {
	const last = await lastPosition(db);
	const begin = Date.parse(`${days.from}T00:00:00Z`) - SLACK_MS;
	const end = Date.parse(`${days.to}T00:00:00Z`) + 86_400_000 + SLACK_MS;
	const from = await firstFrom(db, begin, last, outside);
	return { from, to: (await firstFrom(db, end, last, outside)) - 1 };
}

/** Positions of ratings that were taken in from the drawer, long after they had arrived. Ascending. */
export async function takenIn(db: Reads): Promise<number[]> {
	const rows = await db.all<{ position: number }>(sql`
		SELECT r.position AS position FROM refused_ratings f CROSS JOIN ratings r
		WHERE f."settledAs" = 'taken_in' AND r.id = f.body ->> 'id' ORDER BY r.position`);
	return rows.map(({ position }) => position);
}

/** The position after which all ratings of a day and of later ones lie, by the last checkpoint made before it; 1 at least. */
export async function after(db: Reads, day: Day): Promise<number> {
	const before = Date.parse(`${day}T00:00:00Z`) - SLACK_MS;
	const [row] = await db.all<{ position: number }>(sql`
		SELECT statement ->> '$.ratings.position' AS position FROM checkpoints
		WHERE at < ${before} ORDER BY number DESC LIMIT 1`);
	return (row?.position ?? 0) + 1;
}

async function lastPosition(db: Reads): Promise<number> {
	const [row] = await db.all<{ last: number | null }>(sql`SELECT max(position) AS last FROM ratings`);
	return row?.last ?? 0;
}

/** The first position that arrived at an instant or later; one after the last where there is none. */
async function firstFrom(
	db: Reads,
	instant: number,
	last: number,
	outside: readonly number[]
): Promise<number> {
	const skipped = JSON.stringify(outside);
	let [low, high] = [1, last + 1];
	while (low < high) {
		const middle = Math.floor((low + high) / 2);
		const [row] = await db.all<{ position: number; receivedAt: number }>(sql`
			SELECT position, "receivedAt" FROM ratings WHERE position >= ${middle}
				AND position NOT IN (SELECT value FROM json_each(${skipped})) ORDER BY position LIMIT 1`);
		if (!row || row.position >= high || row.receivedAt >= instant) high = middle;
		else low = row.position + 1;
	}
	return low;
}
