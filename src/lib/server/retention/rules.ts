// How long personal data is kept: the newest row holds, and all earlier ones stay to be read. What goes by these rules
// is erased by the sweep (sweep.ts).
import { desc } from 'drizzle-orm';
import * as v from 'valibot';
import type { Actor } from '../../shared/actor';
import { demand } from '../../shared/can';
import type { Day } from '../../shared/day';
import { RETENTION, RetentionShape, type Retention } from '../../shared/retention';
import * as audit from '../audit/note';
import type { Reads, Writes } from '../db/open';
import { retentionRules } from './table';

/** The rules that hold now; those of a house that has never changed them are RETENTION. */
export async function current(db: Reads): Promise<Retention> {
	const [row] = await db.select().from(retentionRules).orderBy(desc(retentionRules.id)).limit(1);
	return row?.rules ?? RETENTION;
}

/** Every change of the rules, newest first, with when (ms). */
export async function history(db: Reads): Promise<{ at: number; rules: Retention }[]> {
	return db
		.select({ at: retentionRules.at, rules: retentionRules.rules })
		.from(retentionRules)
		.orderBy(desc(retentionRules.id));
}

/** Sets all of them from now on. Harmless when nothing changes. Refuses: not_allowed; v.ValiError on a bad shape. */
export async function change(tx: Writes, actor: Actor, wanted: Retention, at: number): Promise<void> {
	demand(actor, 'retention.change');
	const rules = v.parse(RetentionShape, wanted);
	const before = await current(tx);
	const names = Object.keys(rules) as (keyof Retention)[];
	const changed = names.filter((name) => rules[name] !== before[name]);
	if (changed.length === 0) return;
	const [last] = await tx
		.select({ id: retentionRules.id })
		.from(retentionRules)
		.orderBy(desc(retentionRules.id))
		.limit(1);
	await tx.insert(retentionRules).values({ id: (last?.id ?? 0) + 1, at, rules });
	const those = (of: Retention) => Object.fromEntries(changed.map((name) => [name, of[name]]));
	await audit.note(tx, actor, at, 'retention.change', 'retention:rules', {
		before: those(before),
		after: those(rules)
	});
}

/**
 * The day so many months after a day (before it: a negative count): the same day of its month, or its last day where
 * that month is shorter.
 */
export function months(day: Day, count: number): Day {
	const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
	const last = new Date(Date.UTC(year, month + count, 0)).getUTCDate();
	return new Date(Date.UTC(year, month - 1 + count, Math.min(date, last))).toISOString().slice(0, 10);
}
