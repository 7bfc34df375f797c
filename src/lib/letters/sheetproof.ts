// The end of a sheet on paper: three signatures, how it was computed, and by what it can be checked years later.
import * as m from '$words';
import type { Language } from '$lib/shared/language';
import type { Pack } from '$lib/shared/pack';
import type { Content } from '$lib/shared/paper';
import { count } from '$lib/ui/numbers';
import { moment } from '$lib/ui/when';
import { heading, method, note, table } from './paper';
import { subjectName } from './sheetsaid';

/** Officer, leader and HR side by side, never torn over two pages. */
export function signatures(pack: Pack, language: Language): Content {
	const { content, standing } = pack;
	const at = (instant: number) => moment(instant, language);
	const { acknowledgedAt, contested, signedLeader, signedHr } = standing;
	const isOfficer = content.subject.kind === 'officer';
	const own =
		acknowledgedAt !== null
			? m.pack_signed_acknowledged({ at: at(acknowledgedAt) })
			: contested
				? m.pack_signed_contested({ at: at(contested.at) })
				: signedLeader
					? m.pack_signed_lapsed()
					: m.pack_signed_not();
	const signed = (by: { at: number } | null) =>
		by ? m.pack_signed_at({ at: at(by.at) }) : m.pack_signed_not();
	const column = (who: string, what: string, name: string): Content => ({
		width: '*',
		stack: [
			{ text: who, bold: true, fontSize: 9.5 },
			{ text: m.pack_sign_hint(), fontSize: 8.5 },
			{ text: what, fontSize: 8.5, color: '#444444', margin: [0, 14, 0, 14] },
			{ text: name, bold: true }
		],
		alignment: 'center'
	});
	return {
		unbreakable: true,
		columns: [
			column(
				isOfficer ? m.pack_sign_officer() : m.pack_sign_unit(),
				own,
				isOfficer ? subjectName(content, language) : ''
			),
			column(m.pack_sign_leader(), signed(signedLeader), signedLeader?.by ?? ''),
			column(m.pack_sign_hr(), signed(signedHr), signedHr?.by ?? '')
		],
		columnGap: 12,
		margin: [0, 18, 0, 6]
	};
}

/** Ten lines on how it was computed. */
export function methodNote(pack: Pack, language: Language): Content {
	return method(m.pack_method(), methodLines(pack, language));
}

/** The same as plain lines, for files. */
export function methodLines({ content }: Pack, language: Language): string[] {
	const { position, entryId, markId } = content.moment;
	const n = (value: number) => count(value, language);
	return [
		...[m.pack_method_1(), m.pack_method_2(), m.pack_method_3(), m.pack_method_4()],
		m.pack_method_5({ min: n(Math.max(content.privacy.minSample, content.ruleSet.content.minRatings)) }),
		...[m.pack_method_6(), m.pack_method_7(), m.pack_method_8(), m.pack_method_9()],
		m.pack_method_10({ position: n(position), entry: n(entryId), mark: n(markId) })
	];
}

/** Position, checkpoint and hashes; of a sealed sheet with the code that leads to its public page. */
export function proof(pack: Pack, origin: string, language: Language): Content {
	const { content, contentHash, seal } = pack;
	const { position, entryId, markId } = content.moment;
	const n = (value: number) => count(value, language);
	const ledger = [
		m.pack_proof_ledger(),
		m.pack_proof_ledger_is({ position: n(position), entry: n(entryId), mark: n(markId) })
	];
	const small = (text: string): Content => ({ text, fontSize: 8 });
	const columns = [
		{ title: '', width: 130 },
		{ title: '', width: '*' as const }
	];
	if (!seal)
		return {
			unbreakable: true,
			stack: [
				heading(m.pack_proof()),
				table(columns, [ledger, [m.pack_proof_content(), small(contentHash)]]),
				note(m.pack_draft_says())
			]
		};
	const address = `${origin}/sheet/${seal.hash}`;
	return {
		unbreakable: true,
		stack: [
			heading(m.pack_proof()),
			{
				columns: [
					{
						width: '*',
						stack: [
							table(columns, [
								[m.pack_proof_number(), String(seal.number)],
								[m.pack_proof_sealed(), moment(seal.at, language)],
								[m.pack_proof_seal(), small(seal.hash)],
								[m.pack_proof_checkpoint({ number: seal.checkpoint.number }), small(seal.checkpoint.hash)],
								ledger
							]),
							{ text: address, fontSize: 7.5, link: address }
						]
					},
					{
						width: 104,
						stack: [
							{ qr: address, fit: 96, eccLevel: 'M', alignment: 'right' },
							{ ...(note(m.pack_proof_scan()) as object), alignment: 'right', fontSize: 7.5 }
						]
					}
				],
				columnGap: 12
			}
		]
	};
}
