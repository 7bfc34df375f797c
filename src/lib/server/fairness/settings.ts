// Whether groups of officers are compared at all. Off until HR has switched it on; every change stays to be read.
import { desc } from 'drizzle-orm';
import type { Actor } from '../../shared/actor';
import { demand } from '../../shared/can';
import * as audit from '../audit/note';
import type { Reads, Writes } from '../db/open';
import { fairnessSettings } from './table';

export async function isOn(db: Reads): Promise<boolean> {
	const [row] = await db.select().from(fairnessSettings).orderBy(desc(fairnessSettings.id)).limit(1);
	return row?.isOn ?? false;
}

/** Switches the monitor on or off. Harmless when it is so already. Refuses not_allowed. */
export async function set(tx: Writes, actor: Actor, on: boolean, at: number): Promise<void> {
	demand(actor, 'fairness.change');
	const [last] = await tx.select().from(fairnessSettings).orderBy(desc(fairnessSettings.id)).limit(1);
	if ((last?.isOn ?? false) === on) return;
	await tx.insert(fairnessSettings).values({ id: (last?.id ?? 0) + 1, at, isOn: on });
	await audit.note(tx, actor, at, `fairness.${on ? 'on' : 'off'}`, 'fairness:monitor');
}
