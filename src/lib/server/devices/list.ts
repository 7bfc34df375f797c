// The tablets there are, where they stand, and the invitations still waiting for theirs.
import { and, asc, eq, gt, isNull } from 'drizzle-orm';
import type { Day } from '../../shared/day';
import type { Words } from '../../shared/language';
import { people } from '../auth/table';
import type { Reads } from '../db/open';
import { branchVersions, counterVersions } from '../org/table';
import type { DeviceRow } from './devices';
import { devices, invitations } from './table';

/** Where a tablet stands, called as on the asked day. */
export type Standing = {
	counter: { id: number; code: string; name: Words };
	branch: { id: number; name: Words };
};
export type ListedDevice = Omit<DeviceRow, 'tokenHash'> & Partial<Standing>;
export type Waiting = Partial<Standing> & {
	id: number;
	deviceName: string;
	counterId: number;
	invitedByName: string;
	invitedAt: number;
	expiresAt: number;
};

/** Every tablet, those in service first, by name; with counter and branch as they are called on `day`. */
export async function list(db: Reads, day: Day): Promise<ListedDevice[]> {
	const rows = await db.select().from(devices).orderBy(asc(devices.name), asc(devices.id));
	const standing = await standings(db, day);
	return rows
		.map(({ tokenHash: _secret, ...row }) => ({ ...row, ...standing.get(row.counterId) }))
		.sort((a, b) => Number(a.retiredAt !== null) - Number(b.retiredAt !== null));
}

/** Invitations that nobody has used and that still hold at an instant, oldest first. */
export async function waiting(db: Reads, day: Day, at: number): Promise<Waiting[]> {
	const rows = await db
		.select({ invitation: invitations, by: people.name })
		.from(invitations)
		.innerJoin(people, eq(people.id, invitations.invitedBy))
		.where(and(isNull(invitations.usedAt), gt(invitations.expiresAt, at)))
		.orderBy(asc(invitations.id));
	const standing = await standings(db, day);
	return rows.map(({ invitation, by }) => ({
		id: invitation.id,
		deviceName: invitation.deviceName,
		counterId: invitation.counterId,
		invitedByName: by,
		invitedAt: invitation.invitedAt,
		expiresAt: invitation.expiresAt,
		...standing.get(invitation.counterId)
	}));
}

/** What became of an invitation at an instant, and the device that came in by it; null where there is none. */
export async function fate(
	db: Reads,
	invitationId: number,
	at: number
): Promise<{ state: 'waiting' | 'used' | 'expired'; deviceId: number | null; expiresAt: number } | null> {
	const [row] = await db.select().from(invitations).where(eq(invitations.id, invitationId));
	if (!row) return null;
	const state = row.usedAt !== null ? 'used' : at < row.expiresAt ? 'waiting' : 'expired';
	return { state, deviceId: row.deviceId, expiresAt: row.expiresAt };
}

/** Counter → where it is, by the versions that hold on a day; a closed counter keeps its last ones. */
async function standings(db: Reads, day: Day): Promise<Map<number, Standing>> {
	const places = new Map<number, { id: number; name: Words }>();
	for (const row of await db.select().from(branchVersions).orderBy(asc(branchVersions.fromDay)))
		if (row.fromDay <= day || !places.has(row.branchId))
			places.set(row.branchId, { id: row.branchId, name: row.name });
	const standing = new Map<number, Standing>();
	for (const row of await db.select().from(counterVersions).orderBy(asc(counterVersions.fromDay))) {
		const branch = places.get(row.branchId);
		if (branch && (row.fromDay <= day || !standing.has(row.counterId)))
			standing.set(row.counterId, { counter: { id: row.counterId, code: row.code, name: row.name }, branch });
	}
	return standing;
}
