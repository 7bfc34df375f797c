// Keeping what was drafted: a sheet that says nothing new stays as it is, with all that was decided of it.
import { inArray, sql } from 'drizzle-orm';
import type { Actor } from '../../shared/actor';
import type { SheetContent, SheetState } from '../../shared/appraisal';
import { canonical } from '../../shared/canonical';
import type { Writes } from '../db/open';
import { appendAll } from './append';
import { hashOf } from './content';
import { sheets } from './table';

export type Drafted = { sheetId: number; content: SheetContent };

/**
 * Keeps drafts of sheets that are neither signed nor excused by now, and answers how many of them say anything new: these
 * get the act 'drafted', which voids what was decided. Nothing new is another moment alone, since what was computed at
 * the older one holds still; and once a sheet is decided, other figures of its peers alone.
 */
export async function keep(
	tx: Writes,
	actor: Actor,
	drafted: readonly Drafted[],
	at: number
): Promise<number> {
	const ids = drafted.map(({ sheetId }) => sheetId);
	const rows = await tx
		.select({ id: sheets.id, state: sheets.state, content: sheets.content })
		.from(sheets)
		.where(inArray(sheets.id, ids));
	const before = new Map(rows.map((row) => [row.id, row]));
	const current = drafted.filter(({ sheetId }) => {
		const state = before.get(sheetId)?.state;
		return state !== undefined && state !== 'signed' && state !== 'excused';
	});
	const changed = current.filter(({ sheetId, content }) => {
		const was = before.get(sheetId);
		return !was?.content || !saysTheSame(was.content, content, was.state);
	});
	const list = changed.map(({ sheetId, content }) => [sheetId, JSON.stringify(content), hashOf(content)]);
	await tx.run(sql`UPDATE sheets SET content = j.value ->> 1, "contentHash" = j.value ->> 2
		FROM json_each(${JSON.stringify(list)}) j WHERE sheets.id = j.value ->> 0`);
	const looked = current.map(({ sheetId }) => sheetId);
	await tx.update(sheets).set({ draftedAt: at }).where(inArray(sheets.id, looked));
	await appendAll(
		tx,
		actor,
		list.map(([sheetId, , contentHash]) => ({
			sheetId: Number(sheetId),
			act: 'drafted' as const,
			details: { contentHash: String(contentHash) }
		})),
		at
	);
	return changed.length;
}

function saysTheSame(was: SheetContent, now: SheetContent, state: SheetState): boolean {
	const isOpen = state === 'waiting' || state === 'drafted';
	// Whoever was put into another group is compared with others now: that is new.
	const isElsewhere = was.peers.group !== now.peers.group;
	const plain = (content: SheetContent) => {
		const { moment: _moment, ...said } = content;
		if (isOpen || isElsewhere) return canonical(said);
		const { peers: _peers, shrunken: _shrunken, adjusted: _adjusted, verdict: _verdict, ...own } = said;
		return canonical(own);
	};
	return plain(was) === plain(now);
}
