// The five languages the house speaks, and what somebody wrote in them.
import * as v from 'valibot';

export const LANGUAGES = ['vi', 'en', 'ja', 'zh', 'ko'] as const;
export type Language = (typeof LANGUAGES)[number];

/** Each language by its own name, as a reader of it looks for it. */
export const LANGUAGE_NAMES: Record<Language, string> = {
	vi: 'Tiếng Việt',
	en: 'English',
	ja: '日本語',
	zh: '中文',
	ko: '한국어'
};

export const LanguageShape = v.picklist(LANGUAGES);

/** A name or sentence a customer reads. Vietnamese is always there; the others may be missing or empty. */
export const WordsShape = v.object({
	vi: v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(200)),
	en: v.optional(v.pipe(v.string(), v.trim(), v.maxLength(200)), ''),
	ja: v.optional(v.pipe(v.string(), v.trim(), v.maxLength(200)), ''),
	zh: v.optional(v.pipe(v.string(), v.trim(), v.maxLength(200)), ''),
	ko: v.optional(v.pipe(v.string(), v.trim(), v.maxLength(200)), '')
});
export type Words = v.InferOutput<typeof WordsShape>;

export function isLanguage(value: unknown): value is Language {
	return LANGUAGES.includes(value as Language);
}

/** What these words say in a language; where they say nothing in it, English for foreigners, else Vietnamese. */
export function say(words: Words, language: Language): string {
	return words[language] || (language === 'vi' ? words.vi : words.en || words.vi);
}
