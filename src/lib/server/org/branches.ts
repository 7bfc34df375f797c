// Branches: offices with counters, in a tree.
import { eq } from 'drizzle-orm';
import * as v from 'valibot';
import type { Actor } from '../../shared/actor';
import { demand } from '../../shared/can';
import { isZone, type Day } from '../../shared/day';
import { HoursShape, type Hours } from '../../shared/hours';
import type { Words } from '../../shared/language';
import { Problem } from '../../shared/problem';
import * as audit from '../audit/note';
import type { Reads, Writes } from '../db/open';
import * as kinds from './kind';
import { BRANCH, COUNTER, OFFICER, type Branch } from './kind';
import { branches } from './table';
import * as version from './version';

export type { Branch } from './kind';
export type NewBranch = {
	/** Short and unique among branches ('CN-TDM'). */
	code: string;
	name: Words;
	/** The branch it lies under; null at the top. */
	parentId: number | null;
	/** IANA name of its time zone: it decides which day a rating belongs to. */
	zone: string;
	/** When it is open in a week; null: not told, it counts as open all the time. Left out: as it was, at first null. */
	hours?: Hours | null;
	/** The first day on which this holds. */
	fromDay: Day;
};

/**
 * Adds a branch and answers its id. Refuses: not_allowed; already_exists (code); bad_shape for an unknown zone,
 * for hours that are out of order or overlap, and for a parent that is not there from that day on.
 */
export async function add(tx: Writes, actor: Actor, branch: NewBranch, at: number): Promise<number> {
	demand(actor, 'setup.change');
	const { fromDay, ...content } = await checked(tx, branch, null);
	const id = await version.begin(tx, BRANCH, content, fromDay);
	await audit.note(tx, actor, at, 'org.addBranch', `branch:${id}`, { ...content, fromDay });
	return id;
}

/**
 * Says how a branch is from a day on; older days keep what held then. Refuses like `add`, and: day_before_start;
 * closed_already; bad_shape (parentId) where the branch would come to lie under itself.
 */
export async function change(
	tx: Writes,
	actor: Actor,
	branchId: number,
	to: NewBranch,
	at: number
): Promise<void> {
	demand(actor, 'setup.change');
	const was = await kinds.newest(tx, BRANCH, branchId);
	const { fromDay, ...content } = await checked(tx, to, was.hours);
	await checkTree(tx, branchId, to.parentId);
	await version.supersede(tx, BRANCH, branchId, content, fromDay);
	await audit.note(tx, actor, at, 'org.changeBranch', `branch:${branchId}`, { ...content, fromDay });
}

/**
 * Closes a branch: `day` is the first on which it is no more, `successorId` the branch that took over. Refuses
 * still_in_use with how many counters, officers and branches below it are there on that day or later; bad_shape for a
 * successor that is not there; day_before_start.
 */
export async function close(
	tx: Writes,
	actor: Actor,
	branchId: number,
	{ day, successorId }: { day: Day; successorId: number | null },
	at: number
): Promise<void> {
	demand(actor, 'setup.change');
	if (successorId === branchId) throw new Problem('bad_shape', { field: 'successorId' });
	if (successorId !== null) await kinds.checkThere(tx, BRANCH, successorId, 'successorId', day);
	const inside = await holding(tx, branchId, day);
	if (inside.counters + inside.officers + inside.branches > 0) throw new Problem('still_in_use', inside);
	if (!(await version.end(tx, BRANCH, branchId, day))) return;
	await tx.update(branches).set({ successorId }).where(eq(branches.id, branchId));
	await audit.note(tx, actor, at, 'org.closeBranch', `branch:${branchId}`, { day, successorId });
}

/** Opens a closed branch again, as it was last. Refuses already_exists where its code was given away since. */
export async function reopen(tx: Writes, actor: Actor, branchId: number, at: number): Promise<void> {
	demand(actor, 'setup.change');
	const was = await version.resume(tx, BRANCH, branchId);
	if (!was) return;
	if (was.parentId !== null) await kinds.checkThere(tx, BRANCH, was.parentId, 'parentId', was.fromDay);
	await tx.update(branches).set({ successorId: null }).where(eq(branches.id, branchId));
	await audit.note(tx, actor, at, 'org.reopenBranch', `branch:${branchId}`, { closedDay: was.closedDay });
}

/** The branches that are there on a day, as they are then, by code. */
export function list(db: Reads, day: Day): Promise<Branch[]> {
	return kinds.on(db, BRANCH, day);
}

/** Every branch, closed and planned ones too, with its state on the day. */
export function all(db: Reads, day: Day): Promise<(Branch & { state: kinds.State })[]> {
	return kinds.all(db, BRANCH, day);
}

/** What a branch was called and where it lay, oldest first. Empty for an unknown one. */
export function history(db: Reads, branchId: number): Promise<Branch[]> {
	return kinds.history(db, BRANCH, branchId);
}

/** How many counters, officers and branches below a branch are there on a day or later. */
export async function holding(
	db: Reads,
	branchId: number,
	day: Day
): Promise<{ counters: number; officers: number; branches: number }> {
	const still = (row: kinds.Row) => kinds.after(row.untilDay, day) && kinds.after(row.closedDay, day);
	const count = (rows: kinds.Row[]) => new Set(rows.filter(still).map((row) => row.id)).size;
	const own = { counters: COUNTER, officers: OFFICER };
	return {
		counters: count((await kinds.history(db, own.counters)).filter((row) => row.branchId === branchId)),
		officers: count((await kinds.history(db, own.officers)).filter((row) => row.branchId === branchId)),
		branches: count((await kinds.history(db, BRANCH)).filter((row) => row.parentId === branchId))
	};
}

async function checked(tx: Writes, branch: NewBranch, was: Hours | null): Promise<Required<NewBranch>> {
	const { code, name, parentId, zone, hours = was, fromDay } = branch;
	if (!isZone(zone)) throw new Problem('bad_shape', { field: 'zone' });
	if (!v.is(v.nullable(HoursShape), hours)) throw new Problem('bad_shape', { field: 'hours' });
	if (parentId !== null) await kinds.checkThere(tx, BRANCH, parentId, 'parentId', fromDay);
	return { code, name, parentId, zone, hours, fromDay };
}

/** Refuses a parent that lies under the branch itself, now or by what is planned. */
async function checkTree(tx: Writes, branchId: number, parentId: number | null): Promise<void> {
	const versions = await kinds.history(tx, BRANCH);
	const below = new Set([branchId]);
	for (let grew = true; grew;) {
		grew = false;
		for (const row of versions)
			if (row.untilDay === null && row.parentId !== null && below.has(row.parentId) && !below.has(row.id)) {
				below.add(row.id);
				grew = true;
			}
	}
	if (parentId !== null && below.has(parentId)) throw new Problem('bad_shape', { field: 'parentId' });
}
