// The settings that keep customers unknown: the newest row holds, and all earlier ones stay to be read.
import { desc } from 'drizzle-orm';
import * as v from 'valibot';
import type { Actor } from '../../shared/actor';
import { demand } from '../../shared/can';
import { PRIVACY, PrivacyShape, type Privacy } from '../../shared/privacy';
import * as audit from '../audit/note';
import type { Reads, Writes } from '../db/open';
import { privacyRules } from './table';

/** The settings that hold now; those of a house that has never changed them are PRIVACY. */
export async function current(db: Reads): Promise<Privacy> {
	const [row] = await db.select().from(privacyRules).orderBy(desc(privacyRules.id)).limit(1);
	return row?.rules ?? PRIVACY;
}

/** Every change of the settings, newest first, with when (ms). */
export async function history(db: Reads): Promise<{ at: number; rules: Privacy }[]> {
	return db
		.select({ at: privacyRules.at, rules: privacyRules.rules })
		.from(privacyRules)
		.orderBy(desc(privacyRules.id));
}

/** Sets all of them from now on. Harmless when nothing changes. Refuses: not_allowed; v.ValiError on a bad shape. */
export async function change(tx: Writes, actor: Actor, wanted: Privacy, at: number): Promise<void> {
	demand(actor, 'privacy.change');
	const rules = v.parse(PrivacyShape, wanted);
	const before = await current(tx);
	if (JSON.stringify(rules) === JSON.stringify({ ...rules, ...before })) return;
	const [last] = await tx
		.select({ id: privacyRules.id })
		.from(privacyRules)
		.orderBy(desc(privacyRules.id))
		.limit(1);
	await tx.insert(privacyRules).values({ id: (last?.id ?? 0) + 1, at, rules });
	await audit.note(tx, actor, at, 'privacy.change', 'privacy:rules', {
		before: differing(before, rules),
		after: differing(rules, before)
	});
}

/** Those of some settings that are not as in others. */
function differing(rules: Privacy, others: Privacy): Partial<Privacy> {
	const names = Object.keys(rules) as (keyof Privacy)[];
	return Object.fromEntries(
		names.filter((name) => rules[name] !== others[name]).map((name) => [name, rules[name]])
	);
}
