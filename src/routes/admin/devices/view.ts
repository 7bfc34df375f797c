// What the page of tablets shows of the fleet, as its address asks.
import { Problem } from '$lib/shared/problem';
import { tree, under } from '$lib/shared/tree';
import { holds, type Scope } from '$lib/server/auth/scope';
import type { Tablet } from '$lib/server/devices/fleet';
import { STATES, type State } from '$lib/server/devices/state';
import type { Branch } from '$lib/server/org/kind';

export type Row = ReturnType<typeof row>;

/** One line of the table. */
function row(tablet: Tablet) {
	const { id, name, state, troubles, counter, branch, seenAt, lastTapAt, word, days } = tablet;
	return {
		...{ id, name, state, troubles, counter, branch, seenAt, lastTapAt },
		waiting: word?.waiting ?? null,
		dark: days && {
			todayMs: days.at(-1)?.darkMs ?? 0,
			weekMs: days.reduce((sum, { darkMs }) => sum + darkMs, 0)
		}
	};
}

/**
 * The lines of the branch and state that the address names, how many there are in each state of that branch, and the
 * branches to choose among. Those out of service are listed only where they are asked for. Refuses not_found for what
 * may not be seen.
 */
export function view(params: URLSearchParams, fleet: Tablet[], branches: Branch[], scope: Scope) {
	const seen = branches.filter(({ id }) => holds(scope, id));
	const branchId = Number(params.get('branch') ?? 0);
	if (branchId !== 0 && !seen.some(({ id }) => id === branchId)) throw new Problem('not_found');
	const state = params.get('state');
	if (state !== null && !STATES.includes(state as State)) throw new Problem('not_found');
	const wanted = under(seen, branchId);
	const there = fleet.filter(({ branch }) => branchId === 0 || (branch && wanted.has(branch.id)));
	const counts = Object.fromEntries(STATES.map((one) => [one, 0])) as Record<State, number>;
	for (const tablet of there) counts[tablet.state]++;
	return {
		rows: there
			.filter((tablet) => (state === null ? tablet.state !== 'retired' : tablet.state === state))
			.map(row),
		counts,
		state: state as State | null,
		branchId: branchId || null,
		places: tree(seen).map(({ id, code, name, depth }) => ({ id, code, name, depth }))
	};
}
