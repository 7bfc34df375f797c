// An evidence pack: one sheet with everything that a paper, a workbook or a program is given of it.
import type { SheetContent, Sealed, Standing } from './appraisal';
import type { Day } from './day';
import type { Words } from './language';
import type { Given, Outcome } from './ruleset';

/** What the machine-readable packs call their form. Fields are added, never renamed (docs/api.md). */
export const PACK_FORM = 'hai-long appraisals 1';

export type PackSeal = {
	/** The seal's own number, and SHA-256 of its text (base64url). */
	number: number;
	hash: string;
	at: number;
	checkpoint: { number: number; hash: string; at: number };
};

export type Pack = {
	sheetId: number;
	content: SheetContent;
	contentHash: string;
	given: Given;
	outcome: Outcome;
	standing: Standing;
	appeals: Sealed['appeals'];
	/** The day from which the version of the rule set holds. */
	rulesFrom: Day | null;
	/** The branch whose sheet it is, and the one above it, as they were called on the period's last day. */
	branchCode: string;
	above: Words | null;
	/** Null: a draft. */
	seal: PackSeal | null;
	/** The sealed text, exactly as it was hashed; null: a draft. */
	text: string | null;
};
