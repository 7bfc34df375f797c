// What an address asks of a period's sheets: text, branch, group, state, what to look out for, and the page.
import { SHEET_STATES, type SheetState } from '$lib/shared/appraisal';
import { Problem } from '$lib/shared/problem';

export const ONLY = ['too_few', 'warned'] as const;

export type Filter = {
	search: string;
	branchId: number | null;
	group: string | null;
	state: SheetState | null;
	only: (typeof ONLY)[number] | null;
	page: number;
};

/** Refuses not_found for a state or a number that there is none of. */
export function filterIn(params: URLSearchParams): Filter {
	return {
		search: (params.get('q') ?? '').slice(0, 100),
		branchId: numberIn(params.get('branch')),
		group: params.get('group') || null,
		state: oneOf(SHEET_STATES, params.get('state')),
		only: oneOf(ONLY, params.get('only')),
		page: numberIn(params.get('page')) ?? 1
	};
}

function oneOf<T extends string>(known: readonly T[], text: string | null): T | null {
	if (!text) return null;
	const found = known.find((one) => one === text);
	if (!found) throw new Problem('not_found', { asked: text.slice(0, 40) });
	return found;
}

function numberIn(text: string | null): number | null {
	if (!text) return null;
	if (!/^[1-9]\d{0,14}$/.test(text)) throw new Problem('not_found');
	return Number(text);
}

/** The numbers that a form's boxes of one name are ticked for. */
export function tickedIn(data: FormData, name: string): number[] {
	return data
		.getAll(name)
		.filter((value): value is string => typeof value === 'string' && /^[1-9]\d{0,14}$/.test(value))
		.map(Number);
}
