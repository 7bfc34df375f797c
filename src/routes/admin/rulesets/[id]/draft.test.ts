// The editor's fields and the rule set they mean, there and back; and trying one out.
import { describe, expect, it } from 'vitest';
import * as v from 'valibot';
import { RuleSetShape, type RuleSet } from '$lib/shared/ruleset';
import { SHIPPED } from '$lib/server/rulesets/shipped';
import {
	arrange,
	contentOf,
	draftOf,
	freshBand,
	freshCriterion,
	hundredths,
	read,
	type Draft
} from './draft';
import { figuresOf, outcomeOf, sample } from './tryout';

const DAY = '2026-01-01';

/** The fields as the page's form has them: an unticked box sends nothing. */
function fieldsOf(draft: Draft): [string, string][] {
	const fields: [string, string][] = [
		...[
			['sureness', draft.sureness],
			['subject', draft.subject]
		].map(([name, value]): [string, string] => [name!, value!]),
		['fromDay', draft.fromDay],
		['minRatings', draft.minRatings],
		['cap.share', draft.capShare]
	];
	const words = (name: string, said: Draft['name']) => {
		for (const [language, text] of Object.entries(said)) fields.push([`${name}.${language}`, text]);
	};
	const tick = (name: string, on: boolean) => on && fields.push([name, 'on']);
	words('name', draft.name);
	words('source', draft.source);
	tick('countMarked', draft.countMarked);
	tick('hasCap', draft.hasCap);
	for (const [place, one] of draft.criteria.entries()) {
		const name = `criteria.${place}`;
		fields.push([`${name}.code`, one.code], [`${name}.most`, one.most], [`${name}.from.kind`, one.kind]);
		fields.push([`${name}.from.text`, one.text], [`${name}.from.step`, one.step]);
		tick(`${name}.from.self`, one.self);
		tick(`${name}.counts`, one.counts);
		words(`${name}.words`, one.words);
		words(`${name}.explains`, one.explains);
	}
	for (const [place, one] of draft.bands.entries()) {
		fields.push([`bands.${place}.code`, one.code], [`bands.${place}.atLeast`, one.atLeast]);
		if (one.capped) fields.push(['cap.band', String(place)]);
		tick(`bands.${place}.capOf`, one.capOf);
		words(`bands.${place}.words`, one.words);
	}
	return fields;
}

const paths = (content: RuleSet) =>
	v.safeParse(RuleSetShape, content).issues?.map((issue) => v.getDotPath(issue));

describe('a draft', () => {
	it.each(SHIPPED)('$code comes back from its fields as it was', ({ content }) => {
		expect(contentOf(read(fieldsOf(draftOf(content, DAY))))).toEqual(content);
		expect(read(fieldsOf(draftOf(content, DAY)))).toEqual(draftOf(content, DAY));
	});

	it('that is not whole is read as it stands, and names each wrong field when it is saved', () => {
		const draft = structuredClone(draftOf(SHIPPED[0]!.content, DAY));
		draft.name.vi = '';
		draft.minRatings = 'many';
		Object.assign(draft.criteria[0]!, { most: '10,005', code: 'Not A Code', text: ' ' });
		Object.assign(draft.bands[1]!, { atLeast: '' });
		Object.assign(draft, { hasCap: true, capShare: '120' });
		const back = read(fieldsOf(draft));
		expect(back).toEqual(draft);
		expect(paths(contentOf(back))).toEqual([
			'name.vi',
			'criteria.0.code',
			'criteria.0.most',
			'criteria.0.from.text',
			'sumOf.0',
			'bands.1.atLeast',
			'minRatings',
			'cap.band',
			'cap.of',
			'cap.share'
		]);
	});

	it('without a criterion, or with none in the sum, is refused there', () => {
		const { content } = SHIPPED[0]!;
		expect(paths(contentOf({ ...draftOf(content, DAY), criteria: [] }))).toEqual(['criteria', 'sumOf']);
		const uncounted = draftOf(content, DAY);
		uncounted.criteria[0]!.counts = false;
		expect(paths(contentOf(uncounted))).toEqual(['sumOf']);
	});

	it('reads points with a comma as with a point, and no more exactly than hundredths', () => {
		expect(['15', '0,1', '0.1', '1.25', '100000'].map(hundredths)).toEqual([1500, 10, 10, 125, 10_000_000]);
		for (const wrong of ['', '-1', '1.005', '1.', 'x', '1e3', '1 000', '0x10'])
			expect(hundredths(wrong), wrong).toBeNaN();
	});

	it('adds, moves and removes rows, and leaves them where a move would lead nowhere', () => {
		const rows = ['a', 'b', 'c'];
		const moved = (act: string) => arrange(rows, act, () => 'new').join('');
		expect(['criteria:add', 'criteria:up:1', 'criteria:down:1', 'criteria:remove:0'].map(moved)).toEqual([
			...['abcnew', 'bac', 'acb', 'bc']
		]);
		expect(['bands:up:0', 'bands:down:2', 'bands:up:9', 'bands:drop:1', ''].map(moved)).toEqual(
			Array(5).fill('abc')
		);
		expect([freshCriterion().most, freshBand().atLeast]).toEqual(['', '']);
	});
});

describe('trying it out', () => {
	const { content } = SHIPPED.find(({ code }) => code === 'nd335')!;

	it('asks for the figures that formulas name, and for how many ratings there are', () => {
		expect(figuresOf(content)).toEqual(['shrunken', 'n']);
		expect(figuresOf(SHIPPED[1]!.content)).toEqual([]);
	});

	it('gives what a sheet would, and nothing where a field is left empty', () => {
		const assumed = { ...sample(), shrunken: { value: '0,9', low: '0.85', high: '0.95' } };
		const given = { general: '18', tasks: '64,5' };
		expect(outcomeOf(content, assumed, given)).toMatchObject({
			...{ total: 9150, low: 9100, high: 9200, band: 'excellent', possible: ['excellent'] }
		});
		expect(outcomeOf(content, assumed, { general: '18', tasks: '' })?.total).toBeNull();
		const few = { ...assumed, n: { value: '29', low: '', high: '' } };
		expect(outcomeOf(content, few, given)?.criteria[0]?.why).toBe('too_few');
	});

	it('says nothing while a number or a formula cannot be read', () => {
		const broken = structuredClone(content);
		broken.criteria[0]!.from = { kind: 'formula', text: 'shrunken *' };
		expect(outcomeOf(broken, sample(), {})).toBeNull();
		expect(outcomeOf({ ...content, minRatings: NaN }, sample(), {})).toBeNull();
	});
});
