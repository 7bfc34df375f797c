// Tablets: invited to a counter by a code that works once, paired, changed, retired. A retired tablet stays on
// the list, because its ratings name it.
import { and, eq, isNull } from 'drizzle-orm';
import type { Actor, Person } from '../../shared/actor';
import { demand } from '../../shared/can';
import type { Language } from '../../shared/language';
import { Problem } from '../../shared/problem';
import type { Pin } from '../../shared/setup';
import * as audit from '../audit/note';
import type { Reads, Writes } from '../db/open';
import { counters } from '../org/table';
import { CODE_VALID_MS, hash, normalise } from './code';
import * as keys from './key';
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
	/** Percent, 20 … 100; 100 where none is given. */
	brightness?: number;
	/** What opens the staff's panel (pin.ts); undefined keeps the one there is. */
	pin?: Pin | null;
};

/**
 * Invites one tablet to a counter; it comes in with `code` (code.makeCode) within ten minutes. Answers the
 * invitation's id. Refuses: not_allowed; not_found for an unknown or closed counter; bad_shape for a default language
 * that is not among the languages; already_exists for a code that was ever given out before. `replacesId` names a
 * tablet that is retired as this one comes in.
 */
export async function invite(
	tx: Writes,
	actor: Person,
	settings: DeviceSettings,
	code: string,
	at: number,
	replacesId: number | null = null
): Promise<number> {
	demand(actor, 'devices.change');
	const wanted = await sensible(tx, settings);
	if (replacesId !== null && (await found(tx, replacesId)).retiredAt !== null)
		throw new Problem('device_retired');
	const codeHash = hash(normalise(code));
	const taken = await tx.$count(invitations, eq(invitations.codeHash, codeHash));
	if (taken > 0) throw new Problem('already_exists', { field: 'code' });
	const [row] = await tx
		.insert(invitations)
		.values({
			...wanted,
			replacesId,
			codeHash,
			invitedBy: actor.id,
			invitedAt: at,
			expiresAt: at + CODE_VALID_MS
		})
		.returning({ id: invitations.id });
	await audit.note(tx, actor, at, 'devices.invite', `invitation:${row!.id}`, {
		...noted(wanted),
		...(replacesId === null ? {} : { replacesId })
	});
	return row!.id;
}

/**
 * The invitation behind a code that is still good, and the device that came in by it already with the same key: its
 * answer was lost, and it asks again. Refuses code_unknown, code_used and code_expired.
 */
export async function invited(
	db: Reads,
	code: string,
	keyId: string,
	at: number
): Promise<{ invitation: typeof invitations.$inferSelect; paired: DeviceRow | undefined }> {
	const [found] = await db
		.select({ invitation: invitations, device: devices })
		.from(invitations)
		.leftJoin(devices, eq(devices.id, invitations.deviceId))
		.where(eq(invitations.codeHash, hash(normalise(code))));
	if (!found) throw new Problem('code_unknown');
	const { invitation, device } = found;
	const paired = device?.keyId === keyId && device.retiredAt === null ? device : undefined;
	if (invitation.usedAt !== null && !paired) throw new Problem('code_used');
	if (at >= invitation.expiresAt) throw new Problem('code_expired');
	return { invitation, paired };
}

/** What a tablet brings as it comes in: the public half of its key (SPKI, DER, base64url) and its browser's name. */
export type Newcomer = { publicKey: string; userAgent: string | null };

/**
 * A tablet comes in by its code, once, and is known by its key from then on. The caller has checked that it holds the
 * key. Answers the new device; the same one again where its answer was lost. Refuses code_unknown, code_used and code_expired; bad_shape for a key that is none;
 * already_exists for a key that is known. Of two tablets with one code the first transaction wins: writing
 * transactions run one after the other, and this one reads and marks the invitation.
 */
