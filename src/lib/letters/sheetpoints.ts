// The points of a sheet on paper: criterion by criterion, their sum, the band that was proposed and the one that a
// named person decided, and what was said against it.
import * as m from '$words';
import { say, type Language } from '$lib/shared/language';
import type { Pack } from '$lib/shared/pack';
import type { Content } from '$lib/shared/paper';
import type { Points, Scored } from '$lib/shared/ruleset';
import { moment } from '$lib/ui/when';
import { note, paragraph, table, together } from './paper';
import { bandSaid, pointsIn, pointsSaid } from './sheetsaid';

export function points(pack: Pack, language: Language): Content[] {
	return [scored(pack, language), ...band(pack, language), ...said(pack, language)];
}

function scored({ content, outcome }: Pack, language: Language): Content {
	const rules = content.ruleSet.content;
	const given = (points: Points | null) => (points === null ? '' : pointsSaid(points, language));
	const absent = (one: Scored) => (one.why === 'too_few' ? m.pack_few() : m.pack_missing());
	const rows = outcome.criteria.flatMap((one) => {
		const criterion = rules.criteria.find(({ code }) => code === one.code);
		if (!criterion) return [];
		const isGiven = criterion.from.kind === 'given';
		const told = one.points === null ? absent(one) : pointsIn(one, language);
		return [
			[
				say(criterion.words, language),
				pointsSaid(criterion.most, language),
				isGiven ? given(one.self) : '–',
				isGiven ? told : '–',
				isGiven ? '–' : told
			]
		];
	});
	const { total, low, high, of } = outcome;
	const sum = total === null ? m.pack_few() : pointsIn({ points: total, low, high }, language);
	const bold = (text: string, alignment = 'right') => ({ text, bold: true, alignment });
	return table(
		[
			{ title: m.pack_col_criterion(), width: '*' },
			{ title: m.pack_col_most(), width: 44, right: true },
			{ title: m.pack_col_self(), width: 46, right: true },
			{ title: m.pack_col_appraised(), width: 70, right: true },
			{ title: m.pack_col_computed(), width: 106, right: true }
		],
		[
			...rows,
			[
				bold(m.pack_total(), 'left'),
				bold(pointsSaid(of, language)),
				{ ...bold(total === null ? (missingOf(outcome.criteria) ?? sum) : sum), colSpan: 3 },
				'',
				''
			]
		],
		m.pack_points()
	);
}

/** Why there is no sum: points that nobody gave yet come before figures that cannot be told. */
function missingOf(criteria: readonly Scored[]): string | null {
	return criteria.some(({ why }) => why === 'missing') ? m.pack_missing() : null;
}

function band({ content, outcome, standing }: Pack, language: Language): Content[] {
	const rules = content.ruleSet.content;
	if (content.period.mode === 'coaching' || rules.bands.length === 0) return [];
	const { decision } = standing;
	const decided = decision
		? m.pack_decided_by({
				band: bandSaid(rules, decision.band, language),
				...{ name: decision.by, at: moment(decision.at, language) }
			})
		: m.pack_band_none();
	const edges = outcome.edges.map(({ band, atLeast }) =>
		m.pack_edge({
			...{ band: bandSaid(rules, band, language), points: pointsSaid(atLeast, language) },
			...{ low: pointsSaid(outcome.low ?? 0, language), high: pointsSaid(outcome.high ?? 0, language) }
		})
	);
	return [
		together(
			table(
				[
					{ title: '', width: 170 },
					{ title: '', width: '*' }
				],
				[
					[m.pack_band_proposed(), bandSaid(rules, outcome.band, language)],
					[m.pack_band_decided(), { text: decided, bold: true }],
					...(decision?.reason ? [[m.pack_decided_reason(), decision.reason]] : [])
				],
				m.pack_band()
			),
			...edges.map((text) => ({ text, bold: true, margin: [0, 2, 0, 3] })),
			...(rules.sureness === 'legal_check' ? [note(m.pack_rules_legal())] : [])
		)
	];
}

function said({ standing: { contested, answered } }: Pack, language: Language): Content[] {
	const at = (instant: number) => moment(instant, language);
	return [
		...(contested
			? [{ text: m.pack_contested({ at: at(contested.at) }), bold: true }, paragraph(contested.reason)]
			: []),
		...(answered
			? [
					{ text: m.pack_answered({ name: answered.by, at: at(answered.at) }), bold: true },
					paragraph(answered.reason)
				]
			: [])
	];
}
