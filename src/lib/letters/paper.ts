// How papers look: black on white A4 with space for a letterhead, one type in two weights, thin rules, nothing that
// needs colour. Pieces of content for the press (server/paper), to be put together by whoever writes a paper.
import type { Content, PaperDefinition } from '$lib/shared/paper';
import type { Whisker } from '$lib/shared/digest';

const INK = '#000000';
const SOFT = '#444444';
const RULE = '#999999';
/** Breadth of an A4 page between its margins, in points (press.ts). */
export const BREADTH = 595.28 - 2 * 56;

export type Head = {
	/** The body that stands above, and the one whose paper it is. */
	above: string | null;
	body: string;
	/** "No.: …" to be filled in by hand. */
	number: string;
	title: string;
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
function letterhead({ above, body, number, title, lines }: Head): Content[] {
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
				{ width: '*', text: '' }
			],
			margin: [0, 0, 0, 0]
		},
		// The space of a letterhead, where it is not taken up by long names.
		{ text: '', margin: [0, 26, 0, 0] },
		{ text: title, bold: true, fontSize: 17, lineHeight: 1.25, alignment: 'center' },
		{
			stack: lines.map((text) => ({ text, alignment: 'center', color: SOFT, fontSize: 9 })),
			margin: [0, 2, 0, 10]
		}
	];
}

export function heading(text: string): Content {
	return { text, bold: true, fontSize: 11.5, margin: [0, 11, 0, 4], headlineLevel: 1 };
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

export type Column = { title: string; width: number | '*' | 'auto'; right?: boolean };

/** A table with thin rules; its head comes again on every page. Without titles there is no head. */
export function table(columns: readonly Column[], rows: readonly (readonly Content[])[]): Content {
	const align = (at: number) => (columns[at]?.right ? 'right' : 'left');
	const headed = columns.some(({ title }) => title !== '');
	const head = columns.map(({ title }, at) => ({
		text: title,
		bold: true,
		fontSize: 8.5,
		alignment: align(at)
	}));
	const body = rows.map((row) =>
		row.map((cell, at) => (typeof cell === 'string' ? { text: cell, alignment: align(at) } : cell))
	);
	return {
		table: {
			headerRows: headed ? 1 : 0,
			dontBreakRows: true,
			// A head is never left alone at the foot of a page.
			keepWithHeaderRows: headed ? 1 : 0,
			widths: columns.map(({ width }) => width),
			body: headed ? [head, ...body] : body
		},
		layout: 'lightHorizontalLines',
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
