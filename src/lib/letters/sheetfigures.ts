// The figures of a sheet on paper: shares, grades, causes, services, what was left out, appeals and earlier periods.
import * as m from '$words';
import type { GradeFigures, SheetContent } from '$lib/shared/appraisal';
import { say, type Language } from '$lib/shared/language';
import type { Pack } from '$lib/shared/pack';
import type { Content } from '$lib/shared/paper';
import { CAUSES } from '$lib/shared/rating';
import { days } from '$lib/ui/desk/days';
import { gradeWord } from '$lib/ui/grades';
import { count, percent, range } from '$lib/ui/numbers';
import { LOCALES } from '$lib/ui/when';
import { causeWord } from './digestsaid';
import { heading, note, paragraph, table, together, type Column } from './paper';
import { shareCells } from './sheetsaid';

const GROUNDS: Record<string, () => string> = {
	not_served_by_me: m.pack_ground_not_served_by_me,
	abusive: m.pack_ground_abusive,
	about_rules: m.pack_ground_about_rules,
	wrong_counter: m.pack_ground_wrong_counter,
	malicious: m.pack_ground_malicious
};
const OUTCOMES: Record<string, () => string> = {
	open: m.pack_appeal_open,
	upheld: m.pack_appeal_upheld,
	rejected: m.pack_appeal_rejected,
	withdrawn: m.pack_appeal_withdrawn
};

/** All of them, in their order. */
export function figures(pack: Pack, language: Language): Content[] {
	const { content } = pack;
	return [
		...content.grades.flatMap((grades, at) => shares(content, grades, at === 0, language)),
		beside(distribution(content, language), causes(content, language)),
		...services(content, language),
		exclusions(content, language),
		...appeals(pack, language),
		earlier(content, language)
	];
}

/** Two narrow pieces side by side, on one page. */
function beside(left: Content[], right: Content): Content {
	return {
		unbreakable: true,
		columns: [
			{ width: '*', stack: left },
			{ width: '*', stack: [right] }
		],
		columnGap: 24
	};
}

const SHARE_COLUMNS = (): Column[] => [
	{ title: m.pack_col_way(), width: '*' },
	{ title: m.pack_col_n(), width: 60, right: true },
	{ title: m.pack_col_share(), width: 80, right: true },
	{ title: m.pack_col_range(), width: 90, right: true }
];

function shares(
	content: SheetContent,
	grades: GradeFigures,
	isFirst: boolean,
	language: Language
): Content[] {
	const { shrunken, adjusted, peers } = content;
	const estimate = (one: { share: number; low: number; high: number } | null) =>
		one === null
			? ['', m.pack_few(), '']
			: ['', percent(one.share, language, 1), range(one.low, one.high, language, 1)];
	const rows = [
		[m.pack_way_counted(), ...shareCells(grades.satisfied, language)],
		[m.pack_way_unmarked(), ...shareCells(grades.unmarked, language)],
		...(isFirst
			? [
					[m.pack_way_shrunken(), ...estimate(shrunken)],
					[m.pack_way_adjusted(), ...estimate(adjusted)],
					[m.pack_way_peers(), ...shareCells(peers.satisfied, language)]
				]
			: []),
		[m.pack_way_dissatisfied(), ...shareCells(grades.dissatisfied, language)]
	];
	const { mean, low, high, n } = grades.mean;
	const number = (value: number) =>
		new Intl.NumberFormat(LOCALES[language], { maximumFractionDigits: 2 }).format(value);
	const title = `${m.pack_share()} (${m.pack_share_scale({ scale: grades.scale, n: count(grades.n, language) })})`;
	return [
		table(SHARE_COLUMNS(), rows, title),
		...(mean === null || low === null || high === null
			? []
			: [
					paragraph(
						m.pack_mean({
							...{ mean: number(mean), scale: grades.scale, low: number(low), high: number(high) },
							n: count(n, language)
						})
					)
				])
	];
}

