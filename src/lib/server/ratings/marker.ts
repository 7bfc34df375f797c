// Marks what is implausible: folds the ledger in its own order through the rules (plausible.ts), with the position
// kept in the transaction of the marks. Whoever reads a figure lets it look first, as the roller folds first.
import { asc, inArray, sql } from 'drizzle-orm';
import { addDays, type Day } from '../../shared/day';
import type { Db, Reads } from '../db/open';
import * as duty from '../org/duty';
import * as hours from '../org/hours';
import { counterVersions } from '../org/table';
import * as plausible from './plausible';
import type { Facts, Mark } from './plausible';

/** How many ratings are looked at between two turns of the event loop. */
const CHUNK = 5_000;
/** A run is asked for as far back as it may go, with what was usual before it. */
const DEEP = plausible.RUN_MOST + plausible.USUAL_COUNT;

type Row = plausible.Recorded & { deviceId: number; branchId: number; counterId: number };

/** A mark to be made, with the arrival that completed it. */
type Made = Mark & { at: number };

const COLUMNS = [
	...(['position', 'deviceId', 'branchId', 'counterId', 'seq', 'day', 'scale'] as const),
	...(['serviceGrade', 'officerGrade', 'officerId', 'claimedOfficerId'] as const),
	...(['tappedAt', 'skewMs', 'toldSkewMs', 'sentAt', 'receivedAt'] as const)
] satisfies (keyof Row)[];

// One JSON text for all rows: the client makes an object of a row three times as slowly as JSON.parse does.
// Out of a file, the head alone keeps when that was written, for its signature (no ticket); it tells no clock.
const SELECTED = COLUMNS.map((name) =>
	name === 'sentAt' ? `CASE WHEN r.ticket LIKE '%:' THEN NULL ELSE r."sentAt" END` : `r."${name}"`
);
const PACKED = sql.raw(`json_group_array(json_array(${SELECTED.join(', ')})) AS packed`);

/**
 * Looks at whatever the ledger has beyond the last look, and marks what the rules name; ratings are never changed.
 * Only what a tablet sent is looked at. Each rating is judged with those that lay in the ledger before it, so that
 * how many are looked at together makes no difference. Cheap when there is nothing; safe to call at any time and
 * from several places at once. `progress` hears (looked, last) after every chunk.
 */
export async function look(db: Db, progress?: (looked: number, last: number) => void): Promise<void> {
	let { looked, last } = await positions(db.read);
	while (looked < last) {
		const upTo = Math.min(last, looked + CHUNK);
		// Read beside the queue of writes, not in it: intake goes on meanwhile.
		const made = await judge(db.read, looked, upTo);
		await keep(db, made, looked, upTo);
		({ looked, last } = await positions(db.read));
		progress?.(looked, last);
		await new Promise((resolve) => setImmediate(resolve));
	}
}

async function positions(db: Reads): Promise<{ looked: number; last: number }> {
	const [row] = await db.all<{ looked: number | null; last: number }>(
		sql`SELECT (SELECT "lookedPosition" FROM rollup_progress WHERE id = 1) AS looked,
			(SELECT coalesce(max(position), 0) FROM ratings) AS last`
	);
	if (!row || row.looked === null) throw new Error('rollup_progress has lost its row');
	return { looked: row.looked, last: row.last };
}

/** Writes the marks and how far was looked, unless another look came first. */
function keep(db: Db, made: readonly Made[], from: number, upTo: number): Promise<void> {
	return db.write(async (tx) => {
		const { looked } = await positions(tx);
		if (looked !== from) return;
		const rows = made.map(({ position, rule, numbers, at }) => [position, rule, JSON.stringify(numbers), at]);
		if (rows.length > 0)
			await tx.run(
				sql`INSERT INTO marks (position, rule, numbers, at)
					SELECT value ->> 0, value ->> 1, value ->> 2, value ->> 3 FROM json_each(${JSON.stringify(rows)})
					WHERE NOT EXISTS (SELECT 1 FROM marks WHERE position = value ->> 0 AND rule = value ->> 1)
					ORDER BY key`
			);
		await tx.run(sql`UPDATE rollup_progress SET "lookedPosition" = ${upTo} WHERE id = 1`);
	});
}

/** The marks that the ratings after one position up to another bring about, in the order of their arrival. */
async function judge(db: Reads, from: number, upTo: number): Promise<Made[]> {
	const rows = unpack(
		await db.all<Packed>(
			sql`SELECT ${PACKED} FROM ratings AS r WHERE r.position > ${from} AND r.position <= ${upTo}
				AND r.channel = 'tablet' AND r."deviceId" IS NOT NULL`
		)
	).sort((one, other) => one.position - other.position);
	if (rows.length === 0) return [];
	const facts = await factsOf(db, rows);
	const runs = await runsBefore(db, rows, from);
	const made = new Map<string, Made>();
	for (const row of rows) {
		const run = runs.get(row.deviceId)!;
		const index = insert(run, row);
		const marks = plausible.alone(row, facts.of(row));
		marks.push(...plausible.among(run, index, facts.minSeconds));
		for (const mark of marks) {
			const key = `${mark.position} ${mark.rule}`;
			if (!made.has(key)) made.set(key, { ...mark, at: row.receivedAt });
		}
	}
	return [...made.values()];
}

type Packed = { packed: string };

function unpack([row]: Packed[]): Row[] {
	const packed = JSON.parse(row?.packed ?? '[]') as unknown[][];
	return packed.map(
		(values) => Object.fromEntries(COLUMNS.map((name, index) => [name, values[index]])) as unknown as Row
	);
}

