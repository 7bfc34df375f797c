// A rapid report as a sheet: its sentences and tables in their order, from which page and paper are made.
import * as m from '$words';
import type { Digest, Sheet, SheetCell, SheetTable, Whisker } from '$lib/shared/digest';
import type { CoursePoint, Group, Period, Share } from '$lib/shared/figures';
import type { Language } from '$lib/shared/language';
import { gradesOf, leaning } from '$lib/shared/rating';
import { days } from '$lib/ui/desk/days';
import { gradeWord } from '$lib/ui/grades';
import { count, digitsFor, percent, rangeOf, shareOf } from '$lib/ui/numbers';
import { moment } from '$lib/ui/when';
import { facts, grades, main } from './digestfigures';
import { aboutOf, attention, causeWord, compared, headline, isFuture, signals } from './digestsaid';

type Part = Sheet['parts'][number];

/** What the report says, in the language that is spoken just now. */
export function sheet(digest: Digest, language: Language): Sheet {
	const { figures, period, at, zone } = digest;
	const about = aboutOf(digest);
	const { summary } = figures;
	const isTold = summary.n > 0 && !summary.hidden;
	const noted = attention(digest, language);
	const parts: Part[] = [
		{ headline: headline(digest, language) },
		...(digest.isClosed ? [{ text: m.report_closed() }] : []),
		...compared(digest, language).map((text) => ({ text })),
		...figures.others.map(({ n, scale }) => ({
			note: m.report_other_scale({ n: count(n, language), scale })
		})),
		{ heading: m.report_attention() },
		noted.length > 0 ? { list: noted } : { text: m.report_attention_none() },
		...(isTold ? [{ heading: m.report_figures() }, { table: main(digest, language) }] : []),
		{ table: facts(digest, language) },
		...(digest.weeks.points.some(({ n }) => n > 0) ? weeks(digest, language) : []),
		...groups(m.report_branches(), m.desk_branch(), figures.branches, digest.called.branches, language),
		...groups(m.report_services(), m.desk_service(), figures.services, digest.called.services, language),
		...(isTold ? reasons(digest, language) : []),
		...(isTold ? [{ heading: m.report_grades() }, { table: grades(summary, language) }] : [])
	];
	return {
		title: m.report_title_long(),
		about,
		above: digest.above,
		lines: [
			...(isFuture(period) ? [] : [m.report_period({ days: days(period, language) })]),
			m.report_made({ time: moment(at, language, zone), zone }),
			digest.marked ? m.report_filter_with() : m.report_filter_without()
		],
		parts,
		method: { title: m.report_method(), lines: method(digest, language) },
		foot: {
			text: [m.report_title(), about, ...(isFuture(period) ? [] : [days(period, language)])].join(' · '),
			number: m.report_page({ page: '{page}', pages: '{pages}' })
		}
	};
}

function weeks(digest: Digest, language: Language): Part[] {
	const { points } = digest.weeks;
	const shares = points.map(({ service }) => service);
	const mark = ({ signal }: CoursePoint) =>
		signal === null ? '' : signal.rule === 'beyond' ? m.report_signal_mark() : m.report_run_mark();
	const marks = points.some(({ signal }) => signal !== null);
	const table: SheetTable = {
		head: [
			...[m.report_week(), '', m.report_col_n(), m.desk_col_satisfied(), m.desk_col_interval()],
			...(marks ? [''] : [])
		],
		rows: points.map((point) => [
			days(point, language),
			drawn(
				point.service,
				point.low === null || point.high === null ? null : { low: point.low, high: point.high }
			),
			point.hidden ? m.report_hidden() : count(point.n, language),
			...said(point, point.service, language),
			...(marks ? [mark(point)] : [])
		]),
		right: [2, 3, 4],
		scale: scaleOf(shares, points, language)
	};
	return [{ heading: m.report_weeks() }, ...signals(digest, language).map((text) => ({ text })), { table }];
}

