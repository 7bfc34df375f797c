import { describe, expect, it } from 'vitest';
import * as v from 'valibot';
import { QuestionnaireShape } from '$lib/shared/questionnaire';
import { QUESTIONNAIRE } from '$lib/server/tasks/world/questionnaire';
import { arrange, fresh, read, type Draft } from './draft';

/** The fields as the page's form has them. */
function fieldsOf(draft: Draft): [string, string][] {
	const fields: [string, string][] = [['scale', String(draft.scale)]];
	const words = (name: string, said: Draft['askService']) => {
		for (const [language, text] of Object.entries(said)) fields.push([`${name}.${language}`, text]);
	};
	words('askService', draft.askService);
	words('askOfficer', draft.askOfficer);
	for (const [place, reason] of draft.reasons.entries()) {
		fields.push([`reasons.${place}.code`, reason.code], [`reasons.${place}.cause`, reason.cause]);
		fields.push([`reasons.${place}.fits`, reason.fits]);
		words(`reasons.${place}.words`, reason.words);
	}
	if (draft.askComment) fields.push(['askComment', 'on']);
	return fields;
}

describe('a draft', () => {
	it('that is not whole is read as it stands, and names its wrong fields when it is saved', () => {
		const bare = read([['reasons.0.code', 'Not A Code']]);
		expect(bare).toMatchObject({
			scale: 5,
			askComment: false,
			reasons: [{ code: 'Not A Code', fits: 'bad' }]
		});
		const { issues } = v.safeParse(QuestionnaireShape, bare);
		expect(issues?.map((issue) => v.getDotPath(issue))).toEqual([
			'askService.vi',
			'askOfficer.vi',
			'reasons.0.code',
			'reasons.0.words.vi'
		]);
	});

	it('comes back from the form’s fields as it went in', () => {
		expect(read(fieldsOf(QUESTIONNAIRE))).toEqual(QUESTIONNAIRE);
		expect(read(fieldsOf({ ...QUESTIONNAIRE, scale: 3, askComment: false, reasons: [] }))).toMatchObject({
			scale: 3,
			askComment: false,
			reasons: []
		});
	});
});

describe('reasons', () => {
	const all = ['b1', 'g1', 'b2', 'g2', 'b3'].map((code) => ({
		...fresh(code.startsWith('b') ? 'bad' : 'good'),
		code
	}));
	const after = (act: string) => arrange(all, act, fresh).map((reason) => reason.code);

	it('stay as they are when asked to go beyond their list, or for one that is not there', () => {
		for (const act of ['up:0', 'up:1', 'down:4', 'down:3', 'remove:9', 'up:x', ''])
			expect(after(act)).toEqual(['b1', 'g1', 'b2', 'g2', 'b3']);
	});

	it('move past the next of their own kind', () => {
		expect(after('down:0').filter((code) => code.startsWith('b'))).toEqual(['b2', 'b1', 'b3']);
		expect(after('up:4').filter((code) => code.startsWith('b'))).toEqual(['b1', 'b3', 'b2']);
		expect(after('down:1').filter((code) => code.startsWith('g'))).toEqual(['g2', 'g1']);
		expect(after('up:4').filter((code) => code.startsWith('g'))).toEqual(['g1', 'g2']);
	});

	it('are removed and added at the end, each to its kind', () => {
		expect(after('remove:2')).toEqual(['b1', 'g1', 'g2', 'b3']);
		expect(arrange(all, 'add:good', fresh).at(-1)).toMatchObject({ code: '', fits: 'good' });
		expect(arrange(all, 'add:bad', fresh).at(-1)).toMatchObject({ fits: 'bad' });
	});
});
