// What the verifier finds wrong, and where.

export const KINDS = [
	/** Something that must be there is not: a position, a number of a device, a comment. */
	'missing',
	/** A row says something else than when it was written. */
	'altered',
	/** A row that no tablet sealed. */
	'inserted',
	/** The same twice. */
	'doubled',
	/** Rows that do not follow each other as they were written. */
	'out of chain',
	/** A signature that does not fit, or ratings that none covers. */
	'signature',
	'comment',
	/** Figures that do not follow from the ledger: rollups and standings. */
	'rollup',
	'checkpoint',
	'entry',
	'audit'
] as const;
export type Kind = (typeof KINDS)[number];

export type Finding = {
	kind: Kind;
	/** One English sentence, with the place in it. */
	text: string;
	/** The ledger's position; with `upTo` the first of several. */
	position?: number;
	upTo?: number;
	/** The device, and its own number of the rating; `lastSeq` where there are several. */
	deviceId?: number;
	seq?: number;
	lastSeq?: number;
	/** The checkpoint's, entry's or trail's number. */
	number?: number;
	table?: string;
};

/** `7`, or `7–9`. */
export function span(first: number, last: number): string {
	return first === last ? String(first) : `${first}–${last}`;
}

/** How many findings of one sort are told one by one before the rest is only counted. */
export const TOLD = 100;
