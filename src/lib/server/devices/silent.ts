// Tablets that have not been heard for some opening time. Asked every minute, so only those that have been silent for
// a while are looked at, and only the days since.
import { and, inArray, isNull, lte, sql } from 'drizzle-orm';
import { addDays, dayOf, daysBetween, instantOf, type Day } from '../../shared/day';
import { holds, type Scope } from '../auth/scope';
import type { Reads } from '../db/open';
import * as hours from '../org/hours';
import { counterVersions } from '../org/table';
import { DARK_MS, openMs } from './state';
import { devices } from './table';

export type Silent = {
	deviceId: number;
	branchId: number;
	/** Its last sign of life; of one that is turned away because two go by its key, when that was seen. */
	heardAt: number;
	/** For how much opening time since, in milliseconds, at most of the last eight days. */
	silentMs: number;
};

/** So many days back opening times are added up: longer ago it is dark anyhow. */
const DAYS = 7;

/**
 * The tablets in service that were silent for at least `leastMs` of their branch's opening time, at an instant. Those
 * that `skip` (its id, when it was last heard) says yes to are left out before anything is added up.
 */
export async function silent(
	db: Reads,
	leastMs: number,
	at: number,
	skip: (deviceId: number, heardAt: number) => boolean = () => false
): Promise<Silent[]> {
	const heard = sql<number>`coalesce(${devices.forkedAt}, ${devices.seenAt}, ${devices.pairedAt})`;
	const rows = await db
		.select({ deviceId: devices.id, counterId: devices.counterId, heardAt: heard })
		.from(devices)
		.where(and(isNull(devices.retiredAt), lte(heard, at - leastMs)));
	const quiet = rows.filter(({ deviceId, heardAt }) => !skip(deviceId, heardAt));
	if (quiet.length === 0) return [];
	const branchOf = await places(db, [...new Set(quiet.map(({ counterId }) => counterId))], at);
	const first = Math.max(Math.min(...quiet.map(({ heardAt }) => heardAt)), at - DAYS * 86_400_000);
	const on = await hours.calendar(db, addDays(dayOf(first, 'UTC'), -1), addDays(dayOf(at, 'UTC'), 1));
	const opening = spansOf(on, first, at);
	return quiet.flatMap(({ deviceId, counterId, heardAt }) => {
		const branchId = branchOf.get(counterId);
		if (branchId === undefined) return [];
		const silentMs = openMs(opening(branchId), heardAt, at);
		return silentMs >= leastMs ? [{ deviceId, branchId, heardAt, silentMs }] : [];
	});
}

/**
 * How many tablets of a scope are dark (state.ts) at an instant, and the first `most` of them, the longest silent first;
 * those in `but` are left out.
 */
export async function dark(
	db: Reads,
	scope: Scope,
	at: number,
	most: number,
	but: ReadonlySet<number> = new Set()
): Promise<{ n: number; first: { id: number; name: string; seenAt: number }[] }> {
	const own = scope === 'all' ? null : await standingIn(db, scope);
	const left = (deviceId: number) => but.has(deviceId) || (own !== null && !own.has(deviceId));
	const found = (await silent(db, DARK_MS, at, left)).filter(
		({ branchId, deviceId }) => holds(scope, branchId) && !left(deviceId)
	);
	const first = found.sort((one, other) => one.heardAt - other.heardAt).slice(0, most);
	const ids = first.map(({ deviceId }) => deviceId);
	const names = await db
		.select({ id: devices.id, name: devices.name })
		.from(devices)
		.where(inArray(devices.id, ids));
	const nameOf = new Map(names.map(({ id, name }) => [id, name]));
	return {
		n: found.length,
		first: first.map(({ deviceId, heardAt }) => ({
			...{ id: deviceId, name: nameOf.get(deviceId) ?? '', seenAt: heardAt }
		}))
	};
}

/** The tablets of counters that ever stood in some branches. */
async function standingIn(db: Reads, branchIds: readonly number[]): Promise<Set<number>> {
	const rows = await db.all<{ id: number }>(
		sql`SELECT id FROM ${devices} WHERE "counterId" IN (SELECT "counterId" FROM ${counterVersions}
			WHERE "branchId" IN (SELECT value FROM json_each(${JSON.stringify(branchIds)})))`
	);
	return new Set(rows.map(({ id }) => id));
}

/** Where counters stand on the day of an instant; a closed counter stands nowhere. */
async function places(db: Reads, counterIds: number[], at: number): Promise<Map<number, number>> {
	const { counterId, branchId, fromDay, untilDay } = counterVersions;
	const rows = await db
		.select({ counterId, branchId, fromDay, untilDay })
		.from(counterVersions)
		.where(inArray(counterId, counterIds));
	const day = dayOf(at, 'Asia/Ho_Chi_Minh');
	const holding = rows.filter((row) => row.fromDay <= day && (row.untilDay === null || row.untilDay > day));
	return new Map(holding.map((row) => [row.counterId, row.branchId]));
}

/**
 * Branch → its opening times on the days from one instant to the other, null where none are told; worked out once for
 * all its tablets, and the days once for all branches of a zone.
 */
function spansOf(on: Awaited<ReturnType<typeof hours.calendar>>, from: number, until: number) {
	const known = new Map<number, hours.Span[] | null>();
	const days = new Map<string, Day[]>();
	const daysIn = (zone: string) => {
		if (!days.has(zone)) days.set(zone, daysBetween(dayOf(from, zone), dayOf(until, zone)));
		return days.get(zone)!;
	};
	function read(branchId: number): hours.Span[] | null {
		const zone = on(branchId, dayOf(until, 'UTC'))?.zone ?? 'UTC';
		const told = daysIn(zone).map((day) => ({ day, open: on(branchId, day)?.open ?? null }));
		if (told.every(({ open }) => open === null)) return null;
		return told.flatMap(
			({ day, open }) => open ?? [{ from: instantOf(day, zone), until: instantOf(addDays(day, 1), zone) }]
		);
	}
	return (branchId: number) => {
		if (!known.has(branchId)) known.set(branchId, read(branchId));
		return known.get(branchId)!;
	};
}
