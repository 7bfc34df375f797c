// The mail that tells a leader of a new alert. It never holds what a customer wrote, nor who served.
import type { Alert } from '$lib/shared/alert';
import type { Letter } from '$lib/shared/letter';
import { say, type Language } from '$lib/shared/language';
import * as m from '$words';
import { found, meaning, since, todo, what } from './alertsaying';
import { frame, type Part } from './letter';

/** `origin`: scheme and host of this house, for the link. */
export function alert(told: Alert, language: Language, origin: string): Letter {
	const locale = { locale: language };
	const where = say(told.branch.name, language);
	const title = what(told, language);
	const doubt = meaning(told, language);
	const parts: Part[] = [
		{
			figures: [
				[m.alerts_mail_where({}, locale), `${where} (${told.branch.code})`],
				[m.alerts_mail_since({}, locale), since(told, language)]
			]
		},
		{ text: found(told, language) },
		...(doubt ? [{ notice: doubt }] : []),
		...(told.kind === 'worst_comment' ? [{ notice: m.alerts_mail_no_words({}, locale) }] : []),
		{ heading: m.alerts_todo({}, locale) },
		{ text: todo(told, language) },
		{ link: m.alerts_mail_open({}, locale), href: `${origin}/admin/alerts?alert=${told.id}` }
	];
	return frame({
		language,
		subject: m.alerts_mail_subject({ what: title, where }, locale),
		heading: title,
		parts,
		foot: [m.alerts_mail_foot({ where }, locale), m.alerts_mail_foot_auto({}, locale)]
	});
}
