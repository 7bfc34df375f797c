// Within how many days officers reply and appeal, and reviewers decide: the newest row holds, all earlier ones stay.
import { desc } from 'drizzle-orm';
import * as v from 'valibot';
import type { Actor } from '../../shared/actor';
import { APPEAL_RULES, AppealRulesShape, type AppealRules } from '../../shared/appeal';
import { demand } from '../../shared/can';
import * as audit from '../audit/note';
import type { Reads, Writes } from '../db/open';
import { appealRules } from './table';

/** The days that hold now; those of a house that has never changed them are APPEAL_RULES. */
export async function current(db: Reads): Promise<AppealRules> {
	const [row] = await db.select().from(appealRules).orderBy(desc(appealRules.id)).limit(1);
	return row?.rules ?? APPEAL_RULES;
}

/** Every change, newest first, with when (ms). */
export async function history(db: Reads): Promise<{ at: number; rules: AppealRules }[]> {
	return db
		.select({ at: appealRules.at, rules: appealRules.rules })
		.from(appealRules)
		.orderBy(desc(appealRules.id));
}

/**
 * Sets both from now on; an appeal keeps the deadline it was filed under. Harmless when nothing changes. Refuses:
 * not_allowed; v.ValiError on a bad shape.
 */
export async function change(tx: Writes, actor: Actor, wanted: AppealRules, at: number): Promise<void> {
	demand(actor, 'appeals.rules');
	const after = v.parse(AppealRulesShape, wanted);
	const before = await current(tx);
	if (after.appealDays === before.appealDays && after.decideDays === before.decideDays) return;
	const [last] = await tx
		.select({ id: appealRules.id })
		.from(appealRules)
		.orderBy(desc(appealRules.id))
		.limit(1);
	await tx.insert(appealRules).values({ id: (last?.id ?? 0) + 1, at, rules: after });
	await audit.note(tx, actor, at, 'appeals.rules', 'appealRules:all', { before, after });
}
