import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { LANGUAGES } from '$lib/shared/language';
import { act, details, short, subject, type Called } from './saying';

const names = new Map([
	['branch 3', 'Hải quan A'],
	['counter 7', 'Quầy 7']
]);
const called: Called = (noun, id) => names.get(`${noun} ${id}`);

/** Every call that leaves a line, in the sources of all verbs: its act and what it is done to, as written there. */
function notes(): { act: string; noun: string }[] {
	const server = new URL('../../../lib/server/', import.meta.url).pathname;
	const text = readdirSync(server, { recursive: true, encoding: 'utf8' })
		.filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
		.map((file) => readFileSync(join(server, file), 'utf8'))
		.join('\n');
	const call = /audit\.note\(\s*\w+,\s*\w+,\s*[\w.]+,\s*(?:'([\w.]+)'|`([^`]+)`),\s*[`']([a-zA-Z]+):/g;
	const found = [...text.matchAll(call)];
	expect(found.length, 'calls that this test can read').toBe(text.match(/\baudit\.note\(/g)?.length);
	return found.flatMap(([, act, pattern, noun = '']) =>
		(act ? [act] : spelled(pattern ?? '')).map((one) => ({ act: one, noun }))
	);
}

/** The acts that a template stands for: `ratings.${kind}Proposed` is one of a strike and one of its lifting. */
function spelled(pattern: string): string[] {
	const kinds = ['strike', 'lift'].map((kind) => pattern.replace('${kind}', kind));
	const either = /\$\{[^}]*\? '(\w+)' : '(\w+)'\}/;
	const all = kinds.flatMap((one) => {
		const [, yes, no] = either.exec(one) ?? [];
		return yes && no ? [one.replace(either, yes), one.replace(either, no)] : [one];
	});
	for (const one of all) expect(one, pattern).toMatch(/^[\w.]+$/);
	return [...new Set(all)];
}

it('says every act that a verb can leave, and what it is done to, in every language', () => {
	const found = notes();
	expect(found.map(({ act }) => act)).toEqual(
		expect.arrayContaining(['db.restore', 'ratings.liftDeclined', 'ratings.strikeByAppeal', 'org.addBranch'])
	);
	expect(found.length).toBeGreaterThan(45);
	for (const { act: name, noun } of found)
		for (const language of LANGUAGES) {
			expect(act(name, language), `${name} in ${language}`).not.toBe(name);
			const said = short(`${noun}:5`, () => undefined, language);
			if (language !== 'en') expect(said, `${noun} in ${language}`).not.toBe(`${noun} 5`);
			else expect(said).not.toMatch(/[A-Z]/);
		}
});

it('names what it was done to, and shows what has no name or no words by itself', () => {
	expect(subject('branch:3', called, 'vi')).toBe('đơn vị Hải quan A');
	expect(subject('branch:4', called, 'en')).toBe('branch 4');
	expect(subject('duty:5', called, 'en', { officerId: 9, counterId: 7 })).toBe('duty Quầy 7');
	expect(subject('duty:5', called, 'en')).toBe('duty 5');
	expect(subject('invitation:5', called, 'en', { deviceName: 'Máy A' })).toBe('pairing code Máy A');
	expect(short('closedDay:5', called, 'vi', { day: '2026-09-02' })).toBe('02/09/2026');
	expect(short('branch:3', called, 'vi')).toBe('Hải quan A');
	expect(short('branch:4', called, 'vi')).toBe('đơn vị 4');
	expect(subject('comet:4', called, 'en')).toBe('comet 4');
	expect(act('org.launchComet', 'vi')).toBe('org.launchComet');
});

it('says details with labels, names, days and moments', () => {
	const line = {
		details: {
			name: { vi: 'Quầy 7', en: 'Counter 7', ja: '', zh: '', ko: '' },
			branchId: 3,
			counterId: 7,
			parentId: null,
			branchIds: [3, 4],
			languages: ['vi', 'ko'],
			role: 'leader',
			officerMode: 'pick',
			hours: [[], ...Array(5).fill([{ from: '07:30', until: '11:30' }]), []],
			minSeconds: 10,
			rule: 'burst',
			fromDay: '2026-03-02',
			untilAt: Date.parse('2026-03-02T02:05:00Z'),
			tail: { of: 'a comet' },
			bright: true
		}
	};
	expect(details(line, called, 'en')).toEqual([
		{ label: 'Name', value: 'Counter 7' },
		{ label: 'Branch', value: 'Hải quan A' },
		{ label: 'Counter', value: 'Quầy 7' },
		{ label: 'Lies under', value: 'none' },
		{ label: 'Branches', value: 'Hải quan A, 4' },
		{ label: 'Languages', value: 'Tiếng Việt, 한국어' },
		{ label: 'Role', value: 'Branch leader' },
		{ label: 'How the officer is known', value: 'the customer picks' },
		{ label: 'Opening hours', value: 'Mon–Fri 07:30–11:30' },
		{ label: 'Least seconds apart', value: '10' },
		{ label: 'Rule', value: 'A burst' },
		{ label: 'From', value: '02/03/2026' },
		{ label: 'Until', value: expect.stringMatching(/02\/03\/2026.*09:05/) },
		{ label: 'tail', value: '{"of":"a comet"}' },
		{ label: 'bright', value: 'yes' }
	]);
});

it('says several values under one name, each with its label', () => {
	const line = { details: { before: { minCell: 5, leadersSeeComments: true }, after: {} } };
	expect(details(line, called, 'en')).toEqual([
		{ label: 'Before', value: 'Fewest ratings of a cell: 5; Leaders see comments: yes' },
		{ label: 'After', value: '{}' }
	]);
});
