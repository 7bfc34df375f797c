// One table, taken away by one person: as an answer of the API or as a file. The route adds nothing but the headers.
import type { Person } from '../../shared/actor';
import type { Language } from '../../shared/language';
import type { Called, Counts } from '../../shared/figures';
import { Problem } from '../../shared/problem';
import { may } from '../../shared/role';
import * as audit from '../audit/note';
import { readerOf } from '../analytics/asked';
import { ground, place, type Ground } from '../analytics/desk';
import type { Db } from '../db/open';
import * as branches from '../org/branches';
import * as counting from '../ratings/counts';
import * as upkeep from '../ratings/upkeep';
import { csv } from './csv';
import { COLUMNS, ledger } from './ledger';
import { method, type About } from './method';
import type { Pace } from './pace';
import { ratings, type Rows } from './ratings';
import { heads, type Cell, type Column, type Line, type Say } from './sheet';
import { TABLES, type Asking } from './tables';
import { book, stream } from './xlsx';

/** Who takes what away. `secret` orders raw rows; `pace` lets others go first. */
export type Taker = {
	db: Db;
	person: Person;
	params: URLSearchParams;
	at: number;
	language: Language;
	say: Say;
};
export type House = { pace: Pace; secret: string };

export const FORMATS = ['csv', 'xlsx'] as const;
export type Format = (typeof FORMATS)[number];

export type File = { name: string; body: ReadableStream<Uint8Array> | Uint8Array };

/** The name under which ratings are taken away row by row. */
export const ROWS = 'ratings';

/**
 * The answer of the API: exactly what the page shows, with what was asked and how it was made. Refuses a table that is
 * not there or not for this person (not_found), and like the page.
 */
export async function answer(taker: Taker, table: string) {
	const { asking, json, about } = await asked(taker, table);
	const { cut, ...wanted } = asking.given.asked;
	return {
		table,
		asked: { ...wanted, branches: cut.branches },
		rules: asking.given.rules,
		counts: about.counts,
		method: method(about, taker.say).map(([label, text]) => ({ about: label, text })),
		figures: json.figures,
		called: json.called
	};
}

/** A table as a file. `plain`: the lines of the method are left out of a CSV. Refuses like `answer`. */
export async function figures(taker: Taker, table: string, format: Format): Promise<File> {
	const { asking, sheet, about } = await asked(taker, table);
	const made = sheet(taker.say);
	const lines = method(about, taker.say);
	const name = await fileName(taker.db, table, asking.given.asked, asking.given.asked.period, format);
	const { columns, rows: all } = made;
	if (format === 'csv') return { name, body: csv(withMethod(taker, lines, columns, all)) };
	const isList = !(Symbol.asyncIterator in all);
	return {
		name,
		body: isList
			? await book({ columns, rows: all }, lines, taker.say)
			: stream(all, columns, lines, taker.say)
	};
}

/**
 * Ratings row by row as a file: for leaders in groups in which nobody can be told apart, for auditors as they lie in
 * the ledger. Goes into the trail before the first row is read. Refuses whoever may not (not_found), and a leader's
 * wish for one officer's or counter's rows (bad_shape).
 */