function distribution({ grades, privacy }: SheetContent, language: Language): Content[] {
	const columns: Column[] = [
		{ title: m.pack_col_grade(), width: '*' },
		{ title: m.pack_col_n(), width: 44, right: true },
		{ title: m.pack_col_share(), width: 44, right: true }
	];
	return grades.map(({ scale, counts }) => {
		const title = grades.length > 1 ? `${m.pack_grades()} (${scale})` : m.pack_grades();
		if (counts === null)
			return together(heading(title), note(m.pack_grades_hidden({ min: count(privacy.minCell, language) })));
		const all = counts.reduce((sum, n) => sum + n, 0);
		const rows = counts
			.map((n, index) => [
				gradeWord(index + 1, scale),
				count(n, language),
				all === 0 ? '' : percent(n / all, language)
			])
			.reverse();
		return table(columns, rows, title);
	});
}

function causes({ causes }: SheetContent, language: Language): Content {
	if (causes === null) return together(heading(m.pack_causes()), note(m.pack_causes_hidden()));
	const n = (value: number) => count(value, language);
	const said = m.pack_causes_is({
		...{ bad: n(causes.bad), officer: n(causes.officer) },
		...{ elsewhere: n(causes.elsewhere), unnamed: n(causes.unnamed) }
	});
	const named = CAUSES.filter((cause) => (causes.by[cause] ?? 0) > 0);
	return together(
		heading(m.pack_causes()),
		paragraph(said),
		...(named.length === 0
			? []
			: [
					table(
						[
							{ title: m.pack_col_cause(), width: '*' },
							{ title: m.pack_col_n(), width: 60, right: true }
						],
						named.map((cause) => [causeWord(cause), n(causes.by[cause])])
					)
				])
	);
}

function services({ services }: SheetContent, language: Language): Content[] {
	if (services.length === 0) return [];
	const columns = [{ title: m.pack_col_service(), width: '*' } as Column, ...SHARE_COLUMNS().slice(1)];
	const rows = services.map(({ name, satisfied }) => [
		say(name, language),
		...shareCells(satisfied, language)
	]);
	return [table(columns, rows, m.pack_services()), note(m.pack_services_note())];
}

function exclusions({ standing, coverage, ruleSet }: SheetContent, language: Language): Content {
	const n = (value: number) => count(value, language);
	const marked = ruleSet.content.countMarked ? m.pack_marked_in : m.pack_marked_out;
	return table(
		[
			{ title: '', width: '*' },
			{ title: '', width: 230, right: true }
		],
		[
			[m.pack_struck(), n(standing.struck)],
			[m.pack_marked(), marked({ n: n(standing.marked) })],
			[m.pack_settled(), n(standing.settled)],
			[m.pack_late(), n(standing.late)],
			[
				m.pack_coverage(),
				coverage === null || coverage.share === null
					? m.pack_unknown()
					: m.pack_coverage_is({
							...{ rated: n(coverage.rated), served: n(coverage.served) },
							share: percent(coverage.share, language)
						})
			]
		],
		m.pack_exclusions()
	);
}

function appeals({ content, appeals }: Pack, language: Language): Content[] {
	const n = (value: number) => count(value, language);
	const { open, upheld, rejected, withdrawn } = content.appeals;
	const counted = { open: n(open), upheld: n(upheld), rejected: n(rejected), withdrawn: n(withdrawn) };
	return [
		together(
			heading(m.pack_appeals()),
			paragraph(`${m.pack_replies_is({ n: n(content.replies) })} ${m.pack_appeals_is(counted)}`)
		),
		...(appeals.length === 0
			? []
			: [
					table(
						[
							{ title: m.pack_col_appeal(), width: 90 },
							{ title: m.pack_col_ground(), width: '*' },
							{ title: m.pack_col_outcome(), width: 160 }
						],
						appeals.map(({ id, ground, state }) => [
							String(id),
							GROUNDS[ground]?.() ?? ground,
							OUTCOMES[state]?.() ?? state
						])
					)
				])
	];
}

function earlier({ earlier }: SheetContent, language: Language): Content {
	if (earlier.length === 0) return together(heading(m.pack_earlier()), note(m.pack_earlier_none()));
	const columns = [{ title: m.pack_period(), width: '*' } as Column, ...SHARE_COLUMNS().slice(1)];
	return table(
		columns,
		earlier.map((one) => [days(one, language), ...shareCells(one.satisfied, language)]),
		m.pack_earlier()
	);
}
