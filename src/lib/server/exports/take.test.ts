// What is taken away, by whom; first what nobody gets.
import { randomBytes } from 'node:crypto';
import { parseCsv, readXlsx } from 'hucre';
import { describe, expect, test } from 'vitest';
import { database } from '../../../../tests/database';
import { generate, put } from '../../../../tests/ledger';
import { NOW, town } from '../../../../tests/town';
import type { Person } from '../../shared/actor';
import { trail } from '../audit/trail';
import * as keys from '../auth/keys';
import * as grown from '../auth/people';
import * as upkeep from '../ratings/upkeep';
import { make } from './pace';
import { TABLES } from './tables';
import { answer, figures, FORMATS, rows, type File } from './take';

const say = (key: string, inputs?: Record<string, string | number>) =>
	inputs ? `${key} ${JSON.stringify(inputs)}` : key;
const house = { pace: make(), secret: 'secret' };

async function filled() {
	const db = database();
	const place = await town(db);
	const all = generate(place, 2500, '2025-12-01', '2026-03-01');
	await put(
		db,
		all.sort((a, b) => a.receivedAt - b.receivedAt)
	);
	await upkeep.catchUp(db);
	const as = (person: Person, query = 'period=90d') => ({
		...{ db, person, params: new URLSearchParams(query), at: NOW, language: 'en' as const, say }
	});
	return { db, place, as, people: place.people };
}

const bytes = async ({ body }: File) => new Uint8Array(await new Response(body as BodyInit).arrayBuffer());
const text = async (file: File) => new TextDecoder().decode(await bytes(file));

/** Everything of branch B that must never come back to a leader of A. */
const OF_B = ['Branch B', 'Hải quan B', 'Giang', 'Đặng Thu Hà', 'Counter B1'];

describe('who may not', () => {
	test('asks in vain for a table that is not there, or is not theirs', async () => {
		const { as, people } = await filled();
		for (const table of ['', 'nothing', 'constructor', '__proto__', 'toString', 'ratings'])
			await expect(answer(as(people.leaderA), table), table).rejects.toMatchObject({ code: 'not_found' });
		for (const person of [people.administrator, people.officer])
			for (const table of Object.keys(TABLES))
				await expect(answer(as(person), table), table).rejects.toMatchObject({ code: 'not_found' });
	});

	test('gets no raw ratings: HR, an administrator, an officer', async () => {
		const { db, as, people } = await filled();
		for (const person of [people.hr, people.administrator, people.officer])
			for (const format of FORMATS)
				await expect(rows(as(person), house, format)).rejects.toMatchObject({ code: 'not_found' });
		expect(await trail(db.read, { subject: 'export:ratings' })).toEqual([]);
	});

	test('a leader has no raw ratings of one officer or counter', async () => {
		const { as, people, place } = await filled();
		for (const query of [`officer=${place.officers.anh}`, `counter=${place.counters.a1}`])
			await expect(rows(as(people.leaderA, query), house, 'csv')).rejects.toMatchObject({
				code: 'bad_shape'
			});
	});

	test('finds no other branch by any parameter, in any table, as JSON or as a file', async () => {
		const { as, people, place } = await filled();
		const { root, a, b } = place.branches;
		const asked = [
			...[`branch=${b}`, `branch=${root}`, 'branch=999', `branch=${a}&branch=${b}`, `branches=${b}`],
			...[`branch=${b}&branch=${a}`, `scope=all`, `officer=${place.officers.giang}`, 'branch=all'],
			...[`counter=${place.counters.b1}`, 'branch=-1', 'branch=1e1', 'officer=0', 'plain=1']
		];
		let answered = 0;
		for (const query of asked) {
			const taker = () => as(people.leaderA, `period=90d&${query}`);
			const files = [
				...Object.keys(TABLES).flatMap((table) => [
					() => answer(taker(), table).then((json) => JSON.stringify(json)),
					() => figures(taker(), table, 'csv').then(text)
				]),
				() => rows(taker(), house, 'csv').then(text)
			];
			for (const file of files)
				await file().then(
					(said) => {
						answered++;
						for (const name of OF_B) expect(said, query).not.toContain(name);
					},
					(problem: unknown) => expect(problem, query).toHaveProperty('code')
				);
		}
		expect(answered).toBeGreaterThan(10);
	});

	test('neither does a key: one of branch A sees A, whatever is asked with it and whatever its owner sees', async () => {
		const { db, as, people, place } = await filled();
		const { root, a, b } = place.branches;
		const chief = { ...people.leaderA, scope: [root, a, b] };
		const to = { name: 'Trưởng', role: 'leader', language: 'vi', officerId: null } as const;
		await db.write((tx) =>
			grown.change(tx, people.administrator, people.leaderA.id, { ...to, branchIds: [root] }, NOW)
		);
		const { key } = await db.write((tx) =>
			keys.issue(
				tx,
				chief,
				{ name: 'Máy', use: 'figures', branchIds: [a], expiresAt: null },
				NOW,
				randomBytes
			)
		);
		const seen = await keys.recognise(db, key, 'figures', NOW);
		expect(seen?.scope).toEqual([a]);
		if (!seen) return;
		const all = await answer(as(people.auditor), 'overview');
		for (const table of Object.keys(TABLES)) {
			for (const query of [`branch=${b}`, `branch=${root}`, `counter=${place.counters.b1}`])
				await expect(answer(as(seen, query), table), `${table} ${query}`).rejects.toMatchObject({
					code: 'not_found'
				});
			const json = JSON.stringify(await answer(as(seen), table));
			for (const name of OF_B) expect(json, table).not.toContain(name);
		}
		const own = await answer(as(seen), 'overview');
		expect(own.asked.branches).toEqual([a]);
		const n = ({ figures }: typeof own) => (figures as { summary: { n: number } }).summary.n;
		expect(n(own)).toBeLessThan(n(all));
	});
});

