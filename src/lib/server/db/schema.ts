// What the database file must hold: every table, index, trigger and view that the migrations make, word for word. It
// is asked of the migrations themselves, run in a memory database, so that there is no second list to keep.
import { createClient } from '@libsql/client';
import { readMigrationFiles } from 'drizzle-orm/migrator';
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';

export type Thing = { type: string; name: string; table: string; sql: string };
/** Things by type and name: 'trigger ratings_next'. */
export type Schema = Map<string, Thing>;

/** What is asked of a database for `read`. Bookkeeping of SQLite, drizzle, libSQL and replication is left out. */
export const QUESTION = `SELECT type, name, tbl_name AS "table", sql FROM sqlite_master
	WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' AND name NOT LIKE '\\_\\_drizzle%' ESCAPE '\\'
		AND name NOT LIKE 'libsql\\_%' ESCAPE '\\' AND name NOT LIKE '\\_litestream%' ESCAPE '\\'`;

/** The folder of the migrations, from MIGRATIONS_DIR or the project's. Throws an Error where there is none. */
export function folder(named = process.env.MIGRATIONS_DIR ?? 'drizzle'): string {
	const from = resolve(named);
	if (!existsSync(from))
		throw new Error(`No migrations at ${from}. Start from the project's folder, or set MIGRATIONS_DIR.`);
	return from;
}

/** How many migrations there are. */
export function count(from: string): number {
	return readMigrationFiles({ migrationsFolder: from }).length;
}

/** What the first `upTo` migrations of a folder make, all of them where it is not said. */
export async function expected(from: string, upTo?: number): Promise<Schema> {
	const memory = createClient({ url: ':memory:' });
	try {
		for (const { sql } of readMigrationFiles({ migrationsFolder: from }).slice(0, upTo))
			for (const statement of sql) await memory.execute(statement);
		return read((await memory.execute(QUESTION)).rows);
	} finally {
		memory.close();
	}
}

/** The answer to QUESTION as a schema. */
export function read(rows: readonly Record<string, unknown>[]): Schema {
	const things = rows.map((row) => ({
		type: String(row.type),
		name: String(row.name),
		table: String(row.table),
		sql: plain(String(row.sql))
	}));
	return new Map(things.map((thing) => [`${thing.type} ${thing.name}`, thing]));
}

/**
 * What is wrong with a found schema, a clause each: what is missing, what is not as the migrations make it (a table
 * with the columns that differ), and triggers and indexes on our tables that nobody here made: they could change or
 * refuse what is written. Tables and views of others are let be.
 */
export function differences(wanted: Schema, found: Schema): string[] {
	const wrong: string[] = [];
	for (const [key, thing] of wanted) {
		const there = found.get(key);
		if (!there) wrong.push(`${key} is missing`);
		else if (there.sql !== thing.sql) wrong.push(`${key} ${difference(thing, there)}`);
	}
	for (const [key, { type, table }] of found)
		if ((type === 'trigger' || type === 'index') && !wanted.has(key) && wanted.has(`table ${table}`))
			wrong.push(`${key} does not belong there`);
	return wrong;
}

function difference(wanted: Thing, found: Thing): string {
	if (wanted.type !== 'table') return 'is not as this version makes it';
	const lacks = without(parts(wanted.sql), parts(found.sql));
	const besides = without(parts(found.sql), parts(wanted.sql));
	const said = [
		...(lacks.length > 0 ? [`lacks ${lacks.join(', ')}`] : []),
		...(besides.length > 0 ? [`has ${besides.join(', ')} which is not this version's`] : [])
	];
	return said.length > 0 ? said.join(' and ') : 'has its columns in another order';
}

/** Columns and constraints, near enough to name one. */
function parts(sql: string): string[] {
	return sql
		.slice(sql.indexOf('(') + 1, sql.lastIndexOf(')'))
		.split(/,(?![^(]*\))/)
		.map((part) => part.trim());
}

function without(list: string[], other: string[]): string[] {
	const known = new Set(other);
	return list.filter((one) => !known.has(one));
}

/** Quotes and white space say nothing: ALTER TABLE writes them its own way. */
function plain(sql: string): string {
	return sql
		.replace(/["`[\]]/g, '')
		.replace(/\s+/g, ' ')
		.replace(/ ?([(),]) ?/g, '$1')
		.trim();
}
