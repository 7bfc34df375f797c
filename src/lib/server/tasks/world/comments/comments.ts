// What customers wrote, by language and by what it is about: polite, specific, naming nobody. A comment in the
// demo world is one of these; a repeated sentence now and then is what real boxes hold too.
import type { Language } from '../../../../shared/language';
import type { Cause } from '../../../../shared/rating';
import { en } from './en';
import { ja } from './ja';
import { ko } from './ko';
import { vi } from './vi';
import { zh } from './zh';

/** A sentence that anybody may say, or one for the services with these codes. */
export type Sentence = string | readonly [services: string, sentence: string];

/** For each cause: what those say who are not satisfied, and what those say who are. */
export type Sayings = Record<Cause, { bad: readonly Sentence[]; good: readonly Sentence[] }>;

const SAYINGS: Record<Language, Sayings> = { vi, en, ja, zh, ko };

/** What somebody who came for a service may say about a cause, in their language. */
export function sentences(language: Language, cause: Cause, fits: 'bad' | 'good', service: string): string[] {
	return SAYINGS[language][cause][fits].flatMap((said) => {
		if (typeof said === 'string') return [said];
		const [services, sentence] = said;
		return services.split(' ').includes(service) ? [sentence] : [];
	});
}
