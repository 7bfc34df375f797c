// A rule set while it is being written: read from the form's fields, right or wrong, and its rows rearranged. Used on
// both sides, so that the page works without JavaScript as it does with it.
import { LANGUAGES, type Words } from '$lib/shared/language';
import type { RuleSet } from '$lib/shared/ruleset';

export type Criterion = {
	code: string;
	words: Words;
	explains: Words;
	most: string;
	kind: 'formula' | 'given';
	text: string;
	step: string;
	self: boolean;
	/** In the sum. */
	counts: boolean;
};
export type Band = {
	code: string;
	words: Words;
	atLeast: string;
	/** The cap is on this band; it is measured against the number in this band. */
	capped: boolean;
	capOf: boolean;
};
export type Draft = {
	name: Words;
	source: Words;
	sureness: RuleSet['sureness'];
	subject: RuleSet['subject'];
	fromDay: string;
	minRatings: string;
	countMarked: boolean;
	criteria: Criterion[];
	bands: Band[];
	hasCap: boolean;
	capShare: string;
};

const EMPTY: Words = { vi: '', en: '', ja: '', zh: '', ko: '' };

/** What the fields say. Nothing is refused here: what does not fit its shape is refused when it is saved. */
export function read(fields: Iterable<readonly [string, FormDataEntryValue]>): Draft {
	const said = new Map([...fields].map(([name, value]) => [name, typeof value === 'string' ? value : '']));
	const text = (name: string) => (said.get(name) ?? '').trim();
	const words = (name: string): Words => ({
		...EMPTY,
		...Object.fromEntries(LANGUAGES.map((language) => [language, said.get(`${name}.${language}`) ?? '']))
	});
	const rows = <T>(part: string, row: (name: string, place: number) => T): T[] => {
		const found: T[] = [];
		while (said.has(`${part}.${found.length}.code`)) found.push(row(`${part}.${found.length}`, found.length));
		return found;
	};
	return {
		name: words('name'),
		source: words('source'),
		sureness: text('sureness') === 'own_rules' ? 'own_rules' : 'legal_check',
		subject: text('subject') === 'unit' ? 'unit' : 'officer',
		fromDay: text('fromDay'),
		minRatings: text('minRatings'),
		countMarked: said.has('countMarked'),
		criteria: rows('criteria', (name) => ({
			code: text(`${name}.code`),
			words: words(`${name}.words`),
			explains: words(`${name}.explains`),
			most: text(`${name}.most`),
			kind: text(`${name}.from.kind`) === 'formula' ? 'formula' : 'given',
			text: said.get(`${name}.from.text`) ?? '',
			step: text(`${name}.from.step`),
			self: said.has(`${name}.from.self`),
			counts: said.has(`${name}.counts`)
		})),
		bands: rows('bands', (name, place) => ({
			code: text(`${name}.code`),
			words: words(`${name}.words`),
			atLeast: text(`${name}.atLeast`),
			capped: text('cap.band') === String(place),
			capOf: said.has(`${name}.capOf`)
		})),
		hasCap: said.has('hasCap'),
		capShare: text('cap.share')
	};
}

/** The draft as a rule set, for its shape to judge: a number that is none becomes NaN, at its own field. */
export function contentOf(draft: Draft): RuleSet {
	return {
		name: draft.name,
		source: filled(draft.source),
		sureness: draft.sureness,
		subject: draft.subject,
		criteria: draft.criteria.map(({ code, words, explains, most, kind, text, step, self }) => ({
			...{ code, words, explains: filled(explains), most: hundredths(most) },
			from:
				kind === 'formula'
					? { kind: 'formula', text: text.trim() }
					: { kind: 'given', step: hundredths(step), self }
		})),
		sumOf: draft.criteria.filter(({ counts }) => counts).map(({ code }) => code),
		bands: draft.bands.map(({ code, words, atLeast }) => ({ code, words, atLeast: hundredths(atLeast) })),
		minRatings: /^\d{1,6}$/.test(draft.minRatings) ? Number(draft.minRatings) : NaN,
		countMarked: draft.countMarked,
		cap: draft.hasCap
			? {
					band: draft.bands.find(({ capped }) => capped)?.code ?? '',
					of: draft.bands.filter(({ capOf }) => capOf).map(({ code }) => code),
					share: hundredths(draft.capShare) / 10_000
				}
			: null
	};
}

/** A kept rule set as the editor's fields begin. */
export function draftOf(content: RuleSet, fromDay: string): Draft {
	const { name, sureness, subject, countMarked, cap } = content;
	return {
		...{ name, sureness, subject, countMarked, fromDay },
		source: content.source ?? { ...EMPTY },
		minRatings: String(content.minRatings),
		criteria: content.criteria.map(({ code, words, explains, most, from }) => ({
			...{ code, words, explains: explains ?? { ...EMPTY }, most: plain(most), kind: from.kind },
			text: from.kind === 'formula' ? from.text : '',
			step: from.kind === 'given' ? plain(from.step) : '',
			self: from.kind === 'given' && from.self,
			counts: content.sumOf.includes(code)
		})),
		bands: content.bands.map(({ code, words, atLeast }) => ({
			...{ code, words, atLeast: plain(atLeast) },
			capped: cap?.band === code,
			capOf: cap?.of.includes(code) ?? false
		})),
		hasCap: cap !== null,
		capShare: cap === null ? '' : plain(Math.round(cap.share * 10_000))
	};
}

/** Adds a row ("criteria:add"), or moves or removes the one at a place ("bands:up:2", "criteria:remove:0"). */
export function arrange<R>(rows: readonly R[], act: string, fresh: () => R): R[] {
	const [, verb = '', object = ''] = act.split(':');
	if (verb === 'add') return [...rows, fresh()];
	const place = /^\d+$/.test(object) ? Number(object) : -1;
	const one = rows[place];
	if (one === undefined || !['remove', 'up', 'down'].includes(verb)) return [...rows];
	const rest = rows.filter((_, index) => index !== place);
	if (verb === 'remove') return rest;
	const to = Math.max(0, Math.min(rest.length, place + (verb === 'up' ? -1 : 1)));
	return [...rest.slice(0, to), one, ...rest.slice(to)];
}

export function freshCriterion(): Criterion {
	return {
		...{ code: '', words: { ...EMPTY }, explains: { ...EMPTY }, most: '', kind: 'given', text: '' },
		...{ step: '', self: false, counts: true }
	};
}

export function freshBand(): Band {
	return { code: '', words: { ...EMPTY }, atLeast: '', capped: false, capOf: false };
}

/** "1.5" and "1,5" are 150 hundredths; what is no number with two decimals at most is NaN. */
export function hundredths(typed: string): number {
	return /^\d{1,6}([.,]\d{1,2})?$/.test(typed.trim())
		? Math.round(Number(typed.trim().replace(',', '.')) * 100)
		: NaN;
}

function plain(points: number): string {
	return String(points / 100);
}

function filled(words: Words): Words | null {
	return LANGUAGES.some((language) => words[language].trim() !== '') ? words : null;
}
