import { expect, test } from 'vitest';
import { GROUNDS } from '$lib/shared/appeal';
import { LANGUAGES } from '$lib/shared/language';
import { appeal } from './appeal';

const ORIGIN = 'https://rate.example.gov.vn';
const told = {
	id: 12,
	ground: GROUNDS[0],
	branch: { code: 'A', name: { vi: 'Hải quan <A>', en: '', ja: '', zh: '', ko: '' } },
	filedAt: Date.UTC(2026, 2, 2, 2, 7),
	dueAt: Date.UTC(2026, 2, 12, 16, 59, 59, 999)
};
const OCCASIONS = ['filed', 'opinion', 'overdue', 'decided'] as const;

test('every occasion is said in every language, each in its own words, with a link and why one gets it', () => {
	for (const occasion of OCCASIONS) {
		const letters = LANGUAGES.map((language) => appeal({ ...told, occasion }, language, ORIGIN));
		expect(new Set(letters.map(({ subject }) => subject)).size, occasion).toBe(LANGUAGES.length);
		for (const { subject, text, html } of letters) {
			expect(subject).toContain('12');
			expect(text).toContain(
				occasion === 'decided' ? `${ORIGIN}/admin/mine/appeals` : `${ORIGIN}/admin/appeals/12`
			);
			expect(html).toContain('Hải quan &lt;A&gt;');
			for (const form of [text, html]) expect(form).not.toMatch(/undefined|NaN|\{\w+\}/);
		}
	}
});

test('the deadline is the last day by the clock of the house', () => {
	expect(appeal({ ...told, occasion: 'filed' }, 'vi', ORIGIN).text).toContain('Hạn giải quyết: 12/03/2026');
	expect(appeal({ ...told, occasion: 'decided' }, 'vi', ORIGIN).text).not.toContain('12/03/2026');
});

test('every ground has a name of its own', () => {
	const texts = GROUNDS.map((ground) => appeal({ ...told, ground, occasion: 'filed' }, 'en', ORIGIN).text);
	expect(new Set(texts).size).toBe(GROUNDS.length);
});
