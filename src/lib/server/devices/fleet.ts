// The fleet: every tablet with how it is doing, for those who look after it. What a tablet's PIN and key are made of
// never leaves this room.
import { desc, eq, gte } from 'drizzle-orm';
import { addDays, dayOf, daysBetween, instantOf, type Day } from '../../shared/day';
import type { Word } from '../../shared/hello';
import { holds, type Scope } from '../auth/scope';
import type { Reads } from '../db/open';
import * as hours from '../org/hours';
import { darkOn, quartersOf, type DarkDay, type Quarter } from './dark';
import type { DeviceRow } from './devices';
import { standings, type Standing } from './list';
import { stateOf, STATES, troublesOf, waitedMs, type Known, type State, type Trouble } from './state';
import { deviceDays, devices, deviceWords } from './table';

export type Tablet = Omit<DeviceRow, 'pin' | 'publicKey'> &
	Partial<Standing> & {
		hasPin: boolean;
		state: State;
		troubles: Trouble[];
		/** Its last hello, and when that was. */
		word: Word | null;
		wordAt: number | null;
		/** For how long the oldest waiting rating had waited then. */
		waitedMs: number;
		/** Its last rating, by the server's clock. */
		lastTapAt: number | null;
		/** The last seven days at its branch, today last; null where no opening hours are told. */
		days: DarkDay[] | null;
	};

/** Hours dark are counted for this many days, today included. */
export const DAYS = 7;

/** `version`: the build that tablets should run, null where not known. */
export type Asked = { scope: Scope; day: Day; at: number; version: string | null };

/**
 * The tablets that stand in a scope's branches, the worst first, those out of service last; with counter and branch
 * as they are called on `day`. One whose counter is nowhere any more is seen by those who see everything.
 */
export async function fleet(db: Reads, { scope, day, at, version }: Asked): Promise<Tablet[]> {
	const standing = await standings(db, day);
	const open = await opening(db, day, at);
	const heard = await heardSince(db, addDays(day, -DAYS - 1));
	const rows = await db
		.select({ device: devices, said: deviceWords })
		.from(devices)
		.leftJoin(deviceWords, eq(deviceWords.deviceId, devices.id));
	return rows
		.flatMap(({ device, said }) => {
			const place = standing.get(device.counterId);
			if (!(place ? holds(scope, place.branch.id) : scope === 'all')) return [];
			const times = place && open(place.branch.id);
			return { ...tablet(device, said, { times, heard: heard.get(device.id), at, version }), ...place };
		})
		.sort(worstFirst);
}

type Times = { spans: hours.Span[] | null; days: Day[]; quarters: Quarter[] };

function tablet(
	{ pin, publicKey: _publicKey, ...device }: DeviceRow,
	said: typeof deviceWords.$inferSelect | null,
	{
		times,
		heard = new Map(),
		at,
		version
	}: { times?: Times; heard?: Map<Day, string>; at: number; version: string | null }
): Tablet {
	const known: Known = { ...device, seenAt: device.seenAt ?? device.pairedAt, said };
	const { pairedAt, retiredAt } = device;
	const spans = times?.spans ?? null;
	return {
		...device,
		hasPin: pin !== null,
		state: stateOf(known, spans, at),
		troubles: troublesOf(known, version),
		word: said?.word ?? null,
		wordAt: said?.at ?? null,
		waitedMs: said ? waitedMs(said) : 0,
		lastTapAt: said?.word.lastTapAt == null ? null : said.word.lastTapAt + said.skewMs,
		days:
			times && spans
				? darkOn(times.days, times.quarters, heard, { pairedAt, until: Math.min(retiredAt ?? at, at) })
				: null
	};
}

/** Branch → its opening times of the last days, worked out once for all its tablets. */
async function opening(db: Reads, day: Day, at: number): Promise<(branchId: number) => Times | undefined> {
	// A day to spare at either end: branches may lie in other zones.
	const on = await hours.calendar(db, addDays(day, -DAYS - 1), addDays(day, 1));
	const known = new Map<number, Times | undefined>();
	function read(branchId: number): Times | undefined {
		const zone = on(branchId, day)?.zone;
		if (zone === undefined) return undefined;
		const today = dayOf(at, zone);
		const days = daysBetween(addDays(today, 1 - DAYS), today);
		const told = days.map((one) => ({ one, open: on(branchId, one)?.open ?? null }));
		if (told.every(({ open }) => open === null)) return { spans: null, days, quarters: [] };
		const spans = told.flatMap(
			({ one, open }) => open ?? [{ from: instantOf(one, zone), until: instantOf(addDays(one, 1), zone) }]
		);
		return { spans, days, quarters: quartersOf(spans, zone) };
	}
	return (branchId) => {
		if (!known.has(branchId)) known.set(branchId, read(branchId));
		return known.get(branchId);
	};
}

async function heardSince(db: Reads, day: Day): Promise<Map<number, Map<Day, string>>> {
	const heard = new Map<number, Map<Day, string>>();
	for (const row of await db
		.select()
		.from(deviceDays)
		.where(gte(deviceDays.day, day))
		.orderBy(desc(deviceDays.day))) {
		const own = heard.get(row.deviceId);
		if (own) own.set(row.day, row.heard);
		else heard.set(row.deviceId, new Map([[row.day, row.heard]]));
	}
	return heard;
}

/** Those out of touch, then those that hold ratings back, then whatever is gravely wrong, then the rest. */
function worstFirst(one: Tablet, other: Tablet): number {
	const rank = ({ state, troubles }: Tablet) => {
		const isGrave = troubles.some(({ grave }) => grave);
		return isGrave && (state === 'quiet' || state === 'fine') ? 1.5 : STATES.indexOf(state);
	};
	return (
		rank(one) - rank(other) ||
		other.troubles.length - one.troubles.length ||
		one.name.localeCompare(other.name, 'vi', { numeric: true }) ||
		one.id - other.id
	);
}
