// The chains beside the ledger's: what was said of ratings, the trail, the lives of the database; and whether what
// marks and entries speak of is there.
import { sql, type SQL } from 'drizzle-orm';
import { GENESIS } from '../db/chain';
import type { Reads } from '../db/open';
import { COLUMNS as ENTRY_COLUMNS } from '../ratings/entries';
import { span, TOLD, type Finding, type Kind } from './finding';
import { Links } from './links';
import type { Row } from './texts';

const CHUNK = 2_000;

const ENTRIES = {
	kind: 'entry' as Kind,
	noun: 'entry',
	table: 'rating_entries',
	columns: ENTRY_COLUMNS.map((column) => `"${column}"`).join(', ')
};
// The order of audit/note.ts' `linked`.
const LINES = {
	kind: 'audit' as Kind,
	noun: 'line of the trail',
	table: 'audit_notes',
	columns: 'id, at, "actorKind", "actorId", "actorName", act, subject, details'
};

/** The chain of entries up to a number. */
export function entries(db: Reads, upTo: number): Promise<Finding[]> {
	return walk(db, ENTRIES, upTo);
}

/** The chain of the trail up to a line. Lines from before there was a chain carry no link. */
export function trail(db: Reads, upTo: number): Promise<Finding[]> {
	return walk(db, LINES, upTo);
}

async function walk(
	db: Reads,
	{ kind, noun, table, columns }: typeof ENTRIES,
	upTo: number
): Promise<Finding[]> {
	const findings: Finding[] = [];
	const links = new Links(GENESIS);
	const missing = (from: number, to: number) =>
		findings.push({ kind, table, number: from, text: `${noun} ${span(from, to)} is missing` });
	let next = 1;
	let hasBegun = table === 'rating_entries';
	for (;;) {
		const [found] = await db.all<{ texts: string | null; stored: string }>(
			sql`SELECT group_concat(json_array(${sql.raw(columns)}), char(10)) AS texts, json_group_array(link) AS stored
				FROM (SELECT * FROM ${sql.raw(table)} WHERE id >= ${next} AND id <= ${upTo} ORDER BY id LIMIT ${CHUNK})`
		);
		const texts = found?.texts?.split('\n') ?? [];
		const stored = JSON.parse(found?.stored ?? '[]') as (string | null)[];
		for (const [index, text] of texts.entries()) {
			const row = JSON.parse(text) as Row;
			const id = row[0] as number;
			if (id > next) {
				missing(next, id - 1);
				if (hasBegun) links.gap();
			}
			next = id + 1;
			const link = stored[index] ?? null;
			hasBegun ||= link !== null;
			if (hasBegun) links.judge(row, text, link);
		}
		if (texts.length < CHUNK) break;
		await new Promise((turn) => setImmediate(turn));
	}
	if (next <= upTo) missing(next, upTo);
	links.end();
	const said = links.broken.map(({ position, upTo: last, what }): Finding => {
		const how = { row: 'was altered', link: 'had its link altered', end: 'was altered or put in' };
		const text = what === 'place' ? 'do not follow each other' : how[what];
		return { kind, table, number: position, text: `${noun} ${span(position, last)} ${text}` };
	});
	return [...findings, ...said].slice(0, TOLD);
}

export type Life = {
	number: number;
	id: string;
	startedAt: number;
	reason: string;
	position: number;
	link: string;
};

/**
 * The lives of the database against the ledger: `adoptedLink` is the re-computed link of the ratings from before the
 * chain, null where there are none.
 */
export async function lives(db: Reads, all: readonly Life[], adoptedLink: string | null): Promise<Finding[]> {
	const findings: Finding[] = [];
	const say = (number: number, text: string) =>
		findings.push({ kind: 'altered', table: 'epochs', number, text: `epoch ${number}: ${text}` });
	for (const [index, life] of all.entries()) {
		const { number, reason, position, link } = life;
		if (number !== index + 1) {
			say(number, 'the one before it is missing');
			break;
		}
		if (number === 1 && (reason === 'restored' || (reason === 'founded' && position !== 0)))
			say(number, 'it is not how a database begins');
		if (number === 1 && reason === 'adopted') {
			if (link !== (adoptedLink ?? GENESIS))
				say(
					number,
					`the ratings up to position ${position}, from before the chain, are not those that were adopted`
				);
			continue;
		}
		const is = await linkAt(db, position, all);
		if (is !== link) say(number, `the ledger's link at position ${position} is not the one it began with`);
	}
	if (all.length === 0)
		findings.push({ kind: 'missing', table: 'epochs', text: 'the database has no epoch' });
	return findings;
}

/** The ledger's link at a position, as it lies there; null where there is no such row. */
export async function linkAt(db: Reads, position: number, all: readonly Life[]): Promise<string | null> {
	const [first] = all;
	if (position === 0) return GENESIS;
	if (first?.reason === 'adopted' && position === first.position) return first.link;
	const [row] = await db.all<{ link: string | null }>(
		sql`SELECT link FROM ratings WHERE position = ${position}`
	);
	return row?.link ?? null;
}

/** Marks and entries that speak of ratings which are not there. */
export async function orphans(db: Reads): Promise<Finding[]> {
	const marked = await db.all<{ id: number; position: number }>(
		sql`SELECT m.id, m.position FROM marks m LEFT JOIN ratings r ON r.position = m.position
			WHERE r.position IS NULL LIMIT ${limit}`
	);
	const said = await db.all<{ id: number; ratingId: string }>(
		sql`SELECT e.id, e."ratingId" FROM rating_entries e LEFT JOIN ratings r ON r.id = e."ratingId"
			WHERE r.id IS NULL LIMIT ${limit}`
	);
	return [
		...marked.map(({ id, position }): Finding => {
			const text = `position ${position}, which mark ${id} speaks of, is missing`;
			return { kind: 'missing', table: 'marks', position, text };
		}),
		...said.map(({ id, ratingId }): Finding => {
			const text = `rating ${ratingId}, which entry ${id} speaks of, is missing`;
			return { kind: 'missing', table: 'rating_entries', number: id, text };
		})
	];
}

const limit: SQL = sql.raw(String(TOLD));
