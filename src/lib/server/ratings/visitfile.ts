// A table of served cases as text, from a queue system or a spreadsheet: every line that cannot be kept is named, with
// its number and what is wrong with it, so that one look is enough to mend the file.
import { dayOf, isDay, type Day } from '../../shared/day';
import { type FAULTS, type BadLine, type VisitRow } from '../../shared/visits';
import { holds, type Scope } from '../auth/scope';
import type { Reads } from '../db/open';
import * as kinds from '../org/kind';
import { MOST_COUNT, MOST_ROWS } from './visitrows';

export type VisitFile = {
	rows: VisitRow[];
	/** By line; at most so many, and how many there are in all. */
	bad: BadLine[];
	badCount: number;
	/** Lines without a number, which say nothing: a template need not be filled in whole. */
	blank: number;
};

const MOST_TOLD = 100;
type Fault = (typeof FAULTS)[number];
type Found = { value: number } | { fault: Fault };

/**
 * Reads lines of day, branch, service, officer (may be left out or empty) and number, under a heading or without one:
 * separated by semicolons, commas or tabs; days as 2026-11-22 or 22/11/2026; codes as they are or were, in any case.
 * Branches and officers outside the scope are unknown. `at`: no day after it. Nothing is kept here.
 */
export async function read(db: Reads, scope: Scope, text: string, at: number): Promise<VisitFile> {
	const lines = text.replace(/^\uFEFF/, '').split(/\r\n|\n|\r/);
	const separator = separatorOf(lines.find((line) => line.trim() !== '') ?? '');
	const find = await finder(db, scope, at);
	const seen = new Map<string, number>();
	const rows: VisitRow[] = [];
	const bad: BadLine[] = [];
	let isFirst = true;
	let blank = 0;
	for (const [index, line] of lines.entries()) {
		const cells = cellsOf(line, separator);
		if (cells.every((cell) => cell === '')) continue;
		const isHead = isFirst && !/\d/.test(cells[0] ?? '');
		isFirst = false;
		if (isHead) continue;
		if (cells.length > 3 && cells.length < 6 && cells.at(-1) === '') {
			blank++;
			continue;
		}
		const wrong = (fault: Fault, value = '') =>
			bad.push({ line: index + 1, fault, value: value.slice(0, 60) });
		const row = find(cells, wrong);
		if (!row) continue;
		const key = [row.branchId, row.day, row.serviceId, row.officerId].join(' ');
		const before = seen.get(key);
		if (before !== undefined) wrong('doubled', String(before));
		else if (rows.length >= MOST_ROWS) wrong('too_many', String(MOST_ROWS));
		else rows.push(row);
		seen.set(key, before ?? index + 1);
	}
	return { rows, bad: bad.slice(0, MOST_TOLD), badCount: bad.length, blank };
}

/** Whichever stands in the first line most often. */
function separatorOf(line: string): string {
	const often = (one: string) => line.split(one).length;
	return [';', '\t', ','].sort((a, b) => often(b) - often(a))[0] ?? ';';
}

/** The cells of a line; quotes around a cell are taken off, doubled ones inside it are one. */
function cellsOf(line: string, separator: string): string[] {
	const cells: string[] = [];
	let rest = line;
	for (;;) {
		const quoted = /^ *"((?:[^"]|"")*)" */.exec(rest);
		const end = quoted ? quoted[0].length : rest.indexOf(separator);
		const cell = quoted ? quoted[1]!.replaceAll('""', '"') : end < 0 ? rest : rest.slice(0, end);
		cells.push(cell.trim());
		const after = end < 0 ? '' : rest.slice(end);
		if (!after.startsWith(separator)) return cells;
		rest = after.slice(separator.length);
	}
}

/** "2026-11-22", "22/11/2026", "22-11-2026" or "22.11.2026"; null for anything else. */
export function dayIn(text: string): Day | null {
	const [, date, month, year] = /^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})$/.exec(text) ?? [];
	const day = date && month ? `${year}-${month.padStart(2, '0')}-${date.padStart(2, '0')}` : text;
	return isDay(day) ? day : null;
}

async function finder(db: Reads, scope: Scope, at: number) {
	const [branches, services, officers] = await Promise.all([
		codes(db, kinds.BRANCH, ({ id }) => holds(scope, id)),
		codes(db, kinds.SERVICE, () => true),
		codes(db, kinds.OFFICER, ({ branchId }) => holds(scope, branchId))
	]);
	return (cells: readonly string[], wrong: (fault: Fault, value?: string) => void): VisitRow | null => {
		if (cells.length !== 4 && cells.length !== 5) return (void wrong('cells', String(cells.length)), null);
		const [dayText = '', branch = '', service = ''] = cells;
		const [officer = '', number = ''] = cells.length === 5 ? cells.slice(3) : ['', cells[3]];
		const day = dayIn(dayText);
		const found = {
			branchId: branches(branch, day, 'branch'),
			serviceId: services(service, day, 'service'),
			officerId: officer === '' ? { value: 0 } : officers(officer, day, 'officer'),
			count: counted(number)
		};
		const values = { branchId: branch, serviceId: service, officerId: officer, count: number };
		let row: VisitRow | null = { branchId: 0, day: day ?? '', serviceId: 0, officerId: 0, count: 0 };
		if (day === null) row = (wrong('day', dayText), null);
		for (const name of ['branchId', 'serviceId', 'officerId', 'count'] as const) {
			const one = found[name] as Found & { zone?: string };
			if ('fault' in one) row = (wrong(one.fault, values[name]), null);
			else if (row) row[name] = one.value;
		}
		if (!row) return null;
		if (row.day > dayOf(at, (found.branchId as { zone?: string }).zone ?? 'UTC'))
			return (void wrong('future', dayText), null);
		return row;
	};
}

/** A whole number of cases, in digits alone: "1.250" may be one thousand or one. */
function counted(text: string): Found {
	if (/^-\d+$/.test(text)) return { fault: 'negative' };
	const value = /^\d{1,9}$/.test(text) ? Number(text) : NaN;
	return value <= MOST_COUNT ? { value } : { fault: 'count' };
}

/** Finds a thing by the code it has on a day, or had or has on another. */
async function codes<R extends kinds.Row & { zone?: string }, C extends { code: string }>(
	db: Reads,
	of: kinds.Kind<R, C>,
	isSeen: (row: R) => boolean
) {
	const byCode = new Map<string, R[]>();
	for (const row of await kinds.history(db, of)) {
		const code = row.code.trim().toLowerCase();
		if (isSeen(row)) byCode.set(code, [...(byCode.get(code) ?? []), row]);
	}
	return (text: string, day: Day | null, fault: Fault): Found & { zone?: string } => {
		const rows = byCode.get(text.toLowerCase()) ?? [];
		const row = rows.findLast((one) => day !== null && kinds.holds(one, day)) ?? rows.at(-1);
		return row ? { value: row.id, ...(row.zone ? { zone: row.zone } : {}) } : { fault };
	};
}
