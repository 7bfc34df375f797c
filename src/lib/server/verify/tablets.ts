// The tablets' side: each one's chain over all ranges and the drawer, what it says it has sealed, and what it sent
// again after a restore.
import type { Word } from '../../shared/hello';
import { hash } from 'node:crypto';
import { span, type Finding } from './finding';
import { chain, named, type Device as Named } from './chains';
import type { Drawer } from './drawer';
import type { Part } from './rows';
import type { Segment } from './seals';

/** A device with its last word, as JSON, and the highest number there was of it before a restore (0: no restore). */
export type Device = Named & { word: string | null; before: number };

/** What is wrong with the devices' chains and keys. */
export function chains(devices: readonly Device[], parts: readonly Part[], refused: Drawer): Finding[] {
	const findings: Finding[] = [];
	const places = placesOf(parts, refused);
	for (const device of devices) {
		const own = places.get(device.id);
		if (!hasKey(device)) {
			const text = `${named(device)}: its public key is not the one whose name it has; its signatures cannot be checked`;
			findings.push({ kind: 'signature', text, deviceId: device.id, table: 'devices' });
		}
		if (own) findings.push(...chain(device, own, refused.signed.get(device.id) ?? []));
	}
	const known = new Set(devices.map(({ id }) => id));
	for (const [deviceId, own] of places)
		if (!known.has(deviceId))
			findings.push({
				kind: 'missing',
				table: 'devices',
				deviceId,
				text: `device ${deviceId}, which sealed ${own.reduce((sum, one) => sum + one.lastSeq - one.firstSeq + 1, 0)} ratings, is missing`
			});
	return findings;
}

/** Whether a device's key is the one it was paired with; one from before keys has none. */
export function hasKey({ keyId, publicKey }: Device): boolean {
	return publicKey === null || hash('sha256', Buffer.from(publicKey, 'base64url'), 'base64url') === keyId;
}

/**
 * What a tablet says it has sealed, less what waits on it, must be here, and whatever was here before a restore. What
 * a restored database lacks is missing until the tablet has sent it again.
 */
export function promised(devices: readonly Device[], parts: readonly Part[], refused: Drawer): Finding[] {
	const highest = new Map<number, number>();
	for (const [deviceId, own] of placesOf(parts, refused))
		for (const { lastSeq } of own) highest.set(deviceId, Math.max(lastSeq, highest.get(deviceId) ?? 0));
	return devices.flatMap((device): Finding[] => {
		const here = highest.get(device.id) ?? 0;
		const { lastSeq, waiting, aside } = wordOf(device) ?? { lastSeq: 0, waiting: 0, aside: 0 };
		const brought = Math.max(lastSeq - waiting - aside, device.before);
		if (brought <= here) return [];
		const why =
			brought === device.before
				? 'it was here before the restore, and the tablet has not sent it again'
				: `the tablet has sealed ${lastSeq}, of which ${waiting + aside} wait on it`;
		return [
			{
				kind: 'missing',
				deviceId: device.id,
				seq: here + 1,
				...(brought > here + 1 ? { lastSeq: brought } : {}),
				text: `${named(device)}: number ${span(here + 1, brought)} is still missing: ${why}`
			}
		];
	});
}

export function waiting(devices: readonly Device[]): number {
	return devices.reduce((sum, device) => sum + (wordOf(device)?.waiting ?? 0), 0);
}

export function refilled(devices: readonly Device[], parts: readonly Part[]) {
	return devices
		.map(({ id, name }) => ({
			deviceId: id,
			device: name,
			count: parts.reduce((sum, part) => sum + (part.refilled.get(id) ?? 0), 0)
		}))
		.filter(({ count }) => count > 0);
}

function placesOf(parts: readonly Part[], refused: Drawer): Map<number, Segment[]> {
	const places = new Map<number, Segment[]>();
	const add = (deviceId: number, segment: Segment) => {
		const own = places.get(deviceId);
		if (own) own.push(segment);
		else places.set(deviceId, [segment]);
	};
	for (const { segments } of parts) for (const segment of segments) add(segment.deviceId, segment);
	for (const [deviceId, own] of refused.places) for (const segment of own) add(deviceId, segment);
	return places;
}

function wordOf({ word }: Device): Pick<Word, 'lastSeq' | 'waiting' | 'aside'> | null {
	return word === null ? null : (JSON.parse(word) as Word);
}
