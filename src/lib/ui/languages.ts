// What the five languages are called in the reader's own.
import type { Language } from '$lib/shared/language';
import * as m from '$words';

const LABELS: Record<Language, () => string> = {
	vi: m.common_lang_vi,
	en: m.common_lang_en,
	ja: m.common_lang_ja,
	zh: m.common_lang_zh,
	ko: m.common_lang_ko
};

export function languageLabel(language: Language): string {
	return LABELS[language]();
}
