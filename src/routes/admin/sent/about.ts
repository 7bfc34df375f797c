// What a delivery tells of, in words: 'alert:12' → "alert 12".
import { isDay } from '$lib/shared/day';
import type { Language } from '$lib/shared/language';
import { date } from '$lib/ui/when';
import * as m from '$words';

/** What is not known is shown by its own name. */
export function said(about: string, language: Language): string {
	const [noun = '', id = '', day = ''] = about.split(':');
	if (noun === 'alert') return m.alerts_post_alert({ id });
	if (noun === 'test') return m.alerts_post_test();
	const when = { day: isDay(day) ? date(day, language) : day };
	if (noun === 'digest' && id === 'daily') return m.alerts_post_digest_daily(when);
	if (noun === 'digest' && id === 'weekly') return m.alerts_post_digest_weekly(when);
	return about;
}
