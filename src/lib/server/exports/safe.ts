// Text that people wrote, made harmless for whatever opens the file.

/** What a spreadsheet may take for the beginning of a formula, also full-width, also after blanks that it strips. */
const FORMULA = /^[\s\u200b\ufeff]*[=+\-@＝＋－＠]|^[\t\r\n]/;
/** What no XML 1.0 document may hold, and what is no character at all. */
// eslint-disable-next-line no-control-regex
const UNWRITABLE = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g;

/** Text without characters that files of text cannot hold. */
export function writable(text: string): string {
	return text.replace(UNWRITABLE, '').toWellFormed();
}

/**
 * Text for a format whose cells have no type (CSV): an apostrophe stands before what could be taken for a formula
 * (OWASP, "CSV Injection").
 */
export function harmless(text: string): string {
	const kept = writable(text);
	return FORMULA.test(kept) ? `'${kept}` : kept;
}
