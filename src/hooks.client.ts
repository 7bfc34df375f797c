// The browser speaks the language the server rendered, and keeps what was typed before it woke up.
import { overwriteGetLocale } from '$lib/paraglide/runtime';
import { isLanguage } from '$lib/shared/language';
import { remember } from '$lib/ui/early';

overwriteGetLocale(() => (isLanguage(document.documentElement.lang) ? document.documentElement.lang : 'vi'));

remember();
