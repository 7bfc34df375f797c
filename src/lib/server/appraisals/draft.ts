// Drafting: every sheet of a period computed anew at one moment of the ledger, or one sheet with what is kept of its
// peers. What was signed or excused stays as it is.
import { and, eq, inArray, notInArray, sql } from 'drizzle-orm';
import type { Actor } from '../../shared/actor';
import type { Peers } from '../../shared/appraisal';
import { demand } from '../../shared/can';
import { Problem } from '../../shared/problem';
import * as audit from '../audit/note';
import type { Db, Reads } from '../db/open';
import * as privacy from '../org/privacy';
import * as upkeep from '../ratings/upkeep';
import * as rulesets from '../rulesets/rulesets';
import { contentOf, type Frame } from './content';
import { facts } from './facts';
import { keep, type Drafted } from './keep';
import { count } from './ledger';
import { moment } from './moment';
import type { Own } from './own';
import { peersOf, type Rules } from './peers';
import { peerGroups, periods, sheets } from './table';
import { windowsOf } from './windows';

/** Sheets computed and kept in one transaction: some 20 ms, so that intake never waits for long. */
const CHUNK = 25;
/** How much of the work is to read the ledger; the rest is to write sheets. */
const READING = 0.6;

export type How = {
	/** Hears how much of the work is done, in sheets, and how many there are. */
	progress?: (done: number, total: number) => void;
	/** Stops between two chunks: the sheets that were kept until then stay. */
	signal?: AbortSignal;
};

const COLUMNS = {
	id: sheets.id,
	officerId: sheets.officerId,
	unitId: sheets.unitId,
	branchId: sheets.branchId,
	peerGroup: sheets.peerGroup
};
type Sheet = {
	id: number;
	officerId: number | null;
	unitId: number | null;
	branchId: number;
	peerGroup: string;
};

const whose = ({ officerId, unitId }: Sheet): number => officerId ?? unitId ?? 0;

/**
 * Computes all sheets of a period that are neither signed nor excused, at one moment, and what each peer group (signed
 * ones with it) has in common. A sheet that says nothing new keeps what was decided of it (keep.ts); each other gets the
 * act 'drafted'. Answers how many were computed and how many of them changed. Refuses: not_allowed; not_found;
 * period_not_announced; period_closed; period_empty.
 */
export async function draftAll(
	db: Db,
	actor: Actor,
	periodId: number,
	at: number,
	{ progress, signal }: How = {}
): Promise<{ sheets: number; changed: number }> {
	demand(actor, 'appraisals.run');
	await openPeriod(db.read, periodId);
	await upkeep.catchUp(db);
	const frame = await frameOf(db.read, periodId);
	const members = await membersOf(db.read, periodId);
	if (members.length === 0) throw new Problem('period_empty');
	const rest = await db.read
		.select({ id: sheets.id })
		.from(sheets)
		.where(and(eq(sheets.periodId, periodId), notInArray(sheets.state, ['signed', 'excused'])));
	const ids = new Set(rest.map(({ id }) => id));
	const own = members.filter(({ id }) => ids.has(id));
	const owns = await countOf(
		db.read,
		frame,
		members,
		(part) => progress?.(Math.floor(own.length * READING * part), own.length),
		signal
	);
	const peers = await groupsOf(members, owns, frame);
	await keepPeers(db, periodId, [...peers.values()]);
	const say = await facts(db.read, frame.period, own);
	let changed = 0;
	for (let from = 0; from < own.length; from += CHUNK) {
		signal?.throwIfAborted();
		const drafted = own
			.slice(from, from + CHUNK)
			.map((sheet) => draftedOf(sheet, frame, owns, peers, say(sheet)));
		changed += await db.write((tx) => keep(tx, actor, drafted, at));
		const done = Math.min(own.length, from + CHUNK);
		progress?.(Math.floor(own.length * READING + done * (1 - READING)), own.length);
		await new Promise((resolve) => setImmediate(resolve));
	}
	const { position, entryId, markId } = frame.moment;
	const details = { sheets: own.length, changed, position, entryId, markId };
	await db.write((tx) => audit.note(tx, actor, at, 'appraisals.draft', `period:${periodId}`, details));
	return { sheets: own.length, changed };
}

/**
 * Computes one sheet at the newest moment, with what is kept of its peer group (computed where nothing is). Answers
 * whether it says anything new. Refuses: like draftAll, and sheet_not_there_yet for one that is signed or excused.
 */
