// Comma-separated values, as RFC 4180 has them: line ends CR LF, UTF-8 with a mark in front by which Excel knows it.
import { harmless } from './safe';
import type { Cell } from './sheet';

const BOM = '\ufeff';
/** How much is gathered before it is sent on. */
const CHUNK_LETTERS = 32_768;

/** One row as a line with its end. Text is made harmless; numbers stay numbers, with a point. */
export function line(cells: readonly Cell[]): string {
	return `${cells.map(written).join(',')}\r\n`;
}

type Rows = AsyncIterable<readonly Cell[]> | Iterable<readonly Cell[]>;

/** Rows as a file, made while it is read: what is not asked for is not made. Ends the rows when the reader goes away. */
export function csv(rows: Rows): ReadableStream<Uint8Array> {
	const made = chunks(rows);
	return new ReadableStream({
		async pull(controller) {
			const { value, done } = await made.next();
			if (done) controller.close();
			else controller.enqueue(value);
		},
		async cancel() {
			await made.return();
		}
	});
}

async function* chunks(rows: Rows): AsyncGenerator<Uint8Array, void, void> {
	const encoder = new TextEncoder();
	let text = BOM;
	for await (const row of rows) {
		text += line(row);
		if (text.length < CHUNK_LETTERS) continue;
		yield encoder.encode(text);
		text = '';
	}
	yield encoder.encode(text);
}

function written(cell: Cell): string {
	if (cell === null) return '';
	if (typeof cell !== 'string') return String(cell);
	const text = harmless(cell);
	return /[",\r\n;]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
