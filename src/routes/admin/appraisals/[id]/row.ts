// A sheet as the list of a period shows it.
import type { SheetState } from '$lib/shared/appraisal';
import type { Share } from '$lib/shared/figures';

export type Row = {
	sheetId: number;
	code: string;
	name: string;
	branch: string;
	group: string;
	state: SheetState;
	contentHash: string | null;
	n: number | null;
	satisfied: Share | null;
	total: number | null;
	proposed: string | null;
	decided: string | null | undefined;
	tooFew: boolean;
	warned: boolean;
	missing: number;
};
