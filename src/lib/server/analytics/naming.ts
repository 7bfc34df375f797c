// What those compared are called, with the branch that each stands in: two counters of two branches may bear one name.
import { sql } from 'drizzle-orm';
import { say, type Language, type Words } from '../../shared/language';
import type { Side } from '../../shared/compare';
import type { Day } from '../../shared/day';
import { holds, type Scope } from '../auth/scope';
import type { Reads } from '../db/open';
import * as branches from '../org/branches';
import * as services from '../org/services';
import { byGivenName } from './choices';

export type Named = {
	name: string;
	/** Its branch, where that lies in the scope; else empty. */ beside: string;
};

export type Naming = {
	of: (id: number) => Named | undefined;
	/** In the order of a list in this language; people by their given names. */
	order: (one: string, other: string) => number;
};

/** The names of all of a kind on a day, whether or not they lie in the scope: the caller takes those it has found. */
export async function naming(
	db: Reads,
	side: Side,
	day: Day,
	scope: Scope,
	language: Language
): Promise<Naming> {
	const letters = new Intl.Collator(language, { numeric: true });
	const order =
		side === 'officer' ? byGivenName : (one: string, other: string) => letters.compare(one, other);
	if (side === 'service') return { of: all(await services.all(db, day), language), order };
	const units = await branches.all(db, day);
	if (side === 'branch') return { of: all(units, language), order };
	const unit = new Map(units.map(({ id, name }) => [id, say(name, language)]));
	const beside = (branchId: number) => (holds(scope, branchId) ? (unit.get(branchId) ?? '') : '');
	// Thousands of them: the latest name alone, and nothing of their services, photos or posts.
	const [table, key, name] =
		side === 'counter'
			? (['counter_versions', 'counterId', 'name'] as const)
			: (['officer_versions', 'officerId', 'fullName'] as const);
	const list = await db.all<{ id: number; name: string; branchId: number }>(sql`
		SELECT ${sql.identifier(key)} AS id, ${sql.identifier(name)} AS name, "branchId", max("fromDay")
		FROM ${sql.identifier(table)} WHERE "fromDay" <= ${day} GROUP BY 1`);
	const called = (text: string) => (side === 'counter' ? say(JSON.parse(text) as Words, language) : text);
	const rows = new Map(list.map((row) => [row.id, { called: called(row.name), branchId: row.branchId }]));
	const of = (id: number) => {
		const row = rows.get(id);
		return row && { name: row.called, beside: beside(row.branchId) };
	};
	return { of, order };
}

function all(
	rows: readonly { id: number; name: Parameters<typeof say>[0] }[],
	language: Language
): Naming['of'] {
	const known = new Map(rows.map((row) => [row.id, row.name]));
	return (id) => {
		const name = known.get(id);
		return name && { name: say(name, language), beside: '' };
	};
}
