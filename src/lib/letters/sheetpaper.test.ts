// The papers of appraisals, made by the press and read back.
import { mkdirSync, writeFileSync } from 'node:fs';
import { afterAll, describe, expect, test } from 'vitest';
import { pagesOf } from '../../../tests/pdf';
import { CONTENT, pack, sealed, SEALED_AT } from '../../../tests/sealed';
import { press, type Batch } from '../server/paper/press';
import { LANGUAGES, type Language } from '../shared/language';
import type { Pack } from '../shared/pack';
import type { PaperDefinition } from '../shared/paper';
import { speakIn } from '../speaking';
import type { SheetContent } from '../shared/appraisal';
import { sheetPaper } from './sheetpaper';
import { unitPaper, type Unit } from './unitpaper';

const ORIGIN = 'https://hailong.example.vn';
const flat = (text: string) => text.normalize('NFC').replace(/\s+/g, '');

// One process for each language makes all papers: starting one takes longer than the paper.
const printing = press(undefined, { mostBatches: LANGUAGES.length });
const batches = new Map<Language, Batch>();
afterAll(() => printing.close());

function print(written: PaperDefinition, language: Language): Promise<Uint8Array> {
	const batch = batches.get(language) ?? printing.batch(language);
	batches.set(language, batch);
	return batch.render(written);
}

function made(of: Pack, language: Language): Promise<Uint8Array> {
	return print(
		speakIn(language, () => sheetPaper(of, ORIGIN, language, SEALED_AT)),
		language
	);
}
const textOf = (pdf: Uint8Array) => pagesOf(pdf).map(flat);

test('a sheet is said in five languages, with every name right and three signatures on one page', async () => {
	const titles = {
		vi: ['PHIẾU ĐÁNH GIÁ', 'Hải quan cửa khẩu Mộc Bài', 'ngày 12 tháng 10 năm 2026', 'BỘ PHẬN NHÂN SỰ'],
		en: ['APPRAISAL SHEET', 'Mộc Bài Border Gate Customs', 'both days included', 'HUMAN RESOURCES'],
		ja: ['評価票', 'モクバイ国境税関', '2026年10月12日', '人事担当'],
		zh: ['考核表', '木牌口岸海关', '2026年10月12日', '人事部门'],
		ko: ['평가표', '목바이 국경세관', '2026년 10월 12일', '인사 담당']
	};
	for (const language of LANGUAGES) {
		const pdf = await made(pack(), language);
		if (process.env.PAPERS_TO) {
			mkdirSync(process.env.PAPERS_TO, { recursive: true });
			writeFileSync(`${process.env.PAPERS_TO}/sheet-${language}.pdf`, pdf);
		}
		const pages = textOf(pdf);
		const all = pages.join('');
		for (const words of titles[language]) expect(all, language).toContain(flat(words));
		for (const name of ['Nguyễn Thị Thuở Ngữ', 'Trần Văn Khởi', 'Phạm Thị Nhân', 'BTD1002'])
			expect(all, language).toContain(flat(name));
		expect(all, language).not.toContain('\ufffd');
		expect(all, language).toContain(pack().seal?.hash ?? '');
		const signed = pages.filter((page) => page.includes(flat(titles[language][3] ?? '')));
		expect(signed, language).toHaveLength(1);
		expect(signed[0], language).toContain(flat('Phạm Thị Nhân'));
		expect(signed[0], language).toContain(flat('Nguyễn Thị Thuở Ngữ'));
		expect(pages.length, language).toBeLessThanOrEqual(4);
	}
});

describe('a draft', () => {
	test('says so on every page, has no seal and no code to scan', async () => {
		const draft = await made(pack(sealed(), true), 'vi');
		const pages = textOf(draft);
		expect(pages.length).toBeGreaterThan(1);
		for (const page of pages) expect(page).toContain(flat('BẢN NHÁP / DRAFT'));
		expect(pages.join('')).not.toContain(flat('Mã niêm phong'));
		expect(pages.join('')).not.toContain('/sheet/');
		const signed = textOf(await made(pack(), 'vi')).join('');
		expect(signed).not.toContain('DRAFT');
		expect(signed).toContain(`${ORIGIN}/sheet/${pack().seal?.hash}`);
	});
});

