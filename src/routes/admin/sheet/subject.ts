// Whom or what a sheet is about, by name, as it was on the period's last day.
import type { Day } from '$lib/shared/day';
import { say, type Language } from '$lib/shared/language';
import type { Reads } from '$lib/server/db/open';
import * as names from '$lib/server/org/names';

export type Called = { name: string; code: string; post: string; branch: string };

export async function nameOf(
	db: Reads,
	sheet: { officerId: number | null; branchId: number },
	lastDay: Day,
	language: Language
): Promise<Called> {
	const known = await names.on(db, lastDay);
	const unit = known.branches.get(sheet.branchId);
	const branch = unit ? say(unit.name, language) : '';
	if (sheet.officerId === null) return { name: branch, code: unit?.code ?? '', post: '', branch: '' };
	const officer = known.officers.get(sheet.officerId);
	return {
		name: officer?.fullName ?? '',
		code: officer?.code ?? '',
		post: officer ? say(officer.post, language) : '',
		branch
	};
}
