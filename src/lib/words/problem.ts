// The sentence for each refusal, in the reader's language. Server side only: looking words up by name would drag
// every word into the tablet's bundle.
import * as messages from '$words';
import type { Language } from '../shared/language';
import type { ProblemCode, ProblemDetails } from '../shared/problem';

type Say = (inputs: Record<string, unknown>, options: { locale: Language }) => string;

export function sentence(code: ProblemCode, details: ProblemDetails, language: Language): string {
	const say = (messages as unknown as Record<string, Say | undefined>)[`problem_${code}`];
	return say ? say(details, { locale: language }) : code;
}
