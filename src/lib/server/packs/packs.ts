// Evidence packs: a sheet as its seal holds it, with the few names that stand around it on paper. What is not sealed is
// a draft, and says so.
import { eq } from 'drizzle-orm';
import type { Person } from '../../shared/actor';
import type { Sealed, SheetContent } from '../../shared/appraisal';
import { Problem } from '../../shared/problem';
import type { Pack } from '../../shared/pack';
import { unsealed } from '../../shared/packwire';
import { summaries } from '../appeals/appeals';
import { hashOf } from '../appraisals/content';
import { look, type LookHow } from '../appraisals/looks';
import { forReader } from '../appraisals/sheets';
import { seals } from '../appraisals/table';
import type { Db, Reads } from '../db/open';
import * as names from '../org/names';
import * as rulesets from '../rulesets/rulesets';

/** What packs of one period have in common: since when its rules hold, and what things were called on its last day. */
export type Around = Pick<Pack, 'rulesFrom'> & { names: names.Names };

export async function around(
	db: Reads,
	period: { ruleSetVersionId: number; toDay: string }
): Promise<Around> {
	const { fromDay } = await rulesets.version(db, period.ruleSetVersionId);
	return { rulesFrom: fromDay, names: await names.on(db, period.toDay) };
}

/**
 * The pack of one sheet within a person's sight, and a line in the trail that they took it. Refuses not_found, also
 * what was erased; for anything but a paper sheet_open where it is not signed.
 */
export async function one(
	db: Db,
	person: Person,
	sheetId: number,
	how: Extract<LookHow, 'pdf' | 'xlsx' | 'json'>,
	at: number
): Promise<Pack> {
	const { period, standing, content, outcome, seal } = await forReader(db.read, person, sheetId, at);
	if (!content || !outcome) throw new Problem('not_found', { sheet: sheetId });
	const shared = await around(db.read, period);
	const sealed = seal ? await bodyOf(db.read, seal.id) : null;
	if (!sealed && how !== 'pdf') throw new Problem('sheet_open');
	const pack = sealed
		? packed(sealed, shared)
		: draft({ sheetId, content, outcome, standing, appeals: await appealsOf(db.read, content) }, shared);
	await look(db, person, sheetId, how, at);
	return pack;
}

async function bodyOf(db: Reads, sealId: number): Promise<{ id: number; hash: string; body: string } | null> {
	const [row] = await db
		.select({ id: seals.id, hash: seals.hash, body: seals.body })
		.from(seals)
		.where(eq(seals.id, sealId));
	return row && row.body !== null ? { ...row, body: row.body } : null;
}

/** What a seal holds, as a pack. */
export function packed(seal: { id: number; hash: string; body: string }, around: Around): Pack {
	const { content } = JSON.parse(seal.body) as Sealed;
	return unsealed(seal.body, { number: seal.id, hash: seal.hash }, placed(content, around));
}

function draft(
	of: Pick<Pack, 'sheetId' | 'content' | 'outcome' | 'standing' | 'appeals'>,
	around: Around
): Pack {
	return {
		...of,
		...{ given: of.standing.given, contentHash: hashOf(of.content) },
		...placed(of.content, around),
		...{ seal: null, text: null }
	};
}

function placed({ subject }: SheetContent, { rulesFrom, names: { branches } }: Around) {
	const branch = branches.get(subject.branchId);
	const above = branch?.parentId ? branches.get(branch.parentId) : undefined;
	return { rulesFrom, branchCode: branch?.code ?? String(subject.branchId), above: above?.name ?? null };
}

async function appealsOf(db: Reads, { subject, period }: SheetContent): Promise<Pack['appeals']> {
	return subject.kind === 'officer' ? summaries(db, subject.officerId, period.from, period.to) : [];
}