function groups(
	title: string,
	what: string,
	list: Group[] | null,
	called: Record<number, string>,
	language: Language
): Part[] {
	if (!list || list.length === 0 || (list.length === 1 && what === m.desk_branch())) return [];
	const worst = [...list].sort(
		(a, b) => (a.service.share ?? 2) - (b.service.share ?? 2) || b.n - a.n || a.id - b.id
	);
	const rows = worst.map((group): SheetCell[] => [
		called[group.id] ?? '',
		drawn(group.service, null),
		group.hidden ? m.report_hidden() : count(group.service.n, language),
		...said(group, group.service, language)
	]);
	const table = {
		head: [what, '', m.report_col_n(), m.desk_col_satisfied(), m.desk_col_interval()],
		rows,
		right: [2, 3, 4],
		scale: scaleOf(
			list.map(({ service }) => service),
			[],
			language
		)
	};
	return [{ heading: title }, { table }];
}

/** Share and interval as cells; "hidden" or "too few" in their place. */
function said({ hidden }: { hidden: boolean }, share: Share, language: Language): [string, string] {
	if (hidden) return ['', ''];
	return [
		shareOf(share, language) ?? (share.n > 0 ? m.desk_few_short() : ''),
		rangeOf(share, language) ?? ''
	];
}

function drawn({ share, low, high }: Share, limits: Whisker['limits']): SheetCell {
	return { whisker: share === null || low === null || high === null ? null : { share, low, high, limits } };
}

/** From zero, or from a half where nothing that is drawn lies below. */
function scaleOf(
	shares: readonly Share[],
	points: readonly { low: number | null }[],
	language: Language
): SheetTable['scale'] {
	const lowest = Math.min(1, ...shares.map(({ low }) => low ?? 1), ...points.map(({ low }) => low ?? 1));
	const from = lowest >= 0.5 ? 0.5 : 0;
	return { from, to: 1, words: [percent(from, language), percent(1, language)] };
}

function reasons({ reasons: found }: Digest, language: Language): Part[] {
	const { n, list } = found;
	if (list.length === 0) return [{ heading: m.report_reasons() }, { text: m.report_reasons_none() }];
	const digits = digitsFor(n);
	const rows = list.map((one) => [
		one.words,
		causeWord(one.cause),
		count(one.n, language),
		one.share === null ? m.desk_few_short() : percent(one.share, language, digits)
	]);
	const head = [m.report_col_reason(), m.report_col_cause(), m.report_col_n(), m.desk_col_share()];
	return [
		{ heading: m.report_reasons() },
		{ table: { head, rows, right: [2, 3], scale: null } },
		{ note: m.report_reasons_note({ n: count(n, language) }) }
	];
}

function comparedWith(
	{ before, yearBefore }: Digest['figures'],
	{ from, to }: Period,
	language: Language
): string {
	if (from === to) return m.report_method_daily();
	return m.report_method_before({ before: days(before, language), year: days(yearBefore, language) });
}

function method({ figures, period, zone, marked, rules }: Digest, language: Language): string[] {
	const { scale } = figures.summary;
	const words = (wanted: 'satisfied' | 'dissatisfied') =>
		gradesOf(scale)
			.filter((grade) => leaning(grade, scale) === wanted)
			.map((grade) => gradeWord(grade, scale))
			.join(['ja', 'zh'].includes(language) ? '、' : ', ');
	return [
		m.report_method_scale({ scale, good: words('satisfied'), bad: words('dissatisfied') }),
		m.report_method_interval(),
		m.report_method_few({ min: rules.minSample }),
		m.report_method_hidden({ cell: rules.minCell }),
		m.report_method_change(),
		...(isFuture(period) ? [] : [comparedWith(figures, period, language)]),
		m.report_method_below(),
		m.report_method_control(),
		marked ? m.report_method_struck() : m.report_method_without(),
		m.report_method_day({ zone }),
		m.report_method_names()
	];
}
