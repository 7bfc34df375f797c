// A paper on its way from what is said on it (letters) to the press that makes a PDF of it (server/paper): pdfmake's
// document definition as plain data, so that it can travel to another process.
import type { Language } from './language';

/** The faces that papers are set in: Noto Sans as China, Japan and Korea write. Each holds Vietnamese as well. */
export type Face = 'sc' | 'jp' | 'kr';

/**
 * The same Chinese character is drawn differently in Japan: what is written in a language is set in its face. Latin
 * letters are the same in all, but the Chinese face sets quotation marks and middle dots as wide as a character.
 */
export const FACES: Record<Language, Face> = { vi: 'jp', en: 'jp', zh: 'sc', ja: 'jp', ko: 'kr' };

/** Content of pdfmake: text, columns, tables, stacks, canvases; no functions. */
export type Content = string | { readonly [key: string]: unknown } | readonly Content[];

export type PaperDefinition = {
	/** The document's title, which also names the window of whoever reads it. */
	title: string;
	content: readonly Content[];
	/** At the foot of every page: a line on the left, and the number, with the blanks {page} and {pages}. */
	foot: { text: string; number: string };
	/** Written large and pale over every page and small at its head: "DRAFT". */
	mark?: string;
	/** Instant of making (ms), written into the file. */
	at: number;
};
