// Which language is spoken just now: words ask it wherever nobody tells them. On the server each request speaks its
// own; a paper may be written in another.
import { AsyncLocalStorage } from 'node:async_hooks';
import { overwriteGetLocale } from '$lib/paraglide/runtime';
import { LANGUAGES, type Language } from '$lib/shared/language';

const speaking = new AsyncLocalStorage<Language>();
overwriteGetLocale(() => speaking.getStore() ?? LANGUAGES[0]);

/** Does some work in a language, and all that follows from it. */
export function speakIn<T>(language: Language, work: () => T): T {
	return speaking.run(language, work);
}
