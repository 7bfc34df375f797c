// A rapid report as a mail: what can be read on a telephone in half a minute, and where the whole of it stands. No
// officer, and none of the words that customers wrote.
import * as m from '$words';
import type { Digest } from '$lib/shared/digest';
import type { Language } from '$lib/shared/language';
import type { Letter } from '$lib/shared/letter';
import { days } from '$lib/ui/desk/days';
import { count, percent } from '$lib/ui/numbers';
import { date } from '$lib/ui/when';
import { facts, main } from './digestfigures';
import { aboutOf, attention, causeWord, compared, headline, signals } from './digestsaid';
import { frame, type Part } from './letter';

/** The mail of a daily or weekly digest, in the language that is spoken just now. `origin`: where this house is found. */
export function digestMail(digest: Digest, language: Language, origin: string): Letter {
	const { figures, period, kind } = digest;
	const about = aboutOf(digest);
	const subject =
		kind === 'daily'
			? m.report_subject_daily({ day: date(period.to, language), about })
			: m.report_subject_weekly({ days: days(period, language), about });
	const noted = attention(digest, language);
	const isTold = figures.summary.n > 0 && !figures.summary.hidden;
	const parts: Part[] = [
		{ notice: headline(digest, language) },
		...compared(digest, language).map((text) => ({ text })),
		{ heading: m.report_attention() },
		noted.length > 0 ? { list: noted } : { text: m.report_attention_none() },
		{ heading: m.report_figures() },
		{
			figures: [
				...(isTold ? main(digest, language).rows.map((cells) => told(cells.map(String))) : []),
				...facts(digest, language).rows.map((cells) => told(cells.map(String)))
			]
		},
		...(digest.weeks.points.some(({ n }) => n > 0)
			? [{ heading: m.report_weeks() }, ...signals(digest, language).map((text) => ({ text }))]
			: []),
		...(isTold ? why(digest, language) : []),
		{ link: m.report_mail_open(), href: `${origin}/admin/report?period=${period.from}..${period.to}` }
	];
	return frame({
		language,
		subject,
		heading: subject,
		parts,
		foot: [
			m.report_foot_why({ about }),
			m.report_foot_stop({ href: `${origin}/admin/report#mail` }),
			m.report_mail_private()
		]
	});
}

/** A row of figures as one line: what, and how much with n, interval and change. */
function told([label = '', value = '', ...rest]: readonly string[]): [string, string] {
	// A row of the main figures has five cells after its label, of which n and interval go together.
	if (rest.length !== 4) return [label, [value, ...rest.filter(Boolean)].join(' · ')];
	const [n = '', range = '', before = '', year = ''] = rest;
	const chance = [n && m.desk_n({ n }), range].filter(Boolean).join(', ');
	const changes = [
		before && `${m.report_col_before()}: ${before}`,
		year && `${m.report_col_year()}: ${year}`
	].filter(Boolean);
	return [label, [chance ? `${value} (${chance})` : value, ...changes].join('\n  ')];
}

function why({ reasons }: Digest, language: Language): Part[] {
	if (reasons.list.length === 0) return [];
	const lines = reasons.list.map(
		({ words, cause, n, share }) =>
			`${words} (${causeWord(cause)}): ${count(n, language)}${share === null ? '' : ` · ${percent(share, language)}`}`
	);
	return [
		{ heading: m.report_reasons() },
		{ list: lines },
		{ text: m.report_reasons_note({ n: count(reasons.n, language) }) }
	];
}
