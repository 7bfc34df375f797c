// What the ids in reviewed ratings are called, in the reader's language: those of the reader's branches, and of officers
// who belong there or were rated there. Of others there is not even a name.
import { sql } from 'drizzle-orm';
import type { Day } from '$lib/shared/day';
import { say, type Language } from '$lib/shared/language';
import { holds, type Scope } from '$lib/server/auth/scope';
import type { Reads } from '$lib/server/db/open';
import * as names from '$lib/server/org/names';

export type Called = Record<'branches' | 'counters' | 'services' | 'officers', Record<number, string>>;

export async function called(db: Reads, scope: Scope, day: Day, language: Language): Promise<Called> {
	const { branches, counters, services, officers } = await names.on(db, day);
	const served = await servedIn(db, scope);
	const seen = <T>(all: Map<number, T>, isSeen: (row: T, id: number) => boolean, name: (row: T) => string) =>
		Object.fromEntries(
			[...all].filter(([id, row]) => isSeen(row, id)).map(([id, row]) => [id, name(row)] as const)
		);
	return {
		branches: seen(
			branches,
			(_, id) => holds(scope, id),
			({ name }) => say(name, language)
		),
		counters: seen(
			counters,
			({ branchId }) => holds(scope, branchId),
			({ name }) => say(name, language)
		),
		services: seen(
			services,
			() => true,
			({ name }) => say(name, language)
		),
		officers: seen(
			officers,
			({ branchId }, id) => holds(scope, branchId) || served.has(id),
			({ fullName }) => fullName
		)
	};
}

async function servedIn(db: Reads, scope: Scope): Promise<Set<number>> {
	if (scope === 'all') return new Set();
	const rows = await db.all<{ id: number }>(
		sql`SELECT DISTINCT "officerId" AS id FROM rollup_place
			WHERE "branchId" IN (SELECT value FROM json_each(${JSON.stringify(scope)}))`
	);
	return new Set(rows.map(({ id }) => id));
}
