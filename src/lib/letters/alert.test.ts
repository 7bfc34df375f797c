import { expect, test } from 'vitest';
import { type Alert } from '$lib/shared/alert';
import { LANGUAGES } from '$lib/shared/language';
import { alert } from './alert';
import { frame } from './letter';

const ORIGIN = 'https://rate.example.gov.vn';
const branch = {
	id: 3,
	code: 'BTD-02',
	name: { vi: 'Hải quan <Phước> & Trung', en: '', ja: '', zh: '', ko: '' },
	zone: 'Asia/Ho_Chi_Minh'
};
const plain = { id: 12, state: 'open' as const, branch, service: null, device: null };
const AT = Date.UTC(2026, 2, 2, 2, 7);
const KINDS: Alert[] = [
	{
		...{ ...plain, kind: 'dissatisfied', openedAt: AT },
		found: {
			from: '2026-02-24',
			to: '2026-03-02',
			days: 7,
			scale: 5,
			n: 1200,
			count: 300,
			low: 0.22,
			high: 0.28,
			percent: 20
		}
	},
	{
		...{ ...plain, kind: 'worst_comment', openedAt: AT },
		service: {
			id: 4,
			code: 'HT',
			name: { vi: 'Hoàn thuế', en: 'Refund', ja: '還付', zh: '退税', ko: '환급' }
		},
		found: { day: '2026-03-01', count: 2 }
	},
	{
		...{ ...plain, kind: 'tablet_dark', openedAt: AT },
		device: { id: 7, name: 'Máy PT-Q1' },
		found: { minutes: 30, heardAt: AT - 1_800_000, limit: 30 }
	},
	{
		...{ ...plain, kind: 'low_coverage', openedAt: AT },
		found: { from: '2026-02-23', to: '2026-03-01', days: 6, served: 1000, rated: 42, percent: 10 }
	}
];

test('every kind is said in every language, each in its own words, with a link and why one gets it', () => {
	for (const told of KINDS) {
		const letters = LANGUAGES.map((language) => alert(told, language, ORIGIN));
		expect(new Set(letters.map(({ subject }) => subject)).size, told.kind).toBe(LANGUAGES.length);
		for (const { subject, text, html } of letters) {
			expect(text).toContain(`${ORIGIN}/admin/alerts?alert=12`);
			expect(html).toContain(`href="${ORIGIN}/admin/alerts?alert=12"`);
			expect(subject).toContain('Hải quan <Phước> & Trung');
			for (const form of [text, html]) expect(form).not.toMatch(/undefined|NaN|\{\w+\}/);
		}
	}
});

test('the numbers are there, against the limit, in the order of the language', () => {
	const [many, , dark, few] = KINDS.map((told) => alert(told, 'en', ORIGIN).text);
	expect(many).toContain('25% dissatisfied (22–28%, n = 1,200), 24/02/2026 to 02/03/2026. Limit: 20%.');
	expect(many).toContain('hardly chance');
	expect(dark).toContain('No word from Máy PT-Q1 since 02/03/2026, 08:37. Limit: 30 minutes');
	expect(few).toContain('42 of 1,000 served rated (4.2%)');
});

test('of a comment it tells the service and the day, never the minute', () => {
	const { text, html } = alert(KINDS[1]!, 'vi', ORIGIN);
	expect(text).toContain('2 góp ý kèm mức thấp nhất về thủ tục “Hoàn thuế”, gần nhất ngày 01/03/2026');
	for (const form of [text, html]) expect(form).not.toMatch(/09:07|02:07/);
});

test('what is put into a letter is text: it can be neither markup nor a second header line', () => {
	const { html } = alert(KINDS[0]!, 'vi', ORIGIN);
	expect(html).toContain('Hải quan &lt;Phước&gt; &amp; Trung');
	expect(html).not.toContain('<Phước>');
	const odd = frame({
		...{ language: 'vi', subject: 'A\r\nBcc: b@c.vn', heading: '<b>', foot: ['<i>'] },
		parts: [
			{ heading: '<h>' },
			{ text: 'một\nhai' },
			{ notice: '<n>' },
			{ figures: [['<f>', '"1"']] },
			{ table: { head: ['<t>', 'n'], rows: [['<r>', '1']] } },
			{ list: ['<l>'] },
			{ link: '<a>', href: 'https://a/?b=1&c="x"' }
		]
	});
	expect(odd.subject).toBe('A Bcc: b@c.vn');
	expect(odd.html).not.toMatch(/<(b|i|h|n|f|t|r|l)>/);
	expect(odd.html).toContain('một<br>hai');
	expect(odd.html).toContain('href="https://a/?b=1&amp;c=&quot;x&quot;"');
	expect(odd.text).toContain('<t> | n\n<r> | 1');
});
