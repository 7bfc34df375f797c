// What is taken away: columns, rows and the lines that say how the figures were made. CSV, XLSX and API are made of the
// same answer, so that what one hides the others hide too.

/** 'share': 0 to 1. 'day': YYYY-MM-DD. 'text' may hold anything that people wrote. */
export type Kind = 'text' | 'count' | 'number' | 'share' | 'day';

/** `key` names the words of its head: export_column_<key>. */
export type Column = { key: string; kind: Kind };

/** Null: nothing is said here. */
export type Cell = string | number | boolean | null;

/** Rows that are many come one by one. */
export type Sheet = { columns: readonly Column[]; rows: readonly Cell[][] | AsyncIterable<Cell[]> };

/** Says one of the words of the area "export" in the reader's language: `say('hidden')`. */
export type Say = (key: string, inputs?: Record<string, string | number>) => string;

/** A line of the method: what it is about, and what there is to say. */
export type Line = readonly [label: string, text: string];

/** The heads of columns in the reader's language. */
export function heads(columns: readonly Column[], say: Say): string[] {
	return columns.map(({ key }) => say(`column_${key}`));
}
