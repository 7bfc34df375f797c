// Who is in a period, and in which peer group: proposed from where officers were on its days and what they were rated
// for, then as HR says. Each member is a sheet.
import { and, count, eq, inArray, sql } from 'drizzle-orm';
import type { Actor } from '../../shared/actor';
import type { SheetState } from '../../shared/appraisal';
import { demand } from '../../shared/can';
import type { Language } from '../../shared/language';
import { Problem } from '../../shared/problem';
import * as audit from '../audit/note';
import type { Db, Reads, Writes } from '../db/open';
import * as names from '../org/names';
import * as upkeep from '../ratings/upkeep';
import { row as rowOf, type PeriodRow } from './periods';
import { byPlace, placed } from './placing';
import { sheetActs, sheets } from './table';

/** Somebody (or a unit) who may be in a period. */
export type Candidate = {
	/** The officer, or the unit (a branch), by the period's subject. */
	id: number;
	code: string;
	name: string;
	/** Whose leader decides. */
	branchId: number;
	branch: string;
	/** The peer group proposed. */
	group: string;
	/** Whether they are in it already. */
	isIn: boolean;
};

export type Member = Omit<Candidate, 'isIn'> & { sheetId: number; state: SheetState };

/** Longest name of a peer group, in characters. */
const MAX_GROUP = 80;
const among = (values: readonly unknown[]) => sql`(SELECT value FROM json_each(${JSON.stringify(values)}))`;

/**
 * Everybody who belonged to a branch on any day of the period (whoever left during it too) or was rated in it, for
 * units the branches that were there; by branch and name, with the peer group that the period's grouping gives them.
 */
export async function propose(db: Db, period: PeriodRow, language: Language = 'vi'): Promise<Candidate[]> {
	await upkeep.catchUp(db);
	const found = await placed(db.read, period, language);
	const inside = await db.read
		.select({ officerId: sheets.officerId, unitId: sheets.unitId })
		.from(sheets)
		.where(eq(sheets.periodId, period.id));
	const ids = new Set(inside.map(({ officerId, unitId }) => officerId ?? unitId));
	return found.map((one) => ({ ...one, isIn: ids.has(one.id) }));
}

/** Who is in a period, by branch and name. */
export async function list(db: Reads, period: PeriodRow, language: Language = 'vi'): Promise<Member[]> {
	const known = await names.on(db, period.toDay);
	const rows = await db
		.select({
			sheetId: sheets.id,
			officerId: sheets.officerId,
			unitId: sheets.unitId,
			branchId: sheets.branchId,
			group: sheets.peerGroup,
			state: sheets.state
		})
		.from(sheets)
		.where(eq(sheets.periodId, period.id));
	return rows
		.map(({ officerId, unitId, branchId, ...row }) => {
			const branch = known.branches.get(branchId);
			const branchName = branch ? branch.name[language] || branch.name.vi : '';
			const officer = officerId === null ? undefined : known.officers.get(officerId);
			return {
				...row,
				id: officerId ?? unitId ?? 0,
				code: officer?.code ?? branch?.code ?? '',
				name: officer?.fullName ?? branchName,
				branchId,
				branch: branchName
			};
		})
		.sort(byPlace);
}

/**
 * Puts officers (or units) into a period, each into a peer group; whoever is in it already changes the group where
 * their sheet is not signed. Any number at once. Refuses: not_allowed; not_found; period_closed; bad_shape (group) for
 * an empty or overlong name, (id) for somebody who was nowhere in the period.
 */
