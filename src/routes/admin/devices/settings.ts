// A tablet's settings as the form sends them.
import { randomBytes } from 'node:crypto';
import * as v from 'valibot';
import { LANGUAGES, LanguageShape } from '$lib/shared/language';
import { Problem } from '$lib/shared/problem';
import type { Pin } from '$lib/shared/setup';
import type { DeviceSettings } from '$lib/server/devices/devices';
import { make } from '$lib/server/devices/pin';
import { number } from '../fields';

export const NameShape = v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(80));

const Shape = v.object({
	deviceName: NameShape,
	counterId: number(1),
	languages: v.pipe(v.array(LanguageShape), v.minLength(1)),
	defaultLanguage: LanguageShape,
	idleSeconds: number(15, 120),
	countdownSeconds: number(5, 30),
	brightness: number(20, 100)
});

/** Throws v.ValiError naming the fields that do not fit; a PIN that is none is refused bad_shape. */
export async function settings(data: FormData): Promise<DeviceSettings> {
	const languages = LANGUAGES.filter((language) => data.has(`language.${language}`));
	const wanted = v.parse(Shape, { ...Object.fromEntries(data), languages });
	return { ...wanted, pin: await pin(data) };
}

/**
 * The PIN that was typed twice; null where there is to be none, undefined where the one there is stays. The fields are
 * called passwords, so that they do not come back with a refused form.
 */
async function pin(data: FormData): Promise<Pin | null | undefined> {
	const wish = data.get('pinWish');
	if (wish === 'keep') return undefined;
	const digits = String(data.get('passwordPin') ?? '');
	const again = String(data.get('passwordPinAgain') ?? '');
	if (wish === 'remove' || (wish === null && digits === '' && again === '')) return null;
	if (!/^\d{4,8}$/.test(digits)) throw new Problem('bad_shape', { field: 'passwordPin' });
	if (digits !== again) throw new Problem('bad_shape', { field: 'passwordPinAgain' });
	return make(digits, randomBytes(32));
}
