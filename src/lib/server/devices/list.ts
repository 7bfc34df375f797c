// The tablets there are, where they stand, the invitations of the last minutes, and which counters a tablet would
// be refused at.
import { asc, eq, gt, isNotNull } from 'drizzle-orm';
import type { Day } from '../../shared/day';
import type { Words } from '../../shared/language';
import { people } from '../auth/table';
import type { Reads } from '../db/open';
import * as kind from '../org/kind';
import * as names from '../org/names';
import { counterServices, questionnaireVersions } from '../org/table';
import type { DeviceRow } from './devices';
import type { Lack } from './setup';
import { devices, invitations } from './table';

/** Where a tablet stands, called as on the asked day. */
export type Standing = {
	counter: { id: number; code: string; name: Words };
	branch: { id: number; name: Words };
};
export type ListedDevice = DeviceRow & Partial<Standing>;
export type ListedInvitation = Partial<Standing> & {
	id: number;
	deviceName: string;
	invitedByName: string;
	expiresAt: number;
	state: 'waiting' | 'used' | 'expired';
	/** The tablet that came in by it. */
	deviceId: number | null;
};

/** An invitation is listed for this long after it was made: while it holds, and a while to see what became of it. */
const LISTED_MS = 20 * 60_000;

/** Every tablet with all there is in its row, those in service first, by name; with counter and branch as they are called on `day`. */
export async function list(db: Reads, day: Day): Promise<ListedDevice[]> {
	const rows = await db.select().from(devices).orderBy(asc(devices.name), asc(devices.id));
	const standing = await standings(db, day);
	return rows
		.map((row) => ({ ...row, ...standing.get(row.counterId) }))
		.sort((a, b) => Number(a.retiredAt !== null) - Number(b.retiredAt !== null));
}

/** The invitations of the last twenty minutes and what has become of each at an instant, oldest first. */
export async function recent(db: Reads, day: Day, at: number): Promise<ListedInvitation[]> {
	const rows = await db
		.select({ invitation: invitations, by: people.name })
		.from(invitations)
		.innerJoin(people, eq(people.id, invitations.invitedBy))
		.where(gt(invitations.invitedAt, at - LISTED_MS))
		.orderBy(asc(invitations.id));
	const standing = rows.length > 0 ? await standings(db, day) : new Map<number, Standing>();
	return rows.map(({ invitation, by }) => ({
		id: invitation.id,
		deviceName: invitation.deviceName,
		invitedByName: by,
		expiresAt: invitation.expiresAt,
		state: invitation.usedAt !== null ? 'used' : at < invitation.expiresAt ? 'waiting' : 'expired',
		deviceId: invitation.deviceId,
		...standing.get(invitation.counterId)
	}));
}

/**
 * The counters that are there on a day but where a tablet would be refused (setup: counter_not_ready), and what
 * each lacks. For all counters at once, so that a page can warn before anybody walks over with a tablet.
 */
export async function unready(db: Reads, day: Day): Promise<Map<number, Lack[]>> {
	const open = new Set((await kind.on(db, kind.SERVICE, day)).map((service) => service.id));
	const offering = new Set<number>();
	for (const row of await db.select().from(counterServices))
		if (open.has(row.serviceId)) offering.add(row.counterId);
	const published = await db
		.selectDistinct({ id: questionnaireVersions.questionnaireId })
		.from(questionnaireVersions)
		.where(isNotNull(questionnaireVersions.publishedAt));
	const asking = new Set(published.map((row) => row.id));
	const lacking = new Map<number, Lack[]>();
	for (const counter of await kind.on(db, kind.COUNTER, day)) {
		const missing: Lack[] = [];
		if (!offering.has(counter.id)) missing.push('services');
		if (!asking.has(counter.questionnaireId)) missing.push('questionnaire');
		if (missing.length > 0) lacking.set(counter.id, missing);
	}
	return lacking;
}

/** Counter → where it is, by the versions that hold on a day; a closed counter keeps its last ones. */
export async function standings(db: Reads, day: Day): Promise<Map<number, Standing>> {
	const { branches, counters } = await names.on(db, day);
	const standing = new Map<number, Standing>();
	for (const [id, { code, name, branchId }] of counters) {
		const branch = branches.get(branchId);
		if (branch)
			standing.set(id, { counter: { id, code, name }, branch: { id: branchId, name: branch.name } });
	}
	return standing;
}
