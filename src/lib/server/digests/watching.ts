// What of a rapid report is about now: open alerts, and tablets that are silent.
import type { Digest } from '../../shared/digest';
import { say, type Language } from '../../shared/language';
import * as alerts from '../alerts/alerts';
import type { Scope } from '../auth/scope';
import { silent } from '../devices/silent';
import { devices } from '../devices/table';
import type { Db } from '../db/open';
import * as branches from '../org/branches';

/** So many are named; of the others only how many there are. */
const MOST = 6;
/** A tablet that was not heard for so much opening time is told of. */
const SILENT_MS = 30 * 60_000;

export type Watching = Pick<Digest, 'alerts' | 'alertsMore' | 'tablets' | 'tabletsMore'>;

/** Open alerts of a scope, and its silent tablets that no alert tells of already, the longest silent first. */
export async function watching(db: Db, scope: Scope, at: number, language: Language): Promise<Watching> {
	const open = await alerts.open(db.read, scope, at);
	const told = new Set(open.map(({ device }) => device?.id));
	const quiet = (await silent(db.read, SILENT_MS, at)).filter(
		({ deviceId, branchId }) => (scope === 'all' || scope.includes(branchId)) && !told.has(deviceId)
	);
	quiet.sort((one, other) => other.silentMs - one.silentMs || one.deviceId - other.deviceId);
	const rows = await db.read.select({ id: devices.id, name: devices.name }).from(devices);
	const nameOf = new Map(rows.map(({ id, name }) => [id, name]));
	const today = new Date(at).toISOString().slice(0, 10);
	const places = new Map(
		(await branches.all(db.read, today)).map(({ id, name }) => [id, say(name, language)])
	);
	return {
		alerts: open.slice(0, MOST).map(({ kind, branch, service, device, openedAt, state }) => ({
			kind,
			where: [device?.name, service && say(service.name, language), say(branch.name, language)]
				.filter(Boolean)
				.join(' · '),
			since: openedAt,
			isAcknowledged: state === 'acknowledged'
		})),
		alertsMore: Math.max(0, open.length - MOST),
		tablets: quiet.slice(0, MOST).map(({ deviceId, branchId, heardAt }) => ({
			name: nameOf.get(deviceId) ?? '',
			where: places.get(branchId) ?? '',
			since: heardAt
		})),
		tabletsMore: Math.max(0, quiet.length - MOST)
	};
}
