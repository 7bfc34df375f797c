// Services: what a customer comes to a counter for.
import type { Actor } from '../../shared/actor';
import { demand } from '../../shared/can';
import type { Day } from '../../shared/day';
import type { Words } from '../../shared/language';
import * as audit from '../audit/note';
import type { Reads, Writes } from '../db/open';
import * as kinds from './kind';
import { SERVICE, type Service } from './kind';
import * as version from './version';

export type { Service } from './kind';
export type NewService = { code: string; name: Words; fromDay: Day };

/** Adds a service and answers its id. Refuses: not_allowed; already_exists (code). */
export async function add(
	tx: Writes,
	actor: Actor,
	{ code, name, fromDay }: NewService,
	at: number
): Promise<number> {
	demand(actor, 'setup.change');
	const id = await version.begin(tx, SERVICE, { code, name }, fromDay);
	await audit.note(tx, actor, at, 'org.addService', `service:${id}`, { code, name, fromDay });
	return id;
}

/** Says what a service is called from a day on. Refuses like `add`, and: day_before_start; closed_already. */
export async function change(
	tx: Writes,
	actor: Actor,
	serviceId: number,
	{ code, name, fromDay }: NewService,
	at: number
): Promise<void> {
	demand(actor, 'setup.change');
	await version.supersede(tx, SERVICE, serviceId, { code, name }, fromDay);
	await audit.note(tx, actor, at, 'org.changeService', `service:${serviceId}`, { code, name, fromDay });
}

/**
 * Closes a service: from that day on no counter offers it, though counters keep it in their list in case it is
 * opened again. Refuses day_before_start.
 */
export async function close(
	tx: Writes,
	actor: Actor,
	serviceId: number,
	{ day }: { day: Day },
	at: number
): Promise<void> {
	demand(actor, 'setup.change');
	if (!(await version.end(tx, SERVICE, serviceId, day))) return;
	await audit.note(tx, actor, at, 'org.closeService', `service:${serviceId}`, { day });
}

/** Opens a closed service again, as it was last. Refuses already_exists where its code was given away since. */
export async function reopen(tx: Writes, actor: Actor, serviceId: number, at: number): Promise<void> {
	demand(actor, 'setup.change');
	const was = await version.resume(tx, SERVICE, serviceId);
	if (!was) return;
	await audit.note(tx, actor, at, 'org.reopenService', `service:${serviceId}`, { closedDay: was.closedDay });
}

/** The services that are there on a day, as they are called then, by code. */
export function list(db: Reads, day: Day): Promise<Service[]> {
	return kinds.on(db, SERVICE, day);
}

/** Every service, closed and planned ones too, with its state on the day. */
export function all(db: Reads, day: Day): Promise<(Service & { state: kinds.State })[]> {
	return kinds.all(db, SERVICE, day);
}

/** What a service was called, oldest first. Empty for an unknown one. */
export function history(db: Reads, serviceId: number): Promise<Service[]> {
	return kinds.history(db, SERVICE, serviceId);
}