export async function draftOne(db: Db, actor: Actor, sheetId: number, at: number): Promise<boolean> {
	demand(actor, 'appraisals.run');
	const [sheet] = await db.read
		.select({ ...COLUMNS, periodId: sheets.periodId, state: sheets.state })
		.from(sheets)
		.where(eq(sheets.id, sheetId));
	if (!sheet) throw new Problem('not_found', { sheet: sheetId });
	const { periodId, state, peerGroup } = sheet;
	await openPeriod(db.read, periodId);
	if (state === 'signed' || state === 'excused')
		throw new Problem('sheet_not_there_yet', { sheet: sheetId, state });
	await upkeep.catchUp(db);
	const frame = await frameOf(db.read, periodId);
	const [kept] = await db.read
		.select({ content: peerGroups.content })
		.from(peerGroups)
		.where(and(eq(peerGroups.periodId, periodId), eq(peerGroups.name, peerGroup)));
	const group = kept
		? [sheet]
		: (await membersOf(db.read, periodId)).filter((one) => one.peerGroup === peerGroup);
	const owns = await countOf(db.read, frame, group);
	const peers = kept
		? new Map<string, Peers>([[peerGroup, kept.content]])
		: await groupsOf(group, owns, frame);
	if (!kept) await keepPeers(db, periodId, [...peers.values()], false);
	const say = await facts(db.read, frame.period, [sheet]);
	const drafted = draftedOf(sheet, frame, owns, peers, say(sheet));
	return db.write(async (tx) => {
		const changed = await keep(tx, actor, [drafted], at);
		await audit.note(tx, actor, at, 'appraisals.draftOne', `sheet:${sheetId}`, { changed: changed > 0 });
		return changed > 0;
	});
}

async function openPeriod(db: Reads, periodId: number): Promise<void> {
	const [period] = await db.select().from(periods).where(eq(periods.id, periodId));
	if (!period) throw new Problem('not_found', { period: periodId });
	if (period.openedAt === null) throw new Problem('period_not_announced');
	if (period.closedAt !== null) throw new Problem('period_closed');
}

async function frameOf(db: Reads, periodId: number): Promise<Frame> {
	const [period] = await db.select().from(periods).where(eq(periods.id, periodId));
	if (!period) throw new Problem('not_found', { period: periodId });
	const { kind, fromDay: from, toDay: to, mode } = period;
	const { ruleSetId, code, version, content } = await rulesets.version(db, period.ruleSetVersionId);
	const { minCell, minSample } = await privacy.current(db);
	return {
		period: { id: periodId, kind, from, to, mode },
		ruleSet: { id: ruleSetId, code, version, content },
		moment: await moment(db),
		privacy: { minCell, minSample },
		windows: windowsOf({ kind, from, to })
	};
}

/** All of a period but those excused: a signed one still belongs to its peers. */
function membersOf(db: Reads, periodId: number): Promise<Sheet[]> {
	return db
		.select(COLUMNS)
		.from(sheets)
		.where(and(eq(sheets.periodId, periodId), sql`${sheets.state} <> 'excused'`))
		.orderBy(sheets.id);
}

function countOf(
	db: Reads,
	{ windows, moment }: Frame,
	members: readonly Sheet[],
	read?: (part: number) => void,
	signal?: AbortSignal
): Promise<Map<number, Own>> {
	const kind = members[0]?.unitId == null ? 'officer' : 'unit';
	return count(db, { kind, ids: members.map(whose), windows, moment }, read, signal);
}

export function rulesOf({ ruleSet, privacy }: Pick<Frame, 'ruleSet' | 'privacy'>): Rules {
	const { countMarked, minRatings } = ruleSet.content;
	return { countMarked, minRatings, minSample: privacy.minSample };
}

async function groupsOf(
	members: readonly Sheet[],
	owns: ReadonlyMap<number, Own>,
	frame: Frame
): Promise<Map<string, Peers>> {
	const groups = new Map<string, Map<number, Own>>();
	for (const sheet of members) {
		const own = owns.get(whose(sheet));
		const group = groups.get(sheet.peerGroup) ?? new Map<number, Own>();
		if (own) groups.set(sheet.peerGroup, group.set(whose(sheet), own));
	}
	const peers = new Map<string, Peers>();
	for (const [name, group] of groups) {
		peers.set(name, peersOf(name, group, rulesOf(frame)));
		await new Promise((resolve) => setImmediate(resolve));
	}
	return peers;
}

/** Keeps what groups have in common; `isAll`: groups that nobody is in any more are forgotten. */
async function keepPeers(db: Db, periodId: number, peers: readonly Peers[], isAll = true): Promise<void> {
	await db.write(async (tx) => {
		const names = peers.map(({ group }) => group);
		const gone = isAll ? undefined : inArray(peerGroups.name, names);
		await tx.delete(peerGroups).where(and(eq(peerGroups.periodId, periodId), gone));
		for (const content of peers)
			await tx.insert(peerGroups).values({ periodId, name: content.group, content });
	});
}

function draftedOf(
	sheet: Sheet,
	frame: Frame,
	owns: ReadonlyMap<number, Own>,
	peers: ReadonlyMap<string, Peers>,
	said: Parameters<typeof contentOf>[3]
): Drafted {
	const [own, common] = [owns.get(whose(sheet)), peers.get(sheet.peerGroup)];
	if (!own || !common) throw new Error(`sheet ${sheet.id} was not counted`);
	return { sheetId: sheet.id, content: contentOf(frame, own, common, said) };
}
