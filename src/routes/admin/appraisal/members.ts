// What the address of the members' page asks for, and who fits it.
import { Problem } from '$lib/shared/problem';

export type Asked = { search: string; branchId: number | null; group: string | null; adding: boolean };

/** Refuses not_found for a branch that is no number. */
export function asked(params: URLSearchParams): Asked {
	const branch = params.get('branch');
	if (branch && !/^[1-9]\d{0,14}$/.test(branch)) throw new Problem('not_found');
	return {
		search: (params.get('q') ?? '').trim().slice(0, 100),
		branchId: branch ? Number(branch) : null,
		group: params.get('group') || null,
		adding: params.has('add')
	};
}

/** By any part of name or code, also typed without marks: "nguyen" finds "Nguyễn". */
export function fits(
	one: { name: string; code: string; branchId: number; group: string },
	{ search, branchId, group }: Asked
): boolean {
	return (
		(branchId === null || one.branchId === branchId) &&
		(group === null || one.group === group) &&
		plain(`${one.name} ${one.code}`).includes(plain(search))
	);
}

function plain(text: string): string {
	return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().replaceAll('đ', 'd');
}