test('what the rules keep hidden is not told, and too few ratings are too few', async () => {
	const few = { n: 12, count: 10, share: null, low: null, high: null };
	const [first] = CONTENT.grades;
	if (!first) throw new Error('the sheet has grades');
	const grades = [
		{
			...first,
			...{ n: 12, counts: null, satisfied: few, dissatisfied: few, unmarked: few },
			mean: { n: 12, mean: null, low: null, high: null }
		}
	];
	const of = sealed(1, { grades, causes: null, verdict: 'too_few', shrunken: null, adjusted: null });
	const text = textOf(await made(pack(of), 'vi')).join('');
	expect(text).toContain(flat('Không đủ dữ liệu để kết luận: có 12 lượt đánh giá, cần ít nhất 30.'));
	expect(text).toContain(flat('dưới 5 lượt có thể đoán được khách hàng'));
	expect(text).not.toContain('83%');
});

test('a band that chance may have decided is said so, as is who decided otherwise and why', async () => {
	const text = textOf(await made(pack(), 'vi')).join('');
	expect(text).toContain(flat('ranh giới mức “Xuất sắc” (3,6 điểm) nằm trong khoảng 3,4–3,64'));
	expect(text).toContain(flat('Xuất sắc: Trần Văn Khởi quyết định lúc 10:00 09/10/2026'));
	expect(text).toContain(flat('Hoàn thành xuất sắc đợt thông quan cao điểm tháng 9.'));
	expect(text).toContain(flat('Cần kiểm tra với bộ phận pháp chế'));
});

test('names in scripts that the paper’s face lacks are set in one that has them', async () => {
	const { subject } = CONTENT;
	for (const name of ['김민수', '张伟刘洋', 'さくら']) {
		const of = sealed(1, { subject: { ...subject, name } as typeof subject });
		const pages = textOf(await made(pack(of), 'vi'));
		expect(pages[0], name).toContain(name);
		expect(pages.join(''), name).not.toContain('\ufffd');
	}
});

describe('the paper of a branch', () => {
	const unit = (packs: Pack[]): Unit => ({
		period: CONTENT.period,
		ruleSet: CONTENT.ruleSet,
		rulesFrom: '2026-01-01',
		above: null,
		branch: CONTENT.subject.branch,
		packs,
		all: 9
	});
	const person = (name: string, verdict: SheetContent['verdict'], code: string) =>
		pack(sealed(1, { verdict, subject: { ...CONTENT.subject, name, code } as typeof CONTENT.subject }));

	test('has groups and no ranks: by name in each, and it says that the order means nothing', async () => {
		const people = [
			person('Trần Văn Út', 'same', 'C1'),
			person('Đỗ Thị Ánh', 'same', 'C2'),
			person('Vũ Bảo', 'above', 'C3'),
			person('Lê Ít', 'too_few', 'C4'),
			person('Đinh Ẩn', 'same', 'C5')
		];
		for (const language of ['vi', 'ko'] as const) {
			const written = speakIn(language, () => unitPaper(unit(people), language, SEALED_AT));
			const pdf = await print(written, language);
			if (process.env.PAPERS_TO) writeFileSync(`${process.env.PAPERS_TO}/unit-${language}.pdf`, pdf);
			const text = textOf(pdf).join('');
			const order = ['C3', 'C5', 'C2', 'C1', 'C4'].map((code) => text.indexOf(`${code}·`));
			if (language === 'vi') expect(order).toEqual([...order].sort((a, b) => a - b));
			expect(order.every((at) => at > 0)).toBe(true);
		}
		const vi = textOf(
			await print(
				speakIn('vi', () => unitPaper(unit(people), 'vi', SEALED_AT)),
				'vi'
			)
		).join('');
		expect(vi).toContain(flat('thứ tự là theo tên và không nói lên điều gì'));
		expect(vi).toContain(flat('5 phiếu đã ký của kỳ này, trên 9 phiếu của đơn vị'));
	});

	test('without a signed sheet says so', () => {
		const written = JSON.stringify(unitPaper(unit([]), 'vi', SEALED_AT));
		expect(written).toContain('Chưa có phiếu nào được ký.');
	});
});
