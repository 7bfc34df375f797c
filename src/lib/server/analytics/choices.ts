// What a reader may choose among, and what the ids in figures are called: as of the last day of the period, and
// nothing of a branch outside the reader's scope.
import { say, type Language, type Words } from '../../shared/language';
import type { Called, Choices } from '../../shared/figures';
import { holds, type Scope } from '../auth/scope';
import type { Db } from '../db/open';
import * as branches from '../org/branches';
import { COUNTER, near, OFFICER } from '../org/kind';
import * as services from '../org/services';
import type { Asked } from './asked';

export type Place = { called: Called; choices: Choices };

/** Counters and officers are offered for so many branches at most: a list of thousands is no choice. */
export const MOST_BRANCHES = 12;

/**
 * The names and choices for what was asked, in a language. Counters and officers offered are those of the branches
 * asked for that were there during the period, where these are few; `served` are officers besides who have figures
 * there (they helped out, or have moved since), and are named only. Without `officers` no officer is named at all.
 */
export async function choices(
	db: Db,
	scope: Scope,
	{ period, cut, counterId, officerId }: Pick<Asked, 'period' | 'cut' | 'counterId' | 'officerId'>,
	language: Language,
	{ served = [], officers: named = true }: { served?: readonly number[]; officers?: boolean } = {}
): Promise<Place> {
	const day = period.to;
	const seen = (await branches.all(db.read, day)).filter(({ id }) => holds(scope, id));
	const known = await services.all(db.read, day);
	const wasThere = (row: { closedDay: string | null; state: string }) =>
		row.state !== 'planned' && (row.closedDay === null || row.closedDay > period.from);
	const chosen = new Set(cut.branches === 'all' ? seen.map(({ id }) => id) : cut.branches);
	const few = chosen.size <= MOST_BRANCHES;
	const also = new Set(officerId === null ? served : [...served, officerId]);
	// Of thousands only those that may be named are read.
	const here = few ? [...chosen] : [];
	const desks = await near(db.read, COUNTER, day, here, counterId === null ? [] : [counterId]);
	const stood = desks.filter((row) => row.id === counterId || (wasThere(row) && chosen.has(row.branchId)));
	const staff = named ? await near(db.read, OFFICER, day, here, [...also]) : [];
	const present = staff.filter(
		(row) => also.has(row.id) || (few && wasThere(row) && chosen.has(row.branchId))
	);
	const name = (row: { id: number; name: Words }): [number, string] => [row.id, say(row.name, language)];
	const listed = (rows: readonly { id: number; name: Words }[]) =>
		rows.map((row) => ({ id: row.id, name: say(row.name, language) }));
	return {
		called: {
			branches: Object.fromEntries(seen.map(name)),
			services: Object.fromEntries(known.map(name)),
			counters: Object.fromEntries(stood.map(name)),
			officers: Object.fromEntries(present.map(({ id, fullName }) => [id, fullName]))
		},
		choices: {
			branches: tree(seen.filter(wasThere)).map((row) => ({
				id: row.id,
				name: say(row.name, language),
				depth: row.depth
			})),
			services: listed(known.filter(wasThere)),
			counters: listed(stood),
			officers: (few ? present : [])
				.map(({ id, fullName }) => ({ id, name: fullName }))
				.sort((one, other) => byGivenName(one.name, other.name))
		}
	};
}

/** Each branch followed by those under it; one whose parent is not seen stands at the top. */
function tree<B extends { id: number; parentId: number | null }>(
	list: readonly B[]
): (B & { depth: number })[] {
	const ids = new Set(list.map(({ id }) => id));
	const under = (parentId: number | null, depth: number): (B & { depth: number })[] =>
		list
			.filter(
				(branch) =>
					(branch.parentId !== null && ids.has(branch.parentId) ? branch.parentId : null) === parentId
			)
			.flatMap((branch) => [{ ...branch, depth }, ...under(branch.id, depth + 1)]);
	return under(null, 0);
}

const letters = new Intl.Collator('vi');

/** A Vietnamese list of people goes by the given name, which stands last. */
export function byGivenName(one: string, other: string): number {
	const given = (name: string) => name.trim().split(/\s+/).at(-1) ?? '';
	return letters.compare(given(one), given(other)) || letters.compare(one, other);
}
