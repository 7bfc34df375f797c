// Brings a database up to this version of the house.
import { migrate as apply } from 'drizzle-orm/libsql/migrator';
import type { Db } from './open';
import * as schema from './schema';
import * as sound from './sound';

/**
 * Applies the migrations that are missing, then checks that schema, triggers and settings are what they must be.
 * Repeatable. Throws an Error that says what is wrong. Migrations that would leave the ledger without a trigger are
 * refused before they touch the database.
 */
export async function migrate(db: Db, folder?: string): Promise<void> {
	const from = schema.folder(folder);
	const wanted = await schema.expected(from);
	const untended = sound.untended(wanted);
	if (untended.length > 0)
		throw new Error(
			`The migrations in ${from} would leave the database unsound: ${untended.join('; ')}. Nothing was changed.`
		);
	await apply(db.read, { migrationsFolder: from });
	await sound.check(db, wanted);
}
