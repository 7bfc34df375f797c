// A tablet's settings as the form sends them.
import * as v from 'valibot';
import { LANGUAGES, LanguageShape } from '$lib/shared/language';
import type { DeviceSettings } from '$lib/server/devices/devices';
import { number } from '../fields';

const Shape = v.object({
	deviceName: v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(80)),
	counterId: number(1),
	languages: v.pipe(v.array(LanguageShape), v.minLength(1)),
	defaultLanguage: LanguageShape,
	idleSeconds: number(15, 120),
	countdownSeconds: number(5, 30)
});

/** Throws v.ValiError naming the fields that do not fit. */
export function settings(data: FormData): DeviceSettings {
	const languages = LANGUAGES.filter((language) => data.has(`language.${language}`));
	return v.parse(Shape, { ...Object.fromEntries(data), languages });
}
