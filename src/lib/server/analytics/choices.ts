// What a reader may choose among, and what the ids in figures are called: as of the last day of the period, and
// nothing of a branch outside the reader's scope.
import { say, type Language } from '../../shared/language';
import type { Called, Choices } from '../../shared/figures';
import { holds, type Scope } from '../auth/scope';
import type { Db } from '../db/open';
import * as branches from '../org/branches';
import * as officers from '../org/officers';
import * as services from '../org/services';
import type { Asked } from './asked';

export type Place = { called: Called; choices: Choices };

/**
 * The names and choices for what was asked, in a language. Officers offered are those of the branches asked for who
 * were there during the period; `served` are others who have figures there (they helped out, or have moved since).
 */
export async function choices(
	db: Db,
	scope: Scope,
	{ cut, officerId }: Pick<Asked, 'cut' | 'officerId'>,
	language: Language,
	served: readonly number[] = []
): Promise<Place> {
	const seen = (await branches.all(db.read, cut.to)).filter(({ id }) => holds(scope, id));
	const known = await services.all(db.read, cut.to);
	const staff = await officers.all(db.read, cut.to);
	const wasThere = (row: { closedDay: string | null; state: string }) =>
		row.state !== 'planned' && (row.closedDay === null || row.closedDay > cut.from);
	const chosen = new Set(cut.branches === 'all' ? seen.map(({ id }) => id) : cut.branches);
	const also = new Set(officerId === null ? served : [...served, officerId]);
	const offered = staff.filter((row) => also.has(row.id) || (wasThere(row) && chosen.has(row.branchId)));
	return {
		called: {
			branches: Object.fromEntries(seen.map(({ id, name }) => [id, say(name, language)])),
			services: Object.fromEntries(known.map(({ id, name }) => [id, say(name, language)])),
			officers: Object.fromEntries(offered.map(({ id, fullName }) => [id, fullName]))
		},
		choices: {
			branches: tree(seen.filter(wasThere)).map(({ id, name, depth }) => ({
				id,
				name: say(name, language),
				depth
			})),
			services: known.filter(wasThere).map(({ id, name }) => ({ id, name: say(name, language) })),
			officers: offered
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
function byGivenName(one: string, other: string): number {
	const given = (name: string) => name.trim().split(/\s+/).at(-1) ?? '';
	return letters.compare(given(one), given(other)) || letters.compare(one, other);
}
