// Alerts with what they are about, called by its names of today.
import { and, asc, inArray, lte } from 'drizzle-orm';
import { alertState, type Alert } from '../../shared/alert';
import { addDays, dayOf } from '../../shared/day';
import type { Words } from '../../shared/language';
import type { Reads } from '../db/open';
import { devices } from '../devices/table';
import { branchVersions, serviceVersions } from '../org/table';
import type { alerts } from './table';

type Row = typeof alerts.$inferSelect;

/** What a subject names: 'device:7', 'branch:5 service:3', or nothing beside the branch. */
export function subjectOf(text: string): { deviceId: number | null; serviceId: number | null } {
	const number = (noun: string) => Number(new RegExp(`${noun}:(\\d+)`).exec(text)?.[1]) || null;
	return { deviceId: number('device'), serviceId: number('service') };
}

/** The same alerts, in their order, as they are told. What only the watcher needs of what was found stays here. */
export async function called(db: Reads, rows: readonly Row[], at: number): Promise<Alert[]> {
	const subjects = new Map(rows.map((row) => [row.id, subjectOf(row.subject)]));
	const ids = (pick: (one: ReturnType<typeof subjectOf>) => number | null) => [
		...new Set([...subjects.values()].flatMap((one) => pick(one) ?? []))
	];
	const branches = await branchNames(db, [...new Set(rows.map((row) => row.branchId))], at);
	const services = await serviceNames(
		db,
		ids((one) => one.serviceId),
		at
	);
	const tablets = await deviceNames(
		db,
		ids((one) => one.deviceId)
	);
	return rows.map((row) => {
		const { serviceId, deviceId } = subjects.get(row.id)!;
		const { lastId: _, ...found } = row.found;
		return {
			...{ id: row.id, kind: row.kind, state: alertState(row), found, openedAt: row.openedAt },
			branch: branches.get(row.branchId) ?? NOWHERE(row.branchId),
			service: serviceId === null ? null : (services.get(serviceId) ?? null),
			device: deviceId === null ? null : (tablets.get(deviceId) ?? null)
		};
	});
}

const NOWHERE = (id: number) => ({
	id,
	code: '',
	name: { vi: String(id) } as Words,
	zone: 'Asia/Ho_Chi_Minh'
});

/** The latest version that has begun by then wins: it comes last. */
async function branchNames(db: Reads, ids: number[], at: number) {
	const { branchId: id, code, name, zone, fromDay } = branchVersions;
	const rows = await db
		.select({ id, code, name, zone })
		.from(branchVersions)
		.where(and(inArray(id, ids), lte(fromDay, latest(at))))
		.orderBy(asc(fromDay));
	return new Map(rows.map((row) => [row.id, row]));
}

async function serviceNames(db: Reads, ids: number[], at: number) {
	const { serviceId: id, code, name, fromDay } = serviceVersions;
	const rows = await db
		.select({ id, code, name })
		.from(serviceVersions)
		.where(and(inArray(id, ids), lte(fromDay, latest(at))))
		.orderBy(asc(fromDay));
	return new Map(rows.map((row) => [row.id, row]));
}

async function deviceNames(db: Reads, ids: number[]) {
	const { id, name } = devices;
	const rows = await db.select({ id, name }).from(devices).where(inArray(id, ids));
	return new Map(rows.map((row) => [row.id, row]));
}

/** Somewhere it is tomorrow already. */
const latest = (at: number) => addDays(dayOf(at, 'UTC'), 1);
