// Files that harm nobody who opens them, and that read back as what was written.
import { parseCsv, readXlsx } from 'hucre';
import { describe, expect, test } from 'vitest';
import { csv, line } from './csv';
import { harmless } from './safe';
import type { Cell, Column } from './sheet';
import { book, stream } from './xlsx';

const say = (key: string) => key;

/** What spreadsheets have taken for formulas. */
const HARM = [
	'=1+1',
	'=HYPERLINK("https://evil.example","x")',
	'+84 900',
	'-2+3',
	'@SUM(A1)',
	'\tx',
	'\rx',
	'\nx',
	'＝1+1',
	'＋1',
	'－1',
	'＠x',
	' =1+1',
	'\u00a0=1',
	'\ufeff=1',
	'\u0000=1'
];
const PLAIN = [
	'Chờ lâu - 2 giờ',
	'a=b',
	'5 > 3',
	"it's",
	'“x”',
	'x,y;z',
	'dòng 1\ndòng 2',
	'"',
	'日本語',
	'',
	'…-'
];

const bytes = async (body: ReadableStream<Uint8Array>) =>
	new Uint8Array(await new Response(body).arrayBuffer());

async function* rows(list: readonly Cell[][]) {
	yield* list;
}

describe('a formula in what somebody wrote', () => {
	test('is text in CSV: an apostrophe stands before it, inside quotes too', async () => {
		for (const text of HARM) expect(harmless(text), JSON.stringify(text)).toMatch(/^'/);
		const file = new TextDecoder().decode(await bytes(csv([HARM])));
		const [cells = []] = parseCsv(file);
		expect(cells.length).toBe(HARM.length);
		for (const cell of cells) expect(String(cell)).toMatch(/^'/);
	});

	test('is a typed string in XLSX: no cell of the file is a formula', async () => {
		const columns: Column[] = HARM.map(() => ({ key: '=x', kind: 'text' }));
		const made = [
			await book({ columns, rows: [HARM] }, [['=1', '=2']], say),
			await bytes(stream(rows([HARM]), columns, [['=1', '=2']], say))
		];
		for (const file of made) {
			const { sheets } = await readXlsx(file, { readStyles: false } as never);
			const cells = sheets.flatMap((sheet) => [...(sheet.cells?.values() ?? [])]);
			expect(cells.filter((cell) => cell.formula !== undefined)).toEqual([]);
			const texts = sheets.flatMap((sheet) => sheet.rows.flat()).filter((cell) => typeof cell === 'string');
			expect(texts).toContain('=HYPERLINK("https://evil.example","x")');
			expect(sheets.flatMap((sheet) => sheet.rows.flat()).filter((cell) => typeof cell === 'number')).toEqual(
				[]
			);
		}
	});

	test('leaves numbers and what is none alone', () => {
		for (const text of PLAIN) expect(harmless(text)).toBe(text);
		expect(line([-5, 0.25, -0.5, true, null, 'x'])).toBe('-5,0.25,-0.5,true,,x\r\n');
	});
});

describe('a file', () => {
	const list: Cell[][] = [PLAIN, PLAIN.map((_, at) => at / 4), PLAIN.map(() => null)];

	test('of CSV begins with the mark by which Excel knows UTF-8, ends lines with CR LF, and reads back', async () => {
		const file = await bytes(csv(list));
		expect([...file.slice(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
		const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(file);
		expect(text.endsWith('\r\n')).toBe(true);
		const read = parseCsv(text, { typeInference: false } as never);
		expect(read[0]).toEqual(PLAIN);
		expect(read[1]).toEqual(PLAIN.map((_, at) => String(at / 4)));
	});

	test('of XLSX reads back, also what is no character in XML', async () => {
		const columns: Column[] = PLAIN.map(() => ({ key: 'x', kind: 'number' }));
		const file = await book({ columns, rows: [...list, ['a\u0000b\u001fc\ufffe\ud800']] }, [['m', 'n']], say);
		const { sheets } = await readXlsx(file);
		expect(sheets.map(({ name }) => name)).toEqual(['sheet_figures', 'sheet_method']);
		const [, words, numbers, , odd] = sheets[0]?.rows ?? [];
		expect(words?.map((cell) => cell ?? '')).toEqual(PLAIN);
		expect(numbers).toEqual(PLAIN.map((_, at) => at / 4));
		expect(odd?.[0]).toBe('abc\ufffd');
		expect(sheets[1]?.rows).toEqual([['m', 'n']]);
	});
});

describe('a file of any length', () => {
	for (const format of ['csv', 'xlsx'] as const)
		test(`of ${format} is made no faster than it is read, and ends with its reader`, async () => {
			let made = 0;
			let ended = false;
			async function* endless(): AsyncGenerator<Cell[]> {
				try {
					for (;;) yield [`row ${Math.random()} ${++made}`, made];
				} finally {
					ended = true;
				}
			}
			const columns: Column[] = [
				{ key: 'a', kind: 'text' },
				{ key: 'b', kind: 'count' }
			];
			const body = format === 'csv' ? csv(endless()) : stream(endless(), columns, [], say);
			const reader = body.getReader();
			let size = 0;
			for (let chunk = 0; chunk < 8; chunk++) size += (await reader.read()).value?.length ?? 0;
			expect(size).toBeGreaterThan(0);
			await new Promise((done) => setTimeout(done, 100));
			const asked = made;
			await new Promise((done) => setTimeout(done, 200));
			expect(made).toBe(asked);
			expect(made).toBeLessThan(60_000);
			await reader.cancel();
			await new Promise((done) => setTimeout(done, 50));
			expect(ended).toBe(true);
		});
});
