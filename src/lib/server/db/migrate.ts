// Brings a database up to this version of the house.
import { migrate as apply } from 'drizzle-orm/libsql/migrator';
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Db } from './open';
import * as sound from './sound';

/**
 * Applies the migrations that are missing, then checks that schema, triggers and settings are what they must be.
 * Repeatable. Throws an Error that says what is wrong; the database is then as it was before.
 */
export async function migrate(db: Db, folder = process.env.MIGRATIONS_DIR ?? 'drizzle'): Promise<void> {
	const from = resolve(folder);
	if (!existsSync(from))
		throw new Error(`No migrations at ${from}. Start from the project's folder, or set MIGRATIONS_DIR.`);
	await apply(db.read, { migrationsFolder: from });
	await sound.check(db);
}