export async function pair(
	tx: Writes,
	code: string,
	{ publicKey, userAgent }: Newcomer,
	at: number
): Promise<DeviceRow> {
	const keyId = keys.nameOf(publicKey);
	const { invitation, paired } = await invited(tx, code, keyId, at);
	if (paired) return paired;
	keys.read(publicKey);
	if ((await tx.$count(devices, eq(devices.keyId, keyId))) > 0)
		throw new Problem('already_exists', { field: 'publicKey' });
	const { deviceName: name, counterId, languages, defaultLanguage } = invitation;
	const { idleSeconds, countdownSeconds, brightness, pin } = invitation;
	const [device] = await tx
		.insert(devices)
		.values({
			...{ name, counterId, keyId, publicKey, languages, defaultLanguage },
			...{ idleSeconds, countdownSeconds, brightness, pin },
			pairedAt: at,
			seenAt: at,
			userAgent: userAgent?.slice(0, 300) ?? null
		})
		.returning();
	await tx
		.update(invitations)
		.set({ usedAt: at, deviceId: device!.id })
		.where(eq(invitations.id, invitation.id));
	if (invitation.replacesId !== null)
		await tx
			.update(devices)
			.set({ retiredAt: at, replacedById: device!.id })
			.where(and(eq(devices.id, invitation.replacesId), isNull(devices.retiredAt)));
	const actor: Actor = { kind: 'device', id: device!.id, name: device!.name };
	await audit.note(tx, actor, at, 'devices.pair', `device:${device!.id}`, {
		invitation: invitation.id,
		counterId,
		key: keyId,
		...(invitation.replacesId === null ? {} : { replaces: invitation.replacesId })
	});
	return device!;
}

/**
 * Notes that two tablets go by one key, or that one was set back: from now on whoever comes with that key is turned
 * away until it is paired anew. Harmless when repeated. Refuses not_found.
 */
export async function fork(tx: Writes, deviceId: number, seq: number, at: number): Promise<void> {
	const device = await found(tx, deviceId);
	if (device.forkedAt !== null) return;
	await tx.update(devices).set({ forkedAt: at }).where(eq(devices.id, deviceId));
	const actor: Actor = { kind: 'device', id: deviceId, name: device.name };
	await audit.note(tx, actor, at, 'devices.fork', `device:${deviceId}`, { seq });
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
	await audit.note(tx, actor, at, 'devices.change', `device:${deviceId}`, { name, ...noted(rest) });
}

/**
 * Takes a tablet out of service for good: its key opens nothing any more. Harmless when repeated. Refuses:
 * not_allowed; not_found.
 */
export async function retire(tx: Writes, actor: Actor, deviceId: number, at: number): Promise<void> {
	demand(actor, 'devices.change');
	const device = await found(tx, deviceId);
	if (device.retiredAt !== null) return;
	await tx.update(devices).set({ retiredAt: at }).where(eq(devices.id, deviceId));
	await audit.note(tx, actor, at, 'devices.retire', `device:${deviceId}`, { name: device.name });
}

/** What the trail says of settings: all but the PIN, of which only that there is one. */
function noted<S extends { pin?: Pin | null }>({ pin, ...rest }: S) {
	return pin === undefined ? rest : { ...rest, pin: pin !== null };
}

async function found(tx: Reads, deviceId: number): Promise<DeviceRow> {
	const [device] = await tx.select().from(devices).where(eq(devices.id, deviceId));
	if (!device) throw new Problem('not_found', { device: deviceId });
	return device;
}

/** The settings and nothing besides, checked. */
async function sensible(tx: Reads, settings: DeviceSettings): Promise<DeviceSettings> {
	const { deviceName, counterId, languages, defaultLanguage, idleSeconds, countdownSeconds, pin } = settings;
	const brightness = settings.brightness ?? 100;
	if (brightness < 20 || brightness > 100) throw new Problem('bad_shape', { field: 'brightness' });
	if (!languages.includes(defaultLanguage)) throw new Problem('bad_shape', { field: 'defaultLanguage' });
	const known = await tx.$count(counters, and(eq(counters.id, counterId), isNull(counters.closedDay)));
	if (known === 0) throw new Problem('not_found', { counter: counterId });
	return {
		...{ deviceName, counterId, languages, defaultLanguage, idleSeconds, countdownSeconds, brightness },
		...(pin === undefined ? {} : { pin })
	};
}
