// What was said of an appeal, act by act: appended here and nowhere else.
import { asc, desc, eq } from 'drizzle-orm';
import type { Person } from '../../shared/actor';
import type { AppealAct } from '../../shared/appeal';
import type { Reads, Writes } from '../db/open';
import { appealActs } from './table';

export type Act = typeof appealActs.$inferSelect;

/** Appends an act at the next number; whether it may be said is the verbs' to judge (appeals.ts). */
export async function append(
	tx: Writes,
	person: Person,
	said: { appealId: number; act: AppealAct; body: string | null; entryId?: number },
	at: number
): Promise<void> {
	const [last] = await tx
		.select({ id: appealActs.id })
		.from(appealActs)
		.orderBy(desc(appealActs.id))
		.limit(1);
	const { id: actorId, name: actorName, role: actorRole } = person;
	await tx
		.insert(appealActs)
		.values({ id: (last?.id ?? 0) + 1, at, actorId, actorName, actorRole, entryId: null, ...said });
}

/** All that was said of an appeal, oldest first. */
export async function of(db: Reads, appealId: number): Promise<Act[]> {
	return db.select().from(appealActs).where(eq(appealActs.appealId, appealId)).orderBy(asc(appealActs.id));
}
