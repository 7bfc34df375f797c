// Workbooks. The only file that knows the spreadsheet library. Text is always a typed string, so that nothing in it is
// ever a formula.
import { writeXlsx, writeXlsxStream } from 'hucre/xlsx';
import type { CellValue, ColumnDef } from 'hucre';
import { writable } from './safe';
import { heads, type Cell, type Column, type Line, type Say } from './sheet';

/** A cell of Excel holds so many letters. */
const MOST_LETTERS = 32_767;

/** A workbook of a sheet of figures and a sheet that says how they were made. */
export async function book(
	sheet: { columns: readonly Column[]; rows: readonly Cell[][] },
	method: readonly Line[],
	say: Say
): Promise<Uint8Array> {
	return writeXlsx({
		sheets: [
			{
				name: say('sheet_figures'),
				columns: columns(sheet.columns, heads(sheet.columns, say)),
				rows: [heads(sheet.columns, say), ...sheet.rows].map((row) => row.map(typed)),
				freezePane: { rows: 1 }
			},
			{
				name: say('sheet_method'),
				columns: [{ width: 28 }, { width: 90 }],
				rows: method.map((line) => line.map(typed))
			}
		]
	});
}

/** A sheet of a workbook: named, with heads of its own. */
export type Leaf = {
	name: string;
	columns: readonly Column[];
	heads: readonly string[];
	rows: readonly (readonly Cell[])[];
};

/** A workbook of several sheets. */
export async function workbook(leaves: readonly Leaf[]): Promise<Uint8Array> {
	return writeXlsx({
		sheets: leaves.map(({ name, columns: of, heads, rows }) => ({
			name,
			columns: columns(of, heads),
			rows: [heads, ...rows].map((row) => row.map(typed)),
			freezePane: { rows: 1 }
		}))
	});
}

/**
 * A workbook of any number of rows, made while it is read; after Excel's 1,048,576 rows it goes on in a further sheet.
 * The method stands above the head here, because a second sheet cannot be made of what streams by. Ends the rows when
 * the reader goes away.
 */
export function stream(
	rows: AsyncIterable<readonly Cell[]>,
	of: readonly Column[],
	method: readonly Line[],
	say: Say
): ReadableStream<Uint8Array> {
	async function* all(): AsyncGenerator<CellValue[]> {
		for (const one of method) yield one.map(typed);
		if (method.length > 0) yield [];
		yield heads(of, say).map(typed);
		for await (const row of rows) yield row.map(typed);
	}
	return writeXlsxStream(all(), {
		name: say('sheet_rows'),
		columns: columns(of),
		freezePane: { rows: method.length > 0 ? method.length + 2 : 1 },
		repeatHeaders: false
	});
}

const FORMATS: Partial<Record<Column['kind'], string>> = { share: '0.0%', count: '#,##0' };

function columns(of: readonly Column[], named: readonly string[] = []): ColumnDef[] {
	return of.map(({ kind }, at) => ({
		width: Math.max(12, Math.min(40, (named[at]?.length ?? 0) + 3)),
		...(FORMATS[kind] ? { numFmt: FORMATS[kind] } : {})
	}));
}

function typed(cell: Cell): CellValue {
	return typeof cell === 'string' ? writable(cell).slice(0, MOST_LETTERS) : cell;
}
