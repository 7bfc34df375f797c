// Which group each officer is in, by dimensions that HR names: entered as lines of a staff number and a group, all of
// them or none. Nobody's group is ever shown again: only groups with enough officers are, and only together.
import { asc, count, eq } from 'drizzle-orm';
import type { Actor } from '../../shared/actor';
import { demand } from '../../shared/can';
import { Problem } from '../../shared/problem';
import * as audit from '../audit/note';
import type { Reads, Writes } from '../db/open';
import { history, OFFICER } from '../org/kind';
import { fairnessLabels } from './table';

export const MAX_NAME = 60;
export const MAX_LABELS = 12;

/** What is wrong with a line; `line` counts from 1. */
export type Wrong = {
	line: number;
	what: 'no_group' | 'officer_unknown' | 'twice' | 'too_long' | 'too_many_groups';
	found: string;
};
export type Row = { officerId: number; label: string };

/**
 * Reads lines of "staff number, group", parted by a tab, semicolon or comma; empty lines are passed over. Answers the
 * rows, and what is wrong with which line.
 */
export async function read(db: Reads, text: string): Promise<{ rows: Row[]; wrong: Wrong[] }> {
	const ids = new Map<string, number>();
	// The newest who has the number: it may have been another's before.
	for (const { code, id } of await history(db, OFFICER)) ids.set(code.toLowerCase(), id);
	const rows: Row[] = [];
	const wrong: Wrong[] = [];
	const seen = new Set<number>();
	const groups = new Set<string>();
	for (const [index, line] of text
		.replace(/^\ufeff/, '')
		.split(/\r\n|\r|\n/)
		.entries()) {
		if (line.trim() === '') continue;
		const say = (what: Wrong['what'], found: string) =>
			void wrong.push({ line: index + 1, what, found: found.slice(0, MAX_NAME) });
		const [, first = '', rest = ''] = /^([^\t;,]*)[\t;,]?(.*)$/.exec(line) ?? [];
		const [code, label] = [bare(first), bare(rest)];
		const officerId = ids.get(code.toLowerCase());
		if (label === '') say('no_group', line.trim());
		else if (officerId === undefined) say('officer_unknown', code);
		else if (seen.has(officerId)) say('twice', code);
		else if (label.length > MAX_NAME) say('too_long', label);
		else if (!groups.has(label) && groups.size >= MAX_LABELS) say('too_many_groups', label);
		else {
			rows.push({ officerId, label });
			seen.add(officerId);
			groups.add(label);
		}
	}
	return { rows, wrong };
}

/** A cell without the quotes that a table program puts around it. */
function bare(cell: string): string {
	const text = cell.trim();
	return (/^".*"$/.test(text) ? text.slice(1, -1).replaceAll('""', '"') : text).trim();
}

/**
 * Puts these in place of all that was entered for a dimension before, and answers how many. Refuses: not_allowed;
 * bad_shape (dimension); lines_wrong, and nothing is changed.
 */
export async function enter(
	tx: Writes,
	actor: Actor,
	{ dimension, text }: { dimension: string; text: string },
	at: number
): Promise<number> {
	demand(actor, 'fairness.change');
	const name = dimension.trim();
	if (name === '' || name.length > MAX_NAME) throw new Problem('bad_shape', { field: 'dimension' });
	const { rows, wrong } = await read(tx, text);
	if (wrong.length > 0) throw new Problem('lines_wrong', { lines: wrong.map(({ line }) => line) });
	if (rows.length === 0) throw new Problem('bad_shape', { field: 'text' });
	await tx.delete(fairnessLabels).where(eq(fairnessLabels.dimension, name));
	for (let from = 0; from < rows.length; from += 1_000)
		await tx
			.insert(fairnessLabels)
			.values(rows.slice(from, from + 1_000).map((row) => ({ dimension: name, ...row })));
	// Who is in which group is nobody's to read in the trail.
	const groups = new Set(rows.map(({ label }) => label)).size;
	await audit.note(tx, actor, at, 'fairness.enter', 'fairness:groups', {
		dimension: name,
		officers: rows.length,
		groups
	});
	return rows.length;
}

/** Takes a dimension away with all its labels. Harmless when repeated. Refuses not_allowed. */
export async function remove(tx: Writes, actor: Actor, dimension: string, at: number): Promise<void> {
	demand(actor, 'fairness.change');
	const gone = await tx
		.delete(fairnessLabels)
		.where(eq(fairnessLabels.dimension, dimension))
		.returning({ officerId: fairnessLabels.officerId });
	if (gone.length === 0) return;
	await audit.note(tx, actor, at, 'fairness.remove', 'fairness:groups', { dimension, officers: gone.length });
}

/** The dimensions that are entered, with how many officers and groups each has. */
export async function dimensions(
	db: Reads
): Promise<{ dimension: string; officers: number; groups: number }[]> {
	const rows = await db
		.select({ dimension: fairnessLabels.dimension, label: fairnessLabels.label, officers: count() })
		.from(fairnessLabels)
		.groupBy(fairnessLabels.dimension, fairnessLabels.label)
		.orderBy(asc(fairnessLabels.dimension));
	const found = new Map<string, { dimension: string; officers: number; groups: number }>();
	for (const { dimension, officers } of rows) {
		const one = found.get(dimension) ?? { dimension, officers: 0, groups: 0 };
		found.set(dimension, { dimension, officers: one.officers + officers, groups: one.groups + 1 });
	}
	return [...found.values()];
}

/** The group of each officer in a dimension. */
export async function of(db: Reads, dimension: string): Promise<Map<number, string>> {
	const rows = await db.select().from(fairnessLabels).where(eq(fairnessLabels.dimension, dimension));
	return new Map(rows.map(({ officerId, label }) => [officerId, label]));
}

/** What is entered about one officer: their own to read. */
export async function about(db: Reads, officerId: number): Promise<{ dimension: string; label: string }[]> {
	return db
		.select({ dimension: fairnessLabels.dimension, label: fairnessLabels.label })
		.from(fairnessLabels)
		.where(eq(fairnessLabels.officerId, officerId))
		.orderBy(asc(fairnessLabels.dimension));
}

/** Takes an officer out of every dimension. Answers of how many. Refuses not_allowed. */
export async function forget(tx: Writes, actor: Actor, officerId: number): Promise<number> {
	demand(actor, 'retention.change');
	const gone = await tx
		.delete(fairnessLabels)
		.where(eq(fairnessLabels.officerId, officerId))
		.returning({ dimension: fairnessLabels.dimension });
	return gone.length;
}