export async function put(
	tx: Writes,
	actor: Actor,
	periodId: number,
	wanted: readonly { id: number; group: string }[],
	at: number
): Promise<void> {
	demand(actor, 'appraisals.run');
	const period = await open(tx, periodId);
	const places = new Map((await placed(tx, period, 'vi')).map((one) => [one.id, one.branchId]));
	const column = period.subject === 'officer' ? sheets.officerId : sheets.unitId;
	const rows = [...new Map(wanted.map(({ id, group }) => [id, { id, group: groupIn(group) }])).values()];
	const inside = await tx
		.select({ id: column, sheetId: sheets.id, group: sheets.peerGroup })
		.from(sheets)
		.where(eq(sheets.periodId, periodId));
	const known = new Map(inside.map((one) => [one.id, one]));
	const added = rows
		.filter(({ id }) => !known.has(id))
		.map(({ id, group }) => {
			const branchId = places.get(id);
			if (branchId === undefined) throw new Problem('bad_shape', { field: 'id' });
			return {
				periodId,
				officerId: period.subject === 'officer' ? id : null,
				unitId: period.subject === 'unit' ? id : null,
				branchId,
				peerGroup: group
			};
		});
	for (let i = 0; i < added.length; i += 500) await tx.insert(sheets).values(added.slice(i, i + 500));
	const byGroup = new Map<string, number[]>();
	for (const { id, group } of rows) {
		const was = known.get(id);
		if (was && was.group !== group) byGroup.set(group, [...(byGroup.get(group) ?? []), was.sheetId]);
	}
	let moved = 0;
	for (const [group, sheetIds] of byGroup) moved += await move(tx, periodId, sheetIds, group);
	if (added.length + moved === 0) return;
	await audit.note(tx, actor, at, 'appraisals.putMembers', `period:${periodId}`, {
		added: added.length,
		moved
	});
}

/**
 * Takes sheets out of a period to which nothing was done yet; others are excused with a reason. Refuses: not_allowed;
 * not_found; period_closed; sheet_begun with how many.
 */
export async function take(
	tx: Writes,
	actor: Actor,
	periodId: number,
	sheetIds: readonly number[],
	at: number
): Promise<void> {
	demand(actor, 'appraisals.run');
	await open(tx, periodId);
	const [begun] = await tx
		.select({ n: count() })
		.from(sheets)
		.where(
			and(
				eq(sheets.periodId, periodId),
				sql`${sheets.id} IN ${among(sheetIds)}`,
				inArray(sheets.id, tx.select({ id: sheetActs.sheetId }).from(sheetActs))
			)
		);
	if (begun && begun.n > 0) throw new Problem('sheet_begun', { count: begun.n });
	const gone = await tx
		.delete(sheets)
		.where(and(eq(sheets.periodId, periodId), sql`${sheets.id} IN ${among(sheetIds)}`))
		.returning({ officerId: sheets.officerId, unitId: sheets.unitId });
	if (gone.length === 0) return;
	await audit.note(tx, actor, at, 'appraisals.takeMembers', `period:${periodId}`, {
		officerIds: gone.flatMap(({ officerId }) => officerId ?? []),
		branchIds: gone.flatMap(({ unitId }) => unitId ?? [])
	});
}

/**
 * Moves sheets into a peer group; what is drafted must be drafted again before it is decided or signed. Signed sheets
 * stay where they are. Refuses: not_allowed; not_found; period_closed; bad_shape (group).
 */
export async function group(
	tx: Writes,
	actor: Actor,
	periodId: number,
	sheetIds: readonly number[],
	name: string,
	at: number
): Promise<void> {
	demand(actor, 'appraisals.run');
	await open(tx, periodId);
	const to = groupIn(name);
	const moved = await move(tx, periodId, sheetIds, to);
	if (moved > 0)
		await audit.note(tx, actor, at, 'appraisals.groupMembers', `period:${periodId}`, { group: to, moved });
}

async function move(
	tx: Writes,
	periodId: number,
	sheetIds: readonly number[],
	group: string
): Promise<number> {
	const moved = await tx
		.update(sheets)
		.set({ peerGroup: group })
		.where(
			and(
				eq(sheets.periodId, periodId),
				sql`${sheets.id} IN ${among(sheetIds)}`,
				sql`${sheets.state} <> 'signed' AND ${sheets.peerGroup} <> ${group}`
			)
		)
		.returning({ id: sheets.id });
	return moved.length;
}

async function open(tx: Writes, periodId: number): Promise<PeriodRow> {
	const period = await rowOf(tx, periodId);
	if (period.closedAt !== null) throw new Problem('period_closed');
	return period;
}

function groupIn(name: string): string {
	const group = name.trim();
	if (group === '' || group.length > MAX_GROUP) throw new Problem('bad_shape', { field: 'group' });
	return group;
}
