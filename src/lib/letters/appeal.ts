// The mails about an appeal: to reviewers and leaders when it is filed, to reviewers and HR when it is overdue, to the
// officer when it is decided. They never name the officer, and hold nothing that anybody wrote.
import { dayOf } from '$lib/shared/day';
import type { Ground } from '$lib/shared/appeal';
import { say, type Language, type Words } from '$lib/shared/language';
import type { Letter } from '$lib/shared/letter';
import { date, HOUSE_ZONE } from '$lib/ui/when';
import * as m from '$words';
import { frame, type Part } from './letter';

type Told = {
	occasion: 'filed' | 'opinion' | 'overdue' | 'decided';
	id: number;
	ground: Ground;
	branch: { code: string; name: Words };
	filedAt: number;
	dueAt: number;
};

const SUBJECTS = {
	filed: m.appeal_mail_subject_filed,
	opinion: m.appeal_mail_subject_opinion,
	overdue: m.appeal_mail_subject_overdue,
	decided: m.appeal_mail_subject_decided
};
const TODOS = {
	filed: m.appeal_mail_todo_filed,
	opinion: m.appeal_mail_todo_opinion,
	overdue: m.appeal_mail_todo_overdue,
	decided: m.appeal_mail_todo_decided
};
const GROUNDS = {
	not_served_by_me: m.appeal_ground_not_served_by_me,
	abusive: m.appeal_ground_abusive,
	about_rules: m.appeal_ground_about_rules,
	wrong_counter: m.appeal_ground_wrong_counter,
	malicious: m.appeal_ground_malicious
};

/** `origin`: scheme and host of this house, for the link. */
export function appeal(told: Told, language: Language, origin: string): Letter {
	const locale = { locale: language };
	const { occasion, id, ground, branch, filedAt, dueAt } = told;
	const day = (at: number) => date(dayOf(at, HOUSE_ZONE), language);
	const isOwn = occasion === 'decided';
	const title = SUBJECTS[occasion]({ id, branch: say(branch.name, language) }, locale);
	const parts: Part[] = [
		{
			figures: [
				[m.appeal_mail_number({}, locale), String(id)],
				[m.appeal_mail_ground({}, locale), GROUNDS[ground]({}, locale)],
				[m.appeal_mail_branch({}, locale), `${say(branch.name, language)} (${branch.code})`],
				[m.appeal_mail_filed({}, locale), day(filedAt)],
				...(isOwn ? [] : [[m.appeal_mail_due({}, locale), day(dueAt)] as const])
			]
		},
		{ text: TODOS[occasion]({}, locale) },
		{ notice: m.appeal_mail_no_names({}, locale) },
		isOwn
			? { link: m.appeal_mail_open_own({}, locale), href: `${origin}/admin/mine/appeals` }
			: { link: m.appeal_mail_open({}, locale), href: `${origin}/admin/appeals/${id}` }
	];
	return frame({
		language,
		subject: title,
		heading: title,
		parts,
		foot: [m.appeal_mail_foot({}, locale), m.appeal_mail_foot_auto({}, locale)]
	});
}
