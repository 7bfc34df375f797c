// The only writer of what was done to sheets. Each act is checked against how its sheet stands, and moves it on.
import { asc, eq, sql } from 'drizzle-orm';
import type { Actor } from '../../shared/actor';
import type { Act, ActDetails, SheetAct, SheetState } from '../../shared/appraisal';
import { Problem } from '../../shared/problem';
import type { Reads, Writes } from '../db/open';
import { fold, from, next } from './state';
import { periods, sheetActs, sheets } from './table';

export type NewAct = { sheetId: number; act: SheetAct; reason?: string | null; details?: ActDetails };

/** How many rows go into one statement. */
const ROWS = 500;

/**
 * Says that something was done to a sheet, and how it stands since. Who may do it was asked before (rights.ts); what
 * may follow what is asked here again. Refuses: not_found; period_not_announced; period_closed; sheet_not_there_yet.
 */
export async function append(
	tx: Writes,
	actor: Actor,
	sheetId: number,
	act: SheetAct,
	{ reason = null, details = {} }: { reason?: string | null; details?: ActDetails } = {},
	at: number
): Promise<Act> {
	const [appended] = await appendAll(tx, actor, [{ sheetId, act, reason, details }], at);
	if (!appended) throw new Error('an act was not appended');
	return appended;
}

/** The same of many sheets at once, in the order given; refuses all where it refuses one. */
export async function appendAll(
	tx: Writes,
	actor: Actor,
	wanted: readonly NewAct[],
	at: number
): Promise<Act[]> {
	const ids = [...new Set(wanted.map(({ sheetId }) => sheetId))];
	const modes = await modesOf(tx, ids);
	const before = await actsOf(tx, ids);
	const folded = new Map(ids.map((id) => [id, fold(before.get(id) ?? [])]));
	const [last] = await tx.select({ id: sql<number>`coalesce(max(${sheetActs.id}), 0)` }).from(sheetActs);
	let id = last?.id ?? 0;
	const appended = wanted.map(({ sheetId, act, reason = null, details = {} }) => {
		const mode = modes.get(sheetId);
		const so = folded.get(sheetId);
		if (!mode || !so) throw new Problem('not_found', { sheet: sheetId });
		if (!from(act, mode).includes(so.standing.state))
			throw new Problem('sheet_not_there_yet', { sheet: sheetId, state: so.standing.state });
		const one: Act = {
			id: ++id,
			at,
			act,
			actorName: actor.name,
			actorRole: actor.kind === 'person' ? actor.role : actor.kind,
			reason,
			details
		};
		folded.set(sheetId, next(so, one));
		return { ...one, sheetId, actorId: String(actor.id) };
	});
	for (let i = 0; i < appended.length; i += ROWS)
		await tx.insert(sheetActs).values(appended.slice(i, i + ROWS));
	const byState = new Map<SheetState, number[]>();
	for (const [sheetId, { standing }] of folded)
		byState.set(standing.state, [...(byState.get(standing.state) ?? []), sheetId]);
	for (const [state, of] of byState)
		await tx
			.update(sheets)
			.set({ state })
			.where(sql`${sheets.id} IN (SELECT value FROM json_each(${JSON.stringify(of)}))`);
	return appended.map(({ sheetId: _sheetId, actorId: _actorId, ...act }) => act);
}

/** What was done to each of some sheets, oldest first. */
export async function actsOf(db: Reads, sheetIds: readonly number[]): Promise<Map<number, Act[]>> {
	const rows = await db
		.select()
		.from(sheetActs)
		.where(sql`${sheetActs.sheetId} IN (SELECT value FROM json_each(${JSON.stringify(sheetIds)}))`)
		.orderBy(asc(sheetActs.id));
	const acts = new Map<number, Act[]>();
	for (const { sheetId, actorId: _actorId, ...act } of rows) {
		const list = acts.get(sheetId);
		if (list) list.push(act);
		else acts.set(sheetId, [act]);
	}
	return acts;
}

async function modesOf(db: Reads, sheetIds: readonly number[]) {
	const rows = await db
		.select({
			id: sheets.id,
			mode: periods.mode,
			openedAt: periods.openedAt,
			closedAt: periods.closedAt
		})
		.from(sheets)
		.innerJoin(periods, eq(periods.id, sheets.periodId))
		.where(sql`${sheets.id} IN (SELECT value FROM json_each(${JSON.stringify(sheetIds)}))`);
	for (const { openedAt, closedAt } of rows) {
		if (openedAt === null) throw new Problem('period_not_announced');
		if (closedAt !== null) throw new Problem('period_closed');
	}
	return new Map(rows.map(({ id, mode }) => [id, mode]));
}
