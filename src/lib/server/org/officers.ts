// Officers: the people who serve at counters. Each belongs to one branch at a time.
import { and, eq, inArray, isNotNull, notInArray } from 'drizzle-orm';
import type { Actor } from '../../shared/actor';
import { demand } from '../../shared/can';
import type { Day } from '../../shared/day';
import type { Words } from '../../shared/language';
import { Problem } from '../../shared/problem';
import * as audit from '../audit/note';
import type { Reads, Writes } from '../db/open';
import * as duty from './duty';
import * as kinds from './kind';
import { BRANCH, OFFICER, type Officer } from './kind';
import { photos, officerVersions } from './table';
import * as version from './version';

export type { Officer } from './kind';
export { keepPhoto, photo } from './photo';
export type NewOfficer = {
	/** The number on the staff card. */
	code: string;
	fullName: string;
	/** What they are ('Công chức hải quan'), as customers read it. */
	post: Words;
	branchId: number;
	/** From `keepPhoto`; null shows initials. */
	photoId: string | null;
	fromDay: Day;
};

/**
 * Adds an officer and answers their id. Refuses: not_allowed; already_exists (code); bad_shape for a branch that is
 * not there from that day on.
 */
export async function add(tx: Writes, actor: Actor, officer: NewOfficer, at: number): Promise<number> {
	demand(actor, 'setup.change');
	const { fromDay, ...content } = await checked(tx, officer);
	const id = await version.begin(tx, OFFICER, content, fromDay);
	await audit.note(tx, actor, at, 'org.addOfficer', `officer:${id}`, { ...content, fromDay });
	return id;
}

/**
 * Says who and where an officer is from a day on. One who moves to another branch has their duties at counters
 * elsewhere ended on that day. Refuses like `add`, and: day_before_start; closed_already.
 */
export async function change(
	tx: Writes,
	actor: Actor,
	officerId: number,
	to: NewOfficer,
	at: number
): Promise<void> {
	demand(actor, 'setup.change');
	const { fromDay, ...content } = await checked(tx, to);
	const was = await version.supersede(tx, OFFICER, officerId, content, fromDay);
	const duties =
		was.branchId === to.branchId ? 0 : await duty.endFrom(tx, { officerId, awayFrom: to.branchId }, fromDay);
	await audit.note(tx, actor, at, 'org.changeOfficer', `officer:${officerId}`, {
		...content,
		fromDay,
		duties
	});
}

/**
 * Closes an officer, who has left: `day` is the first without them. Their duties end with that day's beginning, and
 * those that would begin later are taken away. Refuses day_before_start.
 */
export async function close(
	tx: Writes,
	actor: Actor,
	officerId: number,
	{ day }: { day: Day },
	at: number
): Promise<void> {
	demand(actor, 'setup.change');
	if (!(await version.end(tx, OFFICER, officerId, day))) return;
	const duties = await duty.endFrom(tx, { officerId }, day);
	await audit.note(tx, actor, at, 'org.closeOfficer', `officer:${officerId}`, { day, duties });
}

/** Opens a closed officer again, without duties. Refuses already_exists; bad_shape where their branch is no more. */
export async function reopen(tx: Writes, actor: Actor, officerId: number, at: number): Promise<void> {
	demand(actor, 'setup.change');
	const was = await version.resume(tx, OFFICER, officerId);
	if (!was) return;
	await kinds.checkThere(tx, BRANCH, was.branchId, 'branchId', was.fromDay);
	await audit.note(tx, actor, at, 'org.reopenOfficer', `officer:${officerId}`, { closedDay: was.closedDay });
}

/**
 * Takes the identity off an officer who has left: name, staff number, post and photo go from every version; what stays
 * is the number the ledger knows ('#12'), where they served and when. Refuses: not_allowed; not_found; officer_serves.
 */
export async function forget(tx: Writes, actor: Actor, officerId: number, at: number): Promise<void> {
	demand(actor, 'retention.change');
	const was = await history(tx, officerId);
	if (was.length === 0) throw new Problem('not_found', { officer: officerId });
	if (was[0]?.closedDay === null) throw new Problem('officer_serves', { officer: officerId });
	await tx
		.update(officerVersions)
		.set({ code: called(officerId), fullName: called(officerId), post: NOTHING, photoId: null })
		.where(eq(officerVersions.officerId, officerId));
	const pictures = was.flatMap(({ photoId }) => (photoId === null ? [] : [photoId]));
	const elsewhere = tx
		.select({ id: officerVersions.photoId })
		.from(officerVersions)
		.where(isNotNull(officerVersions.photoId));
	await tx.delete(photos).where(and(inArray(photos.id, pictures), notInArray(photos.id, elsewhere)));
	await audit.note(tx, actor, at, 'org.forgetOfficer', `officer:${officerId}`);
}

/** What an officer is called once nothing else is known of them. */
export const called = (officerId: number) => `#${officerId}`;

const NOTHING: Words = { vi: '–', en: '–', ja: '–', zh: '–', ko: '–' };

/** The officers who are there on a day, as they are then, by code. */
export function list(db: Reads, day: Day): Promise<Officer[]> {
	return kinds.on(db, OFFICER, day);
}

/** Every officer, closed and planned ones too, with their state on the day. */
export function all(db: Reads, day: Day): Promise<(Officer & { state: kinds.State })[]> {
	return kinds.all(db, OFFICER, day);
}

/** Who and where an officer was, oldest first. Empty for an unknown one. */
export function history(db: Reads, officerId: number): Promise<Officer[]> {
	return kinds.history(db, OFFICER, officerId);
}

async function checked(
	tx: Writes,
	{ code, fullName, post, branchId, photoId, fromDay }: NewOfficer
): Promise<NewOfficer> {
	await kinds.checkThere(tx, BRANCH, branchId, 'branchId', fromDay);
	return { code, fullName, post, branchId, photoId, fromDay };
}
