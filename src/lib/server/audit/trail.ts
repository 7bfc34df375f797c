// Reads the trail, newest first.
import { and, desc, eq, lt, sql } from 'drizzle-orm';
import type { Reads } from '../db/open';
import { auditNotes } from './table';

export type AuditLine = typeof auditNotes.$inferSelect;

/** Up to `limit` lines, newest first; `before` (a line's id) pages on; `subject` ('branch:3') narrows. */
export async function trail(
	db: Reads,
	{ before, subject, limit = 100 }: { before?: number; subject?: string; limit?: number } = {}
): Promise<AuditLine[]> {
	return db
		.select()
		.from(auditNotes)
		.where(
			and(
				before === undefined ? undefined : lt(auditNotes.id, before),
				subject === undefined ? undefined : eq(auditNotes.subject, subject)
			)
		)
		.orderBy(desc(auditNotes.id))
		.limit(limit);
}

/**
 * The number of the newest line, 0 for an empty trail. Every change of the set-up leaves a line, so this number
 * tells tablets and caches whether anything may have changed.
 */
export async function last(db: Reads): Promise<number> {
	const [row] = await db.select({ id: sql<number>`coalesce(max(${auditNotes.id}), 0)` }).from(auditNotes);
	return row?.id ?? 0;
}
