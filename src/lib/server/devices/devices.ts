// Tablets: invited to a counter by a code that works once, paired, changed, retired. A retired tablet stays on
// the list, because its ratings name it.
import { and, eq, isNull, lte, or } from 'drizzle-orm';
import type { Actor, Person } from '../../shared/actor';
import { demand } from '../../shared/can';
import type { Language } from '../../shared/language';
import { Problem } from '../../shared/problem';
import * as audit from '../audit/note';
import type { Reads, Writes } from '../db/open';
import { counters } from '../org/table';
import { CODE_VALID_MS, hash, normalise } from './code';
import { devices, invitations } from './table';

export type DeviceRow = typeof devices.$inferSelect;

/** How a tablet behaves: at which counter, in which languages, and when it returns to the start by itself. */
export type DeviceSettings = {
	deviceName: string;
	counterId: number;
	languages: Language[];
	defaultLanguage: Language;
	/** Seconds without a touch before the countdown shows: 15 … 120. */
	idleSeconds: number;
	/** Seconds the countdown then runs: 5 … 30. */
	countdownSeconds: number;
};

/**
 * Invites one tablet to a counter; it comes in with `code` (code.makeCode) within ten minutes. Answers the
 * invitation's id. Refuses: not_allowed; not_found for an unknown or closed counter; bad_shape for a default language
 * that is not among the languages; already_exists for a code that was ever given out before.
 */
export async function invite(
	tx: Writes,
	actor: Person,
	settings: DeviceSettings,
	code: string,
	at: number
): Promise<number> {
	demand(actor, 'devices.change');
	const invited = await sensible(tx, settings);
	const codeHash = hash(normalise(code));
	const taken = await tx.$count(invitations, eq(invitations.codeHash, codeHash));
	if (taken > 0) throw new Problem('already_exists', { field: 'code' });
	const [row] = await tx
		.insert(invitations)
		.values({ ...invited, codeHash, invitedBy: actor.id, invitedAt: at, expiresAt: at + CODE_VALID_MS })
		.returning({ id: invitations.id });
	await audit.note(tx, actor, at, 'devices.invite', `invitation:${row!.id}`, invited);
	return row!.id;
}

/**
 * A tablet comes in by its code, once, and is known by `token` from then on. Answers the new device. Refuses
 * code_unknown, code_used and code_expired. Of two tablets with one code the first transaction wins: writing
 * transactions run one after the other, and this one reads and marks the invitation.
 */
export async function pair(
	tx: Writes,
	code: string,
	userAgent: string | null,
	token: string,
	at: number
): Promise<DeviceRow> {
	const [invitation] = await tx
		.select()
		.from(invitations)
		.where(eq(invitations.codeHash, hash(normalise(code))));
	if (!invitation) throw new Problem('code_unknown');
	if (invitation.usedAt !== null) throw new Problem('code_used');
	if (at >= invitation.expiresAt) throw new Problem('code_expired');
	const [device] = await tx
		.insert(devices)
		.values({
			name: invitation.deviceName,
			counterId: invitation.counterId,
			tokenHash: hash(token),
			languages: invitation.languages,
			defaultLanguage: invitation.defaultLanguage,
			idleSeconds: invitation.idleSeconds,
			countdownSeconds: invitation.countdownSeconds,
			pairedAt: at,
			seenAt: at,
			userAgent: userAgent?.slice(0, 300) ?? null
		})
		.returning();
	await tx
		.update(invitations)
		.set({ usedAt: at, deviceId: device!.id })
		.where(eq(invitations.id, invitation.id));
	const actor: Actor = { kind: 'device', id: device!.id, name: device!.name };
	await audit.note(tx, actor, at, 'devices.pair', `device:${device!.id}`, {
		invitation: invitation.id,
		counterId: device!.counterId
	});
	return device!;
}

/** Renames a tablet, moves it to another counter, or changes how it behaves. Refuses like `invite`; device_retired. */
export async function change(
	tx: Writes,
	actor: Actor,
	deviceId: number,
	settings: DeviceSettings,
	at: number
): Promise<void> {
	demand(actor, 'devices.change');
	const device = await found(tx, deviceId);
	if (device.retiredAt !== null) throw new Problem('device_retired');
	const { deviceName: name, ...rest } = await sensible(tx, settings);
	await tx
		.update(devices)
		.set({ name, ...rest })
		.where(eq(devices.id, deviceId));
	await audit.note(tx, actor, at, 'devices.change', `device:${deviceId}`, { name, ...rest });
}

/**
 * Takes a tablet out of service for good: its token opens nothing any more. Harmless when repeated. Refuses:
 * not_allowed; not_found.
 */
export async function retire(tx: Writes, actor: Actor, deviceId: number, at: number): Promise<void> {
	demand(actor, 'devices.change');
	const device = await found(tx, deviceId);
	if (device.retiredAt !== null) return;
	await tx.update(devices).set({ retiredAt: at }).where(eq(devices.id, deviceId));
	await audit.note(tx, actor, at, 'devices.retire', `device:${deviceId}`, { name: device.name });
}

export type Word = {
	/** The server's clock. */
	at: number;
	/** Server clock less tablet clock, where a batch told. */
	skewMs?: number;
	userAgent?: string | null;
};

/**
 * Notes that a tablet was heard of; at most once a minute, a further call within the minute changes nothing. No
 * audit line: being there is not an act. Ask `Recogniser.due` first to spare the transaction.
 */
export async function seen(tx: Writes, deviceId: number, { at, skewMs, userAgent }: Word): Promise<void> {
	const long = or(isNull(devices.seenAt), lte(devices.seenAt, at - SEEN_EVERY_MS));
	await tx
		.update(devices)
		.set({ seenAt: at, skewMs, userAgent: userAgent?.slice(0, 300) })
		.where(and(eq(devices.id, deviceId), long));
}
export const SEEN_EVERY_MS = 60_000;

async function found(tx: Reads, deviceId: number): Promise<DeviceRow> {
	const [device] = await tx.select().from(devices).where(eq(devices.id, deviceId));
	if (!device) throw new Problem('not_found', { device: deviceId });
	return device;
}

/** The settings and nothing besides, checked. */
async function sensible(tx: Reads, settings: DeviceSettings): Promise<DeviceSettings> {
	const { deviceName, counterId, languages, defaultLanguage, idleSeconds, countdownSeconds } = settings;
	if (!languages.includes(defaultLanguage)) throw new Problem('bad_shape', { field: 'defaultLanguage' });
	const known = await tx.$count(counters, and(eq(counters.id, counterId), isNull(counters.closedDay)));
	if (known === 0) throw new Problem('not_found', { counter: counterId });
	return { deviceName, counterId, languages, defaultLanguage, idleSeconds, countdownSeconds };
}
