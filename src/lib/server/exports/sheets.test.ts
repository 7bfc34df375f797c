// Signed sheets as workbooks and rows: read back, they say what the seal says.
import { parseCsv, readXlsx } from 'hucre';
import { expect, test } from 'vitest';
import { pack, sealed } from '../../../../tests/sealed';
import { LANGUAGES } from '../../shared/language';
import type { Pack } from '../../shared/pack';
import { speaker } from '../../words/export';
import { csv } from './csv';
import { heads } from './sheet';
import { sheetBook } from './sheetbook';
import { about, rowsOf } from './sheets';
import { stream } from './xlsx';

type Row = (string | number | null)[];
const METHOD = ['Một', 'Hai'];

async function book(of: Pack, language: 'vi' | 'ja' = 'vi') {
	const bytes = await sheetBook(of, METHOD, language, speaker(language, 'pack'));
	const { sheets } = await readXlsx(bytes);
	return sheets.map(({ name, rows }) => ({ name, rows: rows as Row[] }));
}

/** A period's file of these packs, as rows with their heads. */
async function rows(packs: Pack[], format: 'csv' | 'xlsx'): Promise<Row[]> {
	const say = speaker('vi', 'pack');
	const of = rowsOf(sealed().content.ruleSet.content, 'vi', say);
	async function* all() {
		yield* packs.map(of.row);
	}
	if (format === 'xlsx') {
		const lines = about({ period: 'Quý 3/2026', rules: 'Phiếu', sheets: 2, erased: 0, made: 'hôm nay' }, say);
		const made = new Response(stream(all(), of.columns, lines, of.say) as BodyInit);
		const { sheets } = await readXlsx(new Uint8Array(await made.arrayBuffer()));
		return (sheets[0]?.rows as Row[]).slice(lines.length + 1);
	}
	async function* withHead() {
		yield heads(of.columns, of.say);
		yield* all();
	}
	return parseCsv(await new Response(csv(withHead()) as BodyInit).text()) as Row[];
}

test('a workbook read back has every figure of the seal, exactly', async () => {
	const of = pack();
	const { content, outcome, seal } = of;
	const [sheet, shares, grades, points, services, appeals, made] = await book(of);
	const fields = new Map(sheet?.rows.map(([field, , value]) => [field, value]));
	expect(fields.get('n')).toBe(148);
	expect(fields.get('seal')).toBe(seal?.hash);
	expect(fields.get('position')).toBe(content.moment.position);
	expect(fields.get('total')).toBe(3.52);
	expect(fields.get('band_decided')).toBe('Xuất sắc');
	expect(fields.get('name')).toBe('Nguyễn Thị Thuở Ngữ');
	const share = (key: string) => shares?.rows.find(([field]) => field === key)?.slice(3);
	const { satisfied, unmarked } = content.grades[0] ?? {};
	expect(share('satisfied')).toEqual(Object.values(satisfied ?? {}));
	expect(share('unmarked')).toEqual(Object.values(unmarked ?? {}));
	expect(share('adjusted')?.slice(2)).toEqual([
		...[content.adjusted?.share, content.adjusted?.low, content.adjusted?.high]
	]);
	expect(grades?.rows.slice(1).map(([, , n]) => n)).toEqual(content.grades[0]?.counts);
	expect(points?.rows.slice(1).map((row) => (row[4] as number) * 100)).toEqual([
		...outcome.criteria.map((one) => one.points),
		outcome.total
	]);
	expect(services?.rows).toHaveLength(1 + content.services.length);
	expect(appeals?.rows.slice(1)).toEqual([
		[11, 'Sai quầy', 'được chấp nhận, đã loại bỏ'],
		[12, 'Nói về quy định, không phải về tôi', 'bị bác']
	]);
	expect(made?.rows.map(([, text]) => text)).toEqual(expect.arrayContaining(METHOD));
});

test('nothing that people wrote is a formula in it', async () => {
	const of = sealed();
	if (of.standing.decision) of.standing.decision.reason = '=HYPERLINK("http://evil","x")';
	const bad = pack(of);
	const [sheet] = await book(bad);
	expect(sheet?.rows.find(([field]) => field === 'reason')?.[2]).toBe('=HYPERLINK("http://evil","x")');
	for (const format of ['csv', 'xlsx'] as const) {
		const [head, row] = await rows([bad], format);
		const reason = row?.[head?.indexOf('Lý do khác đề nghị') ?? -1];
		expect(reason).toBe(
			format === 'csv' ? `'=HYPERLINK("http://evil","x")` : '=HYPERLINK("http://evil","x")'
		);
	}
});

test('rows of a period are the same as CSV and as XLSX, with each criterion in a column of its own', async () => {
	const packs = [pack(), pack(sealed(2, { replies: 9 }))];
	const [head = [], ...list] = await rows(packs, 'xlsx');
	expect(head).toContain('Thái độ phục vụ');
	expect(head).toContain('Tổng thời gian giải quyết so với quy định (Tự chấm)');
	expect(list.map((row) => row[head.indexOf('Giải trình')])).toEqual([3, 9]);
	expect(list[0]?.[head.indexOf('Tỷ lệ')]).toBe(0.8581);
	const plain = await rows(packs, 'csv');
	const flat = (all: Row[]) => all.map((row) => row.map((cell) => String(cell ?? '')));
	expect(flat(plain)).toEqual(flat([head, ...list]));
});

test('every head has its word in every language, and no two are the same', () => {
	for (const language of LANGUAGES) {
		const say = speaker(language, 'pack');
		const of = rowsOf(sealed().content.ruleSet.content, language, say);
		const said = heads(of.columns, of.say);
		for (const [at, { key }] of of.columns.entries())
			expect(said[at], `${language} ${key}`).not.toMatch(/^col(umn)?_/);
		expect(new Set(said).size, `${language} ${said.join()}`).toBe(said.length);
	}
});
