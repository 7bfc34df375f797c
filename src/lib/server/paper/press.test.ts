import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { expect, onTestFinished, test } from 'vitest';
import { pagesOf } from '../../../../tests/pdf';
import type { PaperDefinition } from '../../shared/paper';
import { fonts } from './fonts';
import { press, type Press } from './press';

const AT = Date.parse('2026-03-02T02:00:00Z');

function opened(limits: Parameters<typeof press>[1] = {}): Press {
	const made = press(undefined, limits);
	onTestFinished(() => made.close());
	return made;
}

function paper(...content: PaperDefinition['content']): PaperDefinition {
	return { title: 'Báo cáo', content, foot: { text: 'Chân trang', number: 'Trang {page}/{pages}' }, at: AT };
}

const many = paper({
	table: {
		headerRows: 1,
		body: [['Đơn vị', 'n'], ...Array.from({ length: 2500 }, (_, row) => [`Hải quan ${row}`, String(row)])]
	}
});

test('a paper says what was to be said, with every mark on its letter, in all five languages', async () => {
	const said = {
		vi: 'Sự hài lòng: ướt, nghĩa, thuở, được, ỷ lại, Ẫ Ộ Ự ẵ ỡ',
		en: 'Satisfied: 92% (90–93%)',
		ja: '満足度：直接お問い合わせください、税関',
		zh: '满意度：海关，办事窗口，直接',
		ko: '만족도: 세관, 담당 공무원, 통관 절차'
	} as const;
	const made = opened();
	for (const [language, text] of Object.entries(said)) {
		const pdf = await made.render(paper(text, { text, bold: true }), language as keyof typeof said);
		const [page = '', ...more] = pagesOf(pdf);
		expect(more).toEqual([]);
		// Words are set one by one.
		const flat = (words: string) => words.normalize('NFC').replace(/\s+/g, '');
		expect(flat(page), language).toContain(flat(text) + flat(text));
		expect(flat(page), language).not.toContain('\ufffd');
		expect(flat(page), language).toContain('Chântrang' + 'Trang1/1');
		expect(pdf.length, language).toBeLessThan(120_000);
	}
});

test('a word in another script is set in the face that is asked for', async () => {
	const [page = ''] = pagesOf(
		await opened().render(paper({ text: ['Góp ý: ', { text: '친절합니다', font: 'kr' }] }), 'vi')
	);
	expect(page.replace(/\s/g, '')).toContain('친절합니다');
});

test('a long table goes over numbered pages, each with its head', async () => {
	const pages = pagesOf(await opened().render(many, 'vi'));
	expect(pages.length).toBeGreaterThan(40);
	pages.forEach((page, index) => {
		expect(page.replace(/\s/g, '')).toContain('Đơnvị');
		expect(page.replace(/\s/g, '')).toContain(`Trang${index + 1}/${pages.length}`);
	});
});

test('while a paper is made, this process turns its loop all the same', async () => {
	const made = opened().render(many, 'vi');
	const began = performance.now();
	let longest = 0;
	let turns = 0;
	let last = performance.now();
	const clock = setInterval(() => {
		longest = Math.max(longest, performance.now() - last);
		last = performance.now();
		turns++;
	}, 5);
	await made;
	clearInterval(clock);
	expect(turns).toBeGreaterThan(20);
	// Made here, it would be nearly all of the time.
	expect(longest).toBeLessThan((performance.now() - began) / 2);
});

test('papers wait for each other, and too many are asked to come again', async () => {
	const made = opened({ mostWaiting: 2 });
	const order: number[] = [];
	const asked = [1, 2, 3, 4].map((number) =>
		made.render(paper(`Giấy ${number}`), 'vi').then((pdf) => {
			order.push(number);
			return pdf;
		})
	);
	const ended = await Promise.allSettled(asked);
	expect(ended.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'fulfilled', 'rejected']);
	expect(ended[3]).toMatchObject({ reason: { code: 'try_later' } });
	expect(order).toEqual([1, 2, 3]);
	await expect(made.render(paper('Giấy 5'), 'vi')).resolves.toBeInstanceOf(Uint8Array);
});

test('one that takes too long or too much memory ends alone, and the next is made', async () => {
	const slow = opened({ patienceMs: 50 });
	await expect(slow.render(many, 'vi')).rejects.toMatchObject({ code: 'try_later' });
	const small = opened({ memoryMb: 24 });
	await expect(small.render(many, 'vi')).rejects.toThrow(/made no paper/);
	await expect(small.render(paper('Một dòng'), 'vi')).resolves.toBeInstanceOf(Uint8Array);
});

