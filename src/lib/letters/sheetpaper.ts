// An appraisal sheet as a paper, laid out as Vietnamese offices lay out such sheets; and the same in the reader's
// language. A draft says so on every page and leads to no proof.
import * as m from '$words';
import { say, type Language } from '$lib/shared/language';
import type { Pack } from '$lib/shared/pack';
import type { Content, PaperDefinition } from '$lib/shared/paper';
import { count } from '$lib/ui/numbers';
import { date } from '$lib/ui/when';
import { headline, note, paper, table } from './paper';
import { figures } from './sheetfigures';
import { points } from './sheetpoints';
import { methodNote, proof, signatures } from './sheetproof';
import { dated, headlineOf, periodName, periodSaid, rulesSaid, subjectName } from './sheetsaid';

/** The paper of a sheet, in the language that is spoken just now. `origin`: where its public page is. */
export function sheetPaper(pack: Pack, origin: string, language: Language, at: number): PaperDefinition {
	const { content, seal } = pack;
	const name = subjectName(content, language);
	const isOfficer = content.subject.kind === 'officer';
	const title = isOfficer ? m.pack_title() : m.pack_title_unit();
	const made = paper(
		{
			above: pack.above && say(pack.above, language),
			body: say(content.subject.branch, language),
			number: m.pack_number(),
			dated: dated(seal?.at ?? null),
			title,
			lines: [name, periodName(content.period)]
		},
		[
			...(seal ? [] : [note(m.pack_draft_says())]),
			facts(pack, language),
			{ text: '', margin: [0, 4, 0, 0] },
			headline(headlineOf(pack, language)),
			...figures(pack, language),
			...points(pack, language),
			signatures(pack, language),
			methodNote(pack, language),
			proof(pack, origin, language)
		],
		{
			text: [title, name, periodName(content.period)].join(' · '),
			number: m.pack_page({ page: '{page}', pages: '{pages}' })
		},
		seal?.at ?? at
	);
	return seal ? made : { ...made, mark: m.pack_draft_mark() };
}

/** Whom and when it is about, and by which rules. */
function facts({ content, rulesFrom }: Pack, language: Language): Content {
	const { subject, period, peers, ruleSet } = content;
	const post = subject.kind === 'officer' ? ` · ${say(subject.post, language)}` : '';
	const rules = rulesSaid(content, language);
	const rulesAre = rulesFrom ? m.pack_rules_from({ rules, from: date(rulesFrom, language) }) : rules;
	return table(
		[
			{ title: '', width: 120 },
			{ title: '', width: '*' }
		],
		[
			...(subject.kind === 'officer'
				? [[m.pack_officer(), { text: [{ text: `${subject.name} (${subject.code})`, bold: true }, post] }]]
				: []),
			[m.pack_branch(), say(subject.branch, language)],
			[m.pack_period(), periodSaid(period, language)],
			[m.pack_mode(), period.mode === 'coaching' ? m.pack_mode_coaching() : m.pack_mode_appraisal()],
			[
				m.pack_rules(),
				ruleSet.content.sureness === 'legal_check'
					? { stack: [rulesAre, note(m.pack_rules_legal())] }
					: rulesAre
			],
			[
				m.pack_peers(),
				m.pack_peers_is({
					...{ group: peers.group, members: count(peers.members, language) },
					n: count(peers.n, language)
				})
			]
		]
	);
}