export async function rows(taker: Taker, house: House, format: Format): Promise<File> {
	const { db, person, params, at, say } = taker;
	if (!may(person.role, 'rows.export')) throw new Problem('not_found');
	const form = person.role === 'auditor' ? 'ledger' : 'leader';
	for (const field of ['officer', 'counter'])
		if (form === 'leader' && params.get(field)) throw new Problem('bad_shape', { field });
	const reader = readerOf(person);
	const given = await ground(db, reader, params, at);
	const { asked } = given;
	await upkeep.catchUp(db);
	const { called } = await place(db, reader, given, taker.language);
	await db.write((tx) =>
		audit.note(tx, person, at, 'exports.rows', `export:${ROWS}`, {
			...{ form, format, period: asked.period.text, fromDay: asked.period.from, untilDay: asked.period.to },
			...{ branchId: asked.branchId, serviceId: asked.serviceId, counterId: asked.counterId },
			...{ officerId: asked.officerId, scale: asked.scale, marked: asked.marked }
		})
	);
	const wish = { ...asked, ...asked.period, branches: asked.cut.branches, language: taker.language };
	const of: Pick<Rows, 'columns' | 'rows' | 'span' | 'left'> =
		form === 'ledger'
			? { columns: [...COLUMNS], rows: ledger(db.read, house.pace, wish, say), span: null, left: 0 }
			: await ratings(
					db.read,
					house.pace,
					{
						...wish,
						scope: reader.scope,
						minCell: given.rules.minCell,
						officersShown: given.officersShown,
						secret: house.secret
					},
					say
				);
	const counts = await counting.counts(db, { ...asked.cut, ...(of.span ?? {}) });
	const about: About = {
		...{ table: ROWS, given, called, counts, at, by: person.name, scale: asked.scale },
		rows: { span: of.span, left: of.left, form }
	};
	const lines = isPlain(params) ? [] : method(about, say);
	const name = await fileName(db, ROWS, asked, of.span ?? asked.period, format);
	if (format === 'xlsx') return { name, body: stream(of.rows, of.columns, lines, say) };
	return { name, body: csv(withMethod(taker, lines, of.columns, of.rows)) };
}

async function asked(taker: Taker, table: string) {
	const { db, person, params, at, language } = taker;
	const entry = Object.hasOwn(TABLES, table) ? TABLES[table] : undefined;
	if (!entry || !may(person.role, entry.act)) throw new Problem('not_found', { table: table.slice(0, 40) });
	const reader = readerOf(person);
	const given = await ground(db, reader, params, at);
	const asking: Asking = { db, reader, given, params, at, language };
	const { json, sheet } = await entry.ask(asking);
	const about: About = {
		...{ table, given, at, by: person.name },
		called: await names(asking, json.called),
		isAnyDay: table === 'comments' && !params.get('period'),
		counts: told(json.figures, 'counts') ?? (await counting.counts(db, given.asked.cut)),
		scale: told(json.figures, 'scale') ?? told(told(json.figures, 'summary'), 'scale') ?? given.asked.scale
	};
	return { asking, json, sheet, about };
}

/** What the answer says of itself, where its table has such a field. */
function told<T extends Counts | number | object>(figures: unknown, field: string): T | undefined {
	if (typeof figures !== 'object' || figures === null || !(field in figures)) return undefined;
	return (figures as Record<string, T>)[field] ?? undefined;
}

/** What was chosen has a name in the method, also where it has no figures. */
async function names({ db, reader, given, language }: Asking, known: Called): Promise<Called> {
	const { called } = await place(db, reader, given, language);
	return {
		branches: { ...called.branches, ...known.branches },
		services: { ...called.services, ...known.services },
		counters: { ...called.counters, ...known.counters },
		officers: { ...called.officers, ...known.officers }
	};
}

const isPlain = (params: URLSearchParams) => params.get('plain') === '1';

async function* withMethod(
	{ params, say }: Taker,
	lines: readonly Line[],
	columns: readonly Column[],
	all: AsyncIterable<readonly Cell[]> | Iterable<readonly Cell[]>
): AsyncGenerator<readonly Cell[]> {
	if (!isPlain(params)) yield* [...lines, []];
	yield heads(columns, say);
	yield* all;
}

/** "overview-BTD-01-2026-10-01-2026-10-31.csv": the table, the branch, the days. */
async function fileName(
	db: Db,
	table: string,
	{ branchId, period }: Ground['asked'],
	days: { from: string; to: string },
	format: Format
): Promise<string> {
	const all = branchId === null ? [] : await branches.all(db.read, period.to);
	const code = all.find(({ id }) => id === branchId)?.code ?? (branchId === null ? 'all' : String(branchId));
	return `${[table, code, days.from, days.to].join('-').replace(/[^\w.-]+/g, '_')}.${format}`;
}