describe('one answer', () => {
	test('is the same as JSON, CSV and XLSX', async () => {
		const { as, people } = await filled();
		for (const table of Object.keys(TABLES)) {
			const plain = parseCsv(
				await text(await figures(as(people.auditor, 'period=90d&plain=1'), table, 'csv'))
			);
			const whole = parseCsv(await text(await figures(as(people.auditor), table, 'csv')));
			const { sheets } = await readXlsx(await bytes(await figures(as(people.auditor), table, 'xlsx')));
			const written = (list: readonly unknown[][] = []) =>
				list.map((row) =>
					row
						.map((cell) => (cell === null ? '' : String(cell)))
						.join('|')
						.replace(/\|*$/, '')
				);
			expect(plain.length, table).toBeGreaterThan(2);
			// What may be of any length streams by, with the method above it; else the method has a sheet of its own.
			const isOne = sheets.length === 1;
			const lines = written(sheets[0]?.rows);
			expect(isOne ? lines.slice(-plain.length) : lines, table).toEqual(written(plain));
			expect(written(whole).slice(-plain.length), table).toEqual(written(plain));
			const json = await answer(as(people.auditor), table);
			const method = json.method.map((one) => `${one.about}|${one.text}`);
			expect(isOne ? lines.slice(0, method.length) : written(sheets[1]?.rows), table).toEqual(method);
		}
		const { figures: told } = await answer(as(people.auditor), 'overview');
		const { n, service } = (told as { summary: { n: number; service: { satisfied: { n: number } } } })
			.summary;
		const [, first = []] = parseCsv(
			await text(await figures(as(people.auditor, 'period=90d&plain=1'), 'overview', 'csv'))
		);
		expect(first.map(Number).slice(4, 6)).toEqual([n, service.satisfied.n]);
	});

	test('says how it was made: table, days, rules, and what is marked, struck and late', async () => {
		const { as, people, place } = await filled();
		const { method, rules, counts } = await answer(
			as(people.auditor, `period=2026-01-05..2026-01-11&branch=${place.branches.a}&marked=without`),
			'overview'
		);
		const said = Object.fromEntries(method.map(({ about, text }) => [about, text]));
		expect(said).toMatchObject({
			line_title: 'table_overview',
			line_days: '2026-01-05 – 2026-01-11',
			line_zone: 'Asia/Ho_Chi_Minh',
			line_branch: 'Branch A',
			line_marked: 'marked_without',
			line_hidden: `rule_hidden ${JSON.stringify({ minCell: rules.minCell })}`,
			line_few: `rule_few ${JSON.stringify({ minSample: rules.minSample })}`,
			line_made_by: people.auditor.name,
			line_made_at: `${new Date(NOW).toISOString()} (UTC)`
		});
		expect(said.line_counts).toContain(`"late":${counts.late}`);
	});

	test('has a file name of table, branch and days', async () => {
		const { as, people, place } = await filled();
		const query = `period=2026-01-05..2026-01-11&branch=${place.branches.a}`;
		const { name } = await figures(as(people.auditor, query), 'overview', 'xlsx');
		expect(name).toBe('overview-A-2026-01-05-2026-01-11.xlsx');
		expect((await figures(as(people.auditor), 'overview', 'csv')).name).toMatch(
			/^overview-all-2025-.*\.csv$/
		);
	});
});

describe('raw ratings', () => {
	test('go into the trail, with who, what and how much was asked', async () => {
		const { db, as, people, place } = await filled();
		await bytes(await rows(as(people.leaderA, `period=90d&branch=${place.branches.a}`), house, 'csv'));
		await bytes(await rows(as(people.auditor, 'period=year:2026&marked=without'), house, 'xlsx'));
		expect(await trail(db.read, { subject: 'export:ratings' })).toMatchObject([
			{
				act: 'exports.rows',
				actorId: people.auditor.id,
				details: { form: 'ledger', format: 'xlsx', period: 'year:2026', marked: false }
			},
			{
				act: 'exports.rows',
				actorId: people.leaderA.id,
				details: { form: 'leader', format: 'csv', branchId: place.branches.a, marked: true }
			}
		]);
	});

	test('are the same in both formats, and say what they leave out', async () => {
		const { as, people } = await filled();
		const plain = parseCsv(await text(await rows(as(people.leaderA, 'period=90d&plain=1'), house, 'csv')));
		const { sheets } = await readXlsx(await bytes(await rows(as(people.leaderA), house, 'xlsx')));
		const all = sheets[0]?.rows ?? [];
		const written = (list: readonly unknown[][]) =>
			list.map((row) => row.map((cell) => String(cell ?? '')).join('|'));
		expect(written(all.slice(-plain.length))).toEqual(written(plain));
		const method = all.slice(0, -plain.length).map(([label, said]) => `${label} ${said}`);
		expect(method.join('\n')).toMatch(/line_weeks weeks \{"from":"2025-12-08","to":"2026-03-01"\}/);
		expect(method.join('\n')).toMatch(/line_left left/);
		for (const name of OF_B) expect(JSON.stringify(all)).not.toContain(name);
	});
});
