// The rule sets that come with the program, put into a house that has them not. What is there already stays as it is:
// published versions never change, and what HR made of a draft is HR's.
import { eq } from 'drizzle-orm';
import { SYSTEM } from '../../shared/actor';
import type { Day } from '../../shared/day';
import type { RuleSet } from '../../shared/ruleset';
import * as audit from '../audit/note';
import type { Db } from '../db/open';
import { GRADING } from './decree335';
import { OFFICER, UNIT } from './decree61';
import { SATISFACTION } from './satisfaction';
import { ruleSets, ruleSetVersions } from './table';

type Shipped = { code: string; content: RuleSet; fromDay: Day; published: boolean };

/** In the order in which they are listed. The officer's sheet is a draft: its bands are the agency's to set. */
export const SHIPPED: Shipped[] = [
	{ code: 'satisfaction', content: SATISFACTION, fromDay: '2020-01-01', published: true },
	{ code: 'nd61-unit', content: UNIT, fromDay: '2020-01-01', published: true },
	{ code: 'nd61-officer', content: OFFICER, fromDay: '2020-01-01', published: false },
	{ code: 'nd335', content: GRADING, fromDay: '2026-01-01', published: true }
];

/** Puts in those that are missing, by code, as the system. Harmless when repeated. */
export async function ship(db: Db, at: number): Promise<void> {
	const there = await db.read.select({ code: ruleSets.code }).from(ruleSets);
	const missing = SHIPPED.filter(({ code }) => !there.some((set) => set.code === code));
	if (missing.length === 0) return;
	await db.write(async (tx) => {
		for (const { code, content, fromDay, published } of missing) {
			const [taken] = await tx.select().from(ruleSets).where(eq(ruleSets.code, code));
			if (taken) continue;
			const [set] = await tx.insert(ruleSets).values({ code, shipped: true }).returning({ id: ruleSets.id });
			if (!set) throw new Error('no id for a new rule set');
			await tx.insert(ruleSetVersions).values({
				ruleSetId: set.id,
				version: 1,
				content,
				fromDay,
				publishedAt: published ? at : null,
				publishedBy: published ? SYSTEM.name : null
			});
			await audit.note(tx, SYSTEM, at, 'rulesets.ship', `ruleset:${set.id}`, { version: 1, fromDay });
		}
	});
}
