// All signed sheets of a branch in a period as one paper: in groups that chance does not explain, and within each by
// name. No ranks.
import * as m from '$words';
import { say, type Language, type Words } from '$lib/shared/language';
import type { Mode, AppraisalKind, Verdict } from '$lib/shared/appraisal';
import type { Day } from '$lib/shared/day';
import type { Pack } from '$lib/shared/pack';
import type { Content, PaperDefinition } from '$lib/shared/paper';
import type { RuleSet } from '$lib/shared/ruleset';
import { count } from '$lib/ui/numbers';
import { date, LOCALES, moment } from '$lib/ui/when';
import { note, paper, paragraph, table } from './paper';
import { bandSaid, dated, periodName, periodSaid, pointsIn, shareCells, subjectName } from './sheetsaid';

export type Unit = {
	period: { kind: AppraisalKind; from: Day; to: Day; mode: Mode };
	ruleSet: { version: number; content: RuleSet };
	rulesFrom: Day | null;
	above: Words | null;
	branch: Words;
	/** The signed ones, and how many sheets there are, signed or not. */
	packs: readonly Pack[];
	all: number;
};

const GROUPS: Record<Verdict, () => string> = {
	above: m.pack_list_above,
	same: m.pack_list_same,
	below: m.pack_list_below,
	too_few: m.pack_list_few
};

/** The paper, in the language that is spoken just now. */
export function unitPaper(unit: Unit, language: Language, at: number): PaperDefinition {
	const { period, ruleSet, packs, rulesFrom } = unit;
	const name = say(unit.branch, language);
	const rules = m.pack_rules_is({ name: say(ruleSet.content.name, language), version: ruleSet.version });
	return paper(
		{
			...{ above: unit.above && say(unit.above, language), body: name, number: m.pack_number() },
			...{ dated: dated(at), title: m.pack_title_list(), lines: [periodName(period)] }
		},
		[
			table(
				[
					{ title: '', width: 120 },
					{ title: '', width: '*' }
				],
				[
					[m.pack_branch(), name],
					[m.pack_period(), periodSaid(period, language)],
					[m.pack_mode(), period.mode === 'coaching' ? m.pack_mode_coaching() : m.pack_mode_appraisal()],
					[m.pack_rules(), rulesFrom ? m.pack_rules_from({ rules, from: date(rulesFrom, language) }) : rules]
				]
			),
			...(ruleSet.content.sureness === 'legal_check' ? [note(m.pack_rules_legal())] : []),
			paragraph(m.pack_list_lead({ sealed: count(packs.length, language), all: count(unit.all, language) })),
			...(packs.length === 0
				? [paragraph(m.pack_list_none())]
				: [...groups(packs, language), note(m.pack_list_ties())]),
			note(m.pack_made({ at: moment(at, language) }))
		],
		{
			text: [m.pack_title_list(), name, periodName(period)].join(' · '),
			number: m.pack_page({ page: '{page}', pages: '{pages}' })
		},
		at
	);
}

function groups(packs: readonly Pack[], language: Language): Content[] {
	const order = new Intl.Collator(LOCALES[language]);
	const byName = [...packs].sort((a, b) =>
		order.compare(subjectName(a.content, language), subjectName(b.content, language))
	);
	return (Object.keys(GROUPS) as Verdict[]).flatMap((verdict) => {
		const those = byName.filter(({ content }) => content.verdict === verdict);
		if (those.length === 0) return [];
		return [
			table(
				[
					{ title: m.pack_col_name(), width: '*' },
					{ title: m.pack_col_n(), width: 34, right: true },
					{ title: m.pack_col_share(), width: 76, right: true },
					{ title: m.pack_col_range(), width: 62, right: true },
					{ title: m.pack_total(), width: 96, right: true },
					{ title: m.pack_band(), width: 78 }
				],
				those.map((pack) => row(pack, language)),
				GROUPS[verdict]()
			)
		];
	});
}

function row({ content, outcome, standing, seal }: Pack, language: Language): Content[] {
	const satisfied = content.grades[0]?.satisfied ?? { n: 0, count: 0, share: null, low: null, high: null };
	const { subject, period } = content;
	const { total, low, high } = outcome;
	const sum = pointsIn({ points: total, low, high }, language) || m.pack_few();
	return [
		{
			stack: [
				subjectName(content, language),
				{ text: `${subject.code} · ${seal?.hash.slice(0, 12) ?? ''}…`, fontSize: 7, color: '#444444' }
			]
		},
		...shareCells(satisfied, language),
		sum,
		period.mode === 'coaching'
			? ''
			: standing.decision
				? bandSaid(content.ruleSet.content, standing.decision.band, language)
				: ''
	];
}
