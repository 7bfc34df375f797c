// Who looked at a person's sheet: a line in the trail for every look, which the person can read. Looking at one's own
// leaves none.
import { and, desc, eq, inArray, lt, sql } from 'drizzle-orm';
import type { Person } from '../../shared/actor';
import { Problem } from '../../shared/problem';
import { may } from '../../shared/role';
import * as audit from '../audit/note';
import { auditNotes } from '../audit/table';
import type { Db, Reads } from '../db/open';
import { sheets } from './table';

/** On the page, or taken away as a file; 'archive' and 'csv' hold the sheets of many. */
export type LookHow = 'page' | 'pdf' | 'xlsx' | 'json' | 'csv' | 'archive';

export type Look = { id: number; at: number; name: string; role: string; how: LookHow; sheetId: number };

/** How many lines one transaction writes, so that a tablet's ratings do not wait long behind an archive. */
const LINES = 250;

/**
 * Notes that a person looked at one sheet or at many. Nothing for an officer's look at their own. Refuses not_found for
 * a sheet that is not there.
 */
export async function look(
	db: Db,
	person: Person,
	sheetIds: number | readonly number[],
	how: LookHow,
	at: number
): Promise<void> {
	const ids = typeof sheetIds === 'number' ? [sheetIds] : [...new Set(sheetIds)];
	for (let i = 0; i < ids.length; i += LINES) await noteSome(db, person, ids.slice(i, i + LINES), how, at);
}

async function noteSome(
	db: Db,
	person: Person,
	ids: readonly number[],
	how: LookHow,
	at: number
): Promise<void> {
	const found = await db.read
		.select({ id: sheets.id, officerId: sheets.officerId, branchId: sheets.branchId })
		.from(sheets)
		.where(inArray(sheets.id, [...ids]))
		.orderBy(sheets.id);
	if (found.length < ids.length) throw new Problem('not_found');
	const others = found.filter(
		({ officerId }) => !(may(person.role, 'own.see') && officerId === person.officerId)
	);
	if (others.length === 0) return;
	await db.write(async (tx) => {
		for (const { id: sheetId, officerId, branchId } of others) {
			const seen = { sheetId, how, role: person.role };
			if (officerId === null) await audit.note(tx, person, at, 'appraisals.look', `branch:${branchId}`, seen);
			else await audit.note(tx, person, at, 'appraisals.look', `officer:${officerId}`, seen);
		}
	});
}

/** Who looked at an officer's sheets, when and how: newest first, up to `limit`; `before` (a look's id) pages on. */
export async function looksAt(
	db: Reads,
	officerId: number,
	{ before, limit = 100 }: { before?: number; limit?: number } = {}
): Promise<Look[]> {
	const lines = await db
		.select()
		.from(auditNotes)
		.where(
			and(
				eq(auditNotes.subject, `officer:${officerId}`),
				eq(auditNotes.act, 'appraisals.look'),
				before === undefined ? sql`1` : lt(auditNotes.id, before)
			)
		)
		.orderBy(desc(auditNotes.id))
		.limit(limit);
	return lines.map(({ id, at, actorName, details }) => {
		const { sheetId, how, role } = details as { sheetId: number; how: LookHow; role: string };
		return { id, at, name: actorName, role, how, sheetId };
	});
}
