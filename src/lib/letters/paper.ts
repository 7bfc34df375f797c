// How papers look: black on white A4 with space for a letterhead, one type in two weights, thin rules, nothing that
// needs colour. Pieces of content for the press (server/paper), to be put together by whoever writes a paper.
import type { Content, PaperDefinition } from '$lib/shared/paper';
import type { Whisker } from '$lib/shared/digest';

const INK = '#000000';
const SOFT = '#444444';
const RULE = '#999999';

export type Head = {
	/** The body that stands above, and the one whose paper it is. */
	above: string | null;
	body: string;
	/** "No.: …" to be filled in by hand. */
	number: string;
	title: string;
	/** Place and date on the right, as official papers have them; left out: none. */
	dated?: string;
	/** Under the title: a line each. */
	lines: readonly string[];
};

/** A paper of these pieces. */
export function paper(
	head: Head,
	content: readonly Content[],
	foot: PaperDefinition['foot'],
	at: number
): PaperDefinition {
	return { title: `${head.title} · ${head.body}`, content: [...letterhead(head), ...content], foot, at };
}

/** Who writes on the left; the right is left free for emblem, motto or stamp. Then the title. */
function letterhead({ above, body, number, dated, title, lines }: Head): Content[] {
	return [
		{
			columns: [
				{
					width: 230,
					stack: [
						...(above ? [{ text: above, alignment: 'center', fontSize: 9.5 }] : []),
						{ text: body, bold: true, alignment: 'center', fontSize: 10 },
						{ canvas: [line(80, 150)], margin: [0, 3, 0, 3] },
						{ text: number, alignment: 'center', fontSize: 9 }
					]
				},
				// On the line of the number, where the names above are not too long for one line.
				{
					...{ width: '*', text: dated ?? '', alignment: 'right' },
					...{ fontSize: 9.5, margin: [0, above ? 38 : 23, 0, 0] }
				}
			],
			margin: [0, 0, 0, 0]
		},
		// The space of a letterhead, where it is not taken up by long names.
		{ text: '', margin: [0, dated ? 8 : 26, 0, 0] },
		{ text: title, bold: true, fontSize: 17, lineHeight: 1.25, alignment: 'center' },
		{
			stack: lines.map((text) => ({ text, alignment: 'center', color: SOFT, fontSize: 9 })),
			margin: [0, 2, 0, 10]
		}
	];
}

const HEADING = { bold: true, fontSize: 11.5 };

export function heading(text: string): Content {
	return { ...HEADING, text, margin: [0, 11, 0, 4] };
}

/** Some pieces that stay on one page: a heading with what follows it. */
export function together(...content: Content[]): Content {
	return { unbreakable: true, stack: content };
}

/** The one sentence that says most. */
export function headline(text: string): Content {
	return { text, bold: true, fontSize: 12.5, lineHeight: 1.25, margin: [0, 0, 0, 5] };
}

export function paragraph(text: string): Content {
	return { text, margin: [0, 0, 0, 3] };
}

export function note(text: string): Content {
	return { text, fontSize: 8.5, color: SOFT, margin: [0, 2, 0, 3] };
}

export function list(items: readonly string[]): Content {
	return { ul: [...items], margin: [0, 0, 0, 3] };
}

/** Numbered lines in small type: how something was computed. */
export function method(title: string, lines: readonly string[]): Content {
	return {
		unbreakable: true,
		stack: [heading(title), { ol: [...lines], fontSize: 8.5, color: SOFT }]
	};
}

/** How broad a text is set in a table, near enough: the widths of columns are given, or long names would starve them. */
export function breadthOf(text: string): number {
	let breadth = 0;
	for (const letter of text) breadth += letter > '\u2e7f' ? 9.2 : /[A-ZĐ%mw]/.test(letter) ? 6.4 : 4.9;
	return breadth;
}

export type Column = { title: string; width: number | '*'; right?: boolean };

/**
 * A table with thin rules. Its head, and the title over it, come again on every page, and are never left alone at the
 * foot of one. Without titles of columns there is no head.
 */
export function table(
	columns: readonly Column[],
	rows: readonly (readonly Content[])[],
	title = ''
): Content {
	const align = (at: number) => (columns[at]?.right ? 'right' : 'left');
	const isHeaded = columns.some((column) => column.title !== '');
	const head = columns.map((column, at) => ({
		...{ text: column.title, alignment: align(at) },
		...{ bold: true, fontSize: 8.5 }
	}));
	const over = { ...HEADING, text: title, colSpan: columns.length, margin: [0, 9, 0, 1] };
	const heads = [
		...(title === '' ? [] : [[over, ...columns.slice(1).map(() => '')]]),
		...(isHeaded ? [head] : [])
	];
	const body = rows.map((row) =>
		row.map((cell, at) => (typeof cell === 'string' ? { text: cell, alignment: align(at) } : cell))
	);
	return {
		table: {
			headerRows: heads.length,
			keepWithHeaderRows: heads.length > 0 ? Math.min(3, body.length) : 0,
			dontBreakRows: true,
			widths: columns.map(({ width }) => width),
			body: [...heads, ...body]
		},
		layout: 'rules',
		fontSize: 9,
		margin: [0, 0, 0, 4]
	};
}

/** How broad a whisker is drawn, and how high. */
export const WHISKER = { breadth: 120, height: 9 };

/** A share as a dot on its interval, with the limits between which it moves by chance as a pale band; hatched: too few. */
export function whisker(drawn: Whisker | null, scale: { from: number; to: number }): Content {
	const { breadth, height } = WHISKER;
	const middle = height / 2;
	const x = (value: number) =>
		Math.min(breadth, Math.max(0, ((value - scale.from) / (scale.to - scale.from)) * breadth));
	if (drawn === null) return { canvas: hatched(breadth, height), margin: [0, 1, 0, 0] };
	const { share, low, high, limits } = drawn;
	return {
		canvas: [
			...(limits
				? [
						{
							type: 'rect',
							x: x(limits.low),
							y: 0,
							w: x(limits.high) - x(limits.low),
							h: height,
							color: '#e4e4e4'
						}
					]
				: []),
			{ ...line(0, breadth, middle), lineWidth: 0.3, lineColor: RULE },
			{ ...line(x(low), x(high), middle), lineWidth: 1.1 },
			...[low, high].map((end) => ({
				type: 'line',
				...{ x1: x(end), x2: x(end), y1: middle - 2, y2: middle + 2 },
				...{ lineWidth: 0.8, lineColor: INK }
			})),
			{ type: 'ellipse', x: x(share), y: middle, r1: 2.3, r2: 2.3, color: INK }
		],
		margin: [0, 1, 0, 0]
	};
}

function hatched(breadth: number, height: number): Content[] {
	const strokes: Content[] = [];
	for (let x = 0; x < breadth - height; x += 5)
		strokes.push({
			type: 'line',
			...{ x1: x, y1: height, x2: x + height, y2: 0 },
			...{ lineWidth: 0.3, lineColor: RULE }
		});
	return strokes;
}

function line(x1: number, x2: number, y = 0) {
	return { type: 'line', x1, y1: y, x2, y2: y, lineWidth: 0.7, lineColor: INK };
}
