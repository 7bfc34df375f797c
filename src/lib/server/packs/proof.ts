// What anybody may learn of a seal by its hash, as it stands in the code on paper: that it exists, of which period it is
// and whether it still holds. No name, no figure.
import { desc, eq } from 'drizzle-orm';
import type { AppraisalKind, Mode, Subject } from '../../shared/appraisal';
import type { Day } from '../../shared/day';
import type { Words } from '../../shared/language';
import { byHash } from '../appraisals/seals';
import { periods, seals, sheets } from '../appraisals/table';
import type { Reads } from '../db/open';
import { checkpoints } from '../ratings/table';
import * as rulesets from '../rulesets/rulesets';

export type Proof = {
	period: { kind: AppraisalKind; from: Day; to: Day; mode: Mode; subject: Subject };
	ruleSet: { name: Words; version: number };
	number: number;
	hash: string;
	sealedAt: number;
	/** 'holds'; 'reopened' and nothing newer yet; 'replaced' by a newer one. */
	state: 'holds' | 'reopened' | 'replaced';
	checkpoint: { number: number; hash: string | null };
	/** The ledger's position up to which it was computed; null where its text was erased. */
	position: number | null;
	isErased: boolean;
};

/** Null: there is no seal of this hash. */
export async function proof(db: Reads, hash: string): Promise<Proof | null> {
	const seal = /^[\w-]{43}$/.test(hash) ? await byHash(db, hash) : null;
	if (!seal) return null;
	const [of] = await db
		.select({ period: periods, state: sheets.state })
		.from(sheets)
		.innerJoin(periods, eq(periods.id, sheets.periodId))
		.where(eq(sheets.id, seal.sheetId));
	const [newest] = await db
		.select({ id: seals.id })
		.from(seals)
		.where(eq(seals.sheetId, seal.sheetId))
		.orderBy(desc(seals.id))
		.limit(1);
	const [checkpoint] = await db
		.select({ hash: checkpoints.hash })
		.from(checkpoints)
		.where(eq(checkpoints.number, seal.checkpoint));
	if (!of || !newest) throw new Error(`seal ${seal.id} is of no sheet`);
	const { kind, fromDay: from, toDay: to, mode, subject } = of.period;
	const { content, version } = await rulesets.version(db, of.period.ruleSetVersionId);
	return {
		period: { kind, from, to, mode, subject },
		ruleSet: { name: content.name, version },
		...{ number: seal.id, hash: seal.hash, sealedAt: seal.sealedAt },
		state: newest.id !== seal.id ? 'replaced' : of.state === 'signed' ? 'holds' : 'reopened',
		checkpoint: { number: seal.checkpoint, hash: checkpoint?.hash ?? null },
		position: seal.body?.content.moment.position ?? null,
		isErased: seal.body === null
	};
}
