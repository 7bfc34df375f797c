// The browser speaks the language the server rendered.
import { overwriteGetLocale } from '$lib/paraglide/runtime';
import { isLanguage } from '$lib/shared/language';

overwriteGetLocale(() => (isLanguage(document.documentElement.lang) ? document.documentElement.lang : 'vi'));
