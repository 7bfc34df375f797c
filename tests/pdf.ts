// What a PDF says: enough of a reader to see that the right words stand on the right page. Reads what pdfkit writes:
// plain objects, deflated streams, fonts by glyph number with a table of what each glyph stands for.
import { inflateSync } from 'node:zlib';

/** The text of each page, line by line as it was set. Throws an Error for what is no such PDF. */
export function pagesOf(pdf: Uint8Array): string[] {
	const raw = Buffer.from(pdf).toString('latin1');
	if (!raw.startsWith('%PDF-') || !raw.trimEnd().endsWith('%%EOF')) throw new Error('no PDF');
	const objects = new Map<string, string>();
	for (const [, id = '', body = ''] of raw.matchAll(/(?:^|\n)(\d+) 0 obj\r?\n([\s\S]*?)\r?\nendobj/g))
		objects.set(id, body);
	const refer = (from: string, key: string) => new RegExp(`/${key} (\\d+) 0 R`).exec(from)?.[1] ?? '';
	const meaning = new Map<string, Map<string, string>>();
	const letters = (font: string) => {
		let known = meaning.get(font);
		if (!known) {
			known = charactersOf(stream(objects.get(refer(objects.get(font) ?? '', 'ToUnicode')) ?? ''));
			meaning.set(font, known);
		}
		return known;
	};
	return [...objects.values()]
		.filter((body) => /\/Type \/Page\b(?!s)/.test(body))
		.map((page) => {
			const resources = objects.get(refer(page, 'Resources')) ?? page;
			const fonts = new Map(
				[...resources.matchAll(/\/(F\d+) (\d+) 0 R/g)].map(([, name = '', id = '']) => [name, id])
			);
			return said(stream(objects.get(refer(page, 'Contents')) ?? ''), (name) =>
				letters(fonts.get(name) ?? '')
			);
		});
}

function stream(body: string): string {
	const start = /stream\r?\n/.exec(body);
	if (!start) return '';
	const bytes = Buffer.from(body.slice(start.index + start[0].length), 'latin1');
	return body.includes('/FlateDecode') ? inflateSync(bytes).toString('latin1') : bytes.toString('latin1');
}

/** Glyph number (four hexadecimal digits) → what it stands for, from a ToUnicode table. */
function charactersOf(table: string): Map<string, string> {
	const found = new Map<string, string>();
	const spell = (hex: string) => Buffer.from(hex.replaceAll(' ', ''), 'hex').swap16().toString('utf16le');
	for (const [, block = ''] of table.matchAll(/beginbfrange([\s\S]*?)endbfrange/g))
		for (const [, from = '', list = ''] of block.matchAll(/<(\w+)> <\w+> \[([^\]]*)\]/g))
			[...list.matchAll(/<([\w ]*)>/g)].forEach(([, hex = ''], index) =>
				found.set((parseInt(from, 16) + index).toString(16).padStart(4, '0'), spell(hex))
			);
	return found;
}

function said(content: string, letters: (font: string) => Map<string, string>): string {
	const lines: string[] = [];
	let now = new Map<string, string>();
	for (const [, font, list] of content.matchAll(/\/(F\d+) [\d.]+ Tf|\[([^\]]*)\] TJ/g)) {
		if (font) now = letters(font);
		else if (list !== undefined)
			lines.push(
				[...list.matchAll(/<(\w+)>/g)]
					.flatMap(([, hex = '']) => hex.match(/.{4}/g) ?? [])
					.map((glyph) => now.get(glyph.toLowerCase()) ?? '\ufffd')
					.join('')
			);
	}
	return lines.join('\n');
}