test('what cannot be laid out is a bug and says so; no file but the fonts is opened', async () => {
	const made = opened();
	await expect(made.render(paper({ table: { body: 'none' } }), 'vi')).rejects.toThrow(/made no paper/);
	await expect(made.render(paper({ image: '/etc/hostname' }), 'vi')).rejects.toThrow(/made no paper/);
	await expect(made.render(paper({ text: 'x', font: 'Roboto' }), 'vi')).rejects.toThrow(/made no paper/);
});

test('a press that is closed makes nothing more', async () => {
	const made = press();
	const under = made.render(many, 'vi');
	const waits = made.render(paper('x'), 'vi');
	const refused = Promise.all([
		expect(under).rejects.toMatchObject({ code: 'try_later' }),
		expect(waits).rejects.toMatchObject({ code: 'try_later' })
	]);
	await made.close();
	await refused;
	await expect(made.render(paper('x'), 'vi')).rejects.toMatchObject({ code: 'try_later' });
});

/** Processes of this one that are alive, by their number. */
function children(): number[] {
	const { stdout } = spawnSync('ps', ['-o', 'pid=', '--ppid', String(process.pid)], { encoding: 'utf8' });
	return stdout
		.split('\n')
		.map(Number)
		.filter((pid) => pid > 0 && existsSync(`/proc/${pid}/cmdline`))
		.filter((pid) => readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('pdfmake'));
}

test('a batch makes the same papers as one by one, in few processes, and leaves none behind', async () => {
	const made = opened({ papersPerChild: 3 });
	const batch = made.batch('vi');
	const seen = new Set<number>();
	for (let number = 0; number < 7; number++) {
		const said = paper(`Phiếu số ${number} ướt nghĩa thuở`);
		const pdf = await batch.render(said);
		for (const pid of children()) seen.add(pid);
		expect(pagesOf(pdf)).toEqual(pagesOf(await made.render(said, 'vi')));
	}
	// Three of the batch; the others were asked one by one and have ended.
	expect(seen.size).toBeLessThanOrEqual(3);
	await batch.close();
	await expect.poll(children).toEqual([]);
	await expect(batch.render(paper('x'))).rejects.toMatchObject({ code: 'try_later' });
});

test('a batch that is closed in the middle of a paper ends its process', async () => {
	const batch = opened().batch('vi');
	const under = expect(batch.render(many)).rejects.toMatchObject({ code: 'try_later' });
	await expect.poll(children).toHaveLength(1);
	await batch.close();
	await under;
	expect(children()).toEqual([]);
});

test('after a paper that cannot be laid out a batch goes on; too many batches are asked to come again', async () => {
	const made = opened({ mostBatches: 1 });
	const batch = made.batch('vi');
	expect(() => made.batch('vi')).toThrow(expect.objectContaining({ code: 'try_later' }));
	await expect(batch.render(paper({ table: { body: 'none' } }))).rejects.toThrow(/made no paper/);
	await expect(batch.render(paper('Một dòng'))).resolves.toBeInstanceOf(Uint8Array);
	await batch.close();
	expect(pagesOf(await made.batch('vi').render(paper('Hai dòng')))[0]).toContain('Hai');
});

test('what is only a draft says so over every page', async () => {
	const pages = pagesOf(await opened().render({ ...many, mark: 'BẢN NHÁP' }, 'vi'));
	for (const page of pages) expect(page.replace(/\s/g, '').match(/BẢNNHÁP/g)).toHaveLength(2);
});

test('the fonts beside the build come before those that were installed', () => {
	expect(fonts().kr.bold).toMatch(/noto-sans-kr.*NotoSansKR_700Bold\.ttf$/);
	const root = mkdtempSync(join(tmpdir(), 'hai-long-papers-'));
	onTestFinished(() => rmSync(root, { recursive: true }));
	mkdirSync(join(root, 'papers'));
	mkdirSync(join(root, 'server/chunks'), { recursive: true });
	writeFileSync(join(root, 'papers/NotoSansSC_400Regular.ttf'), '');
	expect(fonts(join(root, 'server/chunks')).jp.normal).toBe(join(root, 'papers/NotoSansJP_400Regular.ttf'));
});
