// Where and who: branches, services, counters or officers side by side, in groups instead of ranks.
import { SIDES, type Comparison, type Side } from '$lib/shared/compare';
import { Problem } from '$lib/shared/problem';
import { may } from '$lib/shared/role';
import { compare, screen } from '$lib/server/analytics/compare';
import { place } from '$lib/server/analytics/desk';
import { naming, type Named } from '$lib/server/analytics/naming';
import { desk } from '../../desk';
import { pageOf, sortOf } from './view';

export function load(event) {
	const { house, person, language } = event.locals;
	const { searchParams } = event.url;
	return desk(event, async (reader, given) => {
		const { db } = house;
		const hasBranches = reader.scope === 'all' || reader.scope.length > 1;
		const sides = SIDES.filter(
			(side) => (side !== 'branch' || hasBranches) && (side !== 'officer' || given.officersShown)
		);
		const by = sideOf(searchParams.get('by'), sides) ?? usual(sides, given.asked.branchId !== null);
		const compared = await compare(db, given, reader.scope, by);
		const names = await naming(db.read, by, given.asked.period.to, reader.scope, language);
		const comparison = screen(
			compared,
			(id) => names.of(id)?.name ?? `#${id}`,
			names.order,
			sortOf(searchParams.get('sort'), by),
			pageOf(searchParams.get('page'))
		);
		return {
			...(await place(db, reader, given, language)),
			comparison,
			sides,
			// Where there is one branch only, it need not be named beside each.
			names: named(comparison, (id) => {
				const own = names.of(id);
				return own && (hasBranches ? own : { ...own, beside: '' });
			}),
			maySee: person !== null && may(person.role, 'review.see')
		};
	});
}

/** The side that is asked for; null: none is. Refuses one that is not offered: not_found. */
function sideOf(text: string | null, sides: readonly Side[]): Side | null {
	if (!text) return null;
	const side = sides.find((one) => one === text);
	if (!side) throw new Problem('not_found', { by: text.slice(0, 40) });
	return side;
}

function usual(sides: readonly Side[], isOfBranch: boolean): Side {
	if (sides.includes('branch') && !isOfBranch) return 'branch';
	return sides.includes('officer') ? 'officer' : 'service';
}

/** The names of those who are sent, and of nobody else. */
function named(
	{ rows, clear, dots }: Comparison,
	of: (id: number) => Named | undefined
): Record<number, Named> {
	const ids = new Set([...rows, ...clear, ...dots].map(({ id }) => id));
	return Object.fromEntries([...ids].map((id) => [id, of(id) ?? { name: `#${id}`, beside: '' }]));
}
