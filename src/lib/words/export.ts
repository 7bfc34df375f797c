// The words of what is taken away, by name, in a language. Server side only, as words/problem.ts is.
import * as messages from '$words';
import type { Language } from '../shared/language';

type Word = (inputs: Record<string, unknown>, options: { locale: Language }) => string;

/** Says the word `export_<key>`, or of another area; a key that has no words is said as it is. */
export function speaker(
	language: Language,
	area = 'export'
): (key: string, inputs?: Record<string, unknown>) => string {
	return (key, inputs = {}) =>
		(messages as unknown as Record<string, Word | undefined>)[`${area}_${key}`]?.(inputs, {
			locale: language
		}) ?? key;
}
