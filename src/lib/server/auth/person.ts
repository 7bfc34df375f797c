// Who a signed-in person is: role, language, and the branches they may see.
import { eq } from 'drizzle-orm';
import type { Person } from '../../shared/actor';
import type { Reads } from '../db/open';
import { people, personBranches } from './table';
import { widen } from './scope';

/** The person behind an account, or null when there is none or it is closed. */
export async function person(db: Reads, personId: string): Promise<Person | null> {
	const [row] = await db.select().from(people).where(eq(people.id, personId));
	if (!row || row.closedAt !== null) return null;
	return {
		kind: 'person',
		id: row.id,
		name: row.name,
		role: row.role,
		language: row.language,
		officerId: row.role === 'officer' ? row.officerId : null,
		scope: await scopeOf(db, row.role, row.id)
	};
}

async function scopeOf(db: Reads, role: Person['role'], personId: string): Promise<Person['scope']> {
	if (role === 'officer') return [];
	if (role !== 'leader') return 'all';
	const given = await db
		.select({ id: personBranches.branchId })
		.from(personBranches)
		.where(eq(personBranches.personId, personId));
	return widen(
		db,
		given.map((row) => row.id)
	);
}
