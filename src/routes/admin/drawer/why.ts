// Why a rating was refused, in words for whoever looks after the set-up; the catalogue's sentences speak to a tablet.
// Server side only: words are looked up by name, which would drag every word there is into the browser.
import * as messages from '$words';
import type { Language } from '$lib/shared/language';
import { PROBLEM_CODES, type ProblemCode, type ProblemDetails } from '$lib/shared/problem';
import { sentence } from '$lib/words/problem';

type Say = (inputs: Record<string, unknown>, options: { locale: Language }) => string;

/** A code that is not in the catalogue any more is shown as it is. */
export function why(code: string, details: Record<string, unknown>, language: Language): string {
	const own = (messages as unknown as Record<string, Say | undefined>)[`setup_drawer_why_${code}`];
	if (own) return own(details, { locale: language });
	return isProblem(code) ? sentence(code, details as ProblemDetails, language) : code;
}

function isProblem(code: string): code is ProblemCode {
	return (PROBLEM_CODES as string[]).includes(code);
}