/** Puts a rating in its place by its number; nearly always that is the end. */
function insert(run: Row[], row: Row): number {
	let index = run.length;
	while (index > 0 && run[index - 1]!.seq > row.seq) index--;
	run.splice(index, 0, row);
	return index;
}

/** What lay in the ledger of each device around the new ratings: a little, and much where a long run shows. */
async function runsBefore(db: Reads, rows: readonly Row[], from: number): Promise<Map<number, Row[]>> {
	const fresh = new Map<number, Row[]>();
	for (const row of rows) {
		const own = fresh.get(row.deviceId);
		if (own) own.push(row);
		else fresh.set(row.deviceId, [row]);
	}
	const runs = await around(db, fresh, from, plausible.BURST_MOST);
	const long = [...fresh].filter(([device, own]) => hasLongRun([...(runs.get(device) ?? []), ...own]));
	for (const [device, run] of await around(db, new Map(long), from, DEEP)) runs.set(device, run);
	return runs;
}

function hasLongRun(run: Row[]): boolean {
	run.sort((one, other) => one.seq - other.seq);
	let length = 0;
	return run.some((row, index) => {
		length = index > 0 && plausible.continues(run[index - 1]!, row) ? length + 1 : 1;
		return length >= plausible.RUN_LEAST;
	});
}

/** What was known up to a position of each device, from `reach` ratings before its new ones to as many after. */
async function around(
	db: Reads,
	fresh: ReadonlyMap<number, readonly Row[]>,
	upTo: number,
	reach: number
): Promise<Map<number, Row[]>> {
	const runs = new Map<number, Row[]>([...fresh.keys()].map((device) => [device, []]));
	const asked = [...fresh].map(([device, own]) => {
		const numbers = own.map((row) => row.seq);
		return [device, Math.min(...numbers), Math.max(...numbers)];
	});
	const found = await db.all<Packed>(
		sql`WITH asked AS MATERIALIZED (
			SELECT device,
				coalesce((SELECT seq FROM ratings WHERE "deviceId" = device AND seq < least
					ORDER BY seq DESC LIMIT 1 OFFSET ${reach - 1}), 0) AS first,
				coalesce((SELECT seq FROM ratings WHERE "deviceId" = device AND seq > most
					ORDER BY seq LIMIT 1 OFFSET ${reach - 1}), 9007199254740991) AS last
			FROM (SELECT value ->> 0 AS device, value ->> 1 AS least, value ->> 2 AS most
				FROM json_each(${JSON.stringify(asked)}))
		)
		SELECT ${PACKED} FROM asked CROSS JOIN ratings AS r
			ON r."deviceId" = asked.device AND r.seq BETWEEN asked.first AND asked.last
		WHERE r.position <= ${upTo}`
	);
	for (const row of unpack(found)) runs.get(row.deviceId)!.push(row);
	for (const run of runs.values()) run.sort((one, other) => one.seq - other.seq);
	return runs;
}

/** What the rules must know of counters and branches on these days, each worked out once. */
async function factsOf(db: Reads, rows: readonly Row[]) {
	const days = rows.map((row) => row.day).sort();
	const open = await hours.calendar(db, addDays(days[0]!, -1), addDays(days.at(-1)!, 1));
	const counterIds = [...new Set(rows.map((row) => row.counterId))];
	const minSeconds = await minSecondsOf(db, counterIds);
	const onDuty = await dutyOf(db, counterIds, rows);
	const known = new Map<string, Facts>();
	function of({ counterId, branchId, day }: Row): Facts {
		const key = `${counterId} ${branchId} ${day}`;
		let facts = known.get(key);
		if (facts) return facts;
		const spans = [addDays(day, -1), day, addDays(day, 1)].map((one) => open(branchId, one));
		facts = {
			minSeconds: minSeconds(counterId, day),
			zone: spans[1]?.zone ?? 'UTC',
			open: spans[1]?.open ?? null,
			around: spans.flatMap((one) => one?.open ?? []),
			onDuty: (atMs) => onDuty(counterId, atMs)
		};
		known.set(key, facts);
		return facts;
	}
	return { of, minSeconds: ({ counterId, day }: Row) => minSeconds(counterId, day) };
}

async function minSecondsOf(db: Reads, counterIds: number[]) {
	const versions = await db
		.select()
		.from(counterVersions)
		.where(inArray(counterVersions.counterId, counterIds))
		.orderBy(asc(counterVersions.fromDay));
	const known = new Map(counterIds.map((id) => [id, versions.filter((row) => row.counterId === id)]));
	return (counterId: number, day: Day): number => {
		const own = known.get(counterId) ?? [];
		return (own.findLast((version) => version.fromDay <= day) ?? own[0])?.minSeconds ?? 0;
	};
}

async function dutyOf(db: Reads, counterIds: number[], rows: readonly Row[]) {
	const instants = rows.map(plausible.instant).filter((at) => at !== null);
	const grace = plausible.SHIFT_GRACE_MS;
	const span = { fromAt: Math.min(...instants) - grace, untilAt: Math.max(...instants) + grace + 1 };
	const duties = instants.length > 0 ? await duty.list(db, { counterIds, ...span }) : [];
	const known = new Map(counterIds.map((id) => [id, duties.filter((row) => row.counterId === id)]));
	return (counterId: number, atMs: number): boolean =>
		(known.get(counterId) ?? []).some(
			({ fromAt, untilAt }) => fromAt - grace <= atMs && (untilAt === null || atMs < untilAt + grace)
		);
}
