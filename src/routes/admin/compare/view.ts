// The comparison's own part of an address: how the table is sorted, which page of it, and where a row leads.
import { SORTS, type Comparison, type Side, type SortBy } from '$lib/shared/compare';
import { query } from '$lib/ui/query';

/** "share" or "-share"; by name where it says nothing known: who stands first by a share would be taken for a rank. */
export function sortOf(text: string | null, by: Side): Comparison['sort'] {
	const [, minus, name] = /^(-?)(\w+)$/.exec(text ?? '') ?? [];
	const sort = SORTS.find((one) => one === name && (one !== 'adjusted' || by !== 'service'));
	return sort ? { by: sort, down: minus === '-' } : { by: 'name', down: false };
}

/** The address of the same table sorted by something, or the other way round where it is already. */
export function turned(params: URLSearchParams, now: Comparison['sort'], by: SortBy): string {
	const down = now.by === by ? !now.down : by === 'n';
	return query(params, { sort: `${down ? '-' : ''}${by}`, page: null });
}

export function pageOf(text: string | null): number {
	return /^[1-9]\d{0,4}$/.test(text ?? '') ? Number(text) : 1;
}

/** Where a row leads: from a branch to its counters, from a counter to its officers, from an officer to the overview. */
export function leadsTo(
	params: URLSearchParams,
	by: Side,
	id: number,
	{ sides, branchId }: { sides: readonly Side[]; branchId: number | null }
): string {
	const to = (changes: Record<string, string | number | null>) =>
		query(params, { sort: null, page: null, ...changes });
	const showsOfficers = sides.includes('officer');
	if (by === 'branch') return to({ branch: id, by: 'counter' });
	if (by === 'service') {
		const next =
			sides.includes('branch') && branchId === null ? 'branch' : showsOfficers ? 'officer' : 'counter';
		return to({ service: id, by: next });
	}
	if (by === 'counter' && showsOfficers) return to({ counter: id, by: 'officer' });
	return `/admin/overview${to({ [by]: id, by: null })}`;
}
